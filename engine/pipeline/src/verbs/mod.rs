//! The verbs of steps: one file and one variant each.

mod add;
mod dedup;
mod edit;
mod keep;
pub(crate) mod query;

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::physical_expr::PhysicalExpr;
use tamis::config::Section;

use crate::exec::Workers;
use crate::plan::Planner;
use crate::step::KeptOfRejects;

pub(crate) use dedup::dedup;

/// What a step does, as it is written.
#[derive(Debug, Clone)]
pub(crate) enum Verb {
    /// Keeps the rows for which a condition is true.
    Keep(keep::Keep),
    /// Computes columns.
    Add(add::Add),
    /// Changes the text.
    Edit(edit::Edit),
    /// Puts the result of a query over all rows in their place.
    Sql(query::Query),
    /// Keeps the first row of each key.
    Dedup(dedup::Dedup),
}

/// What a step does, checked and ready to run.
pub(crate) enum Work {
    /// Looks at rows one by one.
    Rows(Workers),
    /// Keeps the first row of each value of an expression.
    Dedup(Arc<dyn PhysicalExpr>),
    /// Runs a query over a table called `input`.
    Query(String),
}

/// What checking a step found; what is wrong with it went to the planner's list.
pub(crate) struct Planned {
    /// The columns behind the step; `None` where a mistake leaves them unknown, so that later steps cannot be checked.
    pub(crate) output: Option<SchemaRef>,
    /// What it does; `None` after a mistake.
    pub(crate) work: Option<Work>,
}

impl Verb {
    /// Reads the verb of a step. There is exactly one.
    pub(crate) fn read(section: &mut Section<'_>) -> Option<Self> {
        match section.need_one_of(&["keep", "add", "edit", "sql", "dedup"])? {
            "keep" => keep::Keep::read(section).map(Self::Keep),
            "add" => add::Add::read(section).map(Self::Add),
            "edit" => edit::Edit::read(section).map(Self::Edit),
            "sql" => query::Query::read(section).map(Self::Sql),
            _ => dedup::Dedup::read(section).map(Self::Dedup),
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Keep(_) => "keep",
            Self::Add(_) => "add",
            Self::Edit(_) => "edit",
            Self::Sql(_) => "sql",
            Self::Dedup(_) => "dedup",
        }
    }

    /// What is kept of a refused row unless the step says otherwise; `Counts` for verbs that refuse none.
    pub(crate) fn default_rejects(&self) -> KeptOfRejects {
        match self {
            Self::Keep(_) | Self::Edit(_) => KeptOfRejects::Rows,
            Self::Dedup(_) => KeptOfRejects::Ids,
            Self::Add(_) | Self::Sql(_) => KeptOfRejects::Counts,
        }
    }

    /// All its SQL.
    pub(crate) fn sql(&self) -> Vec<&str> {
        match self {
            Self::Keep(keep) => vec![&keep.condition.text],
            Self::Add(add) => add.columns.iter().map(|(_, sql)| sql.text.as_str()).collect(),
            Self::Edit(edit) => vec![&edit.expression.text],
            Self::Sql(query) => vec![&query.query.text],
            Self::Dedup(dedup) => vec![&dedup.key.text],
        }
    }

    /// Checks the verb against the visible columns before it.
    pub(crate) async fn plan(&self, planner: &mut Planner<'_>, input: &SchemaRef) -> Planned {
        match self {
            Self::Keep(keep) => keep.plan(planner, input),
            Self::Add(add) => add.plan(planner, input),
            Self::Edit(edit) => edit.plan(planner, input),
            Self::Sql(query) => query.plan(planner, input).await,
            Self::Dedup(dedup) => dedup.plan(planner, input),
        }
    }
}
