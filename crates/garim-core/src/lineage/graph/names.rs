//! Names as numbers: each asset, each column's word and each transformation is kept once.

use std::{collections::HashMap, sync::Arc};

use super::super::{Node, Transformation};

/// The column that stands for all rows of an asset: indirect edges end there.
pub(super) const ROWS: &str = "";
/// The column that stands for columns that were not known.
pub(super) const STAR: &str = "*";

/// A column: of which asset, under which word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) asset: u32,
    word: u32,
}

/// An asset and the columns of it that edges have touched.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    pub(super) node: Arc<Node>,
    pub(super) columns: Vec<u32>,
    pub(super) star: Option<u32>,
    pub(super) rows: Option<u32>,
}

/// All names.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) assets: Vec<Asset>,
    by_node: HashMap<Arc<Node>, u32>,
    pub(super) columns: Vec<Column>,
    by_column: HashMap<(u32, u32), u32>,
    words: Vec<Arc<str>>,
    by_word: HashMap<Arc<str>, u32>,
    hows: Vec<Transformation>,
    by_how: HashMap<Transformation, u32>,
}

/// A number for what comes next. Four thousand million names do not fit the memory of any machine that this runs on.
fn next(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl Names {
    pub(super) fn find(&self, node: &Node) -> Option<u32> {
        self.by_node.get(node).copied()
    }

    pub(super) fn find_column(&self, node: &Node, column: &str) -> Option<u32> {
        self.by_column.get(&(self.find(node)?, *self.by_word.get(column)?)).copied()
    }

    pub(super) fn find_how(&self, how: &Transformation) -> Option<u32> {
        self.by_how.get(how).copied()
    }

    pub(super) fn asset(&mut self, node: &Node) -> u32 {
        if let Some(known) = self.by_node.get(node) {
            return *known;
        }
        let (id, node) = (next(self.assets.len()), Arc::new(node.clone()));
        self.by_node.insert(node.clone(), id);
        self.assets.push(Asset { node, columns: Vec::new(), star: None, rows: None });
        id
    }

    pub(super) fn column(&mut self, node: &Node, column: &str) -> u32 {
        let (asset, word) = (self.asset(node), self.word(column));
        if let Some(known) = self.by_column.get(&(asset, word)) {
            return *known;
        }
        let id = next(self.columns.len());
        self.by_column.insert((asset, word), id);
        self.columns.push(Column { asset, word });
        if let Some(of) = self.assets.get_mut(asset as usize) {
            match column {
                ROWS => of.rows = Some(id),
                STAR => of.star = Some(id),
                _ => of.columns.push(id),
            }
        }
        id
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(known) = self.by_word.get(text) {
            return *known;
        }
        let (id, text) = (next(self.words.len()), Arc::<str>::from(text));
        self.by_word.insert(text.clone(), id);
        self.words.push(text);
        id
    }

    pub(super) fn how(&mut self, how: &Transformation) -> u32 {
        if let Some(known) = self.by_how.get(how) {
            return *known;
        }
        let id = next(self.hows.len());
        self.by_how.insert(how.clone(), id);
        self.hows.push(how.clone());
        id
    }

    pub(super) fn asset_at(&self, asset: u32) -> &Asset {
        // INVARIANT: numbers of assets come from `asset` alone, and nothing is ever taken out.
        &self.assets[asset as usize]
    }

    pub(super) fn node_at(&self, asset: u32) -> &Node {
        &self.asset_at(asset).node
    }

    pub(super) fn asset_of(&self, column: u32) -> u32 {
        // INVARIANT: numbers of columns come from `column` alone, and nothing is ever taken out.
        self.columns[column as usize].asset
    }

    pub(super) fn word_of(&self, column: u32) -> &str {
        &self.words[self.columns[column as usize].word as usize]
    }

    pub(super) fn how_at(&self, how: u32) -> &Transformation {
        &self.hows[how as usize]
    }
}
