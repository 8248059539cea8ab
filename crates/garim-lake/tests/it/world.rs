//! A project folder, a lake in it, and the few verbs of a run.

use std::{io::Write, path::PathBuf, sync::Arc};

use arrow_array::{Array, RecordBatch, cast::AsArray, types::Int32Type};
use arrow_cast::display::array_value_to_string;
use arrow_schema::DataType;
use flate2::{Compression, write::GzEncoder};
use futures::TryStreamExt;
use garim_core::{
    Result,
    name::RunId,
    run::Counts,
    schema::{Contradiction, Role},
    time::Day,
};
use garim_lake::{LocalLake, layout};
use garim_ports::{Input, Lake, NoProgress, SourceLocation, SourceQuery, Staged, Staging, Unwatched, WritePlan};
use sqlx::{AssertSqlSafe, ConnectOptions, sqlite::SqliteConnectOptions};

use crate::{
    shop::day,
    vault::{FakeVault, unseal},
};

pub struct World {
    root: tempfile::TempDir,
    pub lake: LocalLake,
    pub vault: Arc<FakeVault>,
    runs: u32,
}

/// What came of a run, for the eye.
pub struct Done {
    pub days: Vec<Day>,
    pub counts: Counts,
    pub contradictions: Vec<Contradiction>,
    pub quarantined: bool,
    pub total: u64,
}

impl World {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let lake = LocalLake::open(&root.path().join(".garim")).unwrap();
        Self { root, lake, vault: Arc::default(), runs: 0 }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        let path = self.root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub fn write_gz(&self, name: &str, text: &str) {
        let mut file = GzEncoder::new(std::fs::File::create(self.path(name)).unwrap(), Compression::fast());
        file.write_all(text.as_bytes()).unwrap();
        file.finish().unwrap();
    }

    pub async fn sqlite(&self, sql: &str) {
        let options = SqliteConnectOptions::new().filename(self.path("shop.db")).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }

    pub fn csv(&self, glob: &str) -> SourceQuery {
        let location = SourceLocation::Csv { root: self.root.path().to_owned(), glob: glob.to_owned() };
        SourceQuery { location, shown_as: "web".to_owned(), from: None }
    }

    pub fn table(&self, table: &str) -> SourceQuery {
        let url = format!("sqlite:{}", self.path("shop.db").display());
        let location = SourceLocation::Table { url, table: table.to_owned() };
        SourceQuery { location, shown_as: format!("sales.{table}"), from: None }
    }

    /// Stages for a day under a new run, and commits what may be committed.
    pub async fn run(&mut self, plan: &WritePlan, on: &str, source: SourceQuery) -> Result<Done> {
        self.stage(&WritePlan { day: day(on), ..plan.clone() }, Input::Source(source, Arc::new(Unwatched))).await
    }

    pub async fn stage(&mut self, plan: &WritePlan, input: Input) -> Result<Done> {
        self.runs += 1;
        let run = RunId::new(uuid::Uuid::from_u128(self.runs.into()));
        let plan = WritePlan { run, sequence: self.runs.into(), ..plan.clone() };
        match self.lake.stage(&plan, input, self.vault.clone(), Arc::new(NoProgress)).await? {
            Staging::Staged(staged) => {
                if !staged.days.is_empty() {
                    self.lake.commit(&staged).await?;
                }
                Ok(done(staged))
            }
            Staging::Quarantined { counts, contradictions, total } => {
                Ok(Done { days: Vec::new(), counts, contradictions, quarantined: true, total })
            }
            Staging::Outgrown => panic!("nobody watched"),
        }
    }

    /// The dataset as people would see it who may see all: ids and values back in their places.
    pub async fn show(&self, plan: &WritePlan) -> String {
        let Some(table) = self.lake.table(&plan.dataset, None).await.unwrap() else { return "no table".to_owned() };
        let rows = table.scan_as(None, layout::arrow_schema(&plan.schema), true).unwrap();
        let batches: Vec<RecordBatch> = rows.stream.try_collect().await.unwrap();
        let lines = batches.iter().flat_map(|b| (0..b.num_rows()).map(|row| self.line(plan, b, row)));
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        lines.join("\n")
    }

