//! The expressions directly within an expression, for those of no special meaning to lineage.

use sqlparser::ast::{AccessExpr, Expr, Subscript};

/// The expressions within. Subqueries, functions, CASE and references are not asked for here.
pub(crate) fn children(e: &Expr) -> Vec<&Expr> {
    match e {
        Expr::JsonAccess { value: a, .. }
        | Expr::IsFalse(a)
        | Expr::IsNotFalse(a)
        | Expr::IsTrue(a)
        | Expr::IsNotTrue(a)
        | Expr::IsNull(a)
        | Expr::IsNotNull(a)
        | Expr::IsUnknown(a)
        | Expr::IsNotUnknown(a)
        | Expr::IsNormalized { expr: a, .. }
        | Expr::UnaryOp { expr: a, .. }
        | Expr::Convert { expr: a, .. }
        | Expr::Cast { expr: a, .. }
        | Expr::Extract { expr: a, .. }
        | Expr::Ceil { expr: a, .. }
        | Expr::Floor { expr: a, .. }
        | Expr::Collate { expr: a, .. }
        | Expr::Nested(a)
        | Expr::Prefixed { value: a, .. }
        | Expr::Named { expr: a, .. }
        | Expr::OuterJoin(a)
        | Expr::Prior(a) => vec![a],
        Expr::IsDistinctFrom(a, b)
        | Expr::IsNotDistinctFrom(a, b)
        | Expr::BinaryOp { left: a, right: b, .. }
        | Expr::Like { expr: a, pattern: b, .. }
        | Expr::ILike { expr: a, pattern: b, .. }
        | Expr::SimilarTo { expr: a, pattern: b, .. }
        | Expr::RLike { expr: a, pattern: b, .. }
        | Expr::AnyOp { left: a, right: b, .. }
        | Expr::AllOp { left: a, right: b, .. }
        | Expr::AtTimeZone { timestamp: a, time_zone: b }
        | Expr::Position { expr: a, r#in: b }
        | Expr::InUnnest { expr: a, array_expr: b, .. } => vec![a, b],
        Expr::MemberOf(m) => vec![&m.value, &m.array],
        Expr::Between { expr, low, high, .. } => vec![expr, low, high],
        Expr::InList { expr, list, .. } => std::iter::once(expr.as_ref()).chain(list).collect(),
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            std::iter::once(expr).chain(substring_from).chain(substring_for).map(AsRef::as_ref).collect()
        }
        Expr::Trim { expr, trim_what, trim_characters, .. } => {
            std::iter::once(expr).chain(trim_what).map(AsRef::as_ref).chain(trim_characters.iter().flatten()).collect()
        }
        Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
            [expr, overlay_what, overlay_from].into_iter().chain(overlay_for).map(AsRef::as_ref).collect()
        }
        Expr::CompoundFieldAccess { root, .. } => vec![root],
        Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => sets.iter().flatten().collect(),
        Expr::Tuple(list) | Expr::Struct { values: list, .. } => list.iter().collect(),
        Expr::Dictionary(fields) => fields.iter().map(|f| f.value.as_ref()).collect(),
        Expr::Map(map) => map.entries.iter().flat_map(|e| [e.key.as_ref(), e.value.as_ref()]).collect(),
        Expr::Array(array) => array.elem.iter().collect(),
        Expr::Interval(interval) => vec![&interval.value],
        Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::InSubquery { .. }
        | Expr::Value(_)
        | Expr::TypedString(_)
        | Expr::Function(_)
        | Expr::Case { .. }
        | Expr::Exists { .. }
        | Expr::Subquery(_)
        | Expr::MatchAgainst { .. }
        | Expr::Wildcard(_)
        | Expr::QualifiedWildcard(..)
        | Expr::Lambda(_) => Vec::new(),
    }
}

/// The expressions of `[i]` and `[a:b]`; a field's name is no column.
pub(crate) fn access(chain: &AccessExpr) -> Vec<&Expr> {
    match chain {
        AccessExpr::Dot(_) => Vec::new(),
        AccessExpr::Subscript(Subscript::Index { index }) => vec![index],
        AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride }) => {
            [lower_bound, upper_bound, stride].into_iter().flatten().collect()
        }
    }
}
