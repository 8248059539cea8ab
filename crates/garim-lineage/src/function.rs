//! Functions: aggregates carry their name along the edge, windows shape, masks mask, the rest computes.

use sqlparser::ast::{
    DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments, NamedWindowExpr,
    ObjectName, Value, WindowSpec, WindowType,
};

use crate::{
    Dialect, Usage,
    analyser::Analyser,
    flow::{How, Inputs},
    from::arg,
    names,
    scope::Scope,
};

/// Functions of many rows.
const AGGREGATES: &[&str] = &[
    "any_value",
    "approx_percentile",
    "approx_percentile_cont",
    "approx_quantiles",
    "approx_top_k",
    "arg_max",
    "arg_min",
    "array_agg",
    "array_concat_agg",
    "avg",
    "avgif",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "collect_list",
    "collect_set",
    "corr",
    "covar_pop",
    "covar_samp",
    "every",
    "first",
    "group_concat",
    "group_bit_or",
    "histogram",
    "json_agg",
    "json_arrayagg",
    "json_object_agg",
    "json_objectagg",
    "jsonb_agg",
    "jsonb_object_agg",
    "kurtosis",
    "last",
    "listagg",
    "map_agg",
    "max",
    "max_by",
    "mean",
    "median",
    "min",
    "min_by",
    "mode",
    "object_agg",
    "percentile",
    "percentile_approx",
    "percentile_cont",
    "percentile_disc",
    "product",
    "skewness",
    "some",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "sum_if",
    "sumif",
    "total",
    "var_pop",
    "var_samp",
    "variance",
    "xmlagg",
];

/// Aggregates that say how many.
const COUNTS: &[&str] = &["count", "count_big", "count_if", "countif", "regr_count"];

/// Aggregates that say how many different ones, exactly or about.
const DISTINCT_COUNTS: &[&str] =
    &["approx_count_distinct", "approx_distinct", "count_distinct", "countdistinct", "hll_count", "ndv", "uniq", "uniqexact"];

/// Window functions whose value is a position, not something of the rows.
const POSITIONS: &[&str] = &["row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"];

/// Functions whose first argument decides between the others.
const CHOICES: &[&str] = &["if", "iff", "iif", "nvl2"];

