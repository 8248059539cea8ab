//! Drives the readers of logs: a chunk of statements, what of it is new, what it says; batch by batch.

use std::{collections::VecDeque, sync::Arc};

use async_trait::async_trait;
use garim_core::{Error, Result, time::Timestamp, time::Zone};
use garim_ports::{Batch, Import, Known, Mark, Position};
use sha2::{Digest, Sha256};

use super::{Shapes, Sink, Statement, gather::Gather};
use crate::input::{Head, PositionOf, Source};

/// Statements read at a time.
const CHUNK: usize = 2_000;
/// Bytes of SQL read at a time.
const CHUNK_BYTES: usize = 16 * 1024 * 1024;
/// Records read at a time, where few of them are statements.
const CHUNK_RECORDS: usize = 50_000;

/// Reads one input.
pub(crate) trait LogReader: Send {
    /// Reads one record; `false` at the end.
    fn step(&mut self, sink: &mut Sink) -> Result<bool>;

    /// Gives out statements that wait for what further records may say of them: nothing waits at a place to go on from.
    fn flush(&mut self, _: &mut Sink) {}

    /// The place to go on from.
    fn place(&self) -> PositionOf;
}

/// An open input.
type Opened = Result<Box<dyn LogReader>>;

/// Opens inputs.
pub(crate) enum Opener {
    /// Each on its own; a log that was read before is gone on with.
    Each(Box<dyn Fn(Source, PositionOf) -> Opened + Send>),
    /// All together, since one explains another. Executions have ids, so that nothing counts twice.
    Together(Box<dyn FnOnce(Vec<Source>) -> Opened + Send>),
}

/// An open import of logs.
pub(crate) struct LogImport {
    known: Arc<dyn Known>,
    /// What the ids of executions are unique within.
    within: String,
    /// `None` after an error.
    work: Option<Work>,
}

/// What is moved to a thread that may block.
struct Work {
    sources: VecDeque<Source>,
    opener: Option<Opener>,
    open: Option<Open>,
    shapes: Shapes,
    gather: Gather,
    positions: Vec<Position>,
}

/// The input that is being read.
struct Open {
    reader: Box<dyn LogReader>,
    name: String,
    head: Option<Head>,
    /// The former position's name.
    found: Option<String>,
}

/// What a chunk ended with.
struct Chunk {
    statements: Vec<Statement>,
    /// Where to go on, if it ends where that can be said.
    ended: bool,
}

impl LogImport {
    /// Of these inputs.
    pub fn new(
        (sources, opener): (Vec<Source>, Opener),
        (shapes, known): (Shapes, Arc<dyn Known>),
        (zone, now): (Zone, Timestamp),
        positions: Vec<Position>,
        within: String,
    ) -> Self {
        let gather = Gather::new(zone, now);
        let work = Work { sources: sources.into(), opener: Some(opener), open: None, shapes, gather, positions };
        Self { known, within, work: Some(work) }
    }

    /// Names an execution for good.
    fn mark(&self, statement: &Statement, gather: &Gather) -> Option<Mark> {
        let id = statement.id.as_ref()?;
        let mut digest = [0; 16];
        digest.copy_from_slice(&Sha256::digest(format!("{}\u{0}{id}", self.within))[..16]);
        Some(Mark { id: digest, day: statement.at.map(|at| gather.day(at)) })
    }
}

/// Which of the marks are new.
async fn fresh(known: Arc<dyn Known>, marks: &[Option<Mark>]) -> Result<Vec<bool>> {
    let asked: Vec<Mark> = marks.iter().flatten().copied().collect();
    let mut seen = if asked.is_empty() { Vec::new() } else { known.seen(&asked).await? }.into_iter();
    Ok(marks.iter().map(|m| m.is_none() || !seen.next().unwrap_or(false)).collect())
}

#[async_trait]
impl Import for LogImport {
    async fn next(&mut self) -> Result<Option<Batch>> {
        loop {
            let Some(work) = self.work.take() else { return Ok(None) };
            let (work, chunk) = blocking(work, Work::read).await?;
            let Some(chunk) = chunk? else {
                let mut work = work;
                let last = (!work.gather.is_empty()).then(|| work.gather.take());
                return Ok(last);
            };
            let marks: Vec<Option<Mark>> = chunk.statements.iter().map(|s| self.mark(s, &work.gather)).collect();
            let fresh = fresh(Arc::clone(&self.known), &marks).await?;
            let (work, batch) = blocking(work, move |work| work.digest(&chunk, &marks, &fresh)).await?;
            self.work = Some(work);
            if let Some(batch) = batch {
                return Ok(Some(batch));
            }
        }
    }
}

