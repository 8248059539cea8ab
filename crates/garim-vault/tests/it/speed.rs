//! How fast it is: a few thousand subjects by default, so that it breaks when it becomes absurd; `GARIM_VAULT_SUBJECTS`
//! for a measurement.

use std::time::Instant;

use garim_core::{
    name::SubjectType,
    subject::{Kind, Pseudonym, SubjectId},
    time::Day,
};
use garim_ports::{NewValue, TokenAsk, Vault};

use crate::world::{World, active, day, run};

/// As the lake asks.
const BATCH: usize = 8192;

async fn snapshot(vault: &impl Vault, number: u128, subjects: usize, on: Day) -> (f64, f64) {
    let kinds = ["name", "email", "phone", "address"].map(|k| Kind::new(k).unwrap());
    let customer = SubjectType::new("customer").unwrap();
    let (mut tokenising, mut putting) = (0.0, 0.0);
    for from in (0..subjects).step_by(BATCH) {
        let ids = from..(from + BATCH).min(subjects);
        let ask = |n: usize| TokenAsk { subject: SubjectId::from_integer(customer.clone(), n as i64), row_day: on, since: None };
        let asks: Vec<TokenAsk> = ids.clone().map(ask).collect();
        let begun = Instant::now();
        let people: Vec<Pseudonym> = vault.tokenise(run(number), &asks).await.unwrap().into_iter().map(active).collect();
        tokenising += begun.elapsed().as_secs_f64();
        let texts: Vec<String> = ids.clone().flat_map(|n| (0..4).map(move |k| format!("svalue {k} of person {n}"))).collect();
        let value = |at: usize| NewValue { subject: people[at / 4], kind: &kinds[at % 4], bytes: texts[at].as_bytes() };
        let values: Vec<NewValue<'_>> = (0..texts.len()).map(value).collect();
        let begun = Instant::now();
        let ordinals = vault.put(run(number), on, &values).await.unwrap();
        putting += begun.elapsed().as_secs_f64();
        assert!(ordinals.iter().all(|o| *o == 0));
    }
    vault.freeze_epoch().await.unwrap();
    vault.keep(run(number)).await.unwrap();
    (tokenising, putting)
}

#[tokio::test]
async fn a_snapshot_and_its_repetition() {
    let subjects = std::env::var("GARIM_VAULT_SUBJECTS").map_or(3000, |n| n.parse().unwrap());
    let world = World::new().await;
    let (tokenise, put) = snapshot(&world.vault, 1, subjects, day("2020-10-25")).await;
    println!("{subjects} new subjects with 4 values: tokenise {tokenise:.2} s, put {put:.2} s");
    assert!(tokenise + put < 60.0 + subjects as f64 * 1e-3);
    let (tokenise, put) = snapshot(&world.vault, 2, subjects, day("2020-10-26")).await;
    println!("the same again:                tokenise {tokenise:.2} s, put {put:.2} s");
    let cold = world.another().await;
    let (tokenise, put) = snapshot(&cold, 3, subjects, day("2020-10-27")).await;
    println!("the same in another process:   tokenise {tokenise:.2} s, put {put:.2} s");
    let (tokenise, put) = snapshot(&cold, 4, subjects, day("2020-11-20")).await;
    println!("the same a month later:        tokenise {tokenise:.2} s, put {put:.2} s");
    let begun = Instant::now();
    let census = cold.census().await.unwrap();
    println!("census {:.2} s; file {} MiB", begun.elapsed().as_secs_f64(), world.bytes().len() >> 20);
    assert_eq!(census[0].2, subjects as u64);
}
