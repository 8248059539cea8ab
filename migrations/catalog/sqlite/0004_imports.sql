-- What other systems know, and one graph over everybody's edges. Names are numbers in the graph: a million edges name the same
-- few columns again and again. Numbers are made by the one transaction that writes.

CREATE TABLE graph_assets (
    id        INTEGER NOT NULL PRIMARY KEY,
    kind      TEXT    NOT NULL,
    namespace TEXT    NOT NULL, -- '' is ours
    name      TEXT    NOT NULL
);

CREATE UNIQUE INDEX graph_assets_by_name ON graph_assets (name, namespace, kind);

CREATE TABLE graph_columns (
    id    INTEGER NOT NULL PRIMARY KEY,
    asset INTEGER NOT NULL REFERENCES graph_assets (id),
    name  TEXT    NOT NULL -- '' is all rows of the asset: indirect edges end there
);

CREATE UNIQUE INDEX graph_columns_by_name ON graph_columns (asset, name);

CREATE TABLE graph_jobs (
    id        INTEGER NOT NULL PRIMARY KEY,
    namespace TEXT    NOT NULL, -- '' is ours
    name      TEXT    NOT NULL
);

CREATE UNIQUE INDEX graph_jobs_by_name ON graph_jobs (namespace, name);

-- An edge holds while `valid_to` is null; what held before is kept, so that history can be asked for. `opened` and `changed`
-- order changes: whoever holds the graph in memory asks for what came after the last that it has seen.
CREATE TABLE graph_edges (
    number      INTEGER NOT NULL PRIMARY KEY,
    job         INTEGER NOT NULL REFERENCES graph_jobs (id),
    from_column INTEGER NOT NULL REFERENCES graph_columns (id),
    to_column   INTEGER NOT NULL REFERENCES graph_columns (id),
    how         TEXT    NOT NULL,
    run         TEXT    NOT NULL, -- '' where the job's definition says so
    valid_from  INTEGER NOT NULL,
    valid_to    INTEGER,
    opened      INTEGER NOT NULL,
    changed     INTEGER NOT NULL
);

CREATE INDEX graph_edges_by_job ON graph_edges (job, valid_to);

CREATE INDEX graph_edges_by_target ON graph_edges (to_column, valid_to);

CREATE INDEX graph_edges_by_change ON graph_edges (changed);

-- The edges of our runs move in. `body` held the transformation as `{"direct":{"kind":"aggregate","function":"sum"}}`.
INSERT INTO graph_assets (id, kind, namespace, name)
SELECT
    row_number() OVER (ORDER BY dataset),
    CASE WHEN dataset LIKE 'metrics.%' THEN 'metric' ELSE 'dataset' END,
    '',
    CASE WHEN dataset LIKE 'metrics.%' THEN substr(dataset, 9) ELSE dataset END
FROM (SELECT from_dataset AS dataset FROM lineage_edges UNION SELECT to_dataset FROM lineage_edges) AS named;

INSERT INTO graph_columns (id, asset, name)
SELECT
    row_number() OVER (ORDER BY a.id, c.column_name),
    a.id,
    c.column_name
FROM (
    SELECT from_dataset AS dataset, from_column AS column_name FROM lineage_edges
    UNION
    SELECT to_dataset, to_column FROM lineage_edges
) AS c
JOIN graph_assets a
  ON a.namespace = ''
 AND c.dataset = CASE WHEN a.kind = 'metric' THEN 'metrics.' || a.name ELSE a.name END;

INSERT INTO graph_jobs (id, namespace, name)
SELECT
    row_number() OVER (ORDER BY job),
    '',
    job
FROM (SELECT DISTINCT job FROM lineage_edges) AS named;

INSERT INTO graph_edges (number, job, from_column, to_column, how, run, valid_from, valid_to, opened, changed)
SELECT
    e.number,
    j.id,
    f.id,
    t.id,
    coalesce(
        e.body ->> '$.transformation.indirect',
        (e.body ->> '$.transformation.direct.kind') || coalesce(':' || (e.body ->> '$.transformation.direct.function'), '')
    ),
    e.run,
    e.valid_from,
    e.valid_to,
    e.number,
    e.number
FROM lineage_edges e
JOIN graph_jobs j ON j.namespace = '' AND j.name = e.job
JOIN graph_assets fa ON fa.namespace = '' AND e.from_dataset = CASE WHEN fa.kind = 'metric' THEN 'metrics.' || fa.name ELSE fa.name END
JOIN graph_columns f ON f.asset = fa.id AND f.name = e.from_column
JOIN graph_assets ta ON ta.namespace = '' AND e.to_dataset = CASE WHEN ta.kind = 'metric' THEN 'metrics.' || ta.name ELSE ta.name END
JOIN graph_columns t ON t.asset = ta.id AND t.name = e.to_column;

