//! The plan node of every step that looks at rows one by one.
//!
//! What differs between such steps is a [`Worker`]; what they share is here: counting, timing, sending refused rows to the
//! rejects and passing the others on, in their order.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use datafusion::arrow::array::{RecordBatch, StringArray};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, PlanProperties};
use futures::{StreamExt, TryStreamExt, stream};

use crate::count::Count;
use crate::rejects::{RejectWriter, Rejects};

/// Judges or changes the rows of one partition. Batches come in their order.
pub(crate) trait Worker: Send {
    /// Judges a batch. Its columns are the visible ones, then the hidden ones; what comes out is the same way round.
    fn work(&mut self, batch: RecordBatch) -> Result<Outcome>;
}

/// What became of a batch.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The rows that go on, in their order.
    pub(crate) kept: RecordBatch,
    /// The others.
    pub(crate) refused: Option<Refused>,
}

impl Outcome {
    /// Nothing was refused.
    pub(crate) fn all(kept: RecordBatch) -> Self {
        Self { kept, refused: None }
    }
}

/// Rows that do not go on.
#[derive(Debug)]
pub(crate) struct Refused {
    /// They, in their order, with the columns they came with, hidden ones included.
    pub(crate) rows: RecordBatch,
    /// Why, one for each.
    pub(crate) reasons: StringArray,
    /// What a reason is counted as.
    pub(crate) label: fn(&str) -> &str,
}

/// A reason that is counted as itself.
pub(crate) fn as_it_is(reason: &str) -> &str {
    reason
}

/// Makes the worker of a partition.
pub(crate) type Workers = Arc<dyn Fn() -> Box<dyn Worker> + Send + Sync>;

/// Workers that keep nothing between batches, or start out all the same.
pub(crate) fn clones(worker: impl Worker + Clone + Sync + 'static) -> Workers {
    Arc::new(move || Box::new(worker.clone()))
}

/// Runs a step over each partition of its input.
pub(crate) struct StepExec {
    name: String,
    input: Arc<dyn ExecutionPlan>,
    workers: Workers,
    count: Arc<Count>,
    rejects: Option<Rejects>,
    properties: Arc<PlanProperties>,
}

impl StepExec {
    /// The step `name` over `input`, giving rows of `schema`. Without `rejects` refused rows are only counted.
    pub(crate) fn new(
        name: &str,
        input: Arc<dyn ExecutionPlan>,
        schema: SchemaRef,
        workers: Workers,
        (count, rejects): (Arc<Count>, Option<Rejects>),
    ) -> Arc<Self> {
        let partitioning =
            datafusion::physical_plan::Partitioning::UnknownPartitioning(input.output_partitioning().partition_count());
        let equivalence = EquivalenceProperties::new(schema);
        let properties = PlanProperties::new(equivalence, partitioning, EmissionType::Incremental, Boundedness::Bounded);
        Arc::new(Self { name: name.to_owned(), input, workers, count, rejects, properties: Arc::new(properties) })
    }
}

impl StepExec {
    /// The same step over another input.
    fn over(&self, inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        let Ok([input]) = <[_; 1]>::try_from(inputs) else {
            return datafusion::common::internal_err!("a step has one input");
        };
        let (workers, state) = (Arc::clone(&self.workers), (Arc::clone(&self.count), self.rejects.clone()));
        Ok(Self::new(&self.name, input, self.schema(), workers, state))
    }
}

/// One partition at work.
struct Shift {
    input: SendableRecordBatchStream,
    worker: Box<dyn Worker>,
    count: Arc<Count>,
    rejects: Option<RejectWriter>,
}

impl Shift {
    /// The next batch that has rows; `None` at the end, when the rejects are closed too.
    async fn next(mut self) -> Result<Option<(RecordBatch, Self)>> {
        loop {
            let Some(batch) = self.input.next().await.transpose()? else {
                if let Some(rejects) = self.rejects.take() {
                    rejects.finish().await?;
                }
                return Ok(None);
            };
            if batch.num_rows() == 0 {
                continue;
            }
            let (n_rows, start) = (batch.num_rows(), Instant::now());
            let Outcome { kept, refused } = self.worker.work(batch)?;
            self.count.add(n_rows, kept.num_rows(), start.elapsed());
            if let Some(refused) = refused.filter(|refused| refused.rows.num_rows() > 0) {
                self.count.refuse(&refused);
                if let Some(rejects) = &mut self.rejects {
                    rejects.write(refused).await?;
                }
            }
            if kept.num_rows() > 0 {
                return Ok(Some((kept, self)));
            }
        }
    }
}

impl fmt::Debug for StepExec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StepExec({})", self.name)
    }
}

impl DisplayAs for StepExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StepExec: {}", self.name)
    }
}

impl ExecutionPlan for StepExec {
    fn name(&self) -> &str {
        "StepExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.over(children)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.over(children)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let shift = Shift {
            input: self.input.execute(partition, context)?,
            worker: (self.workers)(),
            count: Arc::clone(&self.count),
            rejects: self.rejects.as_ref().map(Rejects::writer),
        };
        let stream = stream::try_unfold(shift, Shift::next).into_stream();
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream)))
    }
}
