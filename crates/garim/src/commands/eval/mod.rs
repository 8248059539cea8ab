//! `garim eval …`: answers for scripts and measurement. Without a project folder where none is needed: a line of JSON in, a
//! line of JSON out, in order, as they come.

mod search;

use std::{
    io::{BufRead, BufReader, BufWriter, Read, Write},
    process::ExitCode,
};

use garim_core::Error;

use super::{Context, Done};
use crate::cli::Eval;

/// The longest line that is answered as it stands: statements and samples are far below it.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// Does what the command line says.
pub async fn eval(context: &Context, what: Eval) -> Done {
    match what {
        Eval::Lineage { .. } => lines(garim_lineage::measure::answer),
        Eval::Search(ask) => search::search(context, ask).await,
        Eval::Pii { .. } => lines(garim_pii::measure::answer),
    }
}

/// Answers standard input line by line on standard output. Empty lines are no questions.
fn lines(answer: fn(&str) -> String) -> Done {
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut input).take(MAX_LINE_BYTES).read_until(b'\n', &mut line).map_err(|e| failed("reading", &e))?;
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        if !text.trim().is_empty() {
            writeln!(output, "{}", answer(text.trim_end())).map_err(|e| failed("writing", &e))?;
        }
        // Whoever asks line by line on a pipe gets each answer at once; a file is answered in large pieces.
        if input.buffer().is_empty() {
            output.flush().map_err(|e| failed("writing", &e))?;
        }
    }
    output.flush().map_err(|e| failed("writing", &e))?;
    Ok(ExitCode::SUCCESS)
}

fn failed(doing: &str, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{doing} the answers: {}", error.kind()))
}
