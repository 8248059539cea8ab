//! Whoever is erased does not come back with the next ingest.

use crate::{
    shop::{access, purchase, user},
    world::{World, at},
};

#[tokio::test]
async fn deleted_rows_stay_away_and_anonymised_ones_keep_their_sums() {
    let mut world = World::new();
    world.vault.suppress("2");
    let t = at("25T10:00:00");
    world.write("a.csv", format!("a_id,a_tag,a_time,a_timestamp,a_uid\nlogin,web,{t},,1\nlogin,web,{t},,2\n"));
    world.write("p.csv", format!("p_time,p_uid,p_id,p_name,p_amount\n{t},1,7,pear,5\n{t},2,7,pear,6\n"));
    let source = world.csv("a.csv");
    let done = world.run(&access(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(1), "read 2, kept 1, suppressed 1");
    assert_eq!(world.show(&access()).await, format!("1025 login web {t} - #1"));

    let source = world.csv("p.csv");
    let done = world.run(&purchase(), "2020-10-25", source.clone()).await.unwrap();
    assert_eq!(done.counts(0), "read 2, kept 2, suppressed 1");
    assert_eq!(world.show(&purchase()).await, format!("1025 {t} #1 7 pear 5\n1025 {t} - 7 pear 6"));
    let done = world.run(&purchase(), "2020-10-29", source).await.unwrap();
    assert_eq!(done.counts(0), "read 2, duplicates 2, suppressed 1", "a closed day is recognised although a person went");
}

#[tokio::test]
async fn a_person_who_went_leaves_nothing_in_quarantine() {
    let mut world = World::new();
    world.vault.suppress("2");
    let t = at("25T10:00:00");
    let text = format!("p_time,p_uid,p_id,p_name,p_amount\n{t},2,7,pear,5\n{t},1,7,plum,x\n");
    world.write("p.csv", text);
    let source = world.csv("p.csv");
    let done = world.run(&purchase(), "2020-10-25", source).await.unwrap();
    assert!(done.quarantined);
    let sealed = world.quarantine(&purchase());
    assert_eq!(sealed.len(), 2);
    assert!(!sealed[0].contains("pear") && sealed[1].contains("plum"), "{sealed:?}");
}

#[tokio::test]
async fn nothing_of_a_deleted_person_reaches_the_vault() {
    let mut world = World::new();
    world.vault.suppress("1");
    world.write("u.csv", "u_id,u_name,u_gender,u_signup,u_email\n1,Ann,F,20200101,ann@example.com\n2,Bob,M,20200101,\n");
    let source = world.csv("u.csv");
    let done = world.run(&user(), "2020-10-25", source).await.unwrap();
    assert_eq!(done.counts(1), "read 2, kept 1, suppressed 1");
    assert_eq!(world.vault.census(), ["2 name sBob"]);
}
