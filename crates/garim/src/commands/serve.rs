//! `garim serve`.

use std::{net::SocketAddr, process::ExitCode};

use garim_app::App;
use garim_core::Result;

use super::{Context, Done, sign_in_link};
use crate::render;

/// Serves until it is told to stop.
pub async fn serve(context: &Context, listen: Option<SocketAddr>) -> Done {
    let (_, project) = crate::wire::project(&context.dir)?;
    // The port first: whoever started it twice should hear so before anything else is opened.
    let server = garim_server::Server::bind(listen.unwrap_or(project.settings.listen)).await?;
    let app = context.open().await?;
    serve_app(context, app, server).await?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a one-time link and serves.
pub async fn serve_app(context: &Context, app: App, server: garim_server::Server) -> Result<()> {
    let base = format!("http://{}", server.address());
    let link = sign_in_link::link(&app, garim_app::OPERATOR, &[], &base).await?;
    if context.json {
        render::json(&serde_json::json!({ "listen": base, "link": link }));
    } else {
        render::line(format!("serving {base}"));
        render::line(format!("sign in once with {link}"));
    }
    server.serve(app, shutdown()).await
}

/// Control-C, or SIGTERM.
async fn shutdown() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
