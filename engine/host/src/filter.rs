//! A filter's verdicts: one byte a row, checked, then shown as BOOLEAN or as the reason's name.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, StringViewBuilder};
use datafusion::arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};
use datafusion::common::Result;

use crate::description::Label;

/// The verdicts of one invocation.
pub(crate) struct Verdicts<'a> {
    labels: &'a [Label],
    bytes: Vec<u8>,
}

impl<'a> Verdicts<'a> {
    /// Every row kept until an answer says otherwise.
    pub(crate) fn new(labels: &'a [Label], rows: usize) -> Self {
        Self { labels, bytes: vec![0; rows] }
    }

    /// Takes one byte per row.
    pub(crate) fn collect(&mut self, rows: Range<usize>, answer: &[u8]) -> Result<(), String> {
        if answer.len() != rows.len() {
            return Err(format!("{} verdicts for {} rows", answer.len(), rows.len()));
        }
        if let Some((row, verdict)) = answer.iter().enumerate().find(|(_, verdict)| usize::from(**verdict) > self.labels.len()) {
            let row = rows.start + row;
            return Err(format!("verdict {verdict} on row {row}, where there are {} reasons", self.labels.len()));
        }
        if let Some(slots) = self.bytes.get_mut(rows) {
            slots.copy_from_slice(answer);
        }
        Ok(())
    }

    /// BOOLEAN: true = keep.
    pub(crate) fn kept(self, nulls: Option<NullBuffer>) -> ArrayRef {
        let kept = BooleanBuffer::from_iter(self.bytes.iter().map(|verdict| *verdict == 0));
        Arc::new(BooleanArray::new(kept, nulls))
    }

    /// VARCHAR: the reason's name, NULL = kept. The names stand once in a buffer that every row points into.
    pub(crate) fn reasons(self, nulls: Option<NullBuffer>) -> Result<ArrayRef> {
        let mut builder = StringViewBuilder::with_capacity(self.bytes.len());
        let names: String = self.labels.iter().map(|label| label.name.as_str()).collect();
        let block = builder.append_block(Buffer::from(names.as_bytes()));
        let mut start = 0;
        let mut spans = Vec::with_capacity(self.labels.len());
        for label in self.labels {
            let len = label.name.len() as u32;
            spans.push((start, len));
            start += len;
        }
        for (row, verdict) in self.bytes.iter().enumerate() {
            let span = usize::from(*verdict).checked_sub(1).and_then(|reason| spans.get(reason));
            match span {
                Some((start, len)) if nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) => {
                    builder.try_append_view(block, *start, *len)?;
                }
                _ => builder.append_null(),
            }
        }
        Ok(Arc::new(builder.finish()))
    }
}
