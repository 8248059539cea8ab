//! Rows of pipeline SQL, over real partitions.

use crate::shop::{Shop, columns, ids, integers, lines, ordinals, texts};

const DIM_USER: &[&str] = &[
    "d_uid: integer identifier customer",
    "d_name: string pii.name of d_uid",
    "d_gender: string quasi.gender of d_uid",
    "d_acount: integer none",
    "d_pamount: integer none",
    "d_first: integer none",
];

/// A cumulative table as shops have it.
const SQL: &str = "
with y as (select * from mart.dim_user where dt = $previous_day),
a as (
  select a_uid, count(*) filter (where a_id = 'login') as logins, min(cast(a_time as bigint)) as first
  from shop.access where dt = $day and a_uid is not null group by a_uid
),
p as (select p_uid, sum(p_amount) as amount from shop.purchase where dt = $day and p_uid is not null group by p_uid),
nobody as (select sum(p_amount) as amount from shop.purchase where dt = $day and p_uid is null having count(*) > 0),
u as (select * from shop.user where dt = $day)
select coalesce(y.d_uid, a.a_uid, p.p_uid) as d_uid,
       coalesce(u.u_name, y.d_name) as d_name,
       coalesce(u.u_gender, y.d_gender) as d_gender,
       coalesce(y.d_acount, 0) + coalesce(a.logins, 0) as d_acount,
       coalesce(y.d_pamount, 0) + coalesce(p.amount, 0) as d_pamount,
       coalesce(y.d_first, a.first) as d_first
from y
full join a on a.a_uid = y.d_uid
full join p on p.p_uid = coalesce(y.d_uid, a.a_uid)
left join u on u.u_id = coalesce(y.d_uid, a.a_uid, p.p_uid)
union all
select null, null, null, 0, amount, null from nobody";

async fn shop() -> Shop {
    let mut shop = Shop::empty();
    shop.declare(
        "shop.user",
        columns(&[
            "u_id: integer identifier customer",
            "u_name: string pii.name of u_id",
            "u_gender: string quasi.gender of u_id",
        ]),
    );
    shop.declare("shop.access", columns(&["a_id: string none", "a_time: string none", "a_uid: integer identifier customer"]));
    shop.declare("shop.purchase", columns(&["p_uid: integer identifier customer", "p_amount: integer none"]));
    shop.declare("mart.dim_user", columns(DIM_USER));
    let users =
        vec![ids(&[Some(1), Some(2), Some(3)]), ordinals(&[Some(0), Some(0), None]), texts(&[Some("f"), None, Some("m")])];
    shop.write("shop.user", "2020-10-25", users).await;
    let access = vec![
        texts(&[Some("login"), Some("logout"), Some("login"), Some("login")]),
        texts(&[Some("1603551600"), Some("1603551700"), Some("1603551800"), Some("1603551900")]),
        ids(&[Some(1), Some(1), Some(2), None]),
    ];
    shop.write("shop.access", "2020-10-25", access).await;
    let purchase = vec![ids(&[Some(2), Some(4), None]), integers(&[Some(100), Some(-30), Some(7)])];
    shop.write("shop.purchase", "2020-10-25", purchase).await;
    let before = vec![
        ids(&[Some(1), Some(9)]),
        ordinals(&[Some(5), Some(2)]),
        texts(&[None, Some("m")]),
        integers(&[Some(10), Some(1)]),
        integers(&[Some(1000), Some(0)]),
        integers(&[Some(1), None]),
    ];
    shop.write("mart.dim_user", "2020-10-24", before).await;
    shop
}

#[tokio::test]
async fn a_cumulative_table_is_computed_and_stays_protected() {
    let shop = shop().await;
    let made = shop.transform(SQL, "2020-10-25", Some(columns(DIM_USER))).await.unwrap();
    assert_eq!(made.schema, columns(DIM_USER));
    let mut rows = lines(made.rows).await.unwrap();
    rows.sort();
    assert_eq!(rows, ["-|-|-|0|7|-", "p1|0|f|11|1000|1", "p2|0|-|1|100|1603551800", "p4|-|-|0|-30|-", "p9|2|m|1|0|-",]);
}

