//! A small shop in a real lake: people as pseudonyms, their values in a vault.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray};
use futures::{StreamExt, stream};
use garim_core::{
    asset::{BadRows, Contract, DayRule, ErasureAction, Owner, Stage, Standing},
    authz::{Action, Ask, Caller, Decide, Permit, Principal, Resource, Verdict, require},
    class::Class,
    name::{ColumnName, DatasetName, PrincipalName, PurposeName, RunId, SubjectType},
    schema::{Column, LogicalType, Role, Schema, SchemaVersion},
    search::Scope,
    subject::{Kind, Pseudonym},
    time::{Day, Zone},
    view::{RowFilter, Sight, TableView},
};
use garim_lake::{LocalLake, layout};
use garim_ports::{Engine, Input, InputTable, Lake, NoProgress, Rows, Staging, Transform, Transformed, Vault, WritePlan};
use garim_query::LocalEngine;

use crate::vault::FewValues;

/// Somebody's pseudonym.
pub fn person(n: u8) -> Pseudonym {
    Pseudonym::new([n; 16])
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn seoul() -> Zone {
    "Asia/Seoul".parse().unwrap()
}

pub fn name(text: &str) -> DatasetName {
    text.parse().unwrap()
}

/// `"u_id: integer identifier customer"`, `"u_name: string pii.name of u_id"`, `"amount: integer none"`.
pub fn columns(lines: &[&str]) -> Schema {
    Schema { columns: lines.iter().map(|line| column(line)).collect() }
}

fn column(line: &str) -> Column {
    let (name, rest) = line.split_once(": ").unwrap();
    let words: Vec<&str> = rest.split(' ').collect();
    let class: Class = words[1].parse().unwrap();
    let role = match words.as_slice() {
        [_, "identifier", subject] => Role::Identifies(SubjectType::new(subject).unwrap()),
        [_, _, "of", of] => Role::BelongsTo { of: Some(ColumnName::new(of).unwrap()), kind: Kind::new(class.kind()).unwrap() },
        _ => Role::Neutral,
    };
    let logical: LogicalType = words[0].parse().unwrap();
    Column { name: ColumnName::new(name).unwrap(), logical, required: false, optional: false, class, role }
}

pub fn contract(name: &str, schema: &Schema) -> Contract {
    Contract {
        name: name.parse().unwrap(),
        version: "1".to_owned(),
        business_name: None,
        description: None,
        domain: None,
        owner: Owner::default(),
        standing: Standing::Active,
        stage: Stage::Source,
        synonyms: vec![],
        tags: vec![],
        source: None,
        schema: schema.clone(),
        column_texts: vec![],
        day: DayRule::Computed,
        key: vec![],
        received: None,
        late_days: 3,
        bad_rows: BadRows::Batch,
        erasure: ErasureAction::Anonymise,
        since: None,
        row_owner: None,
    }
}

pub fn ids(list: &[Option<u8>]) -> ArrayRef {
    let bytes: Vec<Option<[u8; 16]>> = list.iter().map(|p| p.map(|n| [n; 16])).collect();
    Arc::new(bytes.iter().map(|b| b.as_ref().map(|b| b.as_slice())).collect::<BinaryArray>())
}

pub fn ordinals(list: &[Option<i32>]) -> ArrayRef {
    Arc::new(Int32Array::from(list.to_vec()))
}

pub fn integers(list: &[Option<i64>]) -> ArrayRef {
    Arc::new(Int64Array::from(list.to_vec()))
}

pub fn texts(list: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(list.to_vec()))
}

/// A lake with tables.
pub struct Shop {
    _folder: tempfile::TempDir,
    pub lake: LocalLake,
    pub engine: LocalEngine,
    pub tables: Vec<InputTable>,
    runs: u128,
}

