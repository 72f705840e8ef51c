//! A scorer's scores: checked, then DOUBLE with one score and STRUCT with several.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, StructArray};
use datafusion::arrow::buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::Result;

use crate::bindings::exports::tamis::plugin::scorer;
use crate::description::Label;

/// The type of a scorer's column.
pub(crate) fn data_type(labels: &[Label]) -> DataType {
    match labels {
        [_] => DataType::Float64,
        _ => DataType::Struct(fields(labels)),
    }
}

fn fields(labels: &[Label]) -> Fields {
    labels.iter().map(|label| Field::new(&label.name, DataType::Float64, true)).collect()
}

/// The scores of one invocation: for each label, a value and a validity per row.
pub(crate) struct Scores<'a> {
    labels: &'a [Label],
    columns: Vec<(Vec<f64>, Vec<bool>)>,
}

impl<'a> Scores<'a> {
    /// Every score NULL until an answer gives it.
    pub(crate) fn new(labels: &'a [Label], rows: usize) -> Self {
        Self { labels, columns: labels.iter().map(|_| (vec![0.0; rows], vec![false; rows])).collect() }
    }

    /// Takes one value per score and row.
    pub(crate) fn collect(&mut self, rows: Range<usize>, answer: &scorer::Scores) -> Result<(), String> {
        let wanted = self.labels.len() * rows.len();
        if answer.values.len() != wanted {
            let (n_scores, n_rows) = (self.labels.len(), rows.len());
            return Err(format!("{} values for {n_scores} scores of {n_rows} rows", answer.values.len()));
        }
        if !answer.validity.is_empty() && answer.validity.len() != wanted.div_ceil(8) {
            return Err(format!("{} bytes of validity for {wanted} values", answer.validity.len()));
        }
        for (score, (values, validity)) in self.columns.iter_mut().enumerate() {
            let first = score * rows.len();
            let from = answer.values.get(first..first + rows.len()).unwrap_or_default();
            if let Some(slots) = values.get_mut(rows.clone()) {
                slots.copy_from_slice(from);
            }
            let valid = |index: usize| answer.validity.get(index / 8).is_none_or(|byte| byte >> (index % 8) & 1 == 1);
            for (slot, index) in validity.get_mut(rows.clone()).unwrap_or_default().iter_mut().zip(first..) {
                *slot = valid(index);
            }
        }
        Ok(())
    }

    /// The column.
    pub(crate) fn finish(self, nulls: Option<NullBuffer>) -> Result<ArrayRef> {
        let array = |(values, validity): (Vec<f64>, Vec<bool>)| -> ArrayRef {
            let valid = NullBuffer::new(BooleanBuffer::from(validity));
            let nulls = NullBuffer::union(Some(&valid), nulls.as_ref()).filter(|nulls| nulls.null_count() > 0);
            Arc::new(Float64Array::new(ScalarBuffer::from(values), nulls))
        };
        let mut columns: Vec<ArrayRef> = self.columns.into_iter().map(array).collect();
        if columns.len() == 1 {
            return Ok(columns.remove(0));
        }
        Ok(Arc::new(StructArray::try_new(fields(self.labels), columns, nulls)?))
    }
}
