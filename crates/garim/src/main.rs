//! The binary: command line, telemetry and wiring. It holds no rule of the product: those live in `garim-app` and below.

mod cli;
mod commands;
mod commit;
mod demo;
mod exit;
mod render;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_http;
mod wire;

use std::process::ExitCode;

use clap::Parser;

/// Batches of millions of small values come and go: the C library's allocator takes a tenth of an ingest and keeps what it had.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stack of a worker thread: planning SQL recurses, and what is within the limits of governed SQL must fit.
const STACK_BYTES: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    // Two providers are in the tree; choosing first keeps rustls from panicking when it has to.
    let chosen = rustls::crypto::ring::default_provider().install_default();
    let args = match cli::Args::try_parse() {
        Ok(args) => args,
        Err(problem) => return exit::usage(&problem, std::env::args_os().any(|a| a == "--json")),
    };
    let json = args.json;
    render::telemetry(&args);
    if chosen.is_err() {
        tracing::debug!("a TLS provider was installed before");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(async { tokio::spawn(commands::run(args)).await }),
        Err(error) => return exit::fail(&anyhow(error), json),
    };
    match result {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => exit::fail(&failure, json),
        Err(_) => exit::fail(&garim_core::Error::internal("running the command", "a task panicked").into(), json),
    }
}

fn anyhow(error: std::io::Error) -> exit::Failure {
    garim_core::Error::internal("starting", error).into()
}
