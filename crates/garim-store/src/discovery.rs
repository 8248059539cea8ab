//! Searches that people keep, and what was chosen for a question: questions as keyed hashes, choosers not at all.

use async_trait::async_trait;
use garim_core::{Result, learned::Choice, name::PrincipalName, time::Timestamp};
use garim_ports::{Choices, SavedSearch, SavedSearches};
use sqlx::SqliteConnection;

use crate::{convert::failed, people::PeopleKey};

pub(crate) struct SavedRows<'a>(pub(crate) &'a mut SqliteConnection);

pub(crate) struct ChoiceRows<'a> {
    pub(crate) conn: &'a mut SqliteConnection,
    pub(crate) key: &'a PeopleKey,
}

const SAVED: &str = "
SELECT
    name,
    query,
    saved_at
FROM saved_searches
WHERE owner = $1
ORDER BY name
";

const SAVE: &str = "
INSERT INTO saved_searches (
    owner,
    name,
    query,
    saved_at
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (owner, name) DO UPDATE
SET query = excluded.query,
    saved_at = excluded.saved_at
";

const REMOVE: &str = "
DELETE FROM saved_searches
WHERE owner = $1
  AND name = $2
";

const CHOSEN: &str = "
SELECT
    asset,
    weight,
    chosen_at
FROM choices
WHERE question = $1
ORDER BY
    weight DESC,
    asset
LIMIT $2
";

const GET: &str = "
SELECT
    asset,
    weight,
    chosen_at
FROM choices
WHERE question = $1
  AND asset = $2
";

const CHOOSE: &str = "
INSERT INTO choices (
    question,
    asset,
    weight,
    chosen_at
)
VALUES ($1, $2, $3, $4)
ON CONFLICT (question, asset) DO UPDATE
SET weight = excluded.weight,
    chosen_at = excluded.chosen_at
";

const SAVING: &str = "keeping a search";
const CHOOSING: &str = "keeping what was chosen";

#[async_trait]
impl SavedSearches for SavedRows<'_> {
    async fn of(&mut self, owner: &PrincipalName) -> Result<Vec<SavedSearch>> {
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as(SAVED).bind(owner.as_str()).fetch_all(&mut *self.0).await.map_err(failed("reading kept searches"))?;
        let saved = |(name, query, at)| SavedSearch { name, query, at: Timestamp::from_micros(at) };
        Ok(rows.into_iter().map(saved).collect())
    }

    async fn put(&mut self, owner: &PrincipalName, search: &SavedSearch) -> Result<()> {
        sqlx::query(SAVE)
            .bind(owner.as_str())
            .bind(&search.name)
            .bind(&search.query)
            .bind(search.at.micros())
            .execute(&mut *self.0)
            .await
            .map_err(failed(SAVING))?;
        Ok(())
    }

    async fn remove(&mut self, owner: &PrincipalName, name: &str) -> Result<bool> {
        let removed = sqlx::query(REMOVE).bind(owner.as_str()).bind(name).execute(&mut *self.0).await.map_err(failed(SAVING))?;
        Ok(removed.rows_affected() > 0)
    }
}

type Row = (String, f64, i64);

fn choice((asset, weight, at): Row) -> Choice {
    Choice { asset, weight, at: Timestamp::from_micros(at) }
}

#[async_trait]
impl Choices for ChoiceRows<'_> {
    async fn of(&mut self, questions: &[String], limit: u32) -> Result<Vec<Vec<Choice>>> {
        let mut all = Vec::with_capacity(questions.len());
        for question in questions {
            let rows: Vec<Row> = sqlx::query_as(CHOSEN)
                .bind(self.key.hash_question(question)?)
                .bind(i64::from(limit))
                .fetch_all(&mut *self.conn)
                .await
                .map_err(failed("reading what was chosen"))?;
            all.push(rows.into_iter().map(choice).collect());
        }
        Ok(all)
    }

    async fn get(&mut self, question: &str, asset: &str) -> Result<Option<Choice>> {
        let row: Option<Row> = sqlx::query_as(GET)
            .bind(self.key.hash_question(question)?)
            .bind(asset)
            .fetch_optional(&mut *self.conn)
            .await
            .map_err(failed("reading what was chosen"))?;
        Ok(row.map(choice))
    }

    async fn put(&mut self, question: &str, choice: &Choice) -> Result<()> {
        sqlx::query(CHOOSE)
            .bind(self.key.hash_question(question)?)
            .bind(&choice.asset)
            .bind(choice.weight)
            .bind(choice.at.micros())
            .execute(&mut *self.conn)
            .await
            .map_err(failed(CHOOSING))?;
        Ok(())
    }
}
