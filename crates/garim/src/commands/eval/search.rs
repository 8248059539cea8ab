//! `garim eval search`: a catalog, a query log and questions in lines of JSON; a run comes out. With grades it is judged.
//! Without a catalog the project's own is asked.

use std::{
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
};

use garim_core::{Error, Result};
use garim_search::measure::{self, Answer, Judged, Question, Scores, Uses};

use super::super::{Context, Done};
use crate::{cli::EvalSearch, exit::Failure, render};

/// Answers every question, writes the run, and judges it where there are grades.
pub async fn search(context: &Context, ask: EvalSearch) -> Done {
    let questions = measure::questions(&ask.queries)?;
    let lists = match &ask.catalog {
        Some(catalog) => of_catalog(catalog, &ask, &questions).await?,
        None => of_project(context, &questions, ask.limit).await?,
    };
    if let Some(run) = &ask.run {
        write(run, &lists)?;
    }
    let judged = match &ask.qrels {
        Some(qrels) => Some(measure::judge(&questions, &lists, &measure::grades(qrels)?)),
        None => None,
    };
    match (&judged, context.json) {
        (_, true) => render::json(&serde_json::json!({
            "questions": questions.len(), "answers": lists.iter().map(Vec::len).sum::<usize>(), "judged": judged,
        })),
        (Some(judged), false) => print(judged),
        (None, false) => render::line(format!("{} questions answered", questions.len())),
    }
    Ok(ExitCode::SUCCESS)
}

/// A fresh index in a folder that goes away.
async fn of_catalog(catalog: &Path, ask: &EvalSearch, questions: &[Question]) -> Result<Vec<Vec<Answer>>> {
    let choices = ask.choices.as_deref().map(measure::choices).transpose()?.unwrap_or_default();
    let uses = ask.usage.as_deref().map(measure::usage).transpose()?.unwrap_or_else(Uses::new);
    let documents = measure::documents(&measure::catalog(catalog)?, &uses);
    let folder = tempfile::tempdir().map_err(|e| Error::internal("making a temporary folder", e))?;
    let index = measure::prepare(folder.path(), documents).await?;
    let mut lists = Vec::with_capacity(questions.len());
    for question in questions {
        lists.push(choices.answer(&index, question, ask.limit).await?);
    }
    Ok(lists)
}

/// The project's own catalog, as the operator may discover it.
async fn of_project(context: &Context, questions: &[Question], limit: usize) -> Result<Vec<Vec<Answer>>, Failure> {
    let app = context.open().await?;
    let operator = app.operator()?;
    let mut lists = Vec::with_capacity(questions.len());
    for question in questions {
        let hits = app.search(&operator, &question.text, limit).await?;
        lists.push(measure::ranked(question, hits));
    }
    Ok(lists)
}

fn write(run: &Path, lists: &[Vec<Answer>]) -> Result<()> {
    let failed = |e: std::io::Error| Error::invalid(format!("`{}` cannot be written: {}", run.display(), e.kind()));
    let mut out = BufWriter::new(std::fs::File::create(run).map_err(failed)?);
    for answer in lists.iter().flatten() {
        writeln!(out, "{}", measure::line(answer)).map_err(failed)?;
    }
    out.flush().map_err(failed)
}

fn print(judged: &Judged) {
    let row = |name: &str, n: usize, s: &Scores| {
        let figures = [s.success_at_1, s.ndcg_at_10, s.mrr, s.recall_at_10];
        [name.to_owned(), n.to_string()].into_iter().chain(figures.map(|f| format!("{f:.4}"))).collect::<Vec<_>>()
    };
    let mut rows = vec![row("all", judged.questions, &judged.all)];
    rows.extend(judged.by_sort.iter().filter(|(sort, _)| !sort.is_empty()).map(|(sort, (n, s))| row(sort, *n, s)));
    render::line(render::table(&["questions", "n", "success@1", "NDCG@10", "MRR", "recall@10"], &rows));
}
