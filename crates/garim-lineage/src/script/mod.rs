//! A script: its statements in order, each with what the ones before it made.

mod delimiter;
mod head;
mod routine;
mod split;
mod template;

use std::{borrow::Cow, collections::HashMap, collections::VecDeque};

use head::Head;
use sqlparser::{
    dialect::MySqlDialect,
    keywords::Keyword,
    tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Word},
};
pub(crate) use template::PLACEHOLDER;

use crate::{
    Analysis, Dialect, Kind, Refused, Schemas, Status,
    analyser::Analyser,
    fingerprint,
    limits::{check_bytes, check_tokens},
    parse::{self, Parsed},
    schemas::Session,
    tokens::{is, is_any},
};

/// How deep SQL in texts is followed: a procedure that executes a text that creates a procedure.
const MAX_TEXT_DEPTH: usize = 4;

/// Most tokens that are looked at in one script, those that come again with each statement that no semicolon ends counted
/// each time: a script of 1,000 such statements stays below, and what is made to be slow ends within a second.
const MAX_WORK: usize = 8_000_000;

/// The state of one script.
struct Script<'a> {
    dialect: Dialect,
    session: Session<'a>,
    default_schema: Option<String>,
    /// Whether fingerprints are wanted.
    prints: bool,
    done: Vec<Analysis>,
    /// Tokens that were looked at.
    work: usize,
    /// The routine whose body is being read.
    routine: Routine,
    /// What was said of the text as a whole.
    notes: Vec<String>,
}

/// Where in which routine a script is.
#[derive(Default)]
struct Routine {
    /// Which, counted from one.
    now: Option<u32>,
    /// How many there were.
    count: u32,
    /// How many BEGINs are open.
    open: usize,
}

impl Routine {
    /// A routine's header was read.
    fn begin(&mut self) {
        self.count += 1;
        (self.now, self.open) = (Some(self.count), 0);
    }

    /// BEGIN or END was read.
    fn block(&mut self, tokens: &[TokenWithSpan]) {
        let inner = is_any(tokens, 1, &["IF", "LOOP", "WHILE", "FOR", "REPEAT", "CASE"]);
        if is(tokens, 0, "BEGIN") {
            self.open += 1;
        } else if is(tokens, 0, "END") && !inner {
            self.open = self.open.saturating_sub(1);
            self.statement();
        }
    }

    /// A statement was read: without BEGIN a body has one.
    fn statement(&mut self) {
        if self.open == 0 {
            self.now = None;
        }
    }
}

/// Analyses a script. `prints`: whether fingerprints are wanted.
pub(crate) fn run(
    sql: &str,
    dialect: Dialect,
    default_schema: Option<&str>,
    schemas: &dyn Schemas,
    prints: bool,
) -> Vec<Analysis> {
    if let Err(refused) = check_bytes(sql) {
        return vec![Analysis::failed(String::new(), refused.to_string())];
    }
    let mut script = Script {
        dialect,
        session: Session { known: schemas, made: HashMap::new() },
        default_schema: default_schema.map(str::to_owned),
        prints,
        done: Vec::new(),
        work: 0,
        routine: Routine::default(),
        notes: Vec::new(),
    };
    script.text(sql, 0);
    script.done
}

