//! SQL in, arrows out: `->` copied, `=>` computed, `~>` shaped the rows.

use garim_core::lineage::{Direct, Edge, Indirect, Transformation};

use crate::shop::{Shop, columns};

pub fn shop() -> Shop {
    let mut shop = Shop::empty();
    shop.declare(
        "shop.user",
        columns(&[
            "u_id: integer identifier customer",
            "u_name: string pii.name of u_id",
            "u_email: string pii.email of u_id",
            "u_gender: string quasi.gender of u_id",
            "u_signup: integer none",
        ]),
    );
    shop.declare("shop.access", columns(&["a_id: string none", "a_time: string none", "a_uid: integer identifier customer"]));
    shop.declare(
        "shop.purchase",
        columns(&["p_time: string none", "p_uid: integer identifier customer", "p_name: string none", "p_amount: integer none"]),
    );
    shop.declare(
        "mart.dim_user",
        columns(&[
            "d_uid: integer identifier customer",
            "d_name: string pii.name of d_uid",
            "d_gender: string quasi.gender of d_uid",
            "d_acount: integer none",
            "d_pamount: integer none",
        ]),
    );
    shop
}

fn arrow(edge: &Edge) -> String {
    let to = edge.to_column.as_ref().map_or("rows", |c| c.as_str());
    match &edge.transformation {
        Transformation::Direct(Direct::Identity) => format!("{} -> {to}", edge.from),
        Transformation::Direct(Direct::Aggregate { function }) => format!("{} => {to} by {function}", edge.from),
        Transformation::Direct(_) => format!("{} => {to}", edge.from),
        Transformation::Indirect(how) => format!("{} ~> {to} as {}", edge.from, shaping(*how)),
    }
}

fn shaping(how: Indirect) -> &'static str {
    match how {
        Indirect::Filter => "filter",
        Indirect::JoinKey => "join key",
        Indirect::Group => "group",
        Indirect::Sort => "sort",
        Indirect::Window => "window",
        Indirect::Conditional => "condition",
    }
}

async fn check(sql: &str, expected: &[&str]) {
    let made = shop().transform(sql, "2020-10-25", None).await.unwrap_or_else(|e| panic!("{sql}: {}", e.for_operator()));
    let mut arrows: Vec<String> = made.edges.iter().map(arrow).collect();
    let mut expected: Vec<String> = expected.iter().map(|e| (*e).to_owned()).collect();
    arrows.sort();
    expected.sort();
    assert_eq!(arrows, expected, "{sql}");
}

#[tokio::test]
async fn a_copy_is_an_identity() {
    check(
        "select u_id as id, u_name from shop.user where dt = $day",
        &["shop.user.u_id -> id", "shop.user.u_name -> u_name", "shop.user.dt ~> rows as filter"],
    )
    .await;
}

#[tokio::test]
async fn an_aggregate_carries_its_function() {
    check(
        "select count(distinct a_uid) as dau, count(*) as n, sum(length(a_id)) + 1 as s from shop.access",
        &["shop.access.a_uid => dau by count_distinct", "shop.access.a_id => s by sum"],
    )
    .await;
}

#[tokio::test]
async fn a_join_key_shapes_the_rows_but_is_not_copied() {
    check(
        "select p.p_amount as amount from shop.purchase p join shop.user u on u.u_id = p.p_uid",
        &["shop.purchase.p_amount -> amount", "shop.user.u_id ~> rows as join key", "shop.purchase.p_uid ~> rows as join key"],
    )
    .await;
}

