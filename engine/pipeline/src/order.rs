//! The number of a row, which travels with it, and what is done by that number.
//!
//! Two hidden columns stand behind the visible ones: the number, which is the unit times 2^40 plus the place in the unit, and
//! the id. Sorted by number, rows are in the order of the source and units are whole.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::{sort_to_indices, take, take_record_batch};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt64Type};
use datafusion::common::cast::as_string_array;
use datafusion::common::{Result, ScalarValue, internal_datafusion_err};
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, Column, Literal};
use datafusion::physical_expr::{LexOrdering, Partitioning, PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;

/// The hidden column of numbers.
pub(crate) const ROW: &str = "__tamis_row";

/// The hidden column of ids, strings.
pub(crate) const ID: &str = "__tamis_id";

/// What no column of a user's may start with.
pub(crate) const HIDDEN: &str = "__tamis_";

/// How many hidden columns there are.
const N_HIDDEN: usize = 2;

/// The bits of a number that are the place in the unit.
const ROW_BITS: u32 = 40;

/// The number of the row at `place` of `unit`.
pub(crate) fn number(unit: u64, place: u64) -> u64 {
    (unit << ROW_BITS) | place
}

/// `visible` with the hidden columns behind it.
pub(crate) fn with_hidden(visible: &Schema) -> SchemaRef {
    let hidden = [Field::new(ROW, DataType::UInt64, false), Field::new(ID, DataType::Utf8View, true)];
    let fields = visible.fields().iter().cloned().chain(hidden.map(Arc::new));
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), visible.metadata().clone()))
}

/// How many columns of `batch` are visible.
pub(crate) fn n_visible(batch: &RecordBatch) -> usize {
    batch.num_columns().saturating_sub(N_HIDDEN)
}

/// The visible columns of `batch`.
pub(crate) fn visible(batch: &RecordBatch) -> Result<RecordBatch> {
    Ok(batch.project(&(0..n_visible(batch)).collect::<Vec<_>>())?)
}

/// `batch` cut where the unit changes: number and rows of each unit, in the order they come in.
pub(crate) fn units(batch: &RecordBatch) -> Result<Vec<(u64, RecordBatch)>> {
    let numbers = numbers(batch)?;
    let unit = |row: usize| numbers.values().get(row).map_or(0, |number| number >> ROW_BITS);
    let mut units = Vec::new();
    let mut start = 0;
    for end in 1..=batch.num_rows() {
        if end == batch.num_rows() || unit(end) != unit(start) {
            units.push((unit(start), batch.slice(start, end - start)));
            start = end;
        }
    }
    Ok(units)
}

/// `rows`, and a value for each of them, in the order of their numbers.
pub(crate) fn in_order_with(rows: RecordBatch, values: StringArray) -> Result<(RecordBatch, StringArray)> {
    let numbers = numbers(&rows)?;
    if numbers.values().is_sorted() {
        return Ok((rows, values));
    }
    let indices = sort_to_indices(numbers, None, None)?;
    let values = as_string_array(&take(&values, &indices, None)?)?.clone();
    Ok((take_record_batch(&rows, &indices)?, values))
}

fn numbers(batch: &RecordBatch) -> Result<&datafusion::arrow::array::UInt64Array> {
    let column = batch.column_by_name(ROW).and_then(|column| column.as_primitive_opt::<UInt64Type>());
    column.ok_or_else(|| internal_datafusion_err!("a batch without numbers of rows"))
}

/// A column of `schema` as an expression.
pub(crate) fn column(schema: &Schema, name: &str) -> Result<Arc<dyn PhysicalExpr>> {
    Ok(Arc::new(Column::new_with_schema(name, schema)?))
}

/// Sorts each partition of `plan` by these columns, ascending, NULLs first. Spills where memory is short.
pub(crate) fn sorted(plan: Arc<dyn ExecutionPlan>, by: impl IntoIterator<Item = PhysicalSortExpr>) -> Arc<dyn ExecutionPlan> {
    match LexOrdering::new(by) {
        Some(ordering) => Arc::new(SortExec::new(ordering, plan).with_preserve_partitioning(true)),
        None => plan,
    }
}

/// Deals the rows of `plan` to `n` partitions by the value of `expr`: equal values meet in one partition.
pub(crate) fn dealt(plan: Arc<dyn ExecutionPlan>, expr: Arc<dyn PhysicalExpr>, n: usize) -> Result<Arc<dyn ExecutionPlan>> {
    Ok(Arc::new(RepartitionExec::try_new(plan, Partitioning::Hash(vec![expr], n))?))
}

/// Deals the rows of `plan` to `n` partitions by their units. From a plan of one partition they arrive in order; from others
/// they have to be sorted again.
pub(crate) fn dealt_by_unit(plan: Arc<dyn ExecutionPlan>, n: usize) -> Result<Arc<dyn ExecutionPlan>> {
    let bits = Arc::new(Literal::new(ScalarValue::UInt64(Some(u64::from(ROW_BITS)))));
    let row = column(&plan.schema(), ROW)?;
    dealt(plan, Arc::new(BinaryExpr::new(row, Operator::BitwiseShiftRight, bits)), n)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use datafusion::arrow::array::{ArrayRef, StringViewArray, UInt64Array};

    use super::*;

    #[test]
    fn batches_are_cut_and_ordered_by_number() {
        let rows: ArrayRef = Arc::new(UInt64Array::from(vec![number(3, 0), number(1, 7), number(1, 8), number(2, 0)]));
        let ids: ArrayRef = Arc::new(StringViewArray::from(vec!["d", "a", "b", "c"]));
        let batch = RecordBatch::try_from_iter([("x", Arc::clone(&ids)), (ROW, rows), (ID, ids)]).unwrap();
        let values = StringArray::from(vec!["4", "1", "2", "3"]);
        let (ordered, values) = in_order_with(batch.clone(), values).unwrap();
        assert_eq!(values.iter().flatten().collect::<Vec<_>>(), ["1", "2", "3", "4"]);
        let x: Vec<&str> = ordered.column(0).as_string_view().iter().flatten().collect();
        assert_eq!(x, ["a", "b", "c", "d"]);
        let cut: Vec<(u64, usize)> = units(&ordered).unwrap().iter().map(|(unit, rows)| (*unit, rows.num_rows())).collect();
        assert_eq!(cut, [(1, 2), (2, 1), (3, 1)]);
        assert_eq!(visible(&batch).unwrap().num_columns(), 1);
        assert!(units(&batch.slice(0, 0)).unwrap().is_empty());
    }
}
