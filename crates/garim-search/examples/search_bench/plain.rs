//! The yardstick: tantivy as it comes, BM25 over one field of all text, any word, over the same documents.

use std::path::Path;

use garim_core::search::Document;
use tantivy::{
    Index, IndexReader, IndexWriter, TantivyDocument,
    collector::TopDocs,
    query::QueryParser,
    schema::{Field, STORED, STRING, Schema, TEXT, Value},
};

use crate::Failure;

/// Memory of the writer, in bytes.
const MEMORY: usize = 256 * 1024 * 1024;

pub struct Plain {
    reader: IndexReader,
    parser: QueryParser,
    id: Field,
}

impl Plain {
    /// Builds it in an empty folder, or opens the one that is kept.
    pub fn build(folder: &Path, documents: impl Iterator<Item = Document>) -> Result<Self, Failure> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let text = schema.add_text_field("text", TEXT);
        std::fs::create_dir_all(folder)?;
        if folder.join("meta.json").exists() {
            let index = Index::open_in_dir(folder)?;
            return Ok(Self { reader: index.reader()?, parser: QueryParser::for_index(&index, vec![text]), id });
        }
        let index = Index::create_in_dir(folder, schema.build())?;
        let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
        for document in documents {
            let mut line = TantivyDocument::new();
            line.add_text(id, &document.id);
            line.add_text(text, all(&document));
            writer.add_document(line)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self { reader: index.reader()?, parser: QueryParser::for_index(&index, vec![text]), id })
    }

    /// Ids, best first.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<String>, Failure> {
        let (query, _) = self.parser.parse_query_lenient(query);
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let mut ids = Vec::with_capacity(found.len());
        for (_, at) in found {
            let document: TantivyDocument = searcher.doc(at)?;
            ids.extend(document.get_first(self.id).and_then(|v| v.as_str()).map(str::to_owned));
        }
        Ok(ids)
    }
}

fn all(d: &Document) -> String {
    let texts = [&d.name, &d.description, &d.query_text].into_iter();
    let lists = [&d.labels, &d.synonyms, &d.columns, &d.details, &d.tags].into_iter().flatten();
    texts.chain(lists).map(String::as_str).collect::<Vec<_>>().join(" ")
}
