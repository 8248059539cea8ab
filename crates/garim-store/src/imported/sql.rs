//! The statements over what other systems know.

pub(super) const DATASET: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at
FROM imported_datasets
WHERE namespace = $1
  AND name = $2
";

pub(super) const PUT_DATASET: &str = "
INSERT INTO imported_datasets (
    namespace,
    name,
    body,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

pub(super) const DATASETS: &str = "
SELECT
    namespace,
    name,
    body
FROM imported_datasets
WHERE gone_at IS NULL
  AND (namespace = $1 OR $1 = '')
";

pub(super) const DATASET_GONE: &str = "
UPDATE imported_datasets
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

pub(super) const DASHBOARD: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at
FROM imported_dashboards
WHERE namespace = $1
  AND name = $2
";

pub(super) const PUT_DASHBOARD: &str = "
INSERT INTO imported_dashboards (
    namespace,
    name,
    body,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

pub(super) const DASHBOARD_GONE: &str = "
UPDATE imported_dashboards
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

pub(super) const JOB: &str = "
SELECT
    body,
    first_seen,
    changed_at,
    gone_at,
    lineage
FROM imported_jobs
WHERE namespace = $1
  AND name = $2
";

pub(super) const PUT_JOB: &str = "
INSERT INTO imported_jobs (
    namespace,
    name,
    body,
    lineage,
    first_seen,
    changed_at
)
VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (namespace, name) DO UPDATE
SET body = excluded.body,
    lineage = excluded.lineage,
    changed_at = excluded.changed_at,
    gone_at = NULL
";

pub(super) const JOB_GONE: &str = "
UPDATE imported_jobs
SET gone_at = $3
WHERE namespace = $1
  AND name = $2
";

pub(super) const RUN: &str = "
SELECT
    body
FROM imported_runs
WHERE namespace = $1
  AND job = $2
  AND id = $3
";

pub(super) const PUT_RUN: &str = "
INSERT INTO imported_runs (
    namespace,
    job,
    id,
    body,
    started_at
)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (namespace, job, id) DO UPDATE
SET body = excluded.body,
    started_at = excluded.started_at
";

pub(super) const RUNS: &str = "
SELECT
    id,
    body
FROM imported_runs
WHERE namespace = $1
  AND job = $2
ORDER BY
    started_at DESC,
    id
LIMIT $3
";

pub(super) const NAMED: &str = "
SELECT kind, namespace, name FROM graph_assets
WHERE name = $1 AND namespace <> ''
UNION
SELECT 'dataset', namespace, name FROM imported_datasets
WHERE name = $1 AND gone_at IS NULL
UNION
SELECT 'dashboard', namespace, name FROM imported_dashboards
WHERE name = $1 AND gone_at IS NULL
ORDER BY
    2,
    3,
    1
LIMIT $2
";

pub(super) const ENDING: &str = "
SELECT kind, namespace, name FROM graph_assets
WHERE name LIKE $1 ESCAPE '\\' AND namespace <> ''
UNION
SELECT 'dataset', namespace, name FROM imported_datasets
WHERE name LIKE $1 ESCAPE '\\' AND gone_at IS NULL
ORDER BY
    3,
    2,
    1
LIMIT $2
";

pub(super) const DATASET_NODES: &str = "
SELECT
    namespace,
    name
FROM imported_datasets
WHERE gone_at IS NULL
  AND (namespace, name) > ($1, $2)
ORDER BY
    namespace,
    name
LIMIT $3
";

pub(super) const DASHBOARD_NODES: &str = "
SELECT
    namespace,
    name
FROM imported_dashboards
WHERE gone_at IS NULL
  AND (namespace, name) > ($1, $2)
ORDER BY
    namespace,
    name
LIMIT $3
";
