use std::fs::File;

use parquet::{
    basic::Encoding,
    file::reader::{FileReader, SerializedFileReader},
};

use super::world::{MON, World, orders, schema};

#[tokio::test]
async fn personal_columns_have_neither_statistics_nor_dictionary_nor_index() {
    let world = World::new();
    let many: Vec<_> = (0..5_000).map(|i| (Some((i % 50) as u8), Some(7), 0, "f", i, "x")).collect();
    world.commit(&schema(), MON, 1, &many).await;
    let table = world.lake.table(&orders(), None).await.unwrap().unwrap();
    let reader = SerializedFileReader::new(File::open(table.path_of(&table.files()[0])).unwrap()).unwrap();
    let group = reader.metadata().row_group(0);
    for column in group.columns() {
        let name = column.column_path().string();
        let with_statistics = column.statistics().is_some_and(|s| s.min_bytes_opt().is_some() || s.max_bytes_opt().is_some());
        let dictionary = column.dictionary_page_offset().is_some() || column.encodings().any(|e| e == Encoding::RLE_DICTIONARY);
        assert_eq!(with_statistics, name == "amount", "statistics of `{name}`");
        assert_eq!(dictionary, name == "amount" || name == "gender", "dictionary of `{name}`");
        assert!(column.bloom_filter_offset().is_none() && column.column_index_offset().is_none(), "index of `{name}`");
    }
}

#[tokio::test]
async fn the_log_has_a_row_count_and_no_other_statistic() {
    let world = World::new();
    world.commit(&schema(), MON, 1, &[(Some(1), None, 0, "f", 10, "x")]).await;
    let entry = world.lake.table_folder(&orders()).join("_delta_log/00000000000000000000.json");
    let text = std::fs::read_to_string(entry).unwrap();
    assert!(text.contains(r#"{\"numRecords\":1}"#), "{text}");
    assert!(!text.contains("minValues") && !text.contains("nullCount"), "{text}");
}
