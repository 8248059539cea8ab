//! Queries under a view: what is shown, what is absent, and what the vault is asked.

use std::sync::Arc;

use garim_core::view::{Mask, Sight};
use garim_ports::Engine;

use crate::{
    shop::{Shop, columns, ids, integers, ordinals, person, texts},
    vault::FewValues,
};

pub const USER: &[&str] = &[
    "u_id: integer identifier customer",
    "u_name: string pii.name of u_id",
    "u_email: string pii.email of u_id",
    "u_gender: string quasi.gender of u_id",
    "u_note: string unclassified",
    "u_signup: integer none",
];

/// Three people on one day, two of them on the next.
pub async fn shop() -> (Shop, Arc<FewValues>) {
    let mut shop = Shop::empty();
    shop.declare("shop.user", columns(USER));
    let kim_lee_nobody = [Some(1), Some(2), None];
    shop.write(
        "shop.user",
        "2020-10-25",
        vec![
            ids(&kim_lee_nobody),
            ordinals(&[Some(0), Some(1), Some(0)]),
            ordinals(&[Some(0), None, None]),
            texts(&[Some("female"), None, Some("male")]),
            integers(&[Some(20200101), Some(20200102), None]),
        ],
    )
    .await;
    shop.write(
        "shop.user",
        "2020-10-26",
        vec![
            ids(&[Some(1), Some(2)]),
            ordinals(&[Some(0), Some(1)]),
            ordinals(&[Some(0), Some(0)]),
            texts(&[Some("female"), Some("male")]),
            integers(&[Some(20200101), Some(20200102)]),
        ],
    )
    .await;
    let vault = FewValues::default()
        .with(person(1), "name", 0, "s김하늘")
        .with(person(2), "name", 1, "s이바다")
        .with(person(1), "email", 0, "sharu@example.com")
        .with(person(2), "email", 0, "sbada@example.com");
    (shop, Arc::new(vault))
}

pub const MASKED: &[(&str, Sight)] = &[
    ("shop.user.u_id", Sight::Pseudonym),
    ("shop.user.u_name", Sight::Masked(Mask::Initial)),
    ("shop.user.u_email", Sight::Masked(Mask::Email)),
    ("shop.user.u_gender", Sight::Masked(Mask::Full)),
    ("shop.user.u_note", Sight::Clear),
    ("shop.user.u_signup", Sight::Clear),
];

#[tokio::test]
async fn each_sight_shows_what_it_should() {
    let (shop, vault) = shop().await;
    let rows = shop.query("select * from shop.user where dt = '20201025' order by u_signup", MASKED, vault).await.unwrap();
    assert_eq!(
        rows,
        [
            "01010101010101010101010101010101|김**|h***@example.com|***|20200101|20201025",
            "02020202020202020202020202020202|이**|-|-|20200102|20201025",
            "-|-|-|***|-|20201025",
        ]
    );
}

#[tokio::test]
async fn a_clear_sight_shows_the_value_in_its_type() {
    let (shop, vault) = shop().await;
    let clear = [("shop.user.u_id", Sight::Denied), ("shop.user.u_name", Sight::Clear), ("shop.user.u_gender", Sight::Clear)];
    let rows = shop.query("select * from shop.user where dt = '20201026' order by u_name", &clear, vault).await.unwrap();
    assert_eq!(rows, ["김하늘|female|20201026", "이바다|male|20201026"]);
}

#[tokio::test]
async fn only_selected_columns_are_revealed_each_value_once() {
    let (shop, vault) = shop().await;
    let count = shop.query("select count(*) from shop.user", MASKED, vault.clone()).await.unwrap();
    assert_eq!((count, vault.asked()), (vec!["5".to_owned()], 0));
    shop.query("select u_name from shop.user where dt = '20201026'", MASKED, vault.clone()).await.unwrap();
    assert_eq!(vault.asked(), 2);
}

