//! `keep = "condition"`: rows for which a condition is true go on, the others leave with the reason.
//!
//! The condition is taken apart at its outermost ANDs. A part is asked only about rows that all parts before it kept, and
//! each at most once; the first that is not true is the reason. Where a part is the bare call of a filter, its sibling that
//! tells the reason is asked in its place, and never the filter too.

use std::sync::Arc;

use datafusion::arrow::array::{Array, AsArray, BooleanArray, RecordBatch, RecordBatchOptions, StringArray};
use datafusion::arrow::compute::{cast, concat, concat_batches, filter_record_batch, not};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::Result;
use datafusion::common::cast::as_string_array;
use tamis::config::Section;

use super::edit::refused_in_order;
use super::{Planned, Work};
use crate::exec::{Outcome, Worker, clones};
use crate::plan::{Planner, Test};
use crate::sql::Sql;

/// The condition as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Keep {
    /// What must be true.
    pub(crate) condition: Sql,
}

impl Keep {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        Sql::read(section, "keep").map(|condition| Self { condition })
    }

    pub(super) fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        let tests = planner.condition(&self.condition, input);
        let work = tests.map(|tests| Work::Rows(clones(KeepRows { tests: tests.into() })));
        Planned { output: Some(Arc::clone(input)), work }
    }
}

/// Keeps the rows that pass all tests.
#[derive(Clone)]
struct KeepRows {
    tests: Arc<[Test]>,
}

impl Worker for KeepRows {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let schema = batch.schema();
        let mut alive = batch;
        let (mut refused, mut reasons): (Vec<RecordBatch>, Vec<StringArray>) = Default::default();
        for test in self.tests.iter() {
            if alive.num_rows() == 0 {
                break;
            }
            let verdict = judge(test, &alive)?;
            let passed = BooleanArray::from_iter(verdict.iter().map(|reason| Some(reason.is_none())));
            if passed.true_count() < alive.num_rows() {
                refused.push(filter_record_batch(&alive, &not(&passed)?)?);
                reasons.push(StringArray::from_iter_values(verdict.iter().flatten()));
                alive = filter_record_batch(&alive, &passed)?;
            }
        }
        if refused.is_empty() {
            return Ok(Outcome::all(alive));
        }
        let reasons: Vec<&dyn Array> = reasons.iter().map(|reasons| reasons as &dyn Array).collect();
        let reasons = as_string_array(&concat(&reasons)?)?.clone();
        Ok(Outcome { kept: alive, refused: refused_in_order(concat_batches(&schema, &refused)?, reasons)? })
    }
}

/// Why each row fails; NULL where it passes.
fn judge(test: &Test, batch: &RecordBatch) -> Result<StringArray> {
    match test {
        Test::Condition { expr, reason } => {
            let truth = cast(&expr.evaluate(batch)?.into_array(batch.num_rows())?, &DataType::Boolean)?;
            let truth = truth.as_boolean();
            Ok(truth.iter().map(|truth| (truth != Some(true)).then_some(reason.as_str())).collect())
        }
        Test::Filter { call, schema, arguments, nulls } => {
            let values = arguments.iter().map(|expr| expr.evaluate(batch)?.into_array(batch.num_rows()));
            let values = values.collect::<Result<Vec<_>>>()?;
            let nullable =
                nulls.iter().zip(&values).filter_map(|(reason, values)| Some((reason.as_deref()?, values.logical_nulls()?)));
            let nullable: Vec<_> = nullable.filter(|(_, nulls)| nulls.null_count() > 0).collect();
            let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            let values = RecordBatch::try_new_with_options(Arc::clone(schema), values, &options)?;
            let told = cast(&call.evaluate(&values)?.into_array(batch.num_rows())?, &DataType::Utf8)?;
            let told = as_string_array(&told)?;
            if nullable.is_empty() {
                return Ok(told.clone());
            }
            let missing = |row: usize| nullable.iter().find(|(_, nulls)| nulls.is_null(row)).map(|(reason, _)| *reason);
            Ok(told.iter().enumerate().map(|(row, told)| missing(row).or(told)).collect())
        }
    }
}