impl Script<'_> {
    /// A text: the whole script, or the body of a routine.
    fn text(&mut self, sql: &str, depth: usize) {
        let sql = delimiter::plain(sql);
        let sql = match template::filled(&sql, self.dialect) {
            Some((filled, note)) => {
                self.notes.push(note);
                Cow::Owned(filled)
            }
            None => sql,
        };
        let mut tokens = Vec::new();
        let mut whole = Tokenizer::new(self.dialect.rules(), &sql).tokenize_with_location_into_buf(&mut tokens).is_ok();
        if !whole {
            // Dialects differ in what escapes a quote: MySQL's rules read what most of the others stumble over.
            let mut again = Vec::new();
            whole = Tokenizer::new(&MySqlDialect {}, &sql).tokenize_with_location_into_buf(&mut again).is_ok();
            if whole {
                tokens = again;
            }
        }
        let mut pieces: VecDeque<_> = split::pieces(tokens, self.dialect).into();
        let broken = if whole { None } else { Some(pieces.pop_back().unwrap_or_default()) };
        let mut declaring = false;
        while let Some(piece) = pieces.pop_front() {
            if let Some(rest) = self.piece(piece, depth, &mut declaring) {
                pieces.push_front(rest);
            }
        }
        if let Some(piece) = broken {
            let known: Vec<Token> = piece.into_iter().map(|t| t.token).collect();
            let failed = Analysis::failed(fingerprint::of_tokens(&known, true), Refused::NotTokens.to_string());
            self.done.push(failed);
        }
    }

    /// One piece; what is left of it after its first statement comes back.
    fn piece(&mut self, mut piece: Vec<TokenWithSpan>, depth: usize, declaring: &mut bool) -> Option<Vec<TokenWithSpan>> {
        self.work += piece.len();
        if self.work > MAX_WORK {
            let print = self.print(&piece, true);
            self.end(Analysis::failed(print, "the script has too many statements without semicolons between them".to_owned()));
            return None;
        }
        let head = head::head(&piece, self.dialect, declaring);
        if is_any(&piece, 0, &["CREATE", "ALTER"]) && !matches!(head, Head::Statement | Head::Still) {
            self.routine.begin();
        }
        self.routine.block(&piece);
        match head {
            Head::Statement => {
                let rest = self.statement(piece, depth);
                if rest.is_none() && self.dialect != Dialect::MsSql && depth == 0 {
                    self.routine.statement();
                }
                return rest;
            }
            Head::Glue => {}
            Head::Still => {
                let print = self.print(&piece, false);
                self.end(Analysis { fingerprint: print, ..Analysis::new(Kind::Other) });
            }
            Head::Strip(n) => return rest(piece, n),
            Head::Asks(asked, then) => {
                self.asked(&piece[asked]);
                return rest(piece, then);
            }
            Head::Body(sql) if depth < MAX_TEXT_DEPTH => {
                self.text(&sql, depth + 1);
                self.routine.now = self.routine.now.filter(|_| depth > 0);
            }
            Head::Body(_) => self.opaque(&piece, "a text within texts is not followed any further"),
            Head::Opaque(why) => self.opaque(&piece, why),
        }
        piece.clear();
        None
    }

    /// A statement whose effect no text says.
    fn opaque(&mut self, piece: &[TokenWithSpan], why: &str) {
        let print = self.print(piece, true);
        let notes = vec![why.to_owned()];
        self.end(Analysis { fingerprint: print, status: Status::Partial, notes, ..Analysis::new(Kind::Other) });
    }

    /// A condition or a query whose result stays in the script: it reads, and nothing flows out of it.
    fn asked(&mut self, tokens: &[TokenWithSpan]) {
        let Some(first) = tokens.first() else { return };
        if !tokens.iter().any(|t| crate::tokens::keyword(&t.token) == Some(Keyword::SELECT)) {
            return;
        }
        let mut asked = Vec::with_capacity(tokens.len() + 1);
        if !crate::tokens::query_starts(tokens, 0) || !closes_at_end(tokens) {
            asked.push(TokenWithSpan { token: select_word(), span: Span::new(first.span.start, Location::new(0, 0)) });
        }
        asked.extend_from_slice(tokens);
        let before = self.done.len();
        self.statement(asked, MAX_TEXT_DEPTH);
        for analysis in &mut self.done[before..] {
            analysis.edges.clear();
        }
    }

    /// A statement; what is left of its tokens comes back.
    fn statement(&mut self, piece: Vec<TokenWithSpan>, depth: usize) -> Option<Vec<TokenWithSpan>> {
        if let Err(refused) = check_tokens(piece.iter().map(|t| &t.token)) {
            let print = self.print(&piece, true);
            self.end(Analysis::failed(print, refused.to_string()));
            return None;
        }
        let sure = self.print(&piece, false);
        let read = parse::read(piece, self.dialect);
        let mut analyser = Analyser::new(self.dialect, self.default_schema.as_deref(), &self.session);
        analyser.in_routine = depth > 0 && depth < MAX_TEXT_DEPTH;
        let mut kind = Kind::Other;
        let mut schema = None;
        for part in &read.parts {
            let of_part = analyser.part(part);
            if !matches!(part, Parsed::Location(..)) {
                kind = of_part;
            }
            if let Parsed::Use(named) = part {
                schema = Some(named.clone());
            }
        }
        for (table, written) in &read.scanned {
            analyser.seen(table, *written);
        }
        let failed = read.parts.is_empty() && read.scanned.is_empty();
        read.notes.into_iter().for_each(|n| analyser.note(n));
        // What was not understood may hold values where names are expected.
        let print = if read.parts.is_empty() { String::new() } else { sure };
        let mut analysis = analyser.finish(kind, print);
        if read.parts.is_empty() {
            analysis.fingerprint = if self.prints { read.unsure } else { String::new() };
        }
        if failed {
            analysis.status = Status::Failed;
        }
        if schema.is_some() {
            self.default_schema = schema;
        }
        self.end(analysis);
        read.rest
    }

    /// Keeps an analysis, and what it made.
    fn end(&mut self, mut analysis: Analysis) {
        for note in self.notes.iter().take(usize::from(analysis.kind != Kind::Other)) {
            analysis.status = analysis.status.max(Status::Partial);
            analysis.notes.push(note.clone());
        }
        analysis.routine = self.routine.now;
        self.session.learn(&analysis);
        self.done.push(analysis);
    }

    fn print(&self, piece: &[TokenWithSpan], unsure: bool) -> String {
        if self.prints { fingerprint::of_spanned(piece, unsure) } else { String::new() }
    }
}

/// What follows the first `n` tokens.
fn rest(mut piece: Vec<TokenWithSpan>, n: usize) -> Option<Vec<TokenWithSpan>> {
    (n < piece.len()).then(|| piece.split_off(n))
}

/// Whether the bracket that opens first closes last: `(SELECT 1)`, not `(SELECT 1) > 0`.
fn closes_at_end(tokens: &[TokenWithSpan]) -> bool {
    is(tokens, 0, "SELECT") || is(tokens, 0, "WITH") || crate::tokens::after_bracket(tokens, 0) == tokens.len()
}

fn select_word() -> Token {
    Token::Word(Word { value: "select".to_owned(), quote_style: None, keyword: Keyword::SELECT })
}