/// Runs something long on a thread for that.
async fn blocking<T: Send + 'static>(mut work: Work, run: impl FnOnce(&mut Work) -> T + Send + 'static) -> Result<(Work, T)> {
    let done = tokio::task::spawn_blocking(move || {
        let result = run(&mut work);
        (work, result)
    });
    done.await.map_err(|e| Error::internal("reading a log", e))
}

impl Work {
    /// The next statements; `None` when every input is read.
    fn read(&mut self) -> Result<Option<Chunk>> {
        if self.open.is_none() && !self.open_next()? {
            return Ok(None);
        }
        let Some(open) = &mut self.open else { return Ok(None) };
        let mut sink = Sink::of(&open.name);
        let (mut more, mut records) = (true, 0);
        while more && sink.statements.len() < CHUNK && sink.bytes < CHUNK_BYTES && records < CHUNK_RECORDS {
            more = open.reader.step(&mut sink)?;
            records += 1;
        }
        if !more {
            open.reader.flush(&mut sink);
        }
        self.gather.count(&sink.tally);
        Ok(Some(Chunk { statements: sink.statements, ended: !more }))
    }

    fn open_next(&mut self) -> Result<bool> {
        match &self.opener {
            Some(Opener::Each(_)) => self.open_each(),
            Some(Opener::Together(_)) => self.open_together(),
            None => Ok(false),
        }
    }

    fn open_each(&mut self) -> Result<bool> {
        let (Some(source), Some(Opener::Each(open))) = (self.sources.pop_front(), &self.opener) else { return Ok(false) };
        let (name, head) = (source.name(), source.head()?);
        let found = head.as_ref().and_then(|h| h.find(&self.positions)).cloned();
        let place = found.as_ref().and_then(|f| serde_json::from_str(&f.place).ok()).unwrap_or_default();
        let reader = open(source, place)?;
        self.open = Some(Open { reader, name, head, found: found.map(|f| f.stream) });
        Ok(true)
    }

    fn open_together(&mut self) -> Result<bool> {
        let Some(Opener::Together(open)) = self.opener.take() else { return Ok(false) };
        let reader = open(self.sources.drain(..).collect())?;
        self.open = Some(Open { reader, name: String::new(), head: None, found: None });
        Ok(true)
    }

    /// Takes a chunk in; a batch, if one is full or an input has ended.
    fn digest(&mut self, chunk: &Chunk, marks: &[Option<Mark>], fresh: &[bool]) -> Option<Batch> {
        self.take_in(chunk.statements.iter().zip(marks).zip(fresh));
        let full = self.gather.is_full();
        if !full && !chunk.ended {
            return None;
        }
        if full && !chunk.ended {
            self.flush();
        }
        let mut batch = self.gather.take();
        batch.position = self.position();
        if chunk.ended {
            self.open = None;
        }
        Some(batch)
    }

    fn take_in<'a>(&mut self, statements: impl Iterator<Item = ((&'a Statement, &'a Option<Mark>), &'a bool)>) {
        for ((statement, mark), fresh) in statements {
            if *fresh && !mark.is_some_and(|m| self.gather.has(&m)) {
                self.gather.add(statement, *mark, &mut self.shapes);
            } else {
                self.gather.repeated();
            }
        }
    }

    /// Before a batch goes out in the middle of an input, what waits in the reader has to be in it. Those are few, and of
    /// append-only logs, whose executions have no ids.
    fn flush(&mut self) {
        let Some(open) = &mut self.open else { return };
        let mut sink = Sink::of(&open.name);
        open.reader.flush(&mut sink);
        self.gather.count(&sink.tally);
        let (none, yes) = (None, true);
        self.take_in(sink.statements.iter().map(|s| ((s, &none), &yes)));
    }

    fn position(&mut self) -> Option<Position> {
        let open = self.open.as_mut()?;
        let position = open.head.as_ref()?.position(open.found.as_deref(), &open.reader.place());
        // Further batches of this input replace this one by the same name; a copy of it among the inputs is known again.
        open.found = None;
        self.positions.retain(|p| p.stream != position.stream && Some(&p.stream) != position.replaces.as_ref());
        self.positions.push(position.clone());
        Some(position)
    }
}
