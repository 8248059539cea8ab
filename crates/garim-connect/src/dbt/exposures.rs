//! Exposures: what uses the project's datasets, as dashboards.

use garim_core::imported::{Chart, Dashboard, DashboardKey, Fact};

use super::{artifact::Exposure, project::Project};
use crate::openlineage::address;

/// Every exposure.
pub(super) fn read(project: &Project) -> Vec<Fact> {
    project.manifest.exposures.iter().filter_map(|(id, e)| Some(Fact::Dashboard(exposure(project, id, e)?))).collect()
}

fn exposure(project: &Project, id: &str, exposure: &Exposure) -> Option<Dashboard> {
    let title = exposure.label.clone().unwrap_or_else(|| exposure.name.clone());
    let email = exposure.owner.email.as_str().map(str::to_owned);
    let datasets = exposure.depends_on.nodes.iter().filter_map(|n| project.keys.get(n).cloned()).collect();
    let chart =
        Chart { id: id.to_owned(), title: title.clone(), description: None, datasets, columns: Vec::new(), fingerprint: None };
    Some(Dashboard {
        key: DashboardKey::new(&project.namespace, format!("dbt:{id}")).ok()?,
        at: project.at,
        title,
        description: exposure.description.clone().filter(|d| !d.trim().is_empty()),
        url: exposure.url.as_deref().map(address),
        folder: exposure.kind.clone(),
        owners: exposure.owner.name.clone().or(email).into_iter().collect(),
        tags: exposure.tags.clone(),
        certified_by: None,
        published: exposure.maturity.as_deref() != Some("low"),
        changed: None,
        charts: vec![chart],
    })
}
