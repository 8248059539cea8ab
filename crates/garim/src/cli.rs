//! The command line, as clap reads it.

mod eval;
mod import;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};
use garim_core::{name::PipelineName, time::Day};

pub use self::{
    eval::{Eval, EvalSearch},
    import::Import,
};

/// Finds the right table among thousands, and covers the people in it.
#[derive(Debug, Parser)]
#[command(name = "garim", version, propagate_version = true, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 2 usage, 3 not valid, 4 not found, 5 forbidden, 6 conflict, 7 unavailable."
)]
pub struct Args {
    /// Run as if started in this folder.
    #[arg(short = 'C', value_name = "DIR", global = true, default_value = ".")]
    pub dir: PathBuf,
    /// Answer in JSON, for scripts.
    #[arg(long, global = true)]
    pub json: bool,
    /// Say more of what happens (-vv: even more).
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small working project.
    Init {
        /// Where; made if it is not there.
        #[arg(value_name = "DIR")]
        at: PathBuf,
    },
    /// Check everything in the project folder.
    Check,
    /// Make a shop, run its pipeline, show what came of it, and serve it.
    Demo(Demo),
    /// Run a pipeline for a day or a range of days.
    Run(Run),
    /// Say how the project stands.
    Status,
    /// Serve pages and API.
    Serve {
        /// Where to listen instead of what `garim.toml` says.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<std::net::SocketAddr>,
    },
    /// Find tables, metrics, dashboards and queries.
    Search {
        /// Words in any language, and filters: `매출 owner:kim kind:metric used:>10`. Put `--` before one that begins with `-`.
        #[arg(required = true)]
        words: Vec<String>,
        /// Show what each hit's score is made of.
        #[arg(long)]
        explain: bool,
        /// Count everything that answers by kind, domain, owner, tag, source, certification and freshness.
        #[arg(long)]
        facets: bool,
        /// How many hits.
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Leave out so many of the best, which an earlier page has shown.
        #[arg(long, default_value_t = 0)]
        skip: usize,
    },
    /// The one answer for a business word: its definition, its dataset, the evidence, and why not the others.
    Answer {
        /// Such as `revenue` or `매출`.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Where to begin without a word: what many people use, and what is new.
    Browse,
    /// What stands near an asset: joined with it, used by the same people, of the same lineage.
    Related {
        /// Such as `shop.purchase` or `dr`.
        name: String,
    },
    /// What the catalog is about: groups of assets under the words that tell them apart.
    Topics,
    /// Vouch for a dataset or a metric that you own.
    Certify {
        /// Such as `shop.purchase` or `dr`.
        asset: String,
        /// Take back what was said of it, certified or deprecated.
        #[arg(long)]
        withdraw: bool,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Retire a dataset or a metric that you own.
    Deprecate {
        /// Such as `mart.revenue_old`.
        asset: String,
        /// What to use instead.
        #[arg(long, value_name = "ASSET")]
        successor: Option<String>,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Show a dataset, a metric or a run, whichever has that name.
    Show {
        /// Such as `shop.purchase`, `arpu` or a run's id.
        name: String,
    },
    /// Show where an asset's data comes from and where it flows.
    Lineage {
        /// Such as `mart.dim_user` or `arpu`.
        name: String,
        /// `up`, `down` or `both`.
        #[arg(long, default_value = "both")]
        direction: String,
        /// How many steps.
        #[arg(long, default_value_t = 3)]
        depth: usize,
        /// Say what flows from column to column.
        #[arg(long)]
        columns: bool,
        /// Leave out so many of the nearest, which an earlier answer has shown.
        #[arg(long, default_value_t = 0)]
        skip: usize,
    },
    /// Show each ancestor of a column, with who made it so, down to the source.
    Blame {
        /// Such as `mart.dim_user.d_pamount`, or a metric.
        column: String,
    },
    /// Show everything that a change of a column or an asset would touch, and whose it is.
    Impact {
        /// Such as `shop.user.u_email`, or a whole asset.
        name: String,
    },
    /// Show how one asset or column leads to another.
    Path {
        /// From where.
        from: String,
        /// To where.
        to: String,
    },
    /// Import what another system knows: query logs, catalogs, dashboards, jobs.
    Import(Import),
    /// Tokens for programs.
    Token {
        /// What.
        #[command(subcommand)]
        command: Token,
    },
    /// Set a column's classification, or ask the scanner.
    Classify {
        /// `schema.table.column` (with `--suggest`: `schema.table`).
        column: String,
        /// Such as `pii.email` or `none`.
        #[arg(required_unless_present = "suggest")]
        class: Option<String>,
        /// Why; needed where it loosens.
        #[arg(long)]
        reason: Option<String>,
        /// Look at a sample and say what the scanner finds.
        #[arg(long, conflicts_with = "class")]
        suggest: bool,
    },
    /// Run a SELECT under policy.
    Sql {
        /// The statement; `-` reads standard input.
        text: String,
        /// For which purpose.
        #[arg(long)]
        purpose: Option<String>,
        /// At most so many rows.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// File, look at, approve and certify data subject requests.
    Request {
        /// What.
        #[command(subcommand)]
        command: Request,
    },
    /// Check certificates and the audit log, offline.
    Verify {
        /// What.
        #[command(subcommand)]
        command: Verify,
    },
    /// Print a one-time sign-in link for a user of this project.
    SignInLink {
        /// Who; made if unknown.
        #[arg(default_value = "operator")]
        user: String,
        /// The user's roles, if made (comma-separated).
        #[arg(long, value_delimiter = ',')]
        roles: Vec<String>,
    },
    /// Build the search index anew.
    Reindex,
    /// Answer lines of JSON, for scripts and measurement; needs no project folder.
    Eval {
        /// What.
        #[command(subcommand)]
        what: Eval,
    },
    /// Print the API's OpenAPI document.
    #[command(hide = true)]
    Openapi,
    /// Measure.
    #[command(hide = true)]
    Bench(Bench),
}

/// The demo's size.
#[derive(Debug, ClapArgs)]
pub struct Demo {
    /// Where the shop is made.
    #[arg(value_name = "DIR", default_value = "garim-demo")]
    pub at: PathBuf,
    /// How many users the shop has.
    #[arg(long, default_value_t = 2000)]
    pub users: u64,
    /// For how many days its pipeline runs.
    #[arg(long, default_value_t = 14)]
    pub days: u32,
    /// What the shop's chance starts from.
    #[arg(long, default_value_t = 20_201_025)]
    pub seed: u64,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::SocketAddr>,
    /// Make and run, but do not serve.
    #[arg(long)]
    pub no_serve: bool,
}

/// What to measure, and how large.
#[derive(Debug, ClapArgs)]
pub struct Bench {
    /// What: `pipeline` or `graph`.
    pub what: String,
    /// How many users the shop has.
    #[arg(long, default_value_t = 1_000_000)]
    pub users: u64,
    /// For how many days its pipeline runs.
    #[arg(long, default_value_t = 2)]
    pub days: u32,
    /// How many column edges the graph has.
    #[arg(long, default_value_t = 1_000_000)]
    pub edges: u64,
}

/// Which days of which pipeline.
#[derive(Debug, ClapArgs)]
pub struct Run {
    /// The pipeline.
    pub pipeline: PipelineName,
    /// The business day.
    #[arg(long, conflicts_with_all = ["from", "to"], required_unless_present = "from")]
    pub date: Option<Day>,
    /// The first day.
    #[arg(long, requires = "to")]
    pub from: Option<Day>,
    /// The last day.
    #[arg(long, requires = "from")]
    pub to: Option<Day>,
    /// Read the sources again for days that have run.
    #[arg(long)]
    pub reingest: bool,
    /// Replace partitions even where that loses rows.
    #[arg(long)]
    pub allow_rewrite: bool,
}

/// Data subject requests.
#[derive(Debug, Subcommand)]
pub enum Request {
    /// File a request to erase a person. The id is read from standard input if it is not given.
    File {
        /// Whose, such as `customer`.
        #[arg(long, default_value = "customer")]
        subject: String,
        /// The person's id; `-` or nothing reads it from standard input, so that no history keeps it.
        id: Option<String>,
        /// Who files it.
        #[arg(long = "as", value_name = "USER", default_value = garim_app::OPERATOR)]
        who: String,
    },
    /// Show what an erasure will touch.
    Plan {
        /// The request.
        id: String,
    },
    /// Approve a request and carry it out. Nobody approves what they filed: at the command line the data protection
    /// officer on record approves, unless told otherwise.
    Approve {
        /// The request.
        id: String,
        /// Who approves.
        #[arg(long = "as", value_name = "USER", default_value = garim_app::DPO)]
        who: String,
    },
    /// Turn a request down.
    Reject {
        /// The request.
        id: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Show one request, or all.
    Status {
        /// The request.
        id: Option<String>,
    },
    /// Carry on with whatever is approved and not completed.
    Resume,
    /// Print the certificate of a completed request.
    Certificate {
        /// The request.
        id: String,
        /// The person's receipt: adds the salt, for the person's own copy.
        #[arg(long)]
        receipt: Option<String>,
    },
}

/// Tokens for programs.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token for a program; replaces its former one. It is shown once.
    Create {
        /// The program's name, such as `airflow`.
        #[arg(long)]
        name: String,
        /// Its roles (comma-separated).
        #[arg(long, value_delimiter = ',', default_value = "importer")]
        roles: Vec<String>,
        /// For how many days; until it is revoked if not said.
        #[arg(long)]
        days: Option<u32>,
    },
    /// Show whose tokens there are.
    List,
    /// Revoke a program's token.
    Revoke {
        /// The program's name.
        #[arg(long)]
        name: String,
    },
}

/// Offline checks.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Check a certificate's signature.
    Erasure {
        /// The certificate, as `garim request certificate` printed it.
        file: PathBuf,
        /// The public key that the operator published, in hex.
        #[arg(long)]
        key: Option<String>,
    },
    /// Check that the audit log has no gap and was not changed.
    Audit,
}
