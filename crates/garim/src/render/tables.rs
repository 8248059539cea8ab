//! Tables.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

/// A table with a heading; columns whose every cell is a number stand to the right.
pub fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut table = wide(heading, rows);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.to_string()
}

/// The same, not folded to the terminal.
pub fn wide(heading: &[&str], rows: &[Vec<String>]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_header(heading.iter().map(Cell::new));
    for row in rows {
        table.add_row(row.iter().map(|cell| {
            let cell_text = Cell::new(cell);
            if number(cell) { cell_text.set_alignment(CellAlignment::Right) } else { cell_text }
        }));
    }
    table
}

fn number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}
