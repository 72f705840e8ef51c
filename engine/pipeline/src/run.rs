//! Running a checked pipeline.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Result as EngineResult;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use futures::StreamExt;
use tamis::Session;
use tamis_corpus::{Location, Manifest, Output, OutputFormat, Shelf, StagedShard, sha256};
use tokio::task::JoinSet;

use crate::check::{Checked, CheckedStep, Input, check};
use crate::count::{self, Count};
use crate::error::PipelineError;
use crate::exec::{StepExec, clones};
use crate::order;
use crate::pipeline::{Pipeline, RunOptions};
use crate::progress::Progress;
use crate::rejects::{Rejects, Staged};
use crate::source::{Ids, Meter, SourceScan, UNIT_ROWS, numbered_query, query_plan, refuse_unreadable};
use crate::step::{KeptOfRejects, SOURCE};
use crate::summary::{StepSummary, Summary};
use crate::verbs::query::INPUT;
use crate::verbs::{Work, dedup};

/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

/// The name of the summary's file in the run folder.
const SUMMARY: &str = "summary.json";

/// Checks and runs `pipeline`.
pub(crate) async fn run(
    pipeline: &Pipeline,
    session: &Session,
    options: RunOptions,
    progress: &dyn Progress,
) -> Result<Summary, PipelineError> {
    let start = Instant::now();
    let checked = check(pipeline, session).await?;
    let sink = &pipeline.sink;
    let output = Output::open(&session.context().state(), &sink.location, sink.format, options.fresh).await?;
    let run = Run { session, output: Arc::new(output), staged: Staged::default(), progress, n: n_partitions(session) };
    match run.carry_out(pipeline, checked, start).await {
        Ok(summary) => Ok(summary),
        Err(error) => {
            // What went wrong is told, and not what may go wrong while clearing up after it.
            if let Err(second) = run.output.abandon(run.staged.take()).await {
                tracing::warn!("cannot clear up after a failed run: {second}");
            }
            Err(error)
        }
    }
}

fn n_partitions(session: &Session) -> usize {
    session.context().state().config_options().execution.target_partitions.max(1)
}

struct Run<'a> {
    session: &'a Session,
    output: Arc<Output>,
    staged: Staged,
    progress: &'a dyn Progress,
    /// In how many partitions rows are worked on.
    n: usize,
}

/// The rows at some point of a run: the plan that gives them, and the counts of the steps that are in it.
struct Flow {
    plan: Arc<dyn ExecutionPlan>,
    meter: Arc<Meter>,
    counts: Vec<(String, &'static str, Counted)>,
}

/// What the task of one partition gives.
type Written = Result<Vec<StagedShard>, PipelineError>;

/// Who counts the rows of a step.
enum Counted {
    /// Its node.
    ByNode(Arc<Count>),
    /// What reads its result, for a step that gives on all there is.
    ByMeter { rows_in: Option<u64>, meter: Arc<Meter>, seconds: f64 },
}

impl Run<'_> {
    async fn carry_out(&self, pipeline: &Pipeline, checked: Checked, start: Instant) -> Result<Summary, PipelineError> {
        let Checked { input, raw, ids, bytes, steps, output } = checked;
        self.progress.begin(bytes);
        let (mut flow, source) = self.source(input, &raw, ids)?;
        for step in &steps {
            flow = self.step(flow, step).await?;
        }
        self.drive(&flow, &output, &self.output, &self.staged).await?;
        let source_rows = source.rows.load(Ordering::Relaxed);
        if source_rows == 0 {
            return Err(PipelineError::EmptySource { source_name: pipeline.source.name().to_owned() });
        }
        let steps: Vec<StepSummary> = flow.counts.iter().map(|(name, verb, counted)| counted.summary(name, verb)).collect();
        count::check(&steps)?;
        self.progress.committing();
        let as_json = |value: &Vec<StepSummary>| serde_json::to_value(value).map_err(|e| PipelineError::Stopped(e.to_string()));
        let manifest = Manifest::new(sha256(pipeline.text().as_bytes()), as_json(&steps)?);
        let staged = self.staged.take();
        let written = staged.iter().filter(|shard| *shard.shelf() == Shelf::Data).map(StagedShard::entry);
        let (rows, bytes_out, shards) =
            written.fold((0, 0, 0), |(rows, bytes, n), entry| (rows + entry.rows, bytes + entry.bytes, n + 1));
        let errors = steps.first().map_or(0, |source| source.refused);
        let summary = Summary {
            source_rows,
            source_bytes: bytes,
            steps,
            rows,
            bytes: bytes_out,
            shards,
            errors,
            sink: self.output.data_name(),
            rejects: self.output.run_name("rejects"),
            path: self.output.run_name(SUMMARY),
            seconds: start.elapsed().as_secs_f64(),
        };
        check_written(&summary)?;
        self.note(&summary).await?;
        self.output.commit(staged, manifest).await?;
        Ok(summary)
    }