DROP TABLE lineage_edges;

-- Each import: one input, read once, with the summary of what it found.
CREATE TABLE imports (
    number    INTEGER NOT NULL PRIMARY KEY,
    kind      TEXT    NOT NULL,
    namespace TEXT    NOT NULL,
    who       TEXT    NOT NULL,
    started   INTEGER NOT NULL,
    ended     INTEGER,
    summary   TEXT    NOT NULL
);

-- Where imports of a kind and namespace stopped reading.
CREATE TABLE import_positions (
    kind      TEXT NOT NULL,
    namespace TEXT NOT NULL,
    stream    TEXT NOT NULL,
    place     TEXT NOT NULL,
    PRIMARY KEY (kind, namespace, stream)
);

-- Executions and events that were taken in, so that overlapping exports do not count twice.
CREATE TABLE import_marks (
    kind      TEXT NOT NULL,
    namespace TEXT NOT NULL,
    id        TEXT NOT NULL,
    day       TEXT NOT NULL, -- '' where the source does not say
    PRIMARY KEY (kind, namespace, id)
);

-- What the last import of a source that shows everything has shown: what the next one does not show is gone.
CREATE TABLE import_shown (
    source    TEXT    NOT NULL, -- kind and namespace of the import
    what      TEXT    NOT NULL, -- dataset, job, dashboard
    namespace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    import    INTEGER NOT NULL,
    PRIMARY KEY (source, what, namespace, name)
);

-- What may hold personal texts, as it came, sealed under a key of its day.
CREATE TABLE import_journal (
    number INTEGER NOT NULL PRIMARY KEY,
    import INTEGER NOT NULL,
    day    TEXT    NOT NULL,
    file   TEXT    NOT NULL, -- bound into the seal, so that none can stand for another
    sealed BLOB    NOT NULL
);

-- Imported things: what all that was said of each adds up to, as text that the core's types write.
CREATE TABLE imported_datasets (
    namespace  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at    INTEGER,
    PRIMARY KEY (namespace, name)
);

CREATE INDEX imported_datasets_by_name ON imported_datasets (name);

CREATE TABLE imported_dashboards (
    namespace  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at    INTEGER,
    PRIMARY KEY (namespace, name)
);

CREATE INDEX imported_dashboards_by_name ON imported_dashboards (name);

CREATE TABLE imported_jobs (
    namespace  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    lineage    TEXT, -- null until something was said of what it moves
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at    INTEGER,
    PRIMARY KEY (namespace, name)
);

CREATE TABLE imported_runs (
    namespace  TEXT    NOT NULL,
    job        TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (namespace, job, id)
);

CREATE INDEX imported_runs_by_start ON imported_runs (namespace, job, started_at);

-- What queries of other systems read: one for all who ran it. Literals were removed before it came here.
CREATE TABLE imported_queries (
    id        TEXT    NOT NULL PRIMARY KEY,
    namespace TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    times     INTEGER NOT NULL
);

-- Which assets a query reads, for the way from an asset to its queries.
CREATE TABLE imported_query_assets (
    asset INTEGER NOT NULL REFERENCES graph_assets (id),
    query TEXT    NOT NULL REFERENCES imported_queries (id),
    PRIMARY KEY (asset, query)
);

CREATE INDEX imported_query_assets_by_query ON imported_query_assets (query);

-- Executions by query, day and user. `day` and `user_name` are '' where the log does not say.
CREATE TABLE query_usage (
    query     TEXT    NOT NULL REFERENCES imported_queries (id),
    day       TEXT    NOT NULL,
    user_name TEXT    NOT NULL,
    user_kind TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    failed    INTEGER NOT NULL,
    timed     INTEGER NOT NULL,
    total_ms  INTEGER NOT NULL,
    max_ms    INTEGER NOT NULL,
    first_at  INTEGER,
    last_at   INTEGER,
    PRIMARY KEY (query, day, user_name)
);

-- Who used an asset (queries that read it, dashboards that were looked at): kept up with the usage, since search asks for it.
CREATE TABLE asset_usage (
    asset     INTEGER NOT NULL REFERENCES graph_assets (id),
    user_name TEXT    NOT NULL,
    user_kind TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (asset, user_name)
);

CREATE TABLE dashboard_views (
    namespace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    user_name TEXT    NOT NULL,
    views     INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (namespace, name, day, user_name)
);

-- Tokens of service principals: kept as SHA-256, shown once.
CREATE TABLE service_tokens (
    name       TEXT    NOT NULL PRIMARY KEY REFERENCES users (name),
    token_hash TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
);
