//! The bounded look.

use garim_ports::{Lake, Peek};

use crate::world::World;

fn shown(peek: &Peek) -> String {
    let columns = peek.columns.iter().map(|c| {
        let kind = c.logical.map_or("?", |l| l.as_str());
        let sample: Vec<&str> = c.sample.iter().map(|v| v.as_deref().unwrap_or("-")).collect();
        format!("{} {kind}: {}", c.name, sample.join(" "))
    });
    columns.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn of_files_every_header_and_the_first_rows() {
    let world = World::new();
    world.write("a1.csv", "id,name\n1,\n2,Bob\n3,Cy\n");
    world.write("a2.csv", "id,colour\n4,red\n");
    let peek = world.lake.peek(&world.csv("a*.csv"), 2).await.unwrap();
    assert_eq!((peek.rows, shown(&peek)), (2, "id ?: 1 2\nname ?: - Bob\ncolour ?: ".to_owned()));
}

#[tokio::test]
async fn of_a_table_its_declared_types() {
    let world = World::new();
    world.sqlite(r#"CREATE TABLE "odd ""name" (a BIGINT, b VARCHAR(9), c DOUBLE, d DECIMAL(9,2), e, "f;g" BOOLEAN)"#).await;
    world.sqlite(r#"INSERT INTO "odd ""name" VALUES (1, 'x', 1.5, 2, NULL, 1)"#).await;
    let peek = world.lake.peek(&world.table("odd \"name"), 5).await.unwrap();
    assert_eq!(shown(&peek), "a integer: 1\nb string: x\nc number: 1.5\nd decimal: 2\ne ?: -\nf;g boolean: 1");
    let error = world.lake.peek(&world.table("nothing"), 5).await.err().unwrap().to_string();
    assert_eq!(error, "source `sales.nothing` has no table `nothing` that this user may read");
}