    async fn note(&self, summary: &Summary) -> Result<(), PipelineError> {
        let mut text = serde_json::to_vec_pretty(summary).map_err(|e| PipelineError::Stopped(e.to_string()))?;
        text.push(b'\n');
        Ok(self.output.note(SUMMARY, text).await?)
    }

    /// The rows of the source, those that cannot be read taken out.
    fn source(&self, input: Input, raw: &SchemaRef, ids: Option<Ids>) -> EngineResult<(Flow, Arc<Meter>)> {
        let (plan, meter) = match input {
            Input::Query(plan) => numbered_query(plan, SOURCE, ids, self.n)?,
            Input::Units(units) => {
                let ids = ids.unwrap_or(Ids::Place);
                // A single file that cannot be cut is read by one thread, and its rows are worked on by all.
                let cut = (units.len() == 1).then_some(UNIT_ROWS);
                let scan = SourceScan::new(units, raw, ids, self.n, cut);
                let meter = scan.meter();
                let plan: Arc<dyn ExecutionPlan> = Arc::new(scan);
                (if cut.is_some() { order::dealt_by_unit(plan, self.n)? } else { plan }, meter)
            }
        };
        let is_text = **raw == *tamis_corpus::text::schema();
        let Some((visible, worker)) = refuse_unreadable(raw).filter(|_| is_text) else {
            let counted = Counted::ByMeter { rows_in: None, meter: Arc::clone(&meter), seconds: 0.0 };
            return Ok((Flow { plan, meter: Arc::clone(&meter), counts: vec![(SOURCE.to_owned(), SOURCE, counted)] }, meter));
        };
        let count = Arc::new(Count::default());
        let rejects = Rejects::new(&self.output, &self.staged, SOURCE, raw, KeptOfRejects::Rows);
        let schema = order::with_hidden(&visible);
        let plan = StepExec::new(SOURCE, plan, schema, clones(worker), (Arc::clone(&count), rejects));
        let counts = vec![(SOURCE.to_owned(), SOURCE, Counted::ByNode(count))];
        Ok((Flow { plan, meter: Arc::clone(&meter), counts }, meter))
    }

    async fn step(&self, mut flow: Flow, step: &CheckedStep) -> Result<Flow, PipelineError> {
        let count = Arc::new(Count::default());
        let rejects = Rejects::new(&self.output, &self.staged, &step.name, &step.input, step.rejects);
        let counters = (Arc::clone(&count), rejects);
        flow.plan = match &step.work {
            Work::Rows(workers) => {
                let schema = order::with_hidden(&step.output);
                StepExec::new(&step.name, flow.plan, schema, Arc::clone(workers), counters)
            }
            Work::Dedup(key) => dedup(flow.plan, key, &step.name, counters, self.n)?,
            Work::Query(query) => return self.query(flow, step, query).await,
        };
        flow.counts.push((step.name.clone(), step.verb, Counted::ByNode(count)));
        Ok(flow)
    }