    fn line(&self, plan: &WritePlan, batch: &RecordBatch, row: usize) -> String {
        let dt = batch.column(batch.num_columns() - 1);
        let mut words = vec![array_value_to_string(dt, row).unwrap()[4..].to_owned()];
        for (at, field) in batch.schema().fields().iter().enumerate().take(batch.num_columns() - 1) {
            let column = batch.column(at);
            words.push(match field.data_type() {
                _ if column.is_null(row) => "-".to_owned(),
                DataType::Binary => format!("#{}", self.vault.id(column.as_binary::<i32>().value(row))),
                DataType::Int32 => self.value(plan, batch, field.name(), column.as_primitive::<Int32Type>().value(row), row),
                _ => array_value_to_string(column, row).unwrap(),
            });
        }
        words.join(" ")
    }

    fn value(&self, plan: &WritePlan, batch: &RecordBatch, column: &str, ordinal: i32, row: usize) -> String {
        let column = plan.schema.schema.columns.iter().find(|c| c.name.as_str() == column).unwrap();
        let Role::BelongsTo { of: Some(of), kind } = &column.role else { return format!("day's {ordinal}") };
        let owner = batch.column_by_name(of.as_str()).unwrap();
        if owner.is_null(row) {
            return format!("day's {ordinal}");
        }
        self.vault.value(owner.as_binary::<i32>().value(row), kind.as_str(), ordinal)
    }

    /// The lines of every quarantined batch of a dataset.
    pub fn quarantine(&self, plan: &WritePlan) -> Vec<String> {
        let folder = format!(".garim/sealed/{}/{}/quarantine", plan.dataset.schema(), plan.dataset.table());
        let Ok(files) = std::fs::read_dir(self.root.path().join(folder)) else { return Vec::new() };
        let mut files: Vec<PathBuf> = files.map(|f| f.unwrap().path()).collect();
        files.sort();
        let lines = files.iter().flat_map(|f| {
            let plain = String::from_utf8(unseal(&std::fs::read(f).unwrap())).unwrap();
            plain.lines().map(str::to_owned).collect::<Vec<_>>()
        });
        lines.collect()
    }

    /// Every byte below the state folder.
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut folders = vec![self.root.path().join(".garim")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => all.extend(std::fs::read(entry.path()).unwrap()),
                }
            }
        }
        all
    }
}

fn done(staged: Staged) -> Done {
    Done {
        days: staged.days.iter().map(|d| d.day).collect(),
        counts: staged.counts,
        total: staged.contradictions.len() as u64,
        contradictions: staged.contradictions,
        quarantined: false,
    }
}

impl Done {
    pub fn days(&self) -> String {
        self.days.iter().map(|d| d.dt()[4..].to_owned()).collect::<Vec<_>>().join(" ")
    }

    /// The counts that are not zero; and that they add up.
    pub fn counts(&self, deleted: u64) -> String {
        let c = &self.counts;
        let sum = c.kept + c.duplicates + c.quarantined + c.late + c.waiting + c.before_start + deleted;
        assert_eq!(c.read, sum, "nothing is dropped: {c:?}");
        let named = [
            ("read", c.read),
            ("kept", c.kept),
            ("duplicates", c.duplicates),
            ("quarantined", c.quarantined),
            ("late", c.late),
            ("waiting", c.waiting),
            ("before", c.before_start),
            ("suppressed", c.suppressed),
            ("nobody's", c.without_subject),
        ];
        let said = named.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name} {n}"));
        said.collect::<Vec<_>>().join(", ")
    }

    pub fn contradictions(&self) -> String {
        self.contradictions.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

/// Epoch seconds of a time in Seoul, such as `25T09:00:00` of October 2020.
pub fn at(text: &str) -> i64 {
    let time = format!("2020-10-{text}+09:00");
    chrono::DateTime::parse_from_rfc3339(&time).unwrap().timestamp()
}
