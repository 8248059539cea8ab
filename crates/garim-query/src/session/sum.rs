//! `sum` of integers that fails on overflow, where DataFusion's wraps. Other types are summed by DataFusion's own.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BooleanArray, Decimal128Array, Int64Array},
        datatypes::{DataType, Decimal128Type, Field, FieldRef, Int64Type},
        error::ArrowError,
    },
    common::{DataFusionError, Result, ScalarValue, plan_err},
    functions_aggregate::sum::sum_udaf,
    logical_expr::{
        Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
        utils::format_state_name,
    },
};

/// What is kept between partial and final sums: wide enough for 10^19 rows of 64-bit integers.
const STATE: DataType = DataType::Decimal128(38, 0);

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ExactSum {
    signature: Signature,
}

impl Default for ExactSum {
    fn default() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

fn integers(args: &AccumulatorArgs) -> bool {
    args.return_field.data_type() == &DataType::Int64 && !args.is_distinct
}

impl AggregateUDFImpl for ExactSum {
    fn name(&self) -> &str {
        "sum"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [t] if t.is_integer() || t == &DataType::Null => Ok(vec![DataType::Int64]),
            [t] if t.is_floating() => Ok(vec![DataType::Float64]),
            [t @ DataType::Decimal128(..)] => Ok(vec![t.clone()]),
            _ => plan_err!("sum takes one number"),
        }
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        if types == [DataType::Int64] { Ok(DataType::Int64) } else { sum_udaf().return_type(types) }
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            return Err(DataFusionError::NotImplemented("sum(distinct …)".to_owned()));
        }
        if integers(&args) { Ok(Box::new(Total::default())) } else { sum_udaf().accumulator(args) }
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        if args.return_field.data_type() != &DataType::Int64 {
            return sum_udaf().state_fields(args);
        }
        Ok(vec![Arc::new(Field::new(format_state_name(args.name, "sum"), STATE, true))])
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        if integers(&args) { Ok(Box::new(Totals::default())) } else { sum_udaf().create_groups_accumulator(args) }
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if integers(&args) { Ok(Box::new(Total::default())) } else { sum_udaf().create_sliding_accumulator(args) }
    }

    fn order_sensitivity(&self) -> datafusion::logical_expr::utils::AggregateOrderSensitivity {
        datafusion::logical_expr::utils::AggregateOrderSensitivity::Insensitive
    }
}

fn overflow() -> DataFusionError {
    DataFusionError::ArrowError(Box::new(ArrowError::ArithmeticOverflow("sum".to_owned())), None)
}

fn narrow(total: i128) -> Result<i64> {
    i64::try_from(total).map_err(|_| overflow())
}

/// One sum.
#[derive(Debug, Default)]
struct Total {
    total: i128,
    values: u64,
}

impl Accumulator for Total {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<Int64Type>().iter().flatten() {
            self.total += i128::from(value);
            self.values += 1;
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.values == 0 { Ok(ScalarValue::Int64(None)) } else { narrow(self.total).map(|t| ScalarValue::Int64(Some(t))) }
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Decimal128((self.values > 0).then_some(self.total), 38, 0)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for value in states[0].as_primitive::<Decimal128Type>().iter().flatten() {
            self.total = self.total.checked_add(value).ok_or_else(overflow)?;
            self.values += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<Int64Type>().iter().flatten() {
            self.total -= i128::from(value);
            self.values -= 1;
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }
}

/// One sum for each group; `None` where no value was met.
#[derive(Debug, Default)]
struct Totals {
    totals: Vec<Option<i128>>,
}

impl Totals {
    fn add(&mut self, group: usize, value: i128) -> Result<()> {
        let total = &mut self.totals[group];
        *total = Some(total.unwrap_or_default().checked_add(value).ok_or_else(overflow)?);
        Ok(())
    }
}

/// Whether a row passes a FILTER clause.
fn passes(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|f| f.is_valid(row) && f.value(row))
}

fn states(totals: impl IntoIterator<Item = Option<i128>>) -> Result<Vec<ArrayRef>> {
    let array: Decimal128Array = totals.into_iter().collect();
    Ok(vec![Arc::new(array.with_precision_and_scale(38, 0)?)])
}

impl GroupsAccumulator for Totals {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.totals.resize(total_num_groups, None);
        for (row, value) in values[0].as_primitive::<Int64Type>().iter().enumerate() {
            if let Some(value) = value.filter(|_| passes(filter, row)) {
                self.add(groups[row], i128::from(value))?;
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let taken = emit_to.take_needed(&mut self.totals);
        let narrowed: Result<Vec<Option<i64>>> = taken.into_iter().map(|t| t.map(narrow).transpose()).collect();
        Ok(Arc::new(Int64Array::from(narrowed?)))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        states(emit_to.take_needed(&mut self.totals))
    }

    fn merge_batch(&mut self, values: &[ArrayRef], groups: &[usize], total_num_groups: usize) -> Result<()> {
        self.totals.resize(total_num_groups, None);
        for (row, value) in values[0].as_primitive::<Decimal128Type>().iter().enumerate() {
            if let Some(value) = value {
                self.add(groups[row], value)?;
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].as_primitive::<Int64Type>().iter().enumerate();
        states(rows.map(|(row, v)| v.filter(|_| passes(filter, row)).map(i128::from)))
    }

    fn size(&self) -> usize {
        self.totals.capacity() * size_of::<Option<i128>>()
    }
}
