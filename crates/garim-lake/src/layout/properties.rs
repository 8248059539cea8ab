//! Parquet properties: small pages, and nothing in the footer of a column that tells about people.

use garim_core::{class::Treatment, schema::SchemaVersion};
use parquet::{
    basic::{Compression, ZstdLevel},
    file::properties::{EnabledStatistics, WriterProperties},
    schema::types::ColumnPath,
};

/// Rows of a row group: few enough that a writer's buffers stay small.
const ROW_GROUP_ROWS: usize = 131_072;
/// Rows of a page in tables that name subjects: measured, 100 subjects then touch a tenth of the pages instead of all.
const SUBJECT_PAGE_ROWS: usize = 1_000;
/// Rows between looks at the page's size; a page ends at a multiple of it.
const SUBJECT_WRITE_BATCH: usize = 500;
/// Level of compression: the fastest; higher ones cost more than they save on pseudonyms.
const ZSTD_LEVEL: i32 = 1;

/// How the data files of a schema version are written. Statistics and dictionaries are opt-in: a column that the version
/// does not know has neither, nor have identifiers and ordinals. Nothing has a bloom filter or a column index.
pub(crate) fn properties(version: &SchemaVersion) -> WriterProperties {
    let level = ZstdLevel::try_new(ZSTD_LEVEL).unwrap_or_default();
    let mut builder = WriterProperties::builder()
        .set_created_by("garim".to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None);
    if version.schema.identifiers().next().is_some() {
        builder = builder.set_data_page_row_count_limit(SUBJECT_PAGE_ROWS).set_write_batch_size(SUBJECT_WRITE_BATCH);
    }
    for column in &version.schema.columns {
        let path = ColumnPath::from(column.name.as_str());
        builder = match column.treatment() {
            Treatment::Plain => builder
                .set_column_dictionary_enabled(path.clone(), true)
                .set_column_statistics_enabled(path, EnabledStatistics::Chunk),
            Treatment::Quasi => builder.set_column_dictionary_enabled(path, true),
            Treatment::Identifier | Treatment::Protected | Treatment::Sealed => builder,
        };
    }
    builder.build()
}
