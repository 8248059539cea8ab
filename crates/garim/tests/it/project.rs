//! A project folder, and the binary over it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// What a command said.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// Everything that it said, for assertions and for whoever reads a failure.
    pub fn all(&self) -> String {
        format!("exit {}\n{}\n{}", self.code, self.out, self.err)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.all()))
    }

    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.all());
        self
    }
}

/// A folder with a project in it, gone when it is dropped.
pub struct Project {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Project {
    /// A folder without anything.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    /// The example project without its look-alikes, which need sources of their own.
    pub fn lgde() -> Self {
        let project = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lgde"), project.root());
        project.edit("pipelines/daily.yaml", |text| {
            let jobs = text.split("\n  - ");
            let kept = jobs.filter(|j| !["purchase_log", "revenue_old", "purchase_copy"].iter().any(|n| j.contains(n)));
            kept.collect::<Vec<_>>().join("\n  - ")
        });
        project
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Sets an environment variable for every command from here on.
    pub fn variable(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn edit(&self, name: &str, change: impl Fn(&str) -> String) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "the edit of {name} changes nothing");
        fs::write(self.path(name), changed).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_garim"));
        command.arg("-C").arg(self.root()).args(args).env_remove("GARIM_LOG").stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(n, v)| (n, v)));
        command
    }

    pub fn garim(&self, args: &[&str]) -> Answer {
        let output = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Answer { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A command that has to succeed, as JSON.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        self.garim(&[&["--json"], args].concat()).succeeded().json()
    }

    /// Runs `daily` for a day, as JSON, whatever comes of it.
    pub fn day(&self, day: &str) -> Answer {
        self.garim(&["--json", "run", "daily", "--date", day])
    }

    /// Rows of a governed query, each as its cells joined by a blank; null is `-`.
    #[track_caller]
    pub fn sql(&self, sql: &str) -> Vec<String> {
        let answer = self.json(&["sql", sql, "--limit", "10000"]);
        let cell = |v: &Value| v.as_str().unwrap_or("-").to_owned();
        let row = |r: &Value| r.as_object().unwrap().values().map(cell).collect::<Vec<_>>().join(" ");
        answer["rows"].as_array().unwrap().iter().map(row).collect()
    }

    /// Every stored metric value, by day and name.
    #[track_caller]
    pub fn kpis(&self) -> BTreeMap<(String, String), Option<String>> {
        let names: Vec<String> = fs::read_dir(self.path(".garim/lake/metrics"))
            .map(|d| d.map(|e| e.unwrap().file_name().into_string().unwrap()).collect())
            .unwrap_or_default();
        if names.is_empty() {
            return BTreeMap::new();
        }
        let one = |n: &String| format!("select dt, '{n}' as name, cast(value as varchar) as value from metrics.{n}");
        let sql = names.iter().map(one).collect::<Vec<_>>().join(" union all ");
        let answer = self.json(&["sql", &sql, "--limit", "10000"]);
        let text = |row: &Value, key: &str| row[key].as_str().map(str::to_owned);
        let rows = answer["rows"].as_array().unwrap().iter();
        rows.map(|r| ((text(r, "dt").unwrap(), text(r, "name").unwrap()), text(r, "value"))).collect()
    }
}

/// A job of a report of `run --json` for one day.
pub fn job<'a>(report: &'a Value, name: &str) -> &'a Value {
    let jobs = report[0]["jobs"].as_array().unwrap();
    jobs.iter().find(|j| j["job"] == name).unwrap_or_else(|| panic!("no {name} in {report}"))
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
