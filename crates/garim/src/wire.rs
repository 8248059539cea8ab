//! Wires a project folder to the product: opens store, vault, lake, engine, index and policy, and hands them to `App`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use garim_app::{App, Ports, Sources};
use garim_connect::{Announcer, Reach};
use garim_core::{Error, Result, asset::Contract, time::Timestamp};
use garim_ports::{Announce, Clock, Ids, Progress, SourceLocation, SourceQuery};
use garim_project::{EventsTo, Place, Project, Settings};

use crate::exit::Failure;

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// Ids from the clock and the system's randomness.
pub struct SystemIds;

impl Ids for SystemIds {
    fn id(&self) -> uuid::Uuid {
        let mut random = [0_u8; 10];
        // Without randomness ids would repeat; the operating system has always had some by now.
        if getrandom::fill(&mut random).is_err() {
            tracing::error!("the operating system gave no randomness for an id");
        }
        let millis = u64::try_from(SystemClock.now().micros() / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Sources as `garim.toml` and the environment name them.
struct ProjectSources {
    root: PathBuf,
    settings: Settings,
}

impl Sources for ProjectSources {
    fn locate(&self, contract: &Contract) -> Result<SourceQuery> {
        let source = contract.source.as_ref().ok_or_else(|| Error::invalid(format!("`{}` has no source", contract.name)))?;
        let setting = self.settings.sources.get(&source.source).ok_or_else(|| {
            Error::invalid(format!("`{}` is not in [sources] of garim.toml; `{}` reads it", source.source, contract.name))
        })?;
        let (location, shown_as) = match setting.resolve(&self.root, |name| std::env::var(name).ok())? {
            Place::Database(url) => {
                let shown = format!("{}.{}", source.source, source.table);
                (SourceLocation::Table { url, table: source.table.clone() }, shown)
            }
            Place::Files { root, glob } => {
                let shown = glob.clone();
                (SourceLocation::Csv { root, glob }, shown)
            }
        };
        Ok(SourceQuery { location, shown_as, from: None })
    }
}

/// A project's root: the folder itself, or the nearest one above it with a `garim.toml`, as git and cargo look for theirs.
pub fn root(dir: &Path) -> Result<PathBuf> {
    let start = dir.canonicalize().map_err(|e| Error::invalid(format!("`{}` cannot be opened: {e}", dir.display())))?;
    let found = start.ancestors().find(|d| d.join("garim.toml").is_file()).map(Path::to_path_buf);
    found.ok_or_else(|| {
        Error::invalid(format!("no garim.toml in `{}` or above it; `garim init DIR` makes a project", dir.display()))
    })
}

/// The project, read and checked.
pub fn project(dir: &Path) -> std::result::Result<(PathBuf, Project), Failure> {
    let root = root(dir)?;
    let project = garim_project::load(&root).map_err(Failure::Project)?;
    Ok((root, project))
}

/// The database that an entry of `[sources]` names.
pub fn source_url(dir: &Path, name: &str) -> Result<String> {
    let unknown = || Error::invalid(format!("`{name}` is not in [sources] of garim.toml, and no URL"));
    let root = root(dir)?;
    let project = garim_project::load(&root).map_err(|_| Error::invalid("the project is not valid; `garim check` says why"))?;
    let source = garim_core::name::SourceName::new(name).map_err(|_| unknown())?;
    let setting = project.settings.sources.get(&source).ok_or_else(unknown)?;
    match setting.resolve(&root, |name| std::env::var(name).ok())? {
        Place::Database(url) => Ok(url),
        Place::Files { .. } => Err(Error::invalid(format!("`{name}` of [sources] is files, not a database"))),
    }
}

/// Opens a project: everything on disk that it needs, and the product over it.
pub async fn open(dir: &Path, progress: Arc<dyn Progress>) -> std::result::Result<App, Failure> {
    let (root, project) = project(dir)?;
    let app = wired(&root, project).await?;
    app.open(progress).await?;
    Ok(app)
}

async fn wired(root: &Path, project: Project) -> Result<App> {
    let settings = project.settings.clone();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let lake_folder = settings.path(root, &settings.lake_url);
    let state = lake_folder.parent().map_or_else(|| root.join(".garim"), Path::to_path_buf);
    private_folder(&state)?;
    let vault = garim_vault::LocalVaultConfig {
        database: settings.path(root, &settings.vault_url),
        root_key: settings.path(root, &settings.vault_root),
        ledger: settings.path(root, &settings.ledger_url),
    };
    let lake = garim_lake::LocalLake::open(&state)?;
    let policy = garim_policy::CedarPolicy::new(&project.policies, &project.purposes)?;
    let ports = Ports {
        store: Arc::new(garim_store::SqliteStore::open(&settings.path(root, &settings.catalog_url)).await?),
        vault: Arc::new(garim_vault::LocalVault::open(vault, clock.clone()).await?),
        engine: Arc::new(garim_query::LocalEngine::new(lake.clone())),
        lake: Arc::new(lake),
        index: Arc::new(garim_search::TantivyIndex::open(&state.join("index"))?),
        policy: Arc::new(policy),
        announce: announcer(&settings, root),
        sources: Arc::new(ProjectSources { root: root.to_path_buf(), settings }),
        clock,
        ids: Arc::new(SystemIds),
        connect: Arc::new(garim_connect::Connector),
        commit: crate::commit::of(root),
    };
    Ok(App::new(ports, project, format!("pid:{}", std::process::id()), alive))
}

/// Who tells of our runs, as `[openlineage]` says. A token that is not there is no reason not to run: the listener will refuse.
fn announcer(settings: &Settings, root: &Path) -> Option<Arc<dyn Announce>> {
    let told = settings.openlineage.as_ref()?;
    Some(Arc::new(match &told.to {
        EventsTo::File(file) => Announcer::to_file(told.namespace.as_str(), root.join(file)),
        EventsTo::Url { url, token, allow_private } => {
            let token = token.as_ref().and_then(|name| {
                let value = std::env::var(name).ok();
                if value.is_none() {
                    tracing::warn!("the environment variable `{name}` is not set; [openlineage] in garim.toml reads it");
                }
                value
            });
            let reach = if *allow_private { Reach::Private } else { Reach::Public };
            Announcer::to_url(told.namespace.as_str(), url.clone(), token, reach)
        }
    }))
}

/// Whether the process that a holder names still lives on this machine.
fn alive(holder: &str) -> bool {
    match holder.strip_prefix("pid:").and_then(|pid| pid.parse::<u32>().ok()) {
        Some(pid) => Path::new("/proc").join(pid.to_string()).exists(),
        None => true,
    }
}

/// Makes a folder that only its owner may enter.
fn private_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| Error::invalid(format!("`{}` cannot be made: {e}", folder.display())))
}

/// Parses every statement of a project: pipeline SQL in its order, and the SQL of simple metrics.
pub fn check_sql(project: &Project) -> Result<()> {
    use garim_ports::Engine;
    let nowhere = garim_lake::LocalLake::open(&std::env::temp_dir().join("garim-check-nowhere"))?;
    let engine = garim_query::LocalEngine::new(nowhere);
    for pipeline in &project.pipelines {
        for job in &pipeline.jobs {
            if let garim_core::asset::JobKind::Transform { file, sql, .. } = &job.kind {
                let prepared = engine.prepare(sql).map_err(|e| Error::invalid(format!("{file}: {e}")))?;
                let unknown = prepared.tables().iter().find(|t| project.contract(t).is_none());
                if let Some(table) = unknown {
                    return Err(Error::invalid(format!("{file}: `{table}` has no contract in datasets/")));
                }
            }
        }
        garim_project::order(pipeline, |sql| engine.prepare(sql).map(|p| p.tables().to_vec()))?;
    }
    for metric in &project.metrics {
        if let garim_core::asset::MetricKind::Simple { dataset, .. } = &metric.kind
            && let Some(sql) = garim_project::metric_sql(metric, project.contract(dataset))
        {
            engine.prepare(&sql).map_err(|e| Error::invalid(format!("{}: metric `{}`: {e}", metric.file, metric.name)))?;
        }
    }
    Ok(())
}
