//! Rows that could not be read: text files that are not UTF-8 leave the run at its very beginning, with the reason.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::{cast, filter_record_batch, is_null, not};
use datafusion::arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::common::Result;

use crate::exec::{Outcome, Refused, Worker};

/// The column of [`tamis_corpus::text::schema`] that says why a text is missing.
pub(crate) const ERROR: &str = "error";

/// `schema` without the column of errors, and a worker that refuses rows which have one; `None` where there is no such
/// column.
pub(crate) fn refuse_unreadable(schema: &Schema) -> Option<(SchemaRef, RefuseUnreadable)> {
    let index = schema.index_of(ERROR).ok()?;
    let kept: Vec<usize> = (0..schema.fields().len()).filter(|i| *i != index).collect();
    let schema = Arc::new(schema.project(&kept).ok()?);
    Some((schema, RefuseUnreadable { index, kept }))
}

/// Refuses rows whose column of errors is not NULL, and takes that column away.
#[derive(Debug, Clone)]
pub(crate) struct RefuseUnreadable {
    index: usize,
    kept: Vec<usize>,
}

impl Worker for RefuseUnreadable {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let fine = is_null(batch.column(self.index))?;
        // The hidden columns stand behind the visible ones and are kept too.
        let last = self.kept.len() + 1;
        let columns: Vec<usize> = self.kept.iter().copied().chain(last..batch.num_columns()).collect();
        if fine.true_count() == batch.num_rows() {
            return Ok(Outcome::all(batch.project(&columns)?));
        }
        let rows = filter_record_batch(&batch, &not(&fine)?)?;
        let reasons = cast(rows.column(self.index), &DataType::Utf8)?.as_string::<i32>().clone();
        let kept = filter_record_batch(&batch, &fine)?.project(&columns)?;
        Ok(Outcome { kept, refused: Some(Refused { rows, reasons, label: before_colon }) })
    }
}

/// `not UTF-8: byte 0xff at offset 123` is one of many reasons that are counted as one.
fn before_colon(reason: &str) -> &str {
    reason.split(':').next().unwrap_or(reason)
}
