//! `business_day(epoch seconds)`: the day of an instant in the project's zone, `yyyyMMdd`.

use std::{hash::Hash, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, StringArray},
        datatypes::{DataType, Int64Type},
    },
    common::{DataFusionError, Result, plan_err},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use garim_core::time::Zone;

/// The function, for one zone.
#[derive(Debug)]
pub(super) struct BusinessDay {
    zone: Zone,
    signature: Signature,
}

impl BusinessDay {
    pub(super) fn new(zone: Zone) -> Self {
        Self { zone, signature: Signature::user_defined(Volatility::Immutable) }
    }

    fn day(&self, seconds: i64) -> Option<String> {
        self.zone.day_of_epoch(seconds).map(|day| day.dt())
    }
}

impl PartialEq for BusinessDay {
    fn eq(&self, other: &Self) -> bool {
        self.zone == other.zone
    }
}

impl Eq for BusinessDay {}

impl Hash for BusinessDay {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.zone.name().hash(state);
    }
}

/// Epoch seconds in digits, as the lake's own rule reads them: an optional minus and digits within 64 bits, nothing else.
fn seconds(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

impl ScalarUDFImpl for BusinessDay {
    fn name(&self) -> &str {
        "business_day"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [t] if t.is_integer() => Ok(vec![DataType::Int64]),
            [DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null] => Ok(vec![DataType::Utf8]),
            _ => plan_err!("business_day takes epoch seconds, as an integer or in digits"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let scalar = args.args.iter().all(|a| matches!(a, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [input] = arrays.as_slice() else { return plan_err!("business_day takes one argument") };
        let days: StringArray = match input.data_type() {
            DataType::Int64 => input.as_primitive::<Int64Type>().iter().map(|v| v.and_then(|s| self.day(s))).collect(),
            DataType::Utf8 => input.as_string::<i32>().iter().map(|v| v.and_then(seconds).and_then(|s| self.day(s))).collect(),
            _ => return Err(DataFusionError::Plan("business_day takes epoch seconds".to_owned())),
        };
        let days: ArrayRef = Arc::new(days);
        if scalar {
            return datafusion::common::ScalarValue::try_from_array(&days, 0).map(ColumnarValue::Scalar);
        }
        Ok(ColumnarValue::Array(days))
    }
}
