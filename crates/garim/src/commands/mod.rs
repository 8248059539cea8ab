//! One file a verb.

mod answer;
mod bench;
mod blame;
mod browse;
mod check;
mod classify;
mod demo;
mod eval;
mod impact;
mod import;
mod init;
mod lineage;
mod path;
mod reindex;
mod request;
mod run;
mod search;
mod serve;
mod show;
mod sign_in_link;
mod sql;
mod status;
mod token;
mod verify;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use garim_app::{App, Endorse};
use garim_ports::Progress;

use crate::{
    cli::{Args, Command},
    exit::Failure,
    render::{self, TerminalProgress},
    wire,
};

/// What a command gives: a code, or why it failed.
pub type Done = Result<ExitCode, Failure>;

/// Where and how a command answers.
pub struct Context {
    dir: PathBuf,
    json: bool,
    progress: Arc<dyn Progress>,
}

impl Context {
    /// Opens the project.
    async fn open(&self) -> Result<App, Failure> {
        wire::open(&self.dir, self.progress.clone()).await
    }
}

/// Does what the command line says.
pub async fn run(args: Args) -> Done {
    let progress = Arc::new(TerminalProgress::new(args.json));
    let context = Context { dir: args.dir, json: args.json, progress };
    match args.command {
        Command::Init { at } => init::init(&context, &at).await,
        Command::Check => check::check(&context),
        Command::Demo(demo) => demo::demo(&context, demo).await,
        Command::Run(run) => run::run(&context, run).await,
        Command::Status => status::status(&context).await,
        Command::Serve { listen } => serve::serve(&context, listen).await,
        Command::Search { words, explain, facets, limit, skip } => {
            let ask = garim_core::search::Ask { words: words.join(" "), limit, skip, facets, ..Default::default() };
            search::search(&context, ask, explain).await
        }
        Command::Answer { words } => answer::answer(&context, &words.join(" ")).await,
        Command::Certify { asset, withdraw, reason } => {
            let standing = if withdraw { "none" } else { "certified" }.to_owned();
            answer::endorse(&context, &asset, Endorse { standing, successor: None, reason }).await
        }
        Command::Deprecate { asset, successor, reason } => {
            answer::endorse(&context, &asset, Endorse { standing: "deprecated".to_owned(), successor, reason }).await
        }
        Command::Show { name } => show::show(&context, &name).await,
        Command::Lineage { name, direction, depth, columns, skip } => {
            let ask = garim_app::LineageAsk { direction: direction.parse()?, depth, columns, skip };
            lineage::lineage(&context, &name, ask).await
        }
        Command::Browse => browse::browse(&context).await,
        Command::Related { name } => browse::related(&context, &name).await,
        Command::Topics => browse::topics(&context).await,
        Command::Blame { column } => blame::blame(&context, &column).await,
        Command::Impact { name } => impact::impact(&context, &name).await,
        Command::Path { from, to } => path::path(&context, &from, &to).await,
        Command::Import(import) => import::import(&context, import).await,
        Command::Token { command } => token::token(&context, command).await,
        Command::Classify { column, class: None, .. } => classify::suggest(&context, &column).await,
        Command::Classify { column, class: Some(class), reason, .. } => {
            classify::classify(&context, &column, &class, reason).await
        }
        Command::Sql { text, purpose, limit } => sql::sql(&context, &text, purpose.as_deref(), limit).await,
        Command::Request { command } => request::request(&context, command).await,
        Command::Verify { command } => verify::verify(&context, command).await,
        Command::SignInLink { user, roles } => sign_in_link::sign_in_link(&context, &user, &roles).await,
        Command::Openapi => {
            render::json(&garim_server::document());
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench(bench) => bench::bench(&context, &bench).await,
        Command::Eval { what } => eval::eval(&context, what).await,
        Command::Reindex => reindex::reindex(&context).await,
    }
}
