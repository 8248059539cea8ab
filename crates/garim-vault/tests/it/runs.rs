use garim_core::subject::Kind;
use garim_ports::{NewValue, Vault};

use crate::world::{World, active, day, run};

#[tokio::test]
async fn forgetting_a_run_removes_what_only_it_wrote() {
    let world = World::new().await;
    let old = active(world.ask_in(1, "42", "2020-10-25", None).await);
    world.put_in(1, old, "email", "sold").await;
    world.vault.keep(run(1)).await.unwrap();

    let new = active(world.ask_in(2, "43", "2020-10-25", None).await);
    assert_eq!(world.put_in(2, old, "email", "sold").await, 0);
    assert_eq!(world.put_in(2, old, "email", "snew").await, 1);
    assert_eq!(world.put_in(2, new, "email", "snew").await, 0);
    for _ in 0..2 {
        world.vault.forget(run(2)).await.unwrap();
        assert_eq!(world.vault.census().await.unwrap(), [("email".into(), 1, 1), ("id".into(), 1, 1)]);
    }
    assert_eq!(world.reveal(old, "email", 0).await.as_deref(), Some("sold"));
    assert_eq!(world.reveal(old, "email", 1).await, None);
    assert_ne!(active(world.ask_in(3, "43", "2020-10-25", None).await), new, "a key that was forgotten does not come back");
    assert_eq!(world.put_in(3, old, "email", "sthird").await, 2, "an ordinal that was forgotten is not used again");
    assert_eq!(world.put_in(3, old, "phone", "s1").await, 2, "nor is it where we cannot know");
}

#[tokio::test]
async fn a_kept_run_cannot_be_forgotten() {
    let world = World::new().await;
    let kim = active(world.ask_in(1, "42", "2020-10-25", None).await);
    world.vault.keep(run(1)).await.unwrap();
    world.vault.forget(run(1)).await.unwrap();
    assert_eq!(world.pseudonym("42").await, kim);
}

#[tokio::test]
async fn what_a_second_run_relies_on_outlives_the_first() {
    let world = World::new().await;
    let kim = active(world.ask_in(1, "42", "2020-10-25", None).await);
    world.put_in(1, kim, "email", "sshared").await;
    world.put_in(1, kim, "email", "sown").await;
    assert_eq!(active(world.ask_in(2, "42", "2020-10-25", None).await), kim);
    assert_eq!(world.put_in(2, kim, "email", "sshared").await, 0);
    world.vault.forget(run(1)).await.unwrap();
    assert_eq!(world.reveal(kim, "id", 0).await.as_deref(), Some("s42"));
    assert_eq!(world.reveal(kim, "email", 0).await.as_deref(), Some("sshared"));
    assert_eq!(world.reveal(kim, "email", 1).await, None);
    world.vault.forget(run(2)).await.unwrap();
    assert_eq!(active(world.ask_in(3, "42", "2020-10-25", None).await), kim, "adopted once, it stays");
}

#[tokio::test]
async fn a_run_of_a_dead_process_can_be_forgotten_by_the_next() {
    let world = World::new().await;
    world.ask_in(1, "42", "2020-10-25", None).await;
    let other = world.another().await;
    other.forget(run(1)).await.unwrap();
    assert_eq!(other.census().await.unwrap(), []);
}

#[tokio::test]
async fn two_processes_write_at_once() {
    let world = World::new().await;
    let other = world.another().await;
    let asks = |from: u32| -> Vec<garim_ports::TokenAsk> {
        let ask = |n: u32| garim_ports::TokenAsk {
            subject: crate::world::customer(&n.to_string()),
            row_day: day("2020-10-25"),
            since: None,
        };
        (from..from + 1500).map(ask).collect()
    };
    let (first, second) = (asks(0), asks(500));
    let (a, b) = tokio::join!(world.vault.tokenise(run(1), &first), other.tokenise(run(2), &second));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a[500..], b[..1000], "people whom both saw have one pseudonym");
    let (kind, values) = (Kind::new("name").unwrap(), 0..1000);
    let value = |n: usize| NewValue { subject: active(b[n]), kind: &kind, bytes: b"sKim" };
    let values: Vec<NewValue<'_>> = values.map(value).collect();
    let (a, b) = tokio::join!(world.vault.put(run(1), day("2020-10-25"), &values), other.put(run(2), day("2020-10-25"), &values));
    assert_eq!((a.unwrap(), b.unwrap()), (vec![0; 1000], vec![0; 1000]));
}

#[tokio::test]
async fn a_second_run_may_rely_on_many_people_of_the_first() {
    let world = World::new().await;
    let ask = |n: u32| garim_ports::TokenAsk {
        subject: crate::world::customer(&n.to_string()),
        row_day: day("2020-10-25"),
        since: None,
    };
    let asks: Vec<_> = (0..1300).map(ask).collect();
    let first = world.vault.tokenise(run(1), &asks).await.unwrap();
    assert_eq!(world.vault.tokenise(run(2), &asks[..1000]).await.unwrap(), first[..1000]);
    world.vault.forget(run(1)).await.unwrap();
    assert_eq!(world.vault.census().await.unwrap(), [("id".into(), 1000, 1000)]);
    assert_eq!(world.vault.tokenise(run(3), &asks[..1000]).await.unwrap(), first[..1000]);
}
