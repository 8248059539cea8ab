//! `+`, `-` and `*` of integers that fail on overflow, where DataFusion's wrap. The operators are rewritten to functions
//! before types are settled, so that every place where an expression may stand is covered.

use std::sync::Arc;

use datafusion::{
    arrow::{
        compute::kernels::numeric::{add, mul, sub},
        datatypes::DataType,
    },
    common::{DFSchema, Result, config::ConfigOptions, plan_err, tree_node::Transformed},
    logical_expr::{
        BinaryExpr, ColumnarValue, Expr, ExprSchemable, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
        Volatility, expr::ScalarFunction, expr_rewriter::FunctionRewrite,
    },
    physical_expr_common::datum::apply,
};

/// Rewrites integer arithmetic.
#[derive(Debug)]
pub(super) struct CheckIntegers {
    functions: [(Operator, Arc<ScalarUDF>); 3],
}

impl Default for CheckIntegers {
    fn default() -> Self {
        let checked = |operator, name| (operator, Arc::new(ScalarUDF::from(Checked::new(operator, name))));
        let functions = [
            checked(Operator::Plus, "checked_plus"),
            checked(Operator::Minus, "checked_minus"),
            checked(Operator::Multiply, "checked_times"),
        ];
        Self { functions }
    }
}

impl FunctionRewrite for CheckIntegers {
    fn name(&self) -> &str {
        "check_integers"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &expr else { return Ok(Transformed::no(expr)) };
        let function = self.functions.iter().find(|(operator, _)| operator == op).map(|(_, f)| f.clone());
        let integer = |e: &Expr| e.get_type(schema).is_ok_and(|t| t.is_integer());
        match function.filter(|_| integer(left) && integer(right)) {
            None => Ok(Transformed::no(expr)),
            Some(function) => {
                let args = vec![left.as_ref().clone(), right.as_ref().clone()];
                Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(function, args))))
            }
        }
    }
}

/// One operator.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    operator: Operator,
    name: &'static str,
    signature: Signature,
}

impl Checked {
    fn new(operator: Operator, name: &'static str) -> Self {
        Self { operator, name, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [a, b] if a.is_integer() && b.is_integer() => Ok(vec![DataType::Int64, DataType::Int64]),
            _ => plan_err!("integers only"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return plan_err!("two integers") };
        match self.operator {
            Operator::Plus => apply(left, right, add),
            Operator::Minus => apply(left, right, sub),
            _ => apply(left, right, mul),
        }
    }
}
