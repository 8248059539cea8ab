//! Ways of being wrong, as data.

/// file, text, what stands there instead, the problem.
pub(super) const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "garim.toml",
        "timezone    =",
        "timezon =",
        "garim.toml:1:1: `timezone` is missing; such as `timezone = \"Asia/Seoul\"`\n\
         garim.toml:3:1: `timezon` is not a key of garim.toml; did you mean `timezone`?",
    ),
    (
        "garim.toml",
        "Asia/Seoul",
        "Asia/Soul",
        "garim.toml:3:15: `Asia/Soul` is not a time zone; use an IANA name such as `Asia/Seoul`",
    ),
    (
        "garim.toml",
        "\"sqlite:sources/shop.db\"    # a",
        "\"ftp:there\" # a",
        "garim.toml:14:15: `ftp:` is not a kind of source; `env:NAME`, `sqlite:PATH`, `mysql://…` or a glob of CSV files are accepted",
    ),
    (
        "garim.toml",
        "[server]",
        "[openlineage]\nurl = \"https://kim:pw@host/\"\ntoken = \"s3cret\"\n[server]",
        "garim.toml:11:7: events go to an `http:` or `https:` URL without user and password; such as `https://lineage.example.com/api/v1/lineage`\n\
         garim.toml:12:9: a token is no setting of a file; name the variable that holds it: `env:LINEAGE_TOKEN`",
    ),
    (
        "garim.toml",
        "[server]",
        "[openlineage]\nnamespace = \"shop\"\n[server]",
        "garim.toml:10:1: `url` is missing; such as `url = \"https://lineage.example.com/api/v1/lineage\"`",
    ),
    (
        "garim.toml",
        "[server]",
        "[openlineage]\nurl = \"http://host/\"\nfile = \"events.jsonl\"\n[server]",
        "garim.toml:12:8: events go to a `url` or to a `file`, not to both",
    ),
    ("garim.toml", "web         =", "wep =", "datasets/access.odcs.yaml:11:20: source `web` is not defined; did you mean `wep`?"),
    ("garim.toml", "\"lgde\"", "\"lgde", "garim.toml:2:20: invalid basic string, expected `\"`"),
    (
        "datasets/user.odcs.yaml",
        "pii.email",
        "pii.emial",
        "datasets/user.odcs.yaml:34:25: `pii.emial` is not a class; did you mean `pii.email`?",
    ),
    (
        "datasets/user.odcs.yaml",
        "status: active",
        "status: life",
        "datasets/user.odcs.yaml:5:9: `life` is not a status; `active`, `draft`, `proposed`, `deprecated`, `retired` are accepted",
    ),
    (
        "datasets/user.odcs.yaml",
        "logicalType: integer",
        "logicalType: int",
        "datasets/user.odcs.yaml:19:22: `int` is not a logical type; `string`, `integer`, `number`, `decimal`, `boolean`, `date` and `timestamp` are\n\
         datasets/user.odcs.yaml:51:37: `delete` removes the rows of their owner, and no column says who that is; give the owner's identifier `garimRowOwner: true`, or `anonymise`",
    ),
    (
        "datasets/user.odcs.yaml",
        "classification: identifier",
        "clasification: identifier",
        "datasets/user.odcs.yaml:21:9: `clasification` is not a key of a column; did you mean `classification`?\n\
         datasets/user.odcs.yaml:23:60: only an identifier names a subject; write `classification: identifier`\n\
         datasets/user.odcs.yaml:51:37: `delete` removes the rows of their owner, and no column says who that is; give the owner's identifier `garimRowOwner: true`, or `anonymise`",
    ),
    (
        "datasets/user.odcs.yaml",
        "required: true",
        "required: 3",
        "datasets/user.odcs.yaml:20:19: `required` is a number; `true` or `false` is expected",
    ),
    (
        "datasets/user.odcs.yaml",
        "customProperties: [{property: garimSubject, value: customer}]",
        "tags: []",
        "datasets/user.odcs.yaml:18:15: `u_id` identifies, but whom?; add `customProperties: [{property: garimSubject, value: customer}]`",
    ),
    (
        "datasets/user.odcs.yaml",
        "garimSince",
        "garimSinse",
        "datasets/user.odcs.yaml:31:39: `garimSinse` is not a property of ours; did you mean `garimSince`?",
    ),
    (
        "datasets/user.odcs.yaml",
        "{property: garimErasure, value: delete}",
        "{property: x, value: y}",
        "datasets/user.odcs.yaml:3:5: it names people; what does an erasure do here?; add the custom property `garimErasure`: `delete` or `anonymise`",
    ),
    (
        "datasets/user.odcs.yaml",
        "snapshot()",
        "snap()",
        "datasets/user.odcs.yaml:47:123: `snap()` is not a rule for the day; `business_day(COLUMN)` with epoch seconds, or `snapshot()`",
    ),
    (
        "datasets/user.odcs.yaml",
        "id: shop.user",
        "id: shop.users",
        "datasets/user.odcs.yaml:15:11: the id says that this is `users`; write `users` here and the source's own name as `physicalName`\n\
         metrics/users.yaml:31:14: dataset `shop.user` is not defined; did you mean `shop.users`?\n\
         pipelines/daily.yaml:6:13: dataset `shop.user` is not defined; did you mean `shop.users`?",
    ),
    ("datasets/user.odcs.yaml", "schema:", "schema: [", "datasets/user.odcs.yaml:15:3: \"-\" is only valid inside a block"),
    (
        "datasets/purchase.odcs.yaml",
        "business_day(p_time)",
        "business_day(p_tine)",
        "datasets/purchase.odcs.yaml:28:123: `p_tine` is not a column of this dataset; did you mean `p_time`?",
    ),
    (
        "datasets/purchase.odcs.yaml",
        "value: P3D",
        "value: P3W",
        "datasets/purchase.odcs.yaml:33:34: `P3W` is not a window for late rows; a number of days such as `P3D`, at most `P31D`",
    ),
    (
        "datasets/purchase.odcs.yaml",
        "p_name, logicalType: string, classification: none",
        "p_id, logicalType: string",
        "datasets/purchase.odcs.yaml:26:16: column `p_id` is declared twice",
    ),
    (
        "datasets/access.odcs.yaml",
        "[a_id, a_tag",
        "[a_id, a_tags",
        "datasets/access.odcs.yaml:36:40: `a_tags` is not a column of this dataset; did you mean `a_tag`?",
    ),
    (
        "datasets/dim_user.odcs.yaml",
        "value: d_uid",
        "value: d_id",
        "datasets/dim_user.odcs.yaml:26:58: an owner is an identifier column of the same row; identifiers are `d_uid`",
    ),
    (
        "datasets/dim_user.odcs.yaml",
        "partitionKeyPosition: 1",
        "transformLogic: snapshot()",
        "datasets/dim_user.odcs.yaml:37:98: a computed dataset has no rule for its day; only what has a `servers` entry is ingested; the day of what is computed is the run's",
    ),
    (
        "datasets/revenue_old.odcs.yaml",
        "value: dr",
        "value: d",
        "datasets/revenue_old.odcs.yaml:20:39: successor `d` is not defined; did you mean `dr`?",
    ),
    (
        "metrics/revenue.yaml",
        "numerator: dr",
        "numerator: drr",
        "metrics/revenue.yaml:14:16: metric `drr` is not defined; did you mean `dr`?",
    ),
    (
        "metrics/revenue.yaml",
        "numerator: dr",
        "numerator: arpu",
        "metrics/revenue.yaml:10:11: metric `arpu` is computed from itself",
    ),
    (
        "metrics/revenue.yaml",
        "expr: p_amount",
        "expr: p_ammount",
        "metrics/revenue.yaml:8:11: column `p_ammount` is not defined; did you mean `p_amount`?",
    ),
    (
        "metrics/revenue.yaml",
        "agg: sum",
        "agg: summe",
        "metrics/revenue.yaml:7:10: `summe` is not an aggregation; `count`, `count_distinct`, `sum`, `min`, `max` are accepted",
    ),
    (
        "metrics/revenue.yaml",
        "type: ratio",
        "type: ratio\n    expr: 1",
        "metrics/revenue.yaml:14:5: a ratio metric has no `expr`",
    ),
    (
        "metrics/users.yaml",
        "dataset: shop.access",
        "dataset: shop.acces",
        "metrics/users.yaml:6:14: dataset `shop.acces` is not defined; did you mean `shop.access`?",
    ),
    (
        "metrics/users.yaml",
        "name: dpu",
        "name: dau",
        "metrics/revenue.yaml:22:18: metric `dpu` is not defined; did you mean `dau`?\n\
         metrics/users.yaml:11:11: metric `dau` is defined twice; it is in `metrics/users.yaml` too\n\
         metrics/users.yaml:42:84: metric `dpu` is not defined; did you mean `dau`?",
    ),
    (
        "metrics/users.yaml",
        "unit: users",
        "unti: users",
        "metrics/users.yaml:10:41: `unti` is not a key of `meta`; did you mean `unit`?",
    ),
    (
        "pipelines/daily.yaml",
        "30 4 * * *",
        "30 4 * *",
        "pipelines/daily.yaml:2:11: `30 4 * *` is not a schedule; five fields: minute, hour, day of month, month, day of week, such as `30 4 * * *`",
    ),
    (
        "pipelines/daily.yaml",
        "purpose: reporting",
        "purpose: report",
        "pipelines/daily.yaml:3:10: purpose `report` is not defined; did you mean `support`?",
    ),
    (
        "pipelines/daily.yaml",
        "start: 2020-10-25",
        "start: 2020-13-25",
        "pipelines/daily.yaml:4:8: `2020-13-25` is not a day; write it as `2020-10-25` or `20201025`",
    ),
    (
        "pipelines/daily.yaml",
        "sql/dim_user.sql",
        "sql/dim_users.sql",
        "pipelines/daily.yaml:16:10: `sql/dim_users.sql` is not a file of this project; did you mean `sql/dim_user.sql`?",
    ),
    (
        "pipelines/daily.yaml",
        "incremental: p_time",
        "incremental: p_id",
        "pipelines/daily.yaml:7:13: `shop.purchase` cannot be read in part by that column; the day is made from `p_time`, so only that can be read in part",
    ),
    (
        "pipelines/daily.yaml",
        "ingest: shop.access",
        "ingest: mart.session",
        "pipelines/daily.yaml:9:13: `mart.session` names no source to ingest from; add `servers: [{server: NAME}]` to its contract\n\
         pipelines/daily.yaml:17:16: `mart.session` is written by two jobs; keep one",
    ),
    (
        "pipelines/daily.yaml",
        "transform: mart.session",
        "transform: shop.user",
        "pipelines/daily.yaml:17:16: `shop.user` comes from a source, so it is not computed; ingest it, or remove `servers` from its contract\n\
         pipelines/daily.yaml:17:16: `shop.user` is written by two jobs; keep one",
    ),
    (
        "pipelines/daily.yaml",
        "metrics: all",
        "metrics: [dau, dup]",
        "pipelines/daily.yaml:19:14: metric `dup` is not defined; did you mean `dr`?",
    ),
    (
        "pipelines/daily.yaml",
        "- metrics: all",
        "- {metrics: all, ingest: shop.user}",
        "pipelines/daily.yaml:19:5: a job does exactly one thing; `ingest: DATASET`, `transform: DATASET` with `sql: FILE`, or `metrics: all`",
    ),
    (
        "purposes.yaml",
        "basis: contract",
        "basis: contrakt",
        "purposes.yaml:4:12: `contrakt` is not a legal basis; `consent`, `contract`, `legal_obligation`, `vital_interests`, `public_task`, `legitimate_interests` are accepted",
    ),
];
