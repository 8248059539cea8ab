//! Publishing a staging.

use garim_core::Result;
use garim_ports::Staged;

use super::{Change, Manifest, publish};
use crate::{LocalLake, layout::arrow_schema};

/// One Delta commit that replaces each of the staging's days. A staging without days leaves its `txn` alone, so that the run
/// is known to have committed. The freeze epoch is the caller's to compare: the lake holds no vault here.
pub(crate) async fn commit(lake: &LocalLake, staged: &Staged) -> Result<i64> {
    let manifest = Manifest::read(&staged.token)?;
    let _writing = lake.locks().writing(&staged.dataset).await;
    let days = &manifest.days;
    let change = Change {
        operation: "garim commit",
        columns: arrow_schema(&manifest.schema),
        remove: days.iter().flat_map(|d| d.replaces.iter().cloned()).collect(),
        whole_days: days.iter().map(|d| d.written.day).collect(),
        add: days.iter().flat_map(|d| d.written.files.iter().map(|f| (d.written.day, f.clone()))).collect(),
        job: (staged.job.clone(), Some(staged.sequence)),
    };
    publish(lake, &staged.dataset, &change).await
}
