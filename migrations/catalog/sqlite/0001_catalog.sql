-- The catalog's memory. What is queried is a column; what is only read whole is JSON text beside it, written by the core
-- types themselves, so that a contract's new field needs no migration.
--
-- Conventions that both databases keep: instants are microseconds since 1970 UTC; days are `yyyyMMdd` text, which sorts;
-- ids are made by the caller, except the numbers that order a log; an absent part of a unique key is '' and not NULL,
-- since NULLs never conflict.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE datasets (
    name         TEXT    NOT NULL PRIMARY KEY,
    contract     TEXT    NOT NULL,
    declared_at  INTEGER NOT NULL,
    lake_version INTEGER,
    published_at INTEGER
);

CREATE TABLE schema_versions (
    dataset       TEXT    NOT NULL REFERENCES datasets (name),
    number        INTEGER NOT NULL,
    body          TEXT    NOT NULL,
    run           TEXT    NOT NULL,
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (dataset, number)
);

-- Columns that a source has ever shown: one that vanishes afterwards is a contradiction, one never seen is not.
CREATE TABLE seen_columns (
    dataset     TEXT NOT NULL REFERENCES datasets (name),
    column_name TEXT NOT NULL,
    PRIMARY KEY (dataset, column_name)
);

-- Every classification that a column had; the one with the highest number holds.
CREATE TABLE classifications (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset     TEXT    NOT NULL REFERENCES datasets (name),
    column_name TEXT    NOT NULL,
    class       TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    at          INTEGER NOT NULL
);

CREATE INDEX classifications_by_column ON classifications (dataset, column_name, number);

CREATE TABLE runs (
    id         TEXT    NOT NULL PRIMARY KEY,
    pipeline   TEXT    NOT NULL,
    job        TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    attempt    INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    body       TEXT    NOT NULL
);

-- Two processes cannot both run a job for a day.
CREATE UNIQUE INDEX runs_one_at_a_time ON runs (pipeline, job, day) WHERE state = 'running';

-- The lake knows a job by its name alone, so a sequence is used once for a job whatever the pipeline.
CREATE UNIQUE INDEX runs_by_sequence ON runs (job, sequence);

CREATE INDEX runs_by_job_and_day ON runs (pipeline, job, day, sequence);

CREATE INDEX runs_by_start ON runs (started_at);

CREATE TABLE run_datasets (
    dataset TEXT NOT NULL,
    run     TEXT NOT NULL REFERENCES runs (id),
    PRIMARY KEY (dataset, run)
);

CREATE TABLE run_profiles (
    run     TEXT NOT NULL REFERENCES runs (id),
    dataset TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (run, dataset)
);

-- What a run will be once its commit stands, kept before the lake is asked to commit: after a crash it is adopted from here.
CREATE TABLE prepared_runs (
    run     TEXT NOT NULL PRIMARY KEY REFERENCES runs (id),
    body    TEXT NOT NULL,
    facts   TEXT NOT NULL,
    schemas TEXT NOT NULL
);

-- For each day of a dataset the run that wrote what stands there now.
CREATE TABLE outputs (
    dataset TEXT NOT NULL,
    day     TEXT NOT NULL,
    run     TEXT NOT NULL REFERENCES runs (id),
    body    TEXT NOT NULL,
    PRIMARY KEY (dataset, day)
);

-- Column lineage. An edge holds while `valid_to` is null; what held before is kept, so that history can be asked for.
CREATE TABLE lineage_edges (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    job          TEXT    NOT NULL,
    from_dataset TEXT    NOT NULL,
    from_column  TEXT    NOT NULL,
    to_dataset   TEXT    NOT NULL,
    to_column    TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    run          TEXT    NOT NULL REFERENCES runs (id),
    valid_from   INTEGER NOT NULL,
    valid_to     INTEGER
);

CREATE INDEX lineage_edges_by_target ON lineage_edges (job, to_dataset, valid_to);

CREATE TABLE metric_values (
    metric TEXT    NOT NULL,
    day    TEXT    NOT NULL,
    value  TEXT,
    run    TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (metric, day)
);

CREATE INDEX metric_values_by_day ON metric_values (day, metric);

CREATE TABLE requests (
    id       TEXT    NOT NULL PRIMARY KEY,
    state    TEXT    NOT NULL,
    filed_at INTEGER NOT NULL,
    body     TEXT    NOT NULL
);

CREATE TABLE request_steps (
    request  TEXT    NOT NULL REFERENCES requests (id),
    position INTEGER NOT NULL,
    step     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    note     TEXT    NOT NULL,
    PRIMARY KEY (request, position)
);

-- The plan as approved, and the certificate without the person's salt.
CREATE TABLE request_papers (
    request TEXT NOT NULL REFERENCES requests (id),
    kind    TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (request, kind)
);

CREATE TABLE audit_records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    body   TEXT    NOT NULL,
    hash   TEXT    NOT NULL
);

-- The log is appended to and never changed: not even by a mistake of ours.
CREATE TRIGGER audit_records_never_change BEFORE UPDATE ON audit_records
BEGIN
    SELECT RAISE(ABORT, 'audit records never change');
END;

CREATE TRIGGER audit_records_never_go BEFORE DELETE ON audit_records
BEGIN
    SELECT RAISE(ABORT, 'audit records never go');
END;

-- `about` with `kind` is the idempotency key while the job is unfinished.
CREATE TABLE jobs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    about      TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    fence      INTEGER NOT NULL,
    finished   INTEGER NOT NULL,
    last_error TEXT    NOT NULL
);

CREATE UNIQUE INDEX jobs_once ON jobs (kind, about) WHERE finished = 0;

CREATE INDEX jobs_by_due ON jobs (finished, due_at);

-- A released lease keeps its row, so that the fence never goes back.
CREATE TABLE leases (
    name       TEXT    NOT NULL PRIMARY KEY,
    holder     TEXT    NOT NULL,
    held_until INTEGER NOT NULL,
    fence      INTEGER NOT NULL
);

CREATE TABLE queries (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    datasets    TEXT    NOT NULL,
    columns     TEXT    NOT NULL,
    times       INTEGER NOT NULL,
    last_at     INTEGER NOT NULL
);

-- `person` is a keyed hash: how many different people, never who.
CREATE TABLE query_people (
    fingerprint TEXT NOT NULL REFERENCES queries (fingerprint),
    person      TEXT NOT NULL,
    PRIMARY KEY (fingerprint, person)
);

CREATE TABLE users (
    name     TEXT NOT NULL PRIMARY KEY,
    roles    TEXT NOT NULL,
    password TEXT
);

-- Tokens are kept as SHA-256: whoever reads this table can sign in with none of them.
CREATE TABLE sessions (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    user_name  TEXT    NOT NULL REFERENCES users (name),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);

CREATE TABLE sign_in_links (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    user_name  TEXT    NOT NULL REFERENCES users (name),
    expires_at INTEGER NOT NULL
);

CREATE TABLE outbox (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT    NOT NULL
);