#[tokio::test]
async fn business_day_reads_digits_and_integers_in_the_projects_zone() {
    let shop = shop().await;
    let sql = "select business_day(1603551599) as a, business_day('1603551600') as b, business_day('16.5') as c, \
               business_day(null) as d, business_day(p_amount) as e from shop.purchase where p_amount = 7";
    let made = shop.transform(sql, "2020-10-25", None).await.unwrap();
    assert_eq!(lines(made.rows).await.unwrap(), ["20201024|20201025|-|-|19700101"]);
}

#[tokio::test]
async fn metrics_count_and_sum() {
    let shop = shop().await;
    let value = async |sql: &str| lines(shop.transform(sql, "2020-10-25", None).await.unwrap().rows).await;
    assert_eq!(value("select count(distinct a_uid) as value from shop.access where dt = $day").await.unwrap(), ["2"]);
    assert_eq!(value("select coalesce(sum(p_amount), 0) as value from shop.purchase where dt = $day").await.unwrap(), ["77"]);
    assert_eq!(
        value("select coalesce(sum(p_amount), 0) as value from shop.purchase where dt = $previous_day").await.unwrap(),
        ["0"]
    );
    let sum = "select sum(p_amount + 9223372036854775000) as value from shop.purchase where dt = $day";
    assert_eq!(value(sum).await.unwrap_err().to_string(), "a number does not fit its type while the query runs");
}

#[tokio::test]
async fn integers_do_not_wrap() {
    let shop = shop().await;
    let value = async |sql: &str| lines(shop.transform(sql, "2020-10-25", None).await.unwrap().rows).await;
    for sum in ["p_amount * 9223372036854775807", "p_amount + 9223372036854775807", "-9223372036854775807 - p_amount"] {
        let sql = format!("select {sum} as value from shop.purchase where p_amount = 100");
        assert!(value(&sql).await.is_err(), "{sum} wrapped");
    }
}

#[tokio::test]
async fn what_was_computed_can_be_stored() {
    let mut shop = shop().await;
    let made = shop.transform(SQL, "2020-10-25", Some(columns(DIM_USER))).await.unwrap();
    shop.store("mart.dim_user", "2020-10-25", made.rows).await;
    let again = shop.transform("select count(*) as n from mart.dim_user where dt = $day", "2020-10-25", None).await.unwrap();
    assert_eq!(lines(again.rows).await.unwrap(), ["5"]);
}

/// The example's own SQL, under its contracts' columns.
#[tokio::test]
async fn the_example_is_accepted() {
    let dim_user = columns(&[
        "d_uid: integer identifier customer",
        "d_name: string pii.name of d_uid",
        "d_gender: string quasi.gender of d_uid",
        "d_acount: integer none",
        "d_pamount: integer none",
        "d_pcount: integer none",
        "d_first_access: string none",
        "d_first_purchase: string none",
    ]);
    let mut shop = Shop::empty();
    shop.declare(
        "shop.user",
        columns(&[
            "u_id: integer identifier customer",
            "u_name: string pii.name of u_id",
            "u_gender: string quasi.gender of u_id",
        ]),
    );
    shop.declare("shop.access", columns(&["a_id: string none", "a_time: string none", "a_uid: integer identifier customer"]));
    shop.declare(
        "shop.purchase",
        columns(&["p_time: string none", "p_uid: integer identifier customer", "p_amount: integer none"]),
    );
    shop.declare("mart.dim_user", dim_user.clone());
    let purchases =
        vec![texts(&[Some("1603551600"), Some("1603551601")]), ids(&[Some(2), None]), integers(&[Some(100), Some(7)])];
    shop.write("shop.purchase", "2020-10-25", purchases).await;
    let sql = include_str!("../../../../examples/lgde/sql/dim_user.sql");
    let made = shop.transform(sql, "2020-10-25", Some(dim_user.clone())).await.unwrap();
    assert_eq!(made.schema, dim_user);
    let mut rows = lines(made.rows).await.unwrap();
    rows.sort();
    assert_eq!(rows, ["-|-|-|0|7|1|-|-", "p2|-|-|0|100|1|-|1603551600"]);
    let session = columns(&["d_uid: integer identifier customer", "d_logins: integer none", "d_seconds: integer none"]);
    let sql = include_str!("../../../../examples/lgde/sql/session.sql");
    let made = shop.transform(sql, "2020-10-25", Some(session.clone())).await.unwrap();
    assert_eq!(made.schema, session);
}
