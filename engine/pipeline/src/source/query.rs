//! The result of a query as a source of rows.
//!
//! A query gives its rows in an order that may differ from run to run, so they are sorted before they are numbered: by its
//! ORDER BY where it has one, and by all columns from the first to the last, so that only equal rows can change places.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::row::{RowConverter, SortField};
use datafusion::common::Result;
use datafusion::physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast;
use tamis::Session;

use super::scan::{Meter, SourceScan};
use super::unit::{Ids, Piece, Unit};
use crate::order;

/// How many rows make a unit where there is nothing else to cut by: of a query's result, or of a single file.
pub(crate) const UNIT_ROWS: u64 = 16_384;

/// The plan of one query. Other statements are refused before anything is carried out.
pub(crate) async fn query_plan(session: &Session, sql: &str) -> Result<Arc<dyn ExecutionPlan>> {
    let statements = session.statements(sql)?;
    let is_query = |statement: &Statement| match statement {
        Statement::Statement(statement) => matches!(**statement, ast::Statement::Query(_)),
        _ => false,
    };
    if statements.len() != 1 || !statements.iter().all(is_query) {
        return datafusion::common::plan_err!("one SELECT is wanted here, found: {sql}");
    }
    session.sql(sql).await?.create_physical_plan().await
}

/// The rows of `plan`, numbered, in `n_partitions`; rows without a column `id` are called `name#0`, `name#1` and so on.
pub(crate) fn numbered_query(
    plan: Arc<dyn ExecutionPlan>,
    name: &str,
    ids: Option<Ids>,
    n_partitions: usize,
) -> Result<(Arc<dyn ExecutionPlan>, Arc<Meter>)> {
    let schema = plan.schema();
    let ids = match ids {
        Some(ids) => ids,
        None if schema.index_of("id").is_ok() => Ids::Computed(order::column(&schema, "id")?),
        None => Ids::Place,
    };
    let plan = in_one_order(plan)?;
    let piece = Piece { plan, partition: 0, name: name.to_owned(), bytes: 0 };
    let unit = Unit { number: 0, pieces: vec![piece] };
    let scan = SourceScan::new(vec![unit], &schema, ids, 1, Some(UNIT_ROWS));
    let meter = scan.meter();
    Ok((order::dealt_by_unit(Arc::new(scan), n_partitions)?, meter))
}

fn in_one_order(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let schema = plan.schema();
    let mut by: Vec<PhysicalSortExpr> = plan.output_ordering().into_iter().flat_map(|by| by.iter().cloned()).collect();
    for field in schema.fields().iter().filter(|field| is_sortable(field.data_type())) {
        by.push(PhysicalSortExpr::new_default(order::column(&schema, field.name())?));
    }
    let Some(ordering) = LexOrdering::new(by) else { return Ok(plan) };
    let sorted = order::sorted(plan, ordering.iter().cloned());
    Ok(Arc::new(SortPreservingMergeExec::new(ordering, sorted)))
}

fn is_sortable(data_type: &DataType) -> bool {
    RowConverter::supports_fields(&[SortField::new(data_type.clone())])
}
