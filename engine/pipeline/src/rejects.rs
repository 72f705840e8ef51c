//! Where refused rows go: into the run folder, with the reason and the step behind their own columns.

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::Result;
use tamis_corpus::{Output, Shelf, StagedShard, UnitWriter};

use crate::exec::Refused;
use crate::order::{self, ID};
use crate::step::KeptOfRejects;

/// The shards of a run that are written and not yet visible.
#[derive(Debug, Clone, Default)]
pub(crate) struct Staged(Arc<Mutex<Vec<StagedShard>>>);

impl Staged {
    /// Adds shards.
    pub(crate) fn add(&self, shards: Vec<StagedShard>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(shards);
    }

    /// Takes all of them.
    pub(crate) fn take(&self) -> Vec<StagedShard> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The rejects of one step.
#[derive(Debug, Clone)]
pub(crate) struct Rejects {
    output: Arc<Output>,
    staged: Staged,
    step: String,
    schema: SchemaRef,
    kept: KeptOfRejects,
}

impl Rejects {
    /// The rejects of `step`, whose rows have the `visible` columns; `None` where they are only counted.
    pub(crate) fn new(output: &Arc<Output>, staged: &Staged, step: &str, visible: &Schema, kept: KeptOfRejects) -> Option<Self> {
        let mut fields: Vec<Field> = match kept {
            KeptOfRejects::Rows => visible.fields().iter().map(|field| Field::clone(field)).collect(),
            KeptOfRejects::Ids => vec![Field::new("id", DataType::Utf8View, true)],
            KeptOfRejects::Counts => return None,
        };
        for name in ["reason", "step"] {
            let name = free(&fields, name);
            fields.push(Field::new(name, DataType::Utf8, false));
        }
        let (output, staged) = (Arc::clone(output), staged.clone());
        Some(Self { output, staged, step: step.to_owned(), schema: Arc::new(Schema::new(fields)), kept })
    }

    /// A writer for one partition.
    pub(crate) fn writer(&self) -> RejectWriter {
        let writer = self.output.writer(Shelf::Rejects(self.step.clone()), &self.schema);
        RejectWriter { writer, rejects: self.clone() }
    }
}

/// `name`, or with underscores behind it until no column has it.
fn free(fields: &[Field], name: &str) -> String {
    let mut name = name.to_owned();
    while fields.iter().any(|field| *field.name() == name) {
        name.push('_');
    }
    name
}

/// Writes the rejects of one step from one partition.
pub(crate) struct RejectWriter {
    writer: UnitWriter,
    rejects: Rejects,
}

impl RejectWriter {
    /// Writes refused rows.
    pub(crate) async fn write(&mut self, refused: Refused) -> Result<()> {
        let mut start = 0;
        for (unit, rows) in order::units(&refused.rows)? {
            let reasons = refused.reasons.slice(start, rows.num_rows());
            start += rows.num_rows();
            self.writer.write(unit, &self.with_reasons(&rows, reasons)?).await?;
        }
        Ok(())
    }

    fn with_reasons(&self, rows: &RecordBatch, reasons: StringArray) -> Result<RecordBatch> {
        let mut columns: Vec<ArrayRef> = match self.rejects.kept {
            KeptOfRejects::Ids => rows.column_by_name(ID).cloned().into_iter().collect(),
            KeptOfRejects::Rows | KeptOfRejects::Counts => order::visible(rows)?.columns().to_vec(),
        };
        let steps = StringArray::from_iter_values(std::iter::repeat_n(&self.rejects.step, reasons.len()));
        columns.push(Arc::new(reasons));
        columns.push(Arc::new(steps));
        Ok(RecordBatch::try_new(Arc::clone(&self.rejects.schema), columns)?)
    }

    /// Ends the writing.
    pub(crate) async fn finish(self) -> Result<()> {
        self.rejects.staged.add(self.writer.finish().await?);
        Ok(())
    }
}