#[tokio::test]
async fn a_case_decides_and_a_window_orders() {
    check(
        "select row_number() over (partition by a_uid order by a_time) as n, lag(a_time) over (partition by a_uid order by a_time) as before, \
         case when a_id = 'login' then a_time end as at from shop.access",
        &[
            "shop.access.a_time => at",
            "shop.access.a_time => before",
            "shop.access.a_id ~> rows as condition",
            "shop.access.a_uid ~> rows as window",
            "shop.access.a_time ~> rows as window",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_union_and_a_subquery_are_looked_into() {
    check(
        "select a_uid as id from shop.access union select p_uid from shop.purchase where p_uid in (select u_id from shop.user)",
        &[
            "shop.access.a_uid -> id",
            "shop.purchase.p_uid -> id",
            "shop.access.a_uid ~> rows as group",
            "shop.purchase.p_uid ~> rows as group",
            "shop.purchase.p_uid ~> rows as filter",
            "shop.user.u_id ~> rows as filter",
        ],
    )
    .await;
}

#[tokio::test]
async fn each_edge_of_a_cumulative_table_is_found() {
    let sql = "with a as (select a_uid, count(*) as n from shop.access where dt = $day and a_id = 'login' and a_uid is not null group by a_uid) \
               select coalesce(y.d_uid, a.a_uid) as d_uid, coalesce(u.u_name, y.d_name) as d_name, \
                      coalesce(y.d_acount, 0) + coalesce(a.n, 0) as d_acount \
               from (select * from mart.dim_user where dt = $previous_day) y \
               full join a on a.a_uid = y.d_uid \
               left join shop.user u on u.u_id = coalesce(y.d_uid, a.a_uid) and u.dt = $day";
    check(
        sql,
        &[
            "mart.dim_user.d_uid -> d_uid",
            "shop.access.a_uid -> d_uid",
            "shop.user.u_name -> d_name",
            "mart.dim_user.d_name -> d_name",
            "mart.dim_user.d_acount => d_acount",
            "mart.dim_user.dt ~> rows as filter",
            "mart.dim_user.d_uid ~> rows as join key",
            "shop.access.dt ~> rows as filter",
            "shop.access.a_id ~> rows as filter",
            "shop.access.a_uid ~> rows as filter",
            "shop.access.a_uid ~> rows as group",
            "shop.access.a_uid ~> rows as join key",
            "shop.user.u_id ~> rows as join key",
            "shop.user.dt ~> rows as join key",
        ],
    )
    .await;
}

/// The SQL reader, which knows no roles, and the plan say the same of which columns flow where and which shape the rows.
#[tokio::test]
async fn the_plan_and_the_sql_reader_agree() {
    let statements = [
        "select u_id as id, u_name from shop.user where dt = '20201025'",
        "select count(distinct a_uid) as dau, sum(length(a_id)) + 1 as s from shop.access",
        "select p.p_amount as amount from shop.purchase p join shop.user u on u.u_id = p.p_uid",
        "select a_uid, min(a_time) as t from shop.access where a_id = 'login' group by a_uid having count(*) > 1",
        "select a_uid as id from shop.access union all select p_uid from shop.purchase",
        "with a as (select a_uid, count(a_id) as n from shop.access group by a_uid) \
         select coalesce(y.d_uid, a.a_uid) as d_uid, coalesce(y.d_acount, 0) + coalesce(a.n, 0) as c \
         from mart.dim_user y full join a on a.a_uid = y.d_uid",
    ];
    let shop = shop();
    let known: std::collections::HashMap<Vec<String>, Vec<String>> = shop.tables.iter().map(known).collect();
    for sql in statements {
        let made = shop.transform(sql, "2020-10-25", None).await.unwrap();
        let of_plan: std::collections::BTreeSet<String> = made.edges.iter().map(|e| flat(&arrow(e))).collect();
        let read = garim_lineage::analyse_text(sql, garim_lineage::Dialect::Generic, None, &known).remove(0);
        let of_reader: std::collections::BTreeSet<String> = read.edges.iter().map(|f| flat(&arrow(&edge(f)))).collect();
        assert_eq!(of_plan, of_reader, "{sql}");
    }
}

fn known(table: &garim_ports::InputTable) -> (Vec<String>, Vec<String>) {
    let name = &table.contract.name;
    let columns = table.schema.schema.columns.iter().map(|c| c.name.to_string()).chain(["dt".to_owned()]);
    (vec![name.schema().to_owned(), name.table().to_owned()], columns.collect())
}

fn edge(flow: &garim_lineage::Flow) -> Edge {
    let from = format!("{}.{}", flow.from.table.join("."), flow.from.name);
    Edge {
        from: from.parse().unwrap(),
        to: crate::shop::name("mart.made"),
        to_column: flow.to_column.as_ref().map(|c| garim_core::name::ColumnName::new(c).unwrap()),
        transformation: flow.transformation.clone(),
    }
}

/// Whether equated identifiers are copied or computed is for the plan to say: the reader knows no identifiers.
fn flat(arrow: &str) -> String {
    arrow.replace(" -> ", " => ")
}
