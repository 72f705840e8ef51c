//! From SQL arguments to what a call sends: constants apart, columns sliced by bytes, NULL rows known.

use std::borrow::Cow;
use std::ops::Range;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

use crate::bindings::tamis::plugin::types;
use crate::description::Description;
use crate::text::TextArray;

/// The arguments of one invocation.
pub(crate) struct Arguments {
    /// Values of the constant arguments, in order.
    pub(crate) constants: Vec<ScalarValue>,
    /// The other arguments, in order.
    pub(crate) columns: Vec<Column>,
    /// Rows whose answer may not be NULL; `None` when that is every row.
    pub(crate) nulls: Option<NullBuffer>,
    /// How many rows there are.
    pub(crate) rows: usize,
}

/// One argument that is not constant.
pub(crate) struct Column {
    /// One value per row, or a single one.
    pub(crate) array: ArrayRef,
    repeated: bool,
}

impl Arguments {
    /// Sorts and casts the arguments of a call over `rows` rows.
    pub(crate) fn new(description: &Description, args: &[ColumnarValue], rows: usize) -> Result<Self> {
        let mut arguments = Self { constants: Vec::new(), columns: Vec::new(), nulls: None, rows };
        for (argument, value) in description.arguments.iter().zip(args) {
            match value {
                ColumnarValue::Scalar(scalar) if argument.constant => {
                    arguments.constants.push(scalar.cast_to(&argument.data_type)?)
                }
                ColumnarValue::Scalar(scalar) => {
                    let array = plain(&scalar.to_array_of_size(1)?, &argument.data_type)?;
                    if !argument.nullable && array.is_null(0) {
                        arguments.nulls = Some(NullBuffer::new_null(rows));
                    }
                    arguments.columns.push(Column { array, repeated: true });
                }
                ColumnarValue::Array(array) => {
                    let array = plain(array, &argument.data_type)?;
                    if !argument.nullable {
                        arguments.nulls = NullBuffer::union(arguments.nulls.as_ref(), array.logical_nulls().as_ref());
                    }
                    arguments.columns.push(Column { array, repeated: false });
                }
            }
        }
        Ok(arguments)
    }

    /// Whether no row can have an answer other than NULL.
    pub(crate) fn all_null(&self) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.null_count() == self.rows)
    }

    /// The rows cut into runs of at most `limit` bytes; a single row that is larger goes alone.
    pub(crate) fn slices(&self, limit: usize) -> Vec<Range<usize>> {
        let texts: Vec<_> =
            self.columns.iter().filter(|column| !column.repeated).map(|column| TextArray::new(&column.array)).collect();
        if self.rows == 0 {
            return Vec::new();
        }
        if texts.iter().map(|text| 8 * self.rows + text.map_or(0, |text| text.total_len())).sum::<usize>() <= limit {
            return std::iter::once(0..self.rows).collect();
        }
        let row_bytes = |row: usize| texts.iter().map(|text| 8 + text.map_or(0, |text| text.row_len(row))).sum::<usize>();
        let (mut slices, mut start, mut bytes) = (Vec::new(), 0, 0);
        for row in 0..self.rows {
            let more = row_bytes(row);
            if row > start && bytes + more > limit {
                slices.push(start..row);
                (start, bytes) = (row, 0);
            }
            bytes += more;
        }
        if start < self.rows {
            slices.push(start..self.rows);
        }
        slices
    }
}

/// The data of one column over the rows of one slice, where Arrow's layout is not already the contract's.
pub(crate) struct Slice<'a> {
    offsets: Vec<u32>,
    data: Cow<'a, str>,
    booleans: Vec<u8>,
    validity: Vec<u8>,
    rows: Range<usize>,
    column: &'a Column,
}

impl Column {
    /// Lays out the rows of a slice.
    pub(crate) fn slice(&self, rows: Range<usize>) -> Slice<'_> {
        let rows = if self.repeated { 0..1 } else { rows };
        let (offsets, data) = match TextArray::new(&self.array) {
            Some(text) => text.span(rows.clone()),
            None => (Vec::new(), Cow::Borrowed("")),
        };
        let booleans = match self.array.as_boolean_opt() {
            Some(truths) => rows.clone().map(|row| u8::from(truths.is_valid(row) && truths.value(row))).collect(),
            None => Vec::new(),
        };
        let nulls = self.array.logical_nulls().map(|nulls| nulls.slice(rows.start, rows.len()));
        let validity = match nulls.filter(|nulls| nulls.null_count() > 0) {
            Some(nulls) => nulls.inner().sliced().as_slice().iter().copied().take(rows.len().div_ceil(8)).collect(),
            None => Vec::new(),
        };
        Slice { offsets, data, booleans, validity, rows, column: self }
    }
}

impl Slice<'_> {
    /// Bytes of text in the slice.
    pub(crate) fn bytes(&self) -> usize {
        self.data.len()
    }

    /// The slice in the contract's form, borrowed.
    pub(crate) fn column(&self) -> types::Column<'_> {
        let array = &self.column.array;
        let rows = || self.rows.clone();
        let values = match array.data_type() {
            DataType::Int64 => types::Values::Int64(array.as_primitive::<Int64Type>().values().get(rows()).unwrap_or_default()),
            DataType::Float64 => {
                types::Values::Float64(array.as_primitive::<Float64Type>().values().get(rows()).unwrap_or_default())
            }
            DataType::Boolean => types::Values::Boolean(&self.booleans),
            _ => types::Values::Text(types::Text { offsets: &self.offsets, data: &self.data }),
        };
        types::Column { values, validity: &self.validity, repeated: self.column.repeated }
    }
}

/// The array in a layout that [`TextArray`] or the contract knows.
fn plain(array: &ArrayRef, wanted: &DataType) -> Result<ArrayRef> {
    let fits = array.data_type() == wanted || (*wanted == DataType::Utf8View && TextArray::new(array).is_some());
    Ok(if fits { ArrayRef::clone(array) } else { cast(array, wanted)? })
}

/// A constant in the contract's form.
pub(crate) fn constant(scalar: &ScalarValue) -> types::Scalar<'_> {
    match scalar {
        ScalarValue::Utf8View(Some(text)) => types::Scalar::Text(text),
        ScalarValue::Int64(Some(number)) => types::Scalar::Int64(*number),
        ScalarValue::Float64(Some(number)) => types::Scalar::Float64(*number),
        ScalarValue::Boolean(Some(truth)) => types::Scalar::Boolean(*truth),
        _ => types::Scalar::Null,
    }
}
