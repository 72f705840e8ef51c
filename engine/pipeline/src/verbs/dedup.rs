//! `dedup = "key"`: of the rows with the same key, the first in the order of the source stays.
//!
//! A barrier: rows with one key meet in one partition, sorted by key and number, where neighbors tell who is a duplicate.
//! There they are only marked; they leave after all rows are back in their units, so that rejects are in the order of the
//! source too. Both sorts spill. A NULL key is a duplicate of nothing.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray, StringBuilder};
use datafusion::arrow::compute::{filter_record_batch, is_null, not};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::row::{OwnedRow, RowConverter, SortField};
use datafusion::common::{Result, internal_datafusion_err};
use datafusion::physical_expr::{PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_plan::ExecutionPlan;
use tamis::config::Section;

use super::{Planned, Work};
use crate::count::Count;
use crate::exec::{Outcome, Refused, StepExec, Worker, Workers, clones};
use crate::order::{self, ROW};
use crate::plan::Planner;
use crate::rejects::Rejects;
use crate::sql::Sql;

/// The column of keys, and then of marks, behind all others.
const KEY: &str = "__tamis_key";

/// The key as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Dedup {
    /// What equal rows have in common.
    pub(crate) key: Sql,
}

impl Dedup {
    /// Reads `dedup = "key"` or `dedup = { key = "key" }`.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        if section.value("dedup").is_some_and(|value| value.is_object()) {
            let mut options = section.section("dedup")?;
            let key = if options.need("key") { Sql::read(&mut options, "key") } else { None };
            options.finish();
            return key.map(|key| Self { key });
        }
        Sql::read(section, "dedup").map(|key| Self { key })
    }

    pub(super) fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        let key = planner.expression(&self.key, input);
        let data_type = key.as_ref().and_then(|key| key.data_type(input).ok());
        if let Some(data_type) = data_type.filter(|data_type| !RowConverter::supports_fields(&[SortField::new(data_type.clone())]))
        {
            let message = format!("rows cannot be compared by a key of type {data_type}");
            planner.problem(self.key.span.clone(), message, Some("md5(..) of a text makes a short key".to_owned()));
        }
        Planned { output: Some(Arc::clone(input)), work: key.map(Work::Dedup) }
    }
}

/// The rows of `input` without those that have the `key` of an earlier one, in `n_partitions`, units whole and in order.
pub(crate) fn dedup(
    input: Arc<dyn ExecutionPlan>,
    key: &Arc<dyn PhysicalExpr>,
    name: &str,
    (count, rejects): (Arc<Count>, Option<Rejects>),
    n_partitions: usize,
) -> Result<Arc<dyn ExecutionPlan>> {
    let rows = input.schema();
    // Rows pass three nodes, but are to be counted once: in the last.
    let uncounted = || (Arc::new(Count::default()), None);
    let data_type = key.data_type(&rows)?;
    let with_key = behind(&rows, data_type.clone());
    let workers = clones(AddKey { key: Arc::clone(key), schema: Arc::clone(&with_key) });
    let keyed = StepExec::new(name, input, Arc::clone(&with_key), workers, uncounted());
    let dealt = order::dealt(keyed, order::column(&with_key, KEY)?, n_partitions)?;
    let by = |schema: &Schema, name: &str| order::column(schema, name).map(PhysicalSortExpr::new_default);
    let sorted = order::sorted(dealt, [by(&with_key, KEY)?, by(&with_key, ROW)?]);
    let marked_schema = behind(&rows, DataType::Utf8);
    let marks: Workers = {
        let schema = Arc::clone(&marked_schema);
        Arc::new(move || Box::new(Mark { schema: Arc::clone(&schema), data_type: data_type.clone(), last: None }))
    };
    let marked = StepExec::new(name, sorted, Arc::clone(&marked_schema), marks, uncounted());
    let back = order::sorted(order::dealt_by_unit(marked, n_partitions)?, [by(&marked_schema, ROW)?]);
    Ok(StepExec::new(name, back, rows, clones(DropMarked), (count, rejects)))
}

/// The columns of `rows` and one behind them.
fn behind(rows: &Schema, data_type: DataType) -> SchemaRef {
    let fields = rows.fields().iter().cloned().chain([Arc::new(Field::new(KEY, data_type, true))]);
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), rows.metadata().clone()))
}

/// All columns but the last, and the last.
fn last_apart(batch: &RecordBatch) -> Result<(RecordBatch, datafusion::arrow::array::ArrayRef)> {
    let last = batch.num_columns().checked_sub(1).ok_or_else(|| internal_datafusion_err!("a batch without columns"))?;
    Ok((batch.project(&(0..last).collect::<Vec<_>>())?, Arc::clone(batch.column(last))))
}

/// Computes the key.
#[derive(Clone)]
struct AddKey {
    key: Arc<dyn PhysicalExpr>,
    schema: SchemaRef,
}

impl Worker for AddKey {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let mut columns = batch.columns().to_vec();
        columns.push(self.key.evaluate(&batch)?.into_array(batch.num_rows())?);
        Ok(Outcome::all(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}

/// Puts the id of the first row with the same key in the place of the key; NULL for that row itself. Rows come sorted.
struct Mark {
    schema: SchemaRef,
    data_type: DataType,
    last: Option<Run>,
}

/// The rows of one key, as far as they came.
struct Run {
    converter: RowConverter,
    key: OwnedRow,
    id: String,
}

impl Worker for Mark {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let (rows, keys) = last_apart(&batch)?;
        let (converter, last) = match self.last.take() {
            Some(Run { converter, key, id }) => (converter, Some((key, id))),
            None => (RowConverter::new(vec![SortField::new(self.data_type.clone())])?, None),
        };
        let comparable = converter.convert_columns(std::slice::from_ref(&keys))?;
        let no_ids = || internal_datafusion_err!("a batch without ids");
        let ids = rows.column_by_name(order::ID).and_then(|ids| ids.as_string_view_opt()).ok_or_else(no_ids)?;
        let nulls = keys.logical_nulls();
        let mut marks = StringBuilder::with_capacity(rows.num_rows(), 0);
        let mut run = last;
        for (row, key) in comparable.iter().enumerate() {
            if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                marks.append_null();
                continue;
            }
            match &run {
                Some((first, id)) if first.row() == key => marks.append_value(id),
                _ => {
                    let id = if ids.is_null(row) { "a row without id" } else { ids.value(row) };
                    run = Some((key.owned(), id.to_owned()));
                    marks.append_null();
                }
            }
        }
        self.last = run.map(|(key, id)| Run { converter, key, id });
        let mut columns = rows.columns().to_vec();
        columns.push(Arc::new(marks.finish()));
        Ok(Outcome::all(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}

/// Refuses marked rows.
#[derive(Clone)]
struct DropMarked;

impl Worker for DropMarked {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let (rows, marks) = last_apart(&batch)?;
        let first = is_null(&marks)?;
        if first.true_count() == rows.num_rows() {
            return Ok(Outcome::all(rows));
        }
        let kept = filter_record_batch(&rows, &first)?;
        let rows = filter_record_batch(&rows, &not(&first)?)?;
        let marks = marks.as_string::<i32>().iter().flatten();
        let reasons = StringArray::from_iter_values(marks.map(|id| format!("duplicate of {id}")));
        Ok(Outcome { kept, refused: Some(Refused { rows, reasons, label: |_| "duplicate" }) })
    }
}
