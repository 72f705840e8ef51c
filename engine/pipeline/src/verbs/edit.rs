//! `edit = "expression"`: a new text in the place of the old one; NULL drops the row.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray};
use datafusion::arrow::compute::{concat, concat_batches, filter, filter_record_batch, is_not_null, not};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use datafusion::common::Result;
use datafusion::common::cast::as_string_array;
use datafusion::physical_expr::PhysicalExpr;
use tamis::config::Section;

use super::{Planned, Work};
use crate::exec::{Outcome, Refused, Worker, as_it_is, clones};
use crate::order;
use crate::plan::Planner;
use crate::sql::Sql;

/// The edit as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    /// What makes the new text.
    pub(crate) expression: Sql,
}

impl Edit {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        Sql::read(section, "edit").map(|expression| Self { expression })
    }

    pub(super) fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        let failed = Planned { output: Some(Arc::clone(input)), work: None };
        let Some((text, _)) = input.column_with_name(planner.text_column()) else {
            let message = format!("`edit` changes the column `{}`, which is not here", planner.text_column());
            planner.problem(self.expression.span.clone(), message, None);
            return failed;
        };
        let Some(expr) = planner.expression(&self.expression, input) else { return failed };
        let data_type = expr.data_type(input).unwrap_or(DataType::Null);
        if !data_type.is_string() && data_type != DataType::Null {
            let message = format!("`edit` wants an expression that gives a text, and this gives {data_type}");
            planner.problem(self.expression.span.clone(), message, None);
            return failed;
        }
        let mut fields: Vec<FieldRef> = input.fields().iter().cloned().collect();
        if let Some(field) = fields.get_mut(text) {
            *field = Arc::new(Field::new(field.name(), data_type, true));
        }
        let output = Arc::new(Schema::new_with_metadata(fields, input.metadata().clone()));
        let reason = format!("dropped by {}", self.expression.text.trim());
        let worker = EditText { text, expr, reason, schema: order::with_hidden(&output) };
        Planned { output: Some(output), work: Some(Work::Rows(clones(worker))) }
    }
}

/// Replaces the text.
#[derive(Clone)]
struct EditText {
    text: usize,
    expr: Arc<dyn PhysicalExpr>,
    reason: String,
    schema: SchemaRef,
}

impl Worker for EditText {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        // Rows without a text are taken out first: an expression may well make one from NULL.
        let (batch, null) = split(&batch, &is_not_null(batch.column(self.text))?)?;
        let edited = self.expr.evaluate(&batch)?.into_array(batch.num_rows())?;
        let good = is_not_null(&edited)?;
        let (rows, dropped) = split(&batch, &good)?;
        let edited = if dropped.num_rows() == 0 { edited } else { filter(&edited, &good)? };
        let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
        if let Some(text) = columns.get_mut(self.text) {
            *text = edited;
        }
        let kept = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        let refused = together(&[(null, "null text"), (dropped, &self.reason)])?;
        Ok(Outcome { kept, refused })
    }
}

/// The rows where `mask` is true, and the others. All rows on one side cost nothing.
fn split(batch: &RecordBatch, mask: &BooleanArray) -> Result<(RecordBatch, RecordBatch)> {
    match mask.true_count() {
        n if n == batch.num_rows() => Ok((batch.clone(), batch.slice(0, 0))),
        _ => Ok((filter_record_batch(batch, mask)?, filter_record_batch(batch, &not(mask)?)?)),
    }
}

/// Rows refused for different reasons as one batch in the order of the rows; `None` where there are none.
fn together(parts: &[(RecordBatch, &str)]) -> Result<Option<Refused>> {
    let reasons: Vec<StringArray> =
        parts.iter().map(|(rows, reason)| StringArray::from_iter_values(std::iter::repeat_n(reason, rows.num_rows()))).collect();
    let reasons: Vec<&dyn Array> = reasons.iter().map(|reasons| reasons as &dyn Array).collect();
    let batches: Vec<&RecordBatch> = parts.iter().map(|(rows, _)| rows).collect();
    let Some(first) = batches.first() else { return Ok(None) };
    let rows = concat_batches(&first.schema(), batches)?;
    refused_in_order(rows, as_string_array(&concat(&reasons)?)?.clone())
}

/// Refused rows and their reasons, put in the order of the rows; `None` where there are none.
pub(super) fn refused_in_order(rows: RecordBatch, reasons: StringArray) -> Result<Option<Refused>> {
    if rows.num_rows() == 0 {
        return Ok(None);
    }
    let (rows, reasons) = order::in_order_with(rows, reasons)?;
    Ok(Some(Refused { rows, reasons, label: as_it_is }))
}
