use garim_ports::{OutboxEntry, Store};

use crate::sample::*;

pub async fn a_job_is_enqueued_once_while_unfinished(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    let mut jobs = tx.jobs();
    jobs.enqueue("erase", "r1", at(1)).await.unwrap();
    jobs.enqueue("erase", "r1", at(0)).await.unwrap();
    assert_eq!(jobs.take(at(0), at(5)).await.unwrap(), None, "not due yet");
    let job = jobs.take(at(1), at(5)).await.unwrap().unwrap();
    assert_eq!((job.kind.as_str(), job.key.as_str(), job.attempts, job.fence), ("erase", "r1", 1, 1));
    assert_eq!(jobs.take(at(1), at(5)).await.unwrap(), None, "held");
    jobs.finish(&job).await.unwrap();
    assert_eq!(jobs.take(at(99), at(100)).await.unwrap(), None);
    jobs.enqueue("erase", "r1", at(1)).await.unwrap();
    assert!(jobs.take(at(99), at(100)).await.unwrap().is_some(), "a finished job does not stand in the way");
}

pub async fn a_job_that_was_taken_over_cannot_be_finished(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    let mut jobs = tx.jobs();
    jobs.enqueue("erase", "r1", at(0)).await.unwrap();
    let slow = jobs.take(at(0), at(10)).await.unwrap().unwrap();
    let other = jobs.take(at(10), at(20)).await.unwrap().unwrap();
    assert_eq!((other.id, other.attempts, other.fence), (slow.id, 2, slow.fence + 1));
    assert_eq!(meaning(jobs.finish(&slow).await), "conflict");
    assert_eq!(meaning(jobs.retry(&slow, at(30), "late").await), "conflict");
    assert_eq!(meaning(jobs.retry(&other, at(30), "the lake is away").await), "done");
    assert_eq!(jobs.take(at(29), at(40)).await.unwrap(), None);
    let third = jobs.take(at(30), at(40)).await.unwrap().unwrap();
    assert_eq!((third.attempts, third.fence), (3, other.fence + 1));
    assert_eq!(meaning(jobs.finish(&third).await), "done");
    assert_eq!(meaning(jobs.finish(&third).await), "conflict");
}

pub async fn the_job_longest_due_comes_first(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    for (key, due) in [("later", 3), ("first", 1), ("second", 2)] {
        tx.jobs().enqueue("erase", key, at(due)).await.unwrap();
    }
    for expected in ["first", "second", "later"] {
        assert_eq!(tx.jobs().take(at(9), at(99)).await.unwrap().unwrap().key, expected);
    }
}

pub async fn a_lease_is_held_by_one_and_fenced(store: &dyn Store) {
    let mut tx = store.begin().await.unwrap();
    let mut leases = tx.leases();
    assert_eq!(leases.holder("shop.user").await.unwrap(), None);
    assert_eq!(leases.take("shop.user", "a", at(0), at(10)).await.unwrap(), Some(1));
    assert_eq!(leases.take("shop.user", "b", at(9), at(19)).await.unwrap(), None);
    assert_eq!(leases.take("shop.user", "a", at(9), at(20)).await.unwrap(), Some(1), "prolonged");
    assert_eq!(leases.take("shop.access", "b", at(9), at(19)).await.unwrap(), Some(1));
    leases.release("shop.user", "b").await.unwrap();
    assert_eq!(leases.holder("shop.user").await.unwrap().as_deref(), Some("a"), "not b's to release");
    assert_eq!(leases.take("shop.user", "b", at(20), at(30)).await.unwrap(), Some(2), "expired");
    leases.release("shop.user", "b").await.unwrap();
    assert_eq!(leases.holder("shop.user").await.unwrap(), None);
    assert_eq!(leases.take("shop.user", "b", at(21), at(30)).await.unwrap(), Some(3), "the fence never goes back");
}

pub async fn the_outbox_is_in_order_and_tells_of_every_change(store: &dyn Store) {
    declare(store, &["shop.user"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.outbox().add("metric:dr").await.unwrap();
    tx.queries().record(&"kim".parse().unwrap(), "select ?", &[], &[], at(1)).await.unwrap();
    tx.datasets().publish(&dataset("shop.user"), 1, at(1)).await.unwrap();
    let pending = tx.outbox().pending(10).await.unwrap();
    let subjects: Vec<&str> = pending.iter().map(|e| e.subject.as_str()).collect();
    assert_eq!(subjects, ["dataset:shop.user", "metric:dr", "query:select ?", "dataset:shop.user"]);
    assert!(pending.windows(2).all(|w| w[0].number < w[1].number));
    tx.outbox().done(pending[1].number).await.unwrap();
    let left: Vec<OutboxEntry> = tx.outbox().pending(1).await.unwrap();
    assert_eq!(left, pending[2..3]);
}
