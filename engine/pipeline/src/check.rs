//! Checking a pipeline against its source: which columns each step finds, and what is wrong, before any row is read.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::physical_plan::ExecutionPlan;
use tamis::Session;
use tamis_corpus::Format;

use crate::error::PipelineError;
use crate::pipeline::Pipeline;
use crate::plan::Planner;
use crate::source::{Ids, Origin, Unit, open_files, query_plan, refuse_unreadable, with_id};
use crate::step::KeptOfRejects;
use crate::verbs::{Planned, Work};

/// A pipeline that is ready to run.
pub(crate) struct Checked {
    /// What is read.
    pub(crate) input: Input,
    /// The columns in the source.
    pub(crate) raw: SchemaRef,
    /// What its rows are called; `None` for a query without an `id` expression.
    pub(crate) ids: Option<Ids>,
    /// Bytes of its files.
    pub(crate) bytes: Option<u64>,
    /// The steps.
    pub(crate) steps: Vec<CheckedStep>,
    /// The columns of the result.
    pub(crate) output: SchemaRef,
}

/// What is read.
pub(crate) enum Input {
    /// Files.
    Units(Vec<Unit>),
    /// The result of a query.
    Query(Arc<dyn ExecutionPlan>),
}

/// A step that is ready to run.
pub(crate) struct CheckedStep {
    /// Its name.
    pub(crate) name: String,
    /// Its verb.
    pub(crate) verb: &'static str,
    /// The visible columns before it.
    pub(crate) input: SchemaRef,
    /// The visible columns behind it.
    pub(crate) output: SchemaRef,
    /// What it does.
    pub(crate) work: Work,
    /// What is kept of refused rows.
    pub(crate) rejects: KeptOfRejects,
}

/// Opens the source and checks every step.
pub(crate) async fn check(pipeline: &Pipeline, session: &Session) -> Result<Checked, PipelineError> {
    load_functions(pipeline, session).await?;
    let source = &pipeline.source;
    let mut planner = Planner::new(session, &source.text);
    let Some((input, raw, ids, bytes)) = open(pipeline, session, &mut planner).await? else {
        return Err(pipeline.problems(planner.into_problems()).into());
    };
    let mut columns: SchemaRef = match &source.from {
        Origin::Files(_, Format::Text) => refuse_unreadable(&raw).map_or_else(|| Arc::clone(&raw), |(schema, _)| schema),
        _ => Arc::new(with_id(&raw)),
    };
    check_text(&mut planner, pipeline, &columns);
    planner.columns_are_distinct(&source.span, &columns);
    let mut steps = Vec::with_capacity(pipeline.steps.len());
    for step in &pipeline.steps {
        let Planned { output, work } = step.verb.plan(&mut planner, &columns).await;
        let Some(output) = output else { break };
        if let Some(work) = work {
            let (name, verb, input) = (step.name.clone(), step.verb.name(), Arc::clone(&columns));
            steps.push(CheckedStep { name, verb, input, output: Arc::clone(&output), work, rejects: step.rejects });
        }
        columns = output;
    }
    let problems = planner.into_problems();
    if problems.is_empty() {
        Ok(Checked { input, raw, ids, bytes, steps, output: columns })
    } else {
        Err(pipeline.problems(problems).into())
    }
}

/// Loads every plugin that the pipeline names, in one go.
async fn load_functions(pipeline: &Pipeline, session: &Session) -> Result<(), PipelineError> {
    let mut sql: Vec<&str> = pipeline.steps.iter().flat_map(|step| step.verb.sql()).collect();
    if let Origin::Query(query) = &pipeline.source.from {
        sql.push(&query.text);
    }
    sql.extend(pipeline.source.id.iter().map(|id| id.text.as_str()));
    Ok(session.load_functions(&sql).await?)
}

type Opened = (Input, SchemaRef, Option<Ids>, Option<u64>);

/// Opens the source; `None` where that fails for a reason that is on the planner's list.
async fn open(pipeline: &Pipeline, session: &Session, planner: &mut Planner<'_>) -> Result<Option<Opened>, PipelineError> {
    let source = &pipeline.source;
    match &source.from {
        Origin::Query(query) => {
            let plan = match query_plan(session, &query.text).await {
                Ok(plan) => plan,
                Err(error) => return Ok(planner.blame(query, &error, None)),
            };
            let raw = plan.schema();
            let ids = source.id.as_ref().and_then(|id| planner.expression(id, &raw)).map(Ids::Computed);
            Ok(Some((Input::Query(plan), raw, ids, None)))
        }
        Origin::Files(location, format) => {
            let table = match tamis_corpus::open(&session.context().state(), location, Some(*format)).await {
                Ok(table) => table,
                Err(error) => {
                    planner.problem(source.span.clone(), error.to_string(), None);
                    return Ok(None);
                }
            };
            let raw = table.schema();
            let ids = match &source.id {
                Some(id) => planner.expression(id, &raw).map(Ids::Computed),
                None => crate::order::column(&raw, "id").ok().map(Ids::Computed),
            };
            let by_place = ids.is_none();
            let files = open_files(session.context(), table, (location, *format), by_place).await?;
            let ids = ids.unwrap_or(Ids::Place);
            Ok(Some((Input::Units(files.units), files.schema, Some(ids), Some(files.bytes))))
        }
    }
}

/// The text column must be there and hold strings.
fn check_text(planner: &mut Planner<'_>, pipeline: &Pipeline, columns: &SchemaRef) {
    let (name, span) = (&pipeline.source.text, pipeline.source.text_span.clone());
    match columns.field_with_name(name) {
        Ok(field) if is_text(field.data_type()) => {}
        Ok(field) => {
            let message = format!("the text column `{name}` holds {}, and strings are wanted", field.data_type());
            planner.problem(span, message, Some("name another column: text = \"..\"".to_owned()));
        }
        Err(_) => {
            let names: Vec<&str> = columns.fields().iter().map(|field| field.name().as_str()).collect();
            let hint = format!("say which column holds the text: text = \"..\"; columns here: {}", names.join(", "));
            planner.problem(span, format!("the source has no text column `{name}`"), Some(hint));
        }
    }
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => value.is_string(),
        // Where no row has a text, or there is no row, readers cannot know that it would be a string.
        DataType::Null => true,
        other => other.is_string(),
    }
}