impl Analyser<'_> {
    /// The columns that flow into a function's value.
    pub fn function(&mut self, scope: &Scope, f: &Function, usage: Usage) -> Inputs {
        let name = names::last(&f.name).unwrap_or_default().to_lowercase();
        let mut deciding = Inputs::new();
        if let Some(filter) = &f.filter {
            deciding = self.deciding(scope, filter, usage);
        }
        deciding.add(&self.window(scope, f.over.as_ref(), usage));
        for order in &f.within_group {
            // `percentile_cont(0.5) within group (order by x)`: here the value is in the ORDER BY.
            let inputs = self.expr(scope, &order.expr, usage);
            if usage == Usage::Value && f.args_are_literals() {
                let mut inputs = inputs.through(self.columns.function(&name));
                inputs.add(&deciding);
                return inputs;
            }
            deciding.add(&inputs.through(How::Window));
        }
        let (inputs, distinct) = self.arguments(scope, f, &name, usage);
        let mut inputs = match self.treatment(&name, distinct) {
            Some(how) => inputs.through(how),
            None => Inputs::new(),
        };
        inputs.add(&deciding);
        inputs
    }

    /// What the arguments bring, and whether they are DISTINCT.
    fn arguments(&mut self, scope: &Scope, f: &Function, name: &str, usage: Usage) -> (Inputs, bool) {
        let list = match &f.args {
            FunctionArguments::None => return (Inputs::new(), false),
            FunctionArguments::Subquery(query) => {
                let relation = self.query(query, Some(scope));
                self.shape.extend(relation.shape.iter().cloned());
                return (relation.whole(&self.columns), false);
            }
            FunctionArguments::List(list) => list,
        };
        // `ON DUPLICATE KEY UPDATE n = VALUES(n)`: the row that was to be inserted, whose values flow already.
        if name == "values" && self.dialect == Dialect::MySql {
            return (Inputs::new(), false);
        }
        let mut inputs = Inputs::new();
        let dictionary = name.starts_with("dictget") || name.starts_with("dicthas");
        for (i, argument) in list.args.iter().enumerate() {
            if dictionary && i == 0 {
                arg(argument).into_iter().for_each(|e| self.dictionary(e));
                continue;
            }
            let decides = i == 0 && list.args.len() > 1 && CHOICES.contains(&name);
            match arg(argument) {
                Some(e) if decides => inputs.add(&self.deciding(scope, e, usage)),
                Some(e) if is_unit(name, e) => {}
                Some(e) => inputs.add(&self.expr(scope, e, usage)),
                None if name != "count" => inputs.add(&self.star(scope, argument, usage)),
                None => {}
            }
        }
        for clause in &list.clauses {
            if let FunctionArgumentClause::OrderBy(by) = clause {
                for order in by {
                    self.expr(scope, &order.expr, if usage == Usage::Value { Usage::Sort } else { usage });
                }
            }
        }
        (inputs, list.duplicate_treatment == Some(DuplicateTreatment::Distinct))
    }

    /// ClickHouse's `dictGet(dictionary, …)`: a table that the function looks into, as a name or a text.
    fn dictionary(&mut self, e: &Expr) {
        let mut table = match e {
            Expr::Identifier(ident) => vec![names::part(ident)],
            Expr::CompoundIdentifier(idents) => idents.iter().map(names::part).collect(),
            Expr::Value(v) => match &v.value {
                Value::SingleQuotedString(s) if is_table_name(s) => s.split('.').map(str::to_owned).collect(),
                _ => return,
            },
            _ => return,
        };
        self.complete(&mut table);
        self.reads(&table);
    }

    /// `f(*)` and `f(t.*)`: whole rows.
    fn star(&mut self, scope: &Scope, argument: &FunctionArg, usage: Usage) -> Inputs {
        let (FunctionArg::Named { arg, .. } | FunctionArg::ExprNamed { arg, .. } | FunctionArg::Unnamed(arg)) = argument;
        let of = |name: &ObjectName| scope.relation(&names::parts(name, self.dialect)).map(|n| n.relation.whole(&self.columns));
        let inputs = match arg {
            FunctionArgExpr::QualifiedWildcard(name) => of(name).unwrap_or_default(),
            _ => {
                let mut all = Inputs::new();
                scope.relations.iter().for_each(|n| all.add(&n.relation.whole(&self.columns)));
                all
            }
        };
        self.uses(&inputs, usage);
        inputs
    }

    /// PARTITION BY and ORDER BY of a window.
    fn window(&mut self, scope: &Scope, over: Option<&WindowType>, usage: Usage) -> Inputs {
        let mut inputs = Inputs::new();
        let mut over = match over {
            None => return inputs,
            Some(WindowType::WindowSpec(spec)) => Ok(spec),
            Some(WindowType::NamedWindow(name)) => Err(name),
        };
        // A named window may stand on another; each is visited once at most.
        for _ in 0..=scope.windows.len() {
            let next = match over {
                Ok(spec) => {
                    inputs.add(&self.window_spec(scope, spec, usage));
                    spec.window_name.as_ref()
                }
                Err(name) => Some(name),
            };
            let Some(name) = next.map(names::part) else { break };
            let Some(definition) = scope.windows.iter().find(|w| names::part(&w.0) == name) else { break };
            over = match &definition.1 {
                NamedWindowExpr::NamedWindow(other) => Err(other),
                NamedWindowExpr::WindowSpec(spec) => Ok(spec),
            };
        }
        inputs
    }

    fn window_spec(&mut self, scope: &Scope, spec: &WindowSpec, usage: Usage) -> Inputs {
        let usage = if usage == Usage::Value { Usage::Window } else { usage };
        let mut inputs = Inputs::new();
        for e in spec.partition_by.iter().chain(spec.order_by.iter().map(|o| &o.expr)) {
            inputs.add(&self.expr(scope, e, usage));
        }
        inputs.through(How::Window)
    }

    /// What a function does with what flows into it; `None` where nothing of it is left.
    fn treatment(&self, name: &str, distinct: bool) -> Option<How> {
        match name {
            n if COUNTS.contains(&n) => Some(self.columns.function(if distinct { "count_distinct" } else { "count" })),
            n if DISTINCT_COUNTS.contains(&n) => Some(self.columns.function("count_distinct")),
            n if AGGREGATES.contains(&n) => Some(self.columns.function(n)),
            n if POSITIONS.contains(&n) => None,
            n if n == "mask" || n.starts_with("mask_") || n == "garim_mask" => Some(How::Masked),
            _ => Some(How::Expression),
        }
    }
}

/// Whether a text is a table's name with nothing else in it, since texts are never kept.
fn is_table_name(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// `datediff(day, a, b)`, `date_trunc(month, a)`: a unit without quotes is no column.
fn is_unit(name: &str, e: &Expr) -> bool {
    const UNITS: &[&str] = &[
        "year",
        "quarter",
        "month",
        "week",
        "isoweek",
        "day",
        "dayofweek",
        "dayofyear",
        "hour",
        "minute",
        "second",
        "millisecond",
        "microsecond",
        "nanosecond",
        "yy",
        "yyyy",
        "qq",
        "mm",
        "dd",
        "hh",
        "mi",
        "ss",
        "ms",
        "dow",
        "doy",
        "epoch",
    ];
    // `date_trunc(day, week(monday))`.
    if let Expr::Function(f) = e {
        return names::last(&f.name).is_some_and(|n| matches!(n.as_str(), "week" | "isoweek")) && f.names_a_weekday();
    }
    let dated = name.starts_with("date")
        || name.starts_with("timestamp")
        || name.starts_with("time_")
        || name.ends_with("_day")
        || name == "last_day";
    dated && matches!(e, Expr::Identifier(i) if i.quote_style.is_none() && UNITS.contains(&i.value.to_lowercase().as_str()))
}

/// Whether the arguments hold no column.
trait ArgsAreLiterals {
    fn args_are_literals(&self) -> bool;

    /// Whether the only argument is a day of the week.
    fn names_a_weekday(&self) -> bool;
}

impl ArgsAreLiterals for Function {
    fn names_a_weekday(&self) -> bool {
        const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let FunctionArguments::List(list) = &self.args else { return false };
        matches!(list.args.as_slice(), [one] if matches!(arg(one), Some(Expr::Identifier(i)) if DAYS.contains(&i.value.to_lowercase().as_str())))
    }

    fn args_are_literals(&self) -> bool {
        match &self.args {
            FunctionArguments::None => true,
            FunctionArguments::Subquery(_) => false,
            FunctionArguments::List(list) => list.args.iter().all(|a| matches!(arg(a), Some(Expr::Value(_)))),
        }
    }
}
