//! Tables as jobs name them.

use serde_json::Value;

/// `{project_id, dataset_id, table_id}`, in either spelling, as parts of a name. What holds a query's own result is no table.
pub(super) fn parts(value: &Value) -> Option<Vec<String>> {
    let part = |names: [&str; 2]| names.iter().find_map(|n| value.get(n)?.as_str()).map(str::to_owned);
    let dataset = part(["dataset_id", "datasetId"])?;
    let table = part(["table_id", "tableId"])?;
    let anonymous = dataset.starts_with('_') || table.starts_with("anon");
    let table = table.split('$').next().unwrap_or_default().to_owned();
    (!anonymous).then(|| part(["project_id", "projectId"]).into_iter().chain([dataset, undated(table)]).collect())
}

/// A table of a family by day (`events_20261120`) is that family: so do queries name it (`events_*`).
fn undated(table: String) -> String {
    let dated = table.rsplit_once('_').filter(|(_, d)| d.len() == 8 && d.bytes().all(|b| b.is_ascii_digit()));
    match dated {
        Some((family, _)) => format!("{family}_*"),
        None => table,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn partitions_families_and_results_are_told_apart() {
        let of = |table: &str| parts(&json!({"project_id": "p", "dataset_id": "d", "table_id": table})).map(|p| p.join("."));
        assert_eq!(of("orders$20261120").as_deref(), Some("p.d.orders"));
        assert_eq!(of("events_20261120").as_deref(), Some("p.d.events_*"));
        assert_eq!(of("anon1234"), None);
    }
}
