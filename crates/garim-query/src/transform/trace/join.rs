//! Joins: which rows meet, and which identifiers are one person from here on.

use datafusion::{
    common::{DFSchemaRef, JoinType},
    logical_expr::Join,
};
use garim_core::{Error, Result, lineage::Indirect};

use super::{
    Scope, Tracer,
    column::Traced,
    expr::{atoms, pair},
    people::Pair,
};

impl Tracer<'_> {
    pub(super) fn join(&mut self, join: &Join) -> Result<Vec<Traced>> {
        let left = self.scope(&join.left)?;
        // A lateral right side may refer to the left one.
        let right = self.subquery(&join.right, &left)?;
        let unjoined = |_| Error::internal("tracing a plan", "a join whose sides have a column of one name");
        let schema = join.left.schema().join(join.right.schema()).map_err(unjoined)?;
        let both = left.columns.iter().chain(&right).cloned().collect();
        let scope = Scope { schema: DFSchemaRef::new(schema), columns: both };
        let pairs = self.conditions(join, &scope)?;
        self.people.joined(join.join_type, &sided(pairs, &left.columns, &right, join.join_type));
        Ok(match join.join_type {
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => scope.columns,
            JoinType::LeftSemi | JoinType::LeftAnti => left.columns,
            JoinType::RightSemi | JoinType::RightAnti => right,
            JoinType::LeftMark => left.columns.into_iter().chain([Traced::default()]).collect(),
            JoinType::RightMark => right.into_iter().chain([Traced::default()]).collect(),
        })
    }

    fn conditions(&mut self, join: &Join, scope: &Scope) -> Result<Vec<Pair>> {
        let mut pairs = Vec::new();
        for (l, r) in &join.on {
            let (left, right) = (self.value(l, scope, Indirect::JoinKey)?, self.value(r, scope, Indirect::JoinKey)?);
            pairs.extend(pair(&left, &right));
            let both = l.clone().eq(r.clone());
            let compared = self.compared(&both, left, right, scope)?;
            self.shaped(&compared, Indirect::JoinKey);
        }
        if let Some(filter) = &join.filter {
            self.condition(filter, scope, Indirect::JoinKey)?;
            pairs.extend(self.equalities(filter, scope)?);
        }
        Ok(pairs)
    }
}

/// The pairs with the left side's atoms first. An outer join's equality within one side says nothing of the rows it keeps.
fn sided(pairs: Vec<Pair>, left: &[Traced], right: &[Traced], kind: JoinType) -> Vec<Pair> {
    let (left, right) = (atoms(left), atoms(right));
    let order = |(a, b): Pair| match () {
        () if kind == JoinType::Inner => Some((a, b)),
        () if a.is_subset(&left) && b.is_subset(&right) => Some((a, b)),
        () if b.is_subset(&left) && a.is_subset(&right) => Some((b, a)),
        () => None,
    };
    pairs.into_iter().filter_map(order).collect()
}
