//! The project that `garim init` makes: one SQLite source, one dataset, one metric, one pipeline.

/// The files of a new project: path from its root, and text.
pub fn template() -> &'static [(&'static str, &'static str)] {
    &[
        ("garim.toml", include_str!("../template/garim.toml")),
        (".gitignore", include_str!("../template/gitignore")),
        ("purposes.yaml", include_str!("../template/purposes.yaml")),
        ("datasets/visit.odcs.yaml", include_str!("../template/datasets/visit.odcs.yaml")),
        ("metrics/visitors.yaml", include_str!("../template/metrics/visitors.yaml")),
        ("pipelines/daily.yaml", include_str!("../template/pipelines/daily.yaml")),
        ("policies/README.md", include_str!("../template/policies/README.md")),
    ]
}

/// Fills the template's source, `sources/example.db`: visits of three days by a few people. Run once, on an empty database.
pub const TEMPLATE_SOURCE_SQL: &str = include_str!("../template/source.sql");
