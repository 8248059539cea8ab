-- The vault: what is here is personal data, sealed, or leads to it. Never attach this file to the catalog's database.
-- Days are integers such as 20201025. Sealed columns are nonce (12) + ciphertext + tag (16), AES-256-GCM.

-- Names of one: counters (`number`) and wrapped secrets (`bytes`).
CREATE TABLE meta (
  name   TEXT NOT NULL PRIMARY KEY, -- public
  number INTEGER,                   -- public
  bytes  BLOB                       -- private: wrapped secrets
) STRICT, WITHOUT ROWID;

-- Runs that are neither kept nor forgotten. What bears a number that is not here is kept, so keeping a run of any size is
-- one row. AUTOINCREMENT: a number that was used once must never come back.
CREATE TABLE open_run (
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- public
  run    BLOB NOT NULL UNIQUE               -- public
) STRICT;

-- From a person's keyed hash to the pseudonym of each generation: narrow, since it is the only table in random order.
CREATE TABLE subject_lookup (
  lookup     BLOB NOT NULL,    -- private: keyed hash of type and id
  generation INTEGER NOT NULL, -- private
  pseudonym  BLOB NOT NULL,    -- private
  since      INTEGER,          -- private: rows of earlier days stay suppressed; null: of all days
  run        INTEGER NOT NULL, -- public: see open_run
  PRIMARY KEY (lookup, generation)
) STRICT, WITHOUT ROWID;

-- A subject's key. The number is given once, in order of arrival, so that values are written by appending.
CREATE TABLE subject_key (
  subject    INTEGER PRIMARY KEY, -- private
  pseudonym  BLOB NOT NULL,       -- private
  generation INTEGER NOT NULL,    -- private
  wrapped    BLOB NOT NULL,       -- private: the key, sealed
  commitment BLOB NOT NULL,       -- private: the one key that `wrapped` may open to
  frozen     INTEGER NOT NULL,    -- private: 1 once a request froze it
  floor      INTEGER NOT NULL     -- private: ordinals below it may have been used by values that are gone
) STRICT;
CREATE UNIQUE INDEX subject_key_pseudonym ON subject_key (pseudonym);

CREATE TABLE value (
  subject  INTEGER NOT NULL, -- private
  kind     TEXT NOT NULL,    -- public
  ordinal  INTEGER NOT NULL, -- private
  sealed   BLOB NOT NULL,    -- private: under the subject's key
  tag      BLOB NOT NULL,    -- private: equal values of one subject have equal tags
  last_day INTEGER NOT NULL, -- private: written on this day, or up to the slack later
  run      INTEGER NOT NULL, -- public: see open_run
  PRIMARY KEY (subject, kind, ordinal)
) STRICT, WITHOUT ROWID;

-- People whom a request froze and who are not destroyed yet.
CREATE TABLE frozen (
  lookup  BLOB NOT NULL, -- private
  request BLOB NOT NULL, -- public
  PRIMARY KEY (lookup, request)
) STRICT, WITHOUT ROWID;

-- People who were erased. Pseudonymous data, and we say so.
CREATE TABLE suppression (
  person     BLOB NOT NULL PRIMARY KEY, -- private: HMAC under the suppression key
  day        INTEGER NOT NULL,          -- private
  generation INTEGER NOT NULL           -- private: the last one that was used
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_key (
  dataset    TEXT NOT NULL,    -- public
  day        INTEGER NOT NULL, -- public
  wrapped    BLOB NOT NULL,    -- private
  commitment BLOB NOT NULL,    -- private
  PRIMARY KEY (dataset, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_vault (
  request    BLOB NOT NULL PRIMARY KEY, -- public
  wrapped    BLOB NOT NULL,             -- private
  commitment BLOB NOT NULL              -- private
) STRICT, WITHOUT ROWID;

CREATE TABLE request_blob (
  request BLOB NOT NULL, -- public
  name    TEXT NOT NULL, -- public
  sealed  BLOB NOT NULL, -- private: under the request's own key
  PRIMARY KEY (request, name)
) STRICT;
