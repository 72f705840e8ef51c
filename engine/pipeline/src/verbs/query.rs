//! `sql = "SELECT .. FROM input"`: any query over all rows.
//!
//! The rows before the step are the table `input`. They are written down first, so that a query may read them as often as it
//! likes and stop early without the steps before it losing count.

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::datasource::empty::EmptyTable;
use tamis::config::Section;

use super::{Planned, Work};
use crate::plan::Planner;
use crate::source::{query_plan, with_id};
use crate::sql::Sql;

/// The name of the table a query reads.
pub(crate) const INPUT: &str = "input";

/// The query as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    /// The query.
    pub(crate) query: Sql,
}

impl Query {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        Sql::read(section, "sql").map(|query| Self { query })
    }

    /// Plans the query over an empty table of the same columns.
    pub(super) async fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        let failed = Planned { output: None, work: None };
        let context = planner.session().context();
        let table = Arc::new(EmptyTable::new(tamis_corpus::plain_schema(input)));
        match context.table_exist(INPUT) {
            Ok(false) => {}
            Ok(true) => {
                let message = "there is a table called `input` already, and that is what the rows of the pipeline are called";
                planner.problem(self.query.span.clone(), message, Some("give that table another name".to_owned()));
                return failed;
            }
            Err(error) => return planner.blame(&self.query, &error, failed),
        }
        if let Err(error) = context.register_table(INPUT, table) {
            return planner.blame(&self.query, &error, failed);
        }
        let planned = query_plan(planner.session(), &self.query.text).await;
        let gone = context.deregister_table(INPUT);
        let plan = match planned.and_then(|plan| gone.map(|_| plan)) {
            Ok(plan) => plan,
            Err(error) => return planner.blame(&self.query, &error, failed),
        };
        let schema = plan.schema();
        if !planner.columns_are_distinct(&self.query.span, &schema) {
            return failed;
        }
        let work = Work::Query(self.query.text.clone());
        Planned { output: Some(Arc::new(with_id(&schema))), work: Some(work) }
    }
}
