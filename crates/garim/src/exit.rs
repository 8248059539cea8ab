//! How a command ends: codes that scripts can rely on.
//!
//! 0 done · 1 it failed, or a run did not succeed · 2 the command line is wrong · 3 the project or the input is not valid ·
//! 4 not found · 5 forbidden · 6 conflict: something else happened first · 7 unavailable: try again later.

use std::process::ExitCode;

use garim_core::Error;
use garim_project::Report;

use crate::render;

/// The command line is wrong; clap's own code.
const USAGE: u8 = 2;

/// Why a command failed.
pub enum Failure {
    /// A use case said no.
    Error(Error),
    /// The project is not valid; with its root, for the file names.
    Project(Report),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Project(_) => 3,
            Self::Error(error) => match error {
                Error::Invalid(_) | Error::AlreadyExists { .. } => 3,
                Error::NotFound { .. } => 4,
                Error::Forbidden(_) => 5,
                Error::Conflict(_) => 6,
                Error::Unavailable(_) => 7,
                Error::Internal { .. } => 1,
            },
        }
    }
}

/// Says what failed, and gives the code.
pub fn fail(failure: &Failure, json: bool) -> ExitCode {
    match (failure, json) {
        (Failure::Project(report), _) => render::report(report, json),
        (Failure::Error(error), true) => render::json(&serde_json::json!({ "error": error.to_string(), "code": failure.code() })),
        (Failure::Error(error), false) => render::error(&error.for_operator()),
    }
    ExitCode::from(failure.code())
}

/// What clap says of a command line: help and the version are answers, everything else is an error that scripts can read too.
pub fn usage(problem: &clap::Error, json: bool) -> ExitCode {
    if !problem.use_stderr() || !json {
        problem.exit();
    }
    render::json(&serde_json::json!({ "error": problem.render().to_string().trim_end(), "code": USAGE }));
    ExitCode::from(USAGE)
}
