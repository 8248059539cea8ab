//! Ways round a mask. What the query can reach is the masked value, whatever it does with it.

use std::sync::Arc;

use garim_core::view::{Mask, Sight};

use crate::governed::{MASKED, shop};

/// Values that must not show, nor be told by whether a row or an error comes.
const RAW: &[&str] = &["김하늘", "하늘", "이바다", "바다", "haru", "bada", "female"];

#[tokio::test]
async fn no_query_reads_through_a_mask() {
    let (shop, vault) = shop().await;
    let attacks = [
        "select u_name from shop.user order by u_name limit 1",
        "select u_email from shop.user order by u_email desc limit 1",
        "select min(u_name), max(u_name), min(u_email), max(u_email) from shop.user",
        "select case when u_name like '김%' then u_name else u_email end from shop.user",
        "select u_name || u_email from shop.user",
        "select upper(u_email), substr(u_name, 2), reverse(u_name), u_email from shop.user",
        "select string_agg(u_email, ',') from shop.user",
        "select array_agg(u_name) from shop.user",
        "select a.u_email from shop.user a join shop.user b on a.u_email = b.u_email",
        "select (select max(u_email) from shop.user) as x",
        "select u_name from shop.user union select u_email from shop.user",
        "select first_value(u_name) over (order by u_email) from shop.user",
        "select lag(u_email) over (partition by u_name order by dt) from shop.user",
        "with x as (select u_name as n from shop.user) select n from x group by n having n <> ''",
        "select cast(u_name as varchar), coalesce(u_email, u_name) from shop.user",
        "select arrow_cast(u_name, 'Binary') from shop.user",
        "select u_gender from shop.user",
        "select x.u_name from shop.user, lateral (select u_name from shop.user) x",
    ];
    for sql in attacks {
        let text = match shop.query(sql, MASKED, vault.clone()).await {
            Ok(rows) => rows.join("\n"),
            Err(error) => error.for_operator(),
        };
        let leaked = RAW.iter().find(|raw| text.contains(*raw));
        assert_eq!(leaked, None, "{sql}: {text}");
    }
}

#[tokio::test]
async fn guessing_a_raw_value_finds_nothing() {
    let (shop, vault) = shop().await;
    let guesses = [
        "select 1 from shop.user where u_name = '김하늘'",
        "select 1 from shop.user where u_email like 'haru%'",
        "select 1 from shop.user where u_email in ('haru@example.com', 'bada@example.com')",
        "select 1 from shop.user where u_gender = 'female'",
        "select 1 from shop.user u join (values ('haru@example.com')) g(e) on g.e = u.u_email",
        "select 1 from shop.user where regexp_like(u_email, 'haru')",
        "select 1 from shop.user group by u_name having max(u_name) = '김하늘'",
        "select 1 from shop.user where character_length(u_email) = 16 and strpos(u_email, 'haru') > 0",
        "select 1 from shop.user where (case when u_name = '김하늘' then 1 else 0 end) = 1",
        "select 1 from shop.user where exists (select 1 from shop.user b where b.u_name = '김하늘')",
    ];
    for sql in guesses {
        let rows = shop.query(sql, MASKED, vault.clone()).await;
        assert_eq!(rows.unwrap_or_else(|e| panic!("{sql}: {}", e.for_operator())).len(), 0, "{sql}");
    }
}

#[tokio::test]
async fn errors_do_not_tell_whether_a_guess_is_right() {
    let (shop, vault) = shop().await;
    let probes = [
        "select sum(case when u_name = '{}' then 1 / (u_signup - u_signup) else 0 end) from shop.user where u_signup is not null",
        "select count(cast(case when u_email = '{}' then 'x' else '1' end as bigint)) from shop.user",
        "select u_signup from shop.user a cross join (values ('{}')) g(e) where case when a.u_name = g.e then 1 / 0 else 1 end = 1 \
         order by 1",
    ];
    for probe in probes {
        let mut answers = Vec::new();
        for guess in ["김하늘", "haru@example.com", "wrong"] {
            let answer = shop.query(&probe.replace("{}", guess), MASKED, vault.clone()).await.map_err(|e| e.to_string());
            answers.push(answer);
        }
        assert_eq!(answers[0], answers[2], "{probe}");
        assert_eq!(answers[1], answers[2], "{probe}");
    }
}

#[tokio::test]
async fn an_error_never_repeats_a_value() {
    let (shop, vault) = shop().await;
    let clear = [("shop.user.u_id", Sight::Pseudonym), ("shop.user.u_name", Sight::Clear), ("shop.user.u_email", Sight::Clear)];
    let failing = [
        "select cast(u_name as bigint) from shop.user",
        "select cast(u_email as date) from shop.user",
        "select u_name + 1 from shop.user",
        "select to_timestamp(u_email) from shop.user",
        "select arrow_cast(u_name, '김하늘') from shop.user",
        "select to_date('haru') from shop.user",
    ];
    for sql in failing {
        let error = shop.query(sql, &clear, vault.clone()).await.err().unwrap_or_else(|| panic!("`{sql}` ran")).for_operator();
        assert_eq!(RAW.iter().find(|raw| error.contains(*raw)), None, "{sql}: {error}");
    }
}

#[tokio::test]
async fn a_full_mask_does_not_even_ask_the_vault() {
    let (shop, vault) = shop().await;
    let hidden = [("shop.user.u_name", Sight::Masked(Mask::Full))];
    let rows = shop.query("select u_name from shop.user where dt = '20201026'", &hidden, Arc::clone(&vault)).await.unwrap();
    assert_eq!((rows, vault.asked()), (vec!["***".to_owned(), "***".to_owned()], 0));
}
