//! A text's tokens, statement by statement.

use sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use crate::{Dialect, tokens::is};

/// Splits at semicolons, and at T-SQL's `GO`. Blanks and comments stay behind: nothing after this needs them.
pub(super) fn pieces(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<Vec<TokenWithSpan>> {
    let (mut all, mut piece) = (Vec::new(), Vec::new());
    let mut close = |piece: &mut Vec<TokenWithSpan>| {
        if !piece.is_empty() {
            all.push(std::mem::take(piece));
        }
    };
    for token in tokens {
        match token.token {
            // A stage's path ends at a blank only.
            Token::Whitespace(_) if dialect == Dialect::Snowflake && in_stage(&piece) => piece.push(token),
            Token::Whitespace(_) | Token::EOF => {}
            Token::SemiColon => close(&mut piece),
            // sqlparser reads a name where Hive reads a text.
            Token::Word(Word { value, quote_style: Some('"'), .. }) if dialect == Dialect::Hive => {
                piece.push(TokenWithSpan { token: Token::SingleQuotedString(value), span: token.span });
            }
            _ => piece.push(token),
        }
    }
    close(&mut piece);
    if dialect == Dialect::MsSql { all.into_iter().flat_map(batches).collect() } else { all }
}

/// Whether the last words are those of a stage: `@stage/path`, without a blank up to here.
fn in_stage(piece: &[TokenWithSpan]) -> bool {
    let mut after = None;
    for token in piece.iter().rev().take(MAX_STAGE) {
        if after.is_some_and(|start| token.span.end != start) {
            return false;
        }
        if token.token == Token::AtSign {
            return true;
        }
        after = Some(token.span.start);
    }
    false
}

/// Longest path of a stage, in tokens.
const MAX_STAGE: usize = 40;

/// `GO` alone on its line ends a batch.
fn batches(piece: Vec<TokenWithSpan>) -> Vec<Vec<TokenWithSpan>> {
    let line = |at: usize| piece.get(at).map(|t| t.span.start.line);
    let ends: Vec<usize> = (0..piece.len())
        .filter(|i| is(&piece, *i, "GO") && line(i + 1) != line(*i) && (*i == 0 || line(i - 1) != line(*i)))
        .collect();
    if ends.is_empty() {
        return vec![piece];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for end in ends.into_iter().chain([piece.len()]) {
        if start < end {
            parts.push(piece[start..end].to_vec());
        }
        start = end + 1;
    }
    parts
}
