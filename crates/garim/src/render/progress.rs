//! Progress bars on standard error: one for each long step, a plain line where nobody watches.

use std::{
    io::IsTerminal,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use garim_ports::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// How often a bar without a length turns.
const TICK: Duration = Duration::from_millis(120);

/// Draws progress in a terminal.
pub struct TerminalProgress {
    bar: Mutex<Option<ProgressBar>>,
    shown: bool,
}

impl TerminalProgress {
    /// Draws if standard error is a terminal and nobody asked for silence.
    pub fn new(quiet: bool) -> Self {
        Self { bar: Mutex::new(None), shown: !quiet && std::io::stderr().is_terminal() }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for TerminalProgress {
    fn begin(&self, step: &str, total: Option<u64>) {
        if !self.shown {
            return;
        }
        let bar = match total {
            Some(total) => ProgressBar::new(total).with_style(style("{msg:40} {bar:30.cyan/blue} {human_pos}/{human_len} {eta}")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {msg:38} {human_pos} {per_sec} {elapsed}")),
        };
        bar.set_message(step.to_owned());
        bar.enable_steady_tick(TICK);
        self.with(|slot| {
            if let Some(before) = slot.replace(bar) {
                before.finish_and_clear();
            }
        });
    }

    fn advance(&self, units: u64) {
        self.with(|slot| {
            if let Some(bar) = slot {
                bar.inc(units);
            }
        });
    }

    fn end(&self, _summary: &str) {
        self.with(|slot| {
            if let Some(bar) = slot.take() {
                bar.finish_and_clear();
            }
        });
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
