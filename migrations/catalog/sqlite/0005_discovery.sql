-- Searches that people keep, each for themselves.
CREATE TABLE saved_searches (
    owner    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    query    TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
);

-- What was chosen when something was asked. `question` is a keyed hash of what was asked for: what people type may be
-- anything, also a person's name. Nobody who chose stands here.
CREATE TABLE choices (
    question  TEXT    NOT NULL,
    asset     TEXT    NOT NULL,
    weight    REAL    NOT NULL, -- as of `chosen_at`: it fades
    chosen_at INTEGER NOT NULL,
    PRIMARY KEY (question, asset)
);

CREATE INDEX choices_by_weight ON choices (question, weight);

-- What is new is asked for on every search.
CREATE INDEX schema_versions_by_time ON schema_versions (registered_at);

CREATE INDEX imported_datasets_by_first ON imported_datasets (first_seen);

CREATE INDEX imported_dashboards_by_first ON imported_dashboards (first_seen);

-- Who used what lately, for what is popular, and what else the same people use.
CREATE INDEX asset_usage_by_user ON asset_usage (user_name, asset);

CREATE INDEX asset_usage_by_time ON asset_usage (last_at);
