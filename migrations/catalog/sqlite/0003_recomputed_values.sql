-- A published value stays when a day is computed again after erasures; what then comes out stands beside it. A row whose
-- `erased_since` is 0 has nothing beside it: `recomputed` may be null as a value too.
ALTER TABLE metric_values ADD COLUMN recomputed TEXT;
ALTER TABLE metric_values ADD COLUMN erased_since INTEGER NOT NULL DEFAULT 0;
