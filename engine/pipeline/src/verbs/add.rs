//! `add.name = "expression"`: columns computed from the row.
//!
//! All expressions of a step see the columns before it, so their order means nothing. A column that exists is replaced.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use datafusion::common::Result;
use datafusion::physical_expr::PhysicalExpr;
use tamis::config::{Section, Spanned};

use super::{Planned, Work};
use crate::exec::{Outcome, Worker, clones};
use crate::order;
use crate::plan::Planner;
use crate::sql::Sql;

/// The columns as they are written.
#[derive(Debug, Clone)]
pub(crate) struct Add {
    /// Name and expression of each.
    pub(crate) columns: Vec<(Spanned<String>, Sql)>,
}

impl Add {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let span = section.span_of("add");
        let mut entries = section.section("add")?;
        let read = entries.string_entries().into_iter().filter_map(|(name, text)| {
            let sql = Sql::checked(&entries, text.span(), name.get_ref(), text.into_inner())?;
            Some((name, sql))
        });
        let columns: Vec<_> = read.collect();
        let is_empty = entries.keys().next().is_none();
        entries.finish();
        if is_empty {
            section.document().problem(span, "`add` names no column", Some("write add.name = \"expression\"".to_owned()));
        }
        Some(Self { columns })
    }

    pub(super) fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        let mut fields: Vec<FieldRef> = input.fields().iter().cloned().collect();
        let mut columns = Vec::with_capacity(self.columns.len());
        for (name, sql) in &self.columns {
            let expr = planner.expression(sql, input);
            // After a mistake the column is there all the same, so that later steps that use it are not blamed.
            let data_type = expr.as_ref().and_then(|expr| expr.data_type(input).ok()).unwrap_or(DataType::Null);
            if name.get_ref().starts_with(order::HIDDEN) {
                let message = format!("column names that start with `{}` are reserved", order::HIDDEN);
                planner.problem(name.span(), message, None);
            }
            let field = Arc::new(Field::new(name.get_ref(), data_type, true));
            let index = fields.iter().position(|field| field.name() == name.get_ref()).unwrap_or(fields.len());
            match fields.get_mut(index) {
                Some(old) => *old = field,
                None => fields.push(field),
            }
            columns.extend(expr.map(|expr| (index, expr)));
        }
        let output = Arc::new(Schema::new_with_metadata(fields, input.metadata().clone()));
        let worker = AddColumns { columns, schema: order::with_hidden(&output) };
        Planned { output: Some(output), work: Some(Work::Rows(clones(worker))) }
    }
}

/// Puts computed columns in their places.
#[derive(Clone)]
struct AddColumns {
    columns: Vec<(usize, Arc<dyn PhysicalExpr>)>,
    schema: SchemaRef,
}

impl Worker for AddColumns {
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome> {
        let mut columns = batch.columns().to_vec();
        let hidden = columns.split_off(order::n_visible(&batch));
        for (index, expr) in &self.columns {
            let values = expr.evaluate(&batch)?.into_array(batch.num_rows())?;
            match columns.get_mut(*index) {
                Some(old) => *old = values,
                None => columns.push(values),
            }
        }
        columns.extend(hidden);
        Ok(Outcome::all(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}
