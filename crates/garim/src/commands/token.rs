//! `garim token`: tokens for programs.

use std::process::ExitCode;

use garim_core::{
    Entity, Error,
    name::{PrincipalName, RoleName},
};

use super::{Context, Done};
use crate::{cli::Token, render};

/// Makes, lists or revokes tokens.
pub async fn token(context: &Context, command: Token) -> Done {
    match command {
        Token::Create { name, roles, days } => create(context, &name, &roles, days).await,
        Token::List => list(context).await,
        Token::Revoke { name } => revoke(context, &name).await,
    }
}

fn principal(name: &str) -> Result<PrincipalName, Error> {
    PrincipalName::new(name).map_err(|e| Error::invalid(e.to_string()))
}

async fn create(context: &Context, name: &str, roles: &[String], days: Option<u32>) -> Done {
    let app = context.open().await?;
    let roles: Result<Vec<RoleName>, _> = roles.iter().map(RoleName::new).collect();
    let roles = roles.map_err(|e| Error::invalid(e.to_string()))?;
    let token = garim_server::create_token(&app, &principal(name)?, &roles, days).await?;
    if context.json {
        render::json(&serde_json::json!({ "name": name, "token": token }));
    } else {
        render::line(token);
        render::note("this is shown once; send it as `Authorization: Bearer …`");
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(context: &Context) -> Done {
    let app = context.open().await?;
    let mut tx = app.store().read().await?;
    let tokens = tx.tokens().list().await?;
    let roles = |user: &garim_ports::User| user.roles.iter().map(ToString::to_string).collect::<Vec<_>>();
    if context.json {
        let all: Vec<_> = tokens
            .iter()
            .map(|(t, u)| {
                let (created, expires) = (t.created.to_string(), t.expires.map(|e| e.to_string()));
                serde_json::json!({ "name": u.name, "roles": roles(u), "created": created, "expires": expires })
            })
            .collect();
        render::json(&all);
        return Ok(ExitCode::SUCCESS);
    }
    let row = |(t, u): &(garim_ports::ServiceToken, garim_ports::User)| {
        let expires = t.expires.map_or_else(|| "when revoked".to_owned(), |e| e.to_string());
        vec![u.name.to_string(), roles(u).join(", "), t.created.to_string(), expires]
    };
    render::line(render::table(&["name", "roles", "created", "expires"], &tokens.iter().map(row).collect::<Vec<_>>()));
    Ok(ExitCode::SUCCESS)
}

async fn revoke(context: &Context, name: &str) -> Done {
    let app = context.open().await?;
    let principal = principal(name)?;
    let mut tx = app.store().begin().await?;
    let revoked = tx.tokens().revoke(&principal).await?;
    tx.commit().await?;
    match revoked {
        true => {
            if context.json {
                render::json(&serde_json::json!({ "revoked": name }));
            } else {
                render::line(format!("{name} has no token any more"));
            }
            Ok(ExitCode::SUCCESS)
        }
        false => Err(Error::not_found(Entity::Principal, name).into()),
    }
}