impl Shop {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lake = LocalLake::open(folder.path()).unwrap();
        Self { engine: LocalEngine::new(lake.clone()), _folder: folder, lake, tables: vec![], runs: 0 }
    }

    /// A table without a partition.
    pub fn declare(&mut self, dataset: &str, schema: Schema) {
        let contract = contract(dataset, &schema);
        self.tables.push(InputTable { contract, schema: SchemaVersion { number: 1, schema }, version: None });
    }

    /// Writes a day's partition.
    pub async fn write(&mut self, dataset: &str, dt: &str, arrays: Vec<ArrayRef>) {
        let table = self.tables.iter().position(|t| t.contract.name == name(dataset)).unwrap();
        let schema = layout::arrow_schema(&self.tables[table].schema);
        let batch = RecordBatch::try_new(schema.clone(), arrays).unwrap();
        let rows = Rows { schema, stream: stream::iter([Ok(batch)]).boxed() };
        self.stage(table, dt, rows).await;
    }

    /// Stores what was computed.
    pub async fn store(&mut self, dataset: &str, dt: &str, rows: Rows) {
        let table = self.tables.iter().position(|t| t.contract.name == name(dataset)).unwrap();
        self.stage(table, dt, rows).await;
    }

    async fn stage(&mut self, table: usize, dt: &str, rows: Rows) {
        self.runs += 1;
        let plan = self.write_plan(&self.tables[table], dt);
        let vault: Arc<dyn Vault> = Arc::new(FewValues::default());
        let staged = match self.lake.stage(&plan, Input::Rows(rows), vault, Arc::new(NoProgress)).await.unwrap() {
            Staging::Staged(staged) => staged,
            Staging::Quarantined { .. } | Staging::Outgrown => panic!("computed rows were quarantined"),
        };
        self.tables[table].version = Some(self.lake.commit(&staged).await.unwrap());
    }

    fn write_plan(&self, table: &InputTable, dt: &str) -> WritePlan {
        WritePlan {
            dataset: table.contract.name.clone(),
            run: RunId::new(uuid::Uuid::from_u128(self.runs)),
            job: "test".to_owned(),
            sequence: i64::try_from(self.runs).unwrap(),
            schema: table.schema.clone(),
            ever_present: Default::default(),
            day: day(dt),
            rule: DayRule::Computed,
            zone: seoul(),
            start: day("2020-01-01"),
            late_days: 3,
            key: vec![],
            received: None,
            bad_rows: BadRows::Batch,
            erasure: ErasureAction::Anonymise,
            since: None,
            row_owner: None,
            allow_rewrite: true,
            freeze_epoch: 0,
        }
    }

    /// Plans a transformation into `mart.made`.
    pub async fn transform(&self, sql: &str, dt: &str, declared: Option<Schema>) -> garim_core::Result<Transformed> {
        let prepared = self.engine.prepare(sql)?;
        let transform = Transform {
            output: name("mart.made"),
            declared,
            inputs: self.tables.clone(),
            day: day(dt),
            zone: seoul(),
            file: "sql/made.sql".to_owned(),
        };
        self.engine.transform(&*prepared, transform).await
    }

    /// Runs a governed query with these sights (`shop.user.u_id`, …); a table with none has no view.
    pub async fn query(&self, sql: &str, sights: &[(&str, Sight)], vault: Arc<FewValues>) -> garim_core::Result<Vec<String>> {
        let prepared = self.engine.prepare(sql)?;
        let views = self.tables.iter().filter_map(|t| view(&t.contract.name, sights).map(|v| (t.clone(), v))).collect();
        let rows = self.engine.run(&*prepared, views, vault, &permit(), seoul(), 100).await?;
        lines(rows).await
    }
}

fn view(dataset: &DatasetName, sights: &[(&str, Sight)]) -> Option<TableView> {
    let prefix = format!("{dataset}.");
    let of = |(column, sight): &(&str, Sight)| Some((ColumnName::new(column.strip_prefix(&prefix)?).unwrap(), *sight));
    let columns: Vec<_> = sights.iter().filter_map(of).collect();
    (!columns.is_empty()).then(|| TableView { dataset: dataset.clone(), columns, rows: RowFilter::All, policies: vec![] })
}

/// A view of one table.
pub fn view_of(table: &InputTable, sights: &[(&str, Sight)]) -> TableView {
    view(&table.contract.name, sights).unwrap()
}

/// Rows as text, `|` between columns, `-` for null; pseudonyms by their first byte.
pub async fn lines(rows: Rows) -> garim_core::Result<Vec<String>> {
    let batches: Vec<garim_core::Result<RecordBatch>> = rows.stream.collect().await;
    let mut lines = Vec::new();
    for batch in batches {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let cells: Vec<String> = batch.columns().iter().map(|c| cell(c, row)).collect();
            lines.push(cells.join("|"));
        }
    }
    Ok(lines)
}

fn cell(array: &ArrayRef, row: usize) -> String {
    use arrow_array::{Array, cast::AsArray};
    if array.is_null(row) {
        return "-".to_owned();
    }
    match array.as_binary_opt::<i32>() {
        Some(bytes) => format!("p{}", bytes.value(row)[0]),
        None => arrow_cast::display::array_value_to_string(array, row).unwrap(),
    }
}

struct Yes;

impl Decide for Yes {
    fn decide(&self, _: &Ask, _: Option<&Contract>) -> Verdict {
        Verdict::Allowed { policies: vec![] }
    }
    fn view(&self, _: &Caller, _: &Contract) -> Option<TableView> {
        None
    }
    fn scope(&self, _: &Caller) -> Scope {
        Scope::Everything
    }
}

pub fn permit() -> Permit {
    let principal = Principal { name: PrincipalName::new("kim").unwrap(), roles: vec![] };
    let caller = Caller { principal, purpose: PurposeName::new("reporting").unwrap() };
    require(&Yes, Ask { caller, action: Action::ReadRows, resource: Resource::Catalog }, None).unwrap()
}