#[tokio::test]
async fn days_are_left_out_by_filters_on_dt_and_nothing_else_changes() {
    let (shop, vault) = shop().await;
    let ask = async |filter: &str| {
        let before = vault.asked();
        let sql = format!("select u_name from shop.user where {filter} order by 1");
        let rows = shop.query(&sql, MASKED, vault.clone()).await.unwrap();
        (rows.len(), vault.asked() - before)
    };
    assert_eq!(ask("dt = '20201025'").await, (3, 2));
    assert_eq!(ask("dt in ('20201026', '20201027')").await, (2, 2));
    assert_eq!(ask("dt >= '20201026' and dt < '20201101'").await, (2, 2));
    assert_eq!(ask("dt = '20301025'").await, (0, 0));
    assert_eq!(ask("dt = '20201026' or u_signup = 20200101").await, (3, 4));
}

#[tokio::test]
async fn what_is_denied_or_unclassified_is_like_what_never_was() {
    let (shop, vault) = shop().await;
    let mut sights = MASKED.to_vec();
    sights.retain(|(column, _)| *column != "shop.user.u_email");
    let error = async |column: &str| {
        let sql = format!("select {column} from shop.user");
        shop.query(&sql, &sights, vault.clone()).await.unwrap_err().to_string()
    };
    assert_eq!(error("u_email").await, "unknown column `u_email`");
    assert_eq!(error("u_emaul").await, "unknown column `u_emaul`");
    assert_eq!(error("u_nam").await, "unknown column `u_nam`; did you mean `u_name`?");
    assert!(error("u_note").await.starts_with("unknown column `u_note`"));
}

#[tokio::test]
async fn a_table_without_a_view_does_not_exist() {
    let (shop, vault) = shop().await;
    let error = async |sql: &str| shop.query(sql, &[], vault.clone()).await.unwrap_err().to_string();
    assert_eq!(error("select 1 from shop.user").await, "dataset `shop.user` was not found");
    assert_eq!(error("select 1 from shop.uzer").await, "dataset `shop.uzer` was not found");
}

#[tokio::test]
async fn more_rows_than_asked_for_can_be_told() {
    let (shop, vault) = shop().await;
    let views = vec![(shop.tables[0].clone(), crate::shop::view_of(&shop.tables[0], MASKED))];
    let prepared = shop.engine.prepare("select u_signup from shop.user").unwrap();
    let permit = crate::shop::permit();
    let rows = shop.engine.run(&*prepared, views, vault, &permit, crate::shop::seoul(), 2).await.unwrap();
    assert_eq!(crate::shop::lines(rows).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_table_without_a_partition_is_empty() {
    let mut shop = Shop::empty();
    shop.declare("shop.user", columns(USER));
    let rows = shop.query("select count(*) from shop.user", MASKED, Arc::default()).await.unwrap();
    assert_eq!(rows, ["0"]);
}

#[tokio::test]
async fn sums_fail_on_overflow_and_errors_are_in_our_words() {
    let shop = Shop::empty();
    let ask = async |sql: &str| shop.query(sql, &[], Arc::default()).await.map_err(|e| e.to_string());
    let most = "select sum(a) from (values (9223372036854775807), (1)) t(a)";
    assert_eq!(ask(most).await.unwrap_err(), "a number does not fit its type while the query runs");
    let grouped =
        "select b, sum(a) from (values (9223372036854775807, 1), (1, 1), (2, 2), (-5, 2)) t(a, b) where b = 2 group by b";
    assert_eq!(ask(grouped).await.unwrap(), ["2|-3"]);
    assert!(ask("select 1 / a from (values (0)) t(a)").await.unwrap_err().contains("divides by zero"));
    assert_eq!(ask("select nofun(1)").await.unwrap_err(), "unknown function `nofun`");
    assert!(ask("select repeat('x', 1000000000)").await.unwrap_err().starts_with("unknown function `repeat`"));
    assert!(ask("select 1 where $day = '1'").await.unwrap_err().contains("`$day`"));
}
