//! What is asked of it. MySQL's tables and columns have upper-case names without quotes, PostgreSQL's with them.

use crate::database::Engine;

const TABLES: &str = "
    SELECT t.~TBL_ID~ AS id, d.~NAME~ AS db, t.~TBL_NAME~ AS name, t.~TBL_TYPE~ AS kind, t.~OWNER~ AS owner,
           t.~CREATE_TIME~ AS created, s.~CD_ID~ AS cd, s.~LOCATION~ AS location, p.~PARAM_VALUE~ AS ddl_time,
           n.partitions AS partitions, n.latest AS latest
    FROM ~TBLS~ t
    JOIN ~DBS~ d ON d.~DB_ID~ = t.~DB_ID~
    LEFT JOIN ~SDS~ s ON s.~SD_ID~ = t.~SD_ID~
    LEFT JOIN ~TABLE_PARAMS~ p ON p.~TBL_ID~ = t.~TBL_ID~ AND p.~PARAM_KEY~ = 'transient_lastDdlTime'
    LEFT JOIN (SELECT ~TBL_ID~ AS id, COUNT(*) AS partitions, MAX(~PART_ID~) AS latest FROM ~PARTITIONS~ GROUP BY ~TBL_ID~) n
           ON n.id = t.~TBL_ID~
    ORDER BY t.~TBL_ID~";
const VIEWS: &str = "
    SELECT ~TBL_ID~ AS id, ~VIEW_EXPANDED_TEXT~ AS expanded, ~VIEW_ORIGINAL_TEXT~ AS original
    FROM ~TBLS~ WHERE ~TBL_ID~ IN (@)";
const COLUMNS: &str = "
    SELECT ~CD_ID~ AS cd, ~COLUMN_NAME~ AS name, ~TYPE_NAME~ AS type, ~COMMENT~ AS comment
    FROM ~COLUMNS_V2~ WHERE ~CD_ID~ IN (@) ORDER BY ~CD_ID~, ~INTEGER_IDX~";
const PARTITION_KEYS: &str = "
    SELECT ~TBL_ID~ AS id, ~PKEY_NAME~ AS name, ~PKEY_TYPE~ AS type, ~PKEY_COMMENT~ AS comment
    FROM ~PARTITION_KEYS~ WHERE ~TBL_ID~ IN (@) ORDER BY ~TBL_ID~, ~INTEGER_IDX~";
const PARAMETERS: &str = "
    SELECT ~TBL_ID~ AS id, ~PARAM_KEY~ AS name, ~PARAM_VALUE~ AS value
    FROM ~TABLE_PARAMS~ WHERE ~TBL_ID~ IN (@) AND ~PARAM_KEY~ IN ('comment', 'numRows', 'totalSize', 'last_modified_time')";
const PARTITIONS: &str = "
    SELECT ~TBL_ID~ AS id, MAX(~CREATE_TIME~) AS newest
    FROM ~PARTITIONS~ WHERE ~TBL_ID~ IN (@) GROUP BY ~TBL_ID~";
// Of a table with partitions each has its own numbers; what was never counted is -1.
const SIZES: &str = "
    SELECT p.~TBL_ID~ AS id, s.~PARAM_KEY~ AS name, SUM(CAST(s.~PARAM_VALUE~ AS DECIMAL(38, 0))) AS value
    FROM ~PARTITIONS~ p JOIN ~PARTITION_PARAMS~ s ON s.~PART_ID~ = p.~PART_ID~
    WHERE p.~TBL_ID~ IN (@) AND s.~PARAM_KEY~ IN ('numRows', 'totalSize') AND s.~PARAM_VALUE~ <> '-1'
    GROUP BY p.~TBL_ID~, s.~PARAM_KEY~";

/// A statement in the words of an engine.
fn said(statement: &str, engine: Engine, ids: &[String]) -> String {
    let quote = if engine == Engine::MySql { "`" } else { "\"" };
    statement.replace('~', quote).replace('@', &ids.join(", "))
}

/// All tables, with little of each.
pub(super) fn tables(engine: Engine) -> String {
    said(TABLES, engine, &[])
}

/// What is asked of some tables.
pub(super) struct Details {
    pub views: String,
    pub columns: String,
    pub partition_keys: String,
    pub parameters: String,
    pub partitions: String,
    pub sizes: String,
}

/// Of these tables, and of these lists of columns.
pub(super) fn details(engine: Engine, tables: &[String], lists: &[String]) -> Details {
    Details {
        views: said(VIEWS, engine, tables),
        columns: said(COLUMNS, engine, lists),
        partition_keys: said(PARTITION_KEYS, engine, tables),
        parameters: said(PARAMETERS, engine, tables),
        partitions: said(PARTITIONS, engine, tables),
        sizes: said(SIZES, engine, tables),
    }
}
