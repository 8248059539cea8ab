//! `garim request …`: file, plan, approve, reject, status, resume, certificate.

use std::process::ExitCode;

use garim_app::{App, RequestCard};
use garim_core::{
    Result,
    authz::Caller,
    erasure::{ErasurePlan, Reach},
    request::RequestState,
};

use super::{Context, Done};
use crate::{cli, render};

/// Does what is asked of a request.
pub async fn request(context: &Context, command: cli::Request) -> Done {
    // Asked before anything is opened, so that a wrong pipe costs nothing.
    let person = match &command {
        cli::Request::File { id: Some(id), .. } if id != "-" => Some(id.clone()),
        cli::Request::File { .. } => Some(first_line()?),
        _ => None,
    };
    let app = context.open().await?;
    let operator = app.operator()?;
    match command {
        cli::Request::File { subject, who, .. } => {
            let caller = user(&app, &who).await?;
            file(context, &app, &caller, &subject, &person.unwrap_or_default()).await?;
        }
        cli::Request::Plan { id } => plan(context, &app.request_plan(&operator, &id).await?),
        cli::Request::Approve { id, who } => {
            let caller = user(&app, &who).await?;
            app.approve_request(&caller, &id).await?;
            app.erase(context.progress.clone()).await?;
            show(context, &app.request(&operator, &id).await?);
        }
        cli::Request::Reject { id, reason } => {
            app.reject_request(&app.dpo()?, &id, &reason).await?;
            show(context, &app.request(&operator, &id).await?);
        }
        cli::Request::Status { id: Some(id) } => show(context, &app.request(&operator, &id).await?),
        cli::Request::Status { id: None } => list(context, &app.requests(&operator).await?),
        cli::Request::Resume => {
            app.erase(context.progress.clone()).await?;
            list(context, &app.requests(&operator).await?);
        }
        cli::Request::Certificate { id, receipt: Some(receipt) } => {
            render::json(&app.person_copy(&operator, &id, &receipt).await?)
        }
        cli::Request::Certificate { id, receipt: None } => render::json(&app.certificate(&operator, &id).await?),
    }
    Ok(ExitCode::SUCCESS)
}

/// A user of this project; the operator and the data protection officer need not be made first.
async fn user(app: &App, name: &str) -> Result<Caller> {
    match name {
        garim_app::OPERATOR => app.operator(),
        garim_app::DPO => app.dpo(),
        other => {
            let name = garim_core::name::PrincipalName::new(other).map_err(|e| garim_core::Error::invalid(e.to_string()))?;
            let mut tx = app.store().read().await?;
            let user = tx.sessions().user(&name).await?;
            let user = user.ok_or_else(|| garim_core::Error::not_found(garim_core::Entity::Principal, other))?;
            app.caller(user.name, user.roles, None)
        }
    }
}

fn first_line() -> Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|e| garim_core::Error::invalid(format!("standard input: {e}")))?;
    Ok(line.trim().to_owned())
}

async fn file(context: &Context, app: &App, caller: &Caller, subject: &str, id: &str) -> Result<()> {
    let filed = app.file_request(caller, subject, id).await?;
    if context.json {
        render::json(&filed);
        return Ok(());
    }
    render::line(format!("request {} is filed", filed.id));
    render::line(format!("receipt for the person: {}", filed.receipt));
    render::line(format!("next: garim request plan {0}; garim request approve {0}", filed.id));
    Ok(())
}

fn plan(context: &Context, plan: &ErasurePlan) {
    if context.json {
        return render::json(plan);
    }
    let row = |d: &garim_core::erasure::PlannedDataset| {
        let does = match &d.reach {
            Reach::Holds { action, .. } => format!("{action:?}").to_lowercase(),
            Reach::AggregateKept => "aggregate, kept".to_owned(),
            Reach::Sealed => "quarantine destroyed".to_owned(),
        };
        let through: Vec<String> = d.through.iter().map(ToString::to_string).collect();
        vec![d.dataset.to_string(), does, d.partitions.to_string(), d.files.to_string(), d.rows.to_string(), through.join(", ")]
    };
    let rows: Vec<_> = plan.datasets.iter().map(row).collect();
    render::line(render::table(&["dataset", "action", "partitions", "files", "rows", "computed from"], &rows));
    render::line(format!("{} protected values in the vault; {} sealed files in scope", plan.vault_values, plan.sealed_files));
    for text in &plan.out_of_reach {
        render::line(format!("out of reach: {text}"));
    }
}

fn state(state: &RequestState) -> String {
    match state {
        RequestState::Filed => "filed".to_owned(),
        RequestState::Running { next } => format!("running, next: {}", next.as_str()),
        RequestState::Completed => "completed".to_owned(),
        RequestState::Rejected { reason } => format!("rejected: {reason}"),
    }
}

fn show(context: &Context, card: &RequestCard) {
    if context.json {
        return render::json(card);
    }
    render::line(format!("request {}: {}", card.request.id, state(&card.request.state)));
    for step in &card.steps {
        render::line(format!("  ✔ {:14} {}  {}", step.step, step.at, step.note));
    }
}

fn list(context: &Context, cards: &[RequestCard]) {
    if context.json {
        return render::json(&cards);
    }
    if cards.is_empty() {
        render::line("no requests; `garim request file` files one");
    }
    for card in cards {
        render::line(format!("{}  {}  {}", card.request.id, card.request.filed_at, state(&card.request.state)));
    }
}
