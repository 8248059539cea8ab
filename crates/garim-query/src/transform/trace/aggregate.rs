//! Groups, aggregates and windows.

use datafusion::logical_expr::{
    Aggregate, Expr,
    expr::{AggregateFunction, WindowFunction},
    utils::grouping_set_to_exprlist,
};
use garim_core::{
    Error, Result,
    lineage::{Direct, Indirect},
};

use super::{
    Scope, Standing, Tracer,
    column::{Traced, together},
    expr::rule_of,
};

/// Aggregates that give one of the values as it is.
const ANY_VALUE: &[&str] = &["any_value", "first_value", "last_value"];
/// Window functions whose value is a position, not something of the rows.
const POSITIONS: &[&str] = &["row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"];
/// Window functions that give another row's value: no aggregates.
const NEIGHBOURS: &[&str] = &["lag", "lead"];

const BESIDE_RULE: &str = "is protected: it may be grouped by, or any value of it taken, beside its person's identifier only";

/// A call of an aggregate, as a group or a window makes it.
struct Call<'e> {
    whole: &'e Expr,
    name: &'e str,
    distinct: bool,
    args: &'e [Expr],
}

impl Tracer<'_> {
    pub(super) fn aggregate(&mut self, a: &Aggregate) -> Result<Vec<Traced>> {
        let scope = self.scope(&a.input)?;
        let sets = matches!(a.group_expr.as_slice(), [Expr::GroupingSet(_)]);
        let unknown = |_| Error::internal("tracing a plan", "grouping sets that cannot be listed");
        let keys = grouping_set_to_exprlist(&a.group_expr).map_err(unknown)?;
        let mut columns = self.group_keys(&keys, &scope, sets)?;
        let found: Result<Vec<Traced>> = a.aggr_expr.iter().map(|e| self.aggregated(e, &scope, &columns)).collect();
        if sets {
            columns.push(Traced::default());
        }
        columns.extend(found?);
        Ok(columns)
    }

    fn group_keys(&mut self, keys: &[&Expr], scope: &Scope, sets: bool) -> Result<Vec<Traced>> {
        let mut columns = Vec::with_capacity(keys.len());
        for key in keys {
            let value = self.value(key, scope, Indirect::Group)?;
            if sets && !value.plain() {
                return Err(self.refused(
                    key,
                    scope,
                    "may not be a key of ROLLUP, CUBE or GROUPING SETS, which leave it out of some groups",
                ));
            }
            self.shaped(&value, Indirect::Group);
            columns.push(value);
        }
        for (key, column) in keys.iter().zip(&columns) {
            if matches!(&column.standing, Standing::Protected(person) if !self.any_beside(person, &columns)) {
                return Err(self.refused(key, scope, BESIDE_RULE));
            }
        }
        Ok(columns)
    }

    fn aggregated(&mut self, e: &Expr, scope: &Scope, keys: &[Traced]) -> Result<Traced> {
        match e {
            Expr::Alias(alias) => self.aggregated(&alias.expr, scope, keys),
            Expr::AggregateFunction(f) => self.aggregate_call(e, f, scope, keys),
            _ => Err(Error::internal("tracing a plan", "an aggregate that is none")),
        }
    }

    /// An aggregate over the rows that share `keys`.
    pub(super) fn aggregate_call(&mut self, e: &Expr, f: &AggregateFunction, scope: &Scope, keys: &[Traced]) -> Result<Traced> {
        if let Some(filter) = &f.params.filter {
            self.condition(filter, scope, Indirect::Conditional)?;
        }
        self.sorted(&f.params.order_by, scope, Indirect::Sort)?;
        let call = Call { whole: e, name: f.func.name(), distinct: f.params.distinct, args: &f.params.args };
        self.call(&call, scope, keys)
    }

    pub(super) fn window_call(&mut self, e: &Expr, w: &WindowFunction, scope: &Scope) -> Result<Traced> {
        let mut keys = Vec::with_capacity(w.params.partition_by.len());
        for key in &w.params.partition_by {
            let key = self.key(key, scope, Indirect::Window)?;
            self.shaped(&key, Indirect::Window);
            keys.push(key);
        }
        self.sorted(&w.params.order_by, scope, Indirect::Window)?;
        if let Some(filter) = &w.params.filter {
            self.condition(filter, scope, Indirect::Conditional)?;
        }
        let call = Call { whole: e, name: w.fun.name(), distinct: w.params.distinct, args: &w.params.args };
        self.call(&call, scope, &keys)
    }

    fn call(&mut self, call: &Call, scope: &Scope, keys: &[Traced]) -> Result<Traced> {
        let args: Result<Vec<Traced>> = call.args.iter().map(|a| self.value(a, scope, Indirect::Conditional)).collect();
        let args = args?;
        let name = call.name.to_lowercase();
        if POSITIONS.contains(&name.as_str()) {
            return Ok(Traced::default());
        }
        let counts_distinct = name == "approx_distinct" || (name == "count" && call.distinct);
        if counts_distinct || name == "count" {
            if counts_distinct && args.iter().any(|a| matches!(a.standing, Standing::Protected(_))) {
                return Err(self.refused(
                    call.whole,
                    scope,
                    "is protected: its different values cannot be counted, only those that are not null",
                ));
            }
            let function = if counts_distinct { "count_distinct" } else { "count" }.to_owned();
            return Ok(together(args, &Direct::Aggregate { function }).standing(Standing::Neutral));
        }
        let how =
            if NEIGHBOURS.contains(&name.as_str()) { Direct::Expression } else { Direct::Aggregate { function: name.clone() } };
        let standing = self.left(call, &name, &args, scope, keys)?;
        Ok(together(args, &how).standing(standing))
    }

    /// What an aggregate's value is to a person.
    fn left(&self, call: &Call, name: &str, args: &[Traced], scope: &Scope, keys: &[Traced]) -> Result<Standing> {
        let any = ANY_VALUE.contains(&name);
        if let Some(arg) = args.iter().find(|a| !a.plain()) {
            return match &arg.standing {
                Standing::Protected(person) if any && self.any_beside(person, keys) => Ok(arg.standing.clone()),
                Standing::Protected(_) if any => Err(self.refused(call.whole, scope, BESIDE_RULE)),
                _ => Err(self.refused(call.whole, scope, rule_of(arg))),
            };
        }
        Ok(match args {
            [Traced { standing: Standing::About(person), .. }] if self.any_beside(person, keys) => {
                Standing::About(person.clone())
            }
            _ => Standing::Neutral,
        })
    }
}
