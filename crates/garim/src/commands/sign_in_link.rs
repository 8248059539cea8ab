//! `garim sign-in-link [USER]`: a one-time link, for the operator's own terminal.

use std::process::ExitCode;

use garim_core::{
    Error,
    name::{PrincipalName, RoleName},
};
use garim_ports::User;

use super::{Context, Done};
use crate::render;

/// Makes the user if unknown, and prints a link that works once.
pub async fn sign_in_link(context: &Context, user: &str, roles: &[String]) -> Done {
    let app = context.open().await?;
    let listen = app.project().settings.listen;
    let link = link(&app, user, roles, &format!("http://{listen}")).await?;
    if context.json {
        render::json(&serde_json::json!({ "user": user, "link": link }));
    } else {
        render::line(link);
    }
    Ok(ExitCode::SUCCESS)
}

/// A link for a user, who is made if unknown.
pub async fn link(app: &garim_app::App, user: &str, roles: &[String], base: &str) -> Result<String, Error> {
    let name = PrincipalName::new(user).map_err(|e| Error::invalid(e.to_string()))?;
    let mut tx = app.store().begin().await?;
    let known = tx.sessions().user(&name).await?;
    if let (Some(known), false) = (&known, roles.is_empty()) {
        let has: Vec<&str> = known.roles.iter().map(RoleName::as_str).collect();
        return Err(Error::conflict(format!("`{user}` is known with the roles {}; leave --roles out", has.join(", "))));
    }
    if known.is_none() {
        let roles = match (user, roles) {
            (garim_app::OPERATOR, []) => garim_app::OPERATOR_ROLES.map(str::to_owned).to_vec(),
            (garim_app::DPO, []) => vec![garim_app::DPO.to_owned()],
            (_, []) => vec!["analyst".to_owned()],
            (_, given) => given.to_vec(),
        };
        let roles: Result<Vec<RoleName>, _> = roles.iter().map(RoleName::new).collect();
        let roles = roles.map_err(|e| Error::invalid(e.to_string()))?;
        tx.sessions().put_user(&User { name: name.clone(), roles, password: None }).await?;
    }
    // Ended for a known user too: there is one connection that writes, and the token needs it next.
    tx.commit().await?;
    let token = garim_server::sign_in_token(app, &name).await?;
    Ok(format!("{base}/sign-in#token={token}"))
}
