//! `garim import KIND FROM…`.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use garim_app::ImportRequest;
use garim_core::Error;
use garim_ports::{Changes, ImportFrom, ImportKind, ImportRecord};

use super::{Context, Done};
use crate::{cli::Import, render, wire};

/// Imports, and says what came of it; `list` shows former imports.
pub async fn import(context: &Context, args: Import) -> Done {
    if args.kind == "list" {
        return list(context).await;
    }
    let kind: ImportKind = args.kind.parse()?;
    let from = from(context, kind, &args.from)?;
    let app = context.open().await?;
    let request = ImportRequest {
        kind,
        namespace: args.namespace,
        from,
        dialect: args.dialect,
        database: args.database,
        schema: args.schema,
        connections: connections(&args.connections)?,
    };
    let record = app.import(&app.operator()?, request, context.progress.clone()).await?;
    if context.json {
        render::json(&record);
    } else {
        summary(&record);
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(context: &Context) -> Done {
    let app = context.open().await?;
    let imports = app.imports(&app.operator()?).await?;
    if context.json {
        render::json(&imports);
        return Ok(ExitCode::SUCCESS);
    }
    let row = |i: &ImportRecord| {
        let ended = i.ended.map_or_else(|| "cut short".to_owned(), |e| e.to_string());
        let records = i.summary.read.records.to_string();
        vec![i.number.to_string(), i.source.kind.to_string(), i.source.namespace.clone(), i.who.to_string(), ended, records]
    };
    let rows: Vec<_> = imports.iter().map(row).collect();
    render::line(render::table(&["import", "kind", "namespace", "who", "ended", "records"], &rows));
    Ok(ExitCode::SUCCESS)
}

/// Paths are those of whoever typed them; a database is named by URL, by environment or by the project.
fn from(context: &Context, kind: ImportKind, given: &[String]) -> Result<ImportFrom, Error> {
    let database = |text: &String| -> Result<ImportFrom, Error> {
        Ok(ImportFrom::Database(match text.strip_prefix("env:") {
            Some(name) => std::env::var(name).map_err(|_| Error::invalid(format!("the environment has no `{name}`")))?,
            None if text.contains("://") || text.starts_with("sqlite:") => text.clone(),
            None => wire::source_url(&context.dir, text)?,
        }))
    };
    match (kind.is_database(), given) {
        (_, []) if kind.is_database() => {
            Err(Error::invalid(format!("say which database `{kind}` reads: a URL, `env:NAME` or an entry of [sources]")))
        }
        (_, []) => Err(Error::invalid(format!("say which files or folders `{kind}` reads"))),
        (true, [one]) => database(one),
        (true, _) => Err(Error::invalid(format!("`{kind}` reads one database at a time"))),
        (false, paths) => Ok(ImportFrom::Files(paths.iter().map(PathBuf::from).collect())),
    }
}

fn connections(given: &[String]) -> Result<BTreeMap<String, String>, Error> {
    let pair = |text: &String| {
        let (name, namespace) = text
            .split_once('=')
            .ok_or_else(|| Error::invalid(format!("`{text}` is not `NAME=NAMESPACE`, such as `prod=warehouse`")))?;
        Ok((name.to_owned(), namespace.to_owned()))
    };
    given.iter().map(pair).collect()
}

fn summary(record: &ImportRecord) {
    let found = &record.summary;
    render::line(format!("import {}: {} of {}", record.number, record.source.kind, record.source.namespace));
    let all = [
        ("datasets", &found.datasets),
        ("jobs", &found.jobs),
        ("runs", &found.runs),
        ("edges", &found.edges),
        ("queries", &found.queries),
        ("dashboards", &found.dashboards),
    ];
    let row = |(what, c): &(&str, &Changes)| {
        vec![(*what).to_owned(), c.new.to_string(), c.changed.to_string(), c.unchanged.to_string(), c.gone.to_string()]
    };
    let rows: Vec<_> = all.iter().filter(|(_, c)| **c != Changes::default()).map(row).collect();
    if rows.is_empty() {
        render::line("nothing that was not known");
    } else {
        render::line(render::table(&["", "new", "changed", "unchanged", "gone"], &rows));
    }
    let read = &found.read;
    render::line(format!(
        "{} records read, {} passed over, {} counted before; {} executions, {} views",
        read.records, read.passed_over, read.repeated, found.executions, found.views
    ));
    if read.resolved + read.partial + read.failed > 0 {
        render::line(format!("statements: {} resolved, {} in part, {} not parsed", read.resolved, read.partial, read.failed));
    }
    for (reason, occurred) in &read.not_understood {
        render::line(format!("not understood {} times: {reason} ({})", occurred.times, occurred.places.join(", ")));
    }
}
