-- What owners said of their assets: certified, deprecated, or taken back. The newest row of an asset holds, the others are
-- its history. `asset` is the index's id (`dataset:shop.purchase`, `metric:dr`), so that what is not a dataset fits as well.

CREATE TABLE endorsements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    asset  TEXT    NOT NULL,
    body   TEXT    NOT NULL,
    at     INTEGER NOT NULL
);

CREATE INDEX endorsements_by_asset ON endorsements (asset, number);