    /// Writes down the rows before a query, which then reads them as a table.
    async fn query(&self, mut flow: Flow, step: &CheckedStep, query: &str) -> Result<Flow, PipelineError> {
        let start = Instant::now();
        let state = self.session.context().state();
        let place = Location::parse(&format!("{}/", self.output.run_name(&format!("staged/{}.input", step.name))))
            .map_err(tamis_corpus::SinkError::from)?;
        let stage = Arc::new(Output::open(&state, &place, OutputFormat::Arrow, true).await?);
        let staged = Staged::default();
        self.drive(&flow, &step.input, &stage, &staged).await?;
        let staged = staged.take();
        let rows_in = staged.iter().map(|shard| shard.entry().rows).sum();
        stage.commit(staged, Manifest::new("", serde_json::Value::Null)).await?;
        let table =
            tamis_corpus::open(&state, &place, Some(OutputFormat::Arrow.format())).await.map_err(tamis_corpus::SinkError::from)?;
        let context = self.session.context();
        context.register_table(INPUT, table)?;
        let plan = query_plan(self.session, query).await;
        context.deregister_table(INPUT)?;
        let (plan, meter) = numbered_query(plan?, &step.name, None, self.n)?;
        let seconds = start.elapsed().as_secs_f64();
        let counted = Counted::ByMeter { rows_in: Some(rows_in), meter: Arc::clone(&meter), seconds };
        flow.counts.push((step.name.clone(), step.verb, counted));
        Ok(Flow { plan, meter, counts: flow.counts })
    }

    /// Runs `flow` into `output`, all partitions at once, and tells of its progress. A flow without a row is written as one
    /// empty shard.
    async fn drive(&self, flow: &Flow, visible: &SchemaRef, output: &Arc<Output>, staged: &Staged) -> Result<(), PipelineError> {
        let mut tasks = JoinSet::new();
        for partition in 0..flow.plan.output_partitioning().partition_count() {
            let (plan, context) = (Arc::clone(&flow.plan), self.session.context().task_ctx());
            let (output, visible) = (Arc::clone(output), Arc::clone(visible));
            tasks.spawn(async move {
                let mut writer = output.writer(Shelf::Data, &visible);
                let mut rows = plan.execute(partition, context)?;
                while let Some(batch) = rows.next().await {
                    for (unit, rows) in order::units(&batch?)? {
                        writer.write(unit, &order::visible(&rows)?).await?;
                    }
                }
                Ok::<_, PipelineError>(writer.finish().await?)
            });
        }
        let done = self.wait(&mut tasks, flow, staged).await;
        // A task that was stopped in the middle must not write any more when the folder is cleared.
        tasks.shutdown().await;
        if done? {
            staged.add(output.writer(Shelf::Data, visible).finish_empty().await?);
        }
        Ok(())
    }

    /// Waits for all tasks, or the first that fails; true where none of them wrote anything.
    async fn wait(&self, tasks: &mut JoinSet<Written>, flow: &Flow, staged: &Staged) -> Result<bool, PipelineError> {
        let mut told = (0, 0);
        let mut tick = tokio::time::interval(TICK);
        let mut is_empty = true;
        loop {
            tokio::select! {
                _ = tick.tick() => self.tell(&flow.meter, &mut told),
                done = tasks.join_next() => match done {
                    None => break,
                    Some(done) => {
                        let shards = done.map_err(|e| PipelineError::Stopped(e.to_string()))??;
                        is_empty &= shards.is_empty();
                        staged.add(shards);
                    }
                },
            }
        }
        self.tell(&flow.meter, &mut told);
        Ok(is_empty)
    }

    fn tell(&self, meter: &Meter, told: &mut (u64, u64)) {
        let (rows, bytes) = (meter.rows.load(Ordering::Relaxed), meter.bytes.load(Ordering::Relaxed));
        if (rows, bytes) != *told {
            self.progress.read(rows - told.0, bytes - told.1);
            *told = (rows, bytes);
        }
    }
}

impl Counted {
    fn summary(&self, name: &str, verb: &'static str) -> StepSummary {
        match self {
            Self::ByNode(count) => count.summary(name, verb),
            Self::ByMeter { rows_in, meter, seconds } => {
                let rows_out = meter.rows.load(Ordering::Relaxed);
                let rows_in = rows_in.unwrap_or(rows_out);
                let (name, seconds) = (name.to_owned(), *seconds);
                StepSummary { name, verb, rows_in, rows_out, refused: 0, reasons: Vec::new(), seconds }
            }
        }
    }
}

/// The rows of the sink are those the last step gave.
fn check_written(summary: &Summary) -> Result<(), PipelineError> {
    match summary.steps.last() {
        Some(step) if step.rows_out != summary.rows => {
            Err(PipelineError::Miscounted { step: "sink".to_owned(), rows_in: step.rows_out, rows_out: summary.rows, refused: 0 })
        }
        _ => Ok(()),
    }
}
