//! Problems of a project, as miette draws them: the line, the mark under it, what would be accepted.

use garim_project::{Problem, Report};
use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};

/// The longest line that is drawn: a longer one would fill the screen with itself.
const MAX_DRAWN_CHARS: usize = 500;

/// One problem with the text in which it stands.
#[derive(Debug)]
struct Drawn<'a> {
    problem: &'a Problem,
    source: NamedSource<String>,
}

impl std::fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.problem.help.as_ref().map(|h| Box::new(h) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (self.problem.line > 0).then_some(&self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.problem.span.clone();
        (self.problem.line > 0).then(|| Box::new(std::iter::once(LabeledSpan::underline(span))) as Box<_>)
    }
}

/// Draws every problem on standard error, or gives them as JSON on standard output.
pub fn report(report: &Report, json: bool) {
    if json {
        let problems: Vec<_> = report
            .problems
            .iter()
            .map(|p| serde_json::json!({ "file": p.file, "line": p.line, "column": p.column, "message": p.message, "help": p.help }))
            .collect();
        return super::json(&serde_json::json!({ "problems": problems }));
    }
    let handler = GraphicalReportHandler::new();
    for problem in &report.problems {
        let text = report.sources.get(&problem.file).cloned().unwrap_or_default();
        let drawn = Drawn { problem, source: NamedSource::new(&problem.file, text) };
        let mut out = String::new();
        let near = text_lines(&drawn, problem.line).all(|line| line.chars().count() <= MAX_DRAWN_CHARS);
        if problem.line == 0 || !near || handler.render_report(&mut out, &drawn).is_err() {
            out = format!("  × {problem}");
        }
        super::note(out.trim_end());
    }
    super::note(format!("{} found", plural(report.problems.len(), "problem")));
}

/// The lines that are drawn: the problem's own, one before it and one after.
fn text_lines<'a>(drawn: &'a Drawn<'_>, line: usize) -> impl Iterator<Item = &'a str> {
    drawn.source.inner().lines().skip(line.saturating_sub(2)).take(3)
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
