//! What a schema does not allow: said by file, line and column, and never let through.

use garim_core::asset::BadRows;
use garim_ports::WritePlan;

use crate::{
    shop::{access, name, plan, purchase},
    world::{World, at},
};

const HEADER: &str = "p_time,p_uid,p_id,p_name,p_amount\n";

fn line(rest: &str) -> String {
    format!("{},{rest}\n", at("25T10:00:00"))
}

#[tokio::test]
async fn one_bad_row_sends_the_batch_to_quarantine_and_the_good_partition_stays() {
    let mut world = World::new();
    let source = world.csv("p.csv");
    world.write("p.csv", format!("{HEADER}{}", line("1,7,pear,5")));
    world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    let before = world.show(&purchase()).await;

    world.write(
        "p.csv",
        format!(
            "{HEADER}{}{}{}{}",
            line("1,7,pear,5"),
            line("2,7,plum,5.7"),
            line("2,7,plum"),
            line("3,7,fig,99999999999999999999")
        ),
    );
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert!(done.quarantined);
    assert_eq!(done.total, 3);
    assert_eq!(
        done.contradictions(),
        "\
p.csv:3: column `p_amount`: expected `integer`, found a number with a fraction
p.csv:4: the header has 5 fields, the row 4
p.csv:5: column `p_amount`: expected `integer`, found an integer beyond 64 bits"
    );
    assert_eq!(done.counts(0), "read 4, quarantined 4");
    assert_eq!(world.show(&purchase()).await, before);
    let sealed = world.quarantine(&purchase());
    assert_eq!(sealed.len(), 4);
    assert!(sealed[1].contains(r#"["p_amount","5.7"]"#), "{sealed:?}");
    let disk = world.bytes();
    assert!(!disk.windows(4).any(|w| w == b"plum"), "a row of the refused batch stands on disk");
}

#[tokio::test]
async fn good_rows_go_through_while_the_share_of_bad_ones_holds() {
    let mut world = World::new();
    let text = format!("{HEADER}{}{}{}{}", line("1,7,pear,5"), line("2,7,plum,x"), line("3,7,fig,5"), line("4,7,fig,5"));
    world.write("p.csv", text);
    let source = world.csv("p.csv");
    let lenient = |max_share| WritePlan { bad_rows: BadRows::Rows { max_share }, ..purchase() };
    let done = world.run(&lenient(0.2), "2020-10-25", source.clone()).await.unwrap();
    assert!(done.quarantined, "a quarter is more than a fifth");
    assert_eq!(done.counts(0), "read 4, quarantined 4");
    let done = world.run(&lenient(0.25), "2020-10-25", source).await.unwrap();
    assert_eq!((done.quarantined, done.counts(0)), (false, "read 4, kept 3, quarantined 1".into()));
    assert_eq!(done.contradictions(), "p.csv:3: column `p_amount`: expected `integer`, found text");
    assert_eq!(world.show(&purchase()).await.lines().count(), 3);
}

#[tokio::test]
async fn bad_rows_of_other_days_do_not_stop_this_one() {
    let mut world = World::new();
    let bad = |time| format!("login,web,{},,x\n", at(time));
    let text = format!("a_id,a_tag,a_time,a_timestamp,a_uid\n{}{}{}", bad("26T00:00:00"), bad("19T00:00:00"), bad("20T00:00:00"));
    world.write("a.csv", text);
    let source = world.csv("a.csv");
    let done = world.run(&access(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(done.counts(0), "read 3, late 1, waiting 1, before 1");
    let done = world.run(&access(), "2020-10-26", source).await.unwrap();
    assert!(done.quarantined, "its own day has come");
}

#[tokio::test]
async fn a_header_that_does_not_fit_speaks_for_all_rows() {
    let mut world = World::new();
    let source = world.csv("p*.csv");
    world.write("p1.csv", format!("p_time,p_uid,p_id,p_id,p_name\n{}", line("1,7,8,pear")));
    let done = world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(
        done.contradictions(),
        "p1.csv: column `p_id`: the header names this column twice\n\
         p1.csv: column `p_amount`: the source had this column and has it no longer"
    );
    world.write("p1.csv", format!("{HEADER}{}", line("1,7,pear,5")));
    world.write("p2.csv", format!("{},colour\n{}", HEADER.trim(), line("1,7,pear,5,red")));
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.contradictions(), "p2.csv: column `colour`: the run's schema does not know this column");
    assert_eq!(world.show(&purchase()).await, "no table");
}

#[tokio::test]
async fn an_optional_column_may_be_missing_until_it_was_there() {
    let mut world = World::new();
    let text = format!("a_uid,a_time,a_tag,a_id\n1,{},web,login\n", at("25T09:00:00"));
    world.write("a.csv", text);
    let source = world.csv("a.csv");
    let done = world.run(&access(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(done.counts(0), "read 1, kept 1");
    let later = WritePlan { ever_present: [name("a_timestamp")].into(), ..access() };
    let done = world.run(&later, "2020-10-26", source).await.unwrap();
    assert_eq!(done.contradictions(), "a.csv: column `a_timestamp`: the source had this column and has it no longer");
}

#[tokio::test]
async fn every_type_takes_what_is_written_as_it_and_nothing_else() {
    let mut world = World::new();
    let source = world.csv("t.csv");
    let columns = ["i integer none", "n number none", "d decimal none", "b boolean none", "y date none", "t timestamp none"];
    let types = plan("shop.types", &columns, crate::shop::user().rule);
    let good = "i,n,d,b,y,t\n-9223372036854775808,1e3,-12.345600,true,2020-02-29,2020-10-25T09:00:00+09:00\n,,,,,\n";
    world.write("t.csv", good);
    world.run(&types, "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(
        world.show(&types).await,
        "1025 - - - - - -\n1025 -9223372036854775808 1000.0 -12.345600 true 2020-02-29 2020-10-25T00:00:00Z"
    );
    world.write("t.csv", "i,n,d,b,y,t\n 1,0x1,0.1234567,1,2020-02-30,2020-10-25T09:00\n+1,inf,1e2,yes,20201025,now\n");
    let done = world.run(&types, "2020-10-26", source).await.unwrap();
    assert_eq!(done.total, 12, "{}", done.contradictions());
}
