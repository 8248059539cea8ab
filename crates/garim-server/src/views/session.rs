//! Who is signed in.

use garim_app::App;
use garim_core::authz::Caller;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is signed in, and for which purposes they may ask.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    name: String,
    roles: Vec<String>,
    purpose: String,
    purposes: Vec<String>,
    has_password: bool,
    project: String,
}

impl Session {
    pub(crate) fn of(app: &App, caller: &Caller, has_password: bool) -> Self {
        let may = app.project().purposes.iter().filter(|p| p.roles.iter().any(|r| caller.principal.roles.contains(r)));
        Self {
            name: caller.principal.name.to_string(),
            roles: caller.principal.roles.iter().map(ToString::to_string).collect(),
            purpose: caller.purpose.to_string(),
            purposes: may.map(|p| p.name.to_string()).collect(),
            has_password,
            project: app.project().settings.name.clone(),
        }
    }
}
