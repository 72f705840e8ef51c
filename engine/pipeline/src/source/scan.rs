//! The plan node that reads a source: unit after unit, each row with its number and its id.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use datafusion::arrow::array::{ArrayRef, RecordBatch, UInt64Array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::Result;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, stream};

use super::unit::{Ids, Piece, Unit};
use crate::order;

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    /// Rows.
    pub(crate) rows: AtomicU64,
    /// Bytes of files that are done.
    pub(crate) bytes: AtomicU64,
}

/// Reads units. A partition takes the next unit that nobody has, so that none waits while there is work.
#[derive(Debug)]
pub(crate) struct SourceScan {
    units: Arc<[Unit]>,
    next: Arc<AtomicUsize>,
    rules: Rules,
    meter: Arc<Meter>,
    properties: Arc<PlanProperties>,
}

/// How rows get numbers and ids.
#[derive(Debug, Clone)]
struct Rules {
    ids: Ids,
    /// True where the source has no column `id`, so that one is added.
    adds_id: bool,
    /// Rows after which a new unit begins, for a source that is one piece.
    cut: Option<u64>,
    schema: SchemaRef,
}

impl SourceScan {
    /// A scan of `units`, whose rows have the columns of `raw`, in at most `n_partitions`. With `cut` there is one unit, and
    /// every so many rows are numbered as a unit of their own.
    pub(crate) fn new(units: Vec<Unit>, raw: &Schema, ids: Ids, n_partitions: usize, cut: Option<u64>) -> Self {
        let adds_id = raw.index_of("id").is_err();
        let schema = order::with_hidden(&with_id(raw));
        let n_partitions = n_partitions.min(units.len()).max(1);
        let equivalence = EquivalenceProperties::new(Arc::clone(&schema));
        let partitioning = Partitioning::UnknownPartitioning(n_partitions);
        let properties = PlanProperties::new(equivalence, partitioning, EmissionType::Incremental, Boundedness::Bounded);
        let rules = Rules { ids, adds_id, cut, schema };
        Self { units: units.into(), next: Arc::default(), rules, meter: Arc::default(), properties: Arc::new(properties) }
    }

    /// What counts the rows read.
    pub(crate) fn meter(&self) -> Arc<Meter> {
        Arc::clone(&self.meter)
    }
}

/// The visible columns a source with the columns of `raw` has: these, and an `id` behind them where they have none.
pub(crate) fn with_id(raw: &Schema) -> Schema {
    let mut fields: Vec<_> = raw.fields().iter().cloned().collect();
    if raw.index_of("id").is_err() {
        fields.push(Arc::new(Field::new("id", DataType::Utf8View, true)));
    }
    Schema::new_with_metadata(fields, raw.metadata().clone())
}

impl Rules {
    /// `batch` with ids and numbers; `place` is that of its first row in the unit, `row` that in the piece.
    fn apply(&self, batch: &RecordBatch, unit: u64, place: u64, piece: &Piece, row: u64) -> Result<RecordBatch> {
        let ids = self.ids.of(batch, &piece.name, row)?;
        let places = place..place + batch.num_rows() as u64;
        let number = |place: u64| match self.cut {
            Some(cut) => order::number(place / cut, place % cut),
            None => order::number(unit, place),
        };
        let numbers: ArrayRef = Arc::new(UInt64Array::from_iter_values(places.map(number)));
        let mut columns = batch.columns().to_vec();
        if self.adds_id {
            columns.push(Arc::clone(&ids));
        }
        columns.extend([numbers, ids]);
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}

/// The numbered rows of one unit.
fn read_unit(unit: Unit, rules: Rules, meter: Arc<Meter>, context: Arc<TaskContext>) -> BoxStream<'static, Result<RecordBatch>> {
    let (number, place) = (unit.number, Arc::new(AtomicU64::new(0)));
    let pieces = stream::iter(unit.pieces).map(move |piece| {
        let (rules, meter, place, context) = (rules.clone(), Arc::clone(&meter), Arc::clone(&place), Arc::clone(&context));
        let rows = match piece.plan.execute(piece.partition, context) {
            Ok(rows) => rows,
            Err(error) => return stream::once(async { Err(error) }).boxed(),
        };
        let mut row = 0;
        let (done, bytes) = (Arc::clone(&meter), piece.bytes);
        let numbered = rows.map(move |batch| {
            let batch = batch?;
            let n_rows = batch.num_rows() as u64;
            let numbered = rules.apply(&batch, number, place.fetch_add(n_rows, Ordering::Relaxed), &piece, row)?;
            row += n_rows;
            meter.rows.fetch_add(n_rows, Ordering::Relaxed);
            Ok(numbered)
        });
        let end = stream::once(async move { done.bytes.fetch_add(bytes, Ordering::Relaxed) });
        numbered.chain(end.filter_map(|_| async { None })).boxed()
    });
    pieces.flatten().boxed()
}

impl DisplayAs for SourceScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceScan: units={}", self.units.len())
    }
}

impl ExecutionPlan for SourceScan {
    fn name(&self) -> &str {
        "SourceScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    /// Every unit is read once, whichever partitions are executed; so a scan is not for running twice.
    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (units, next) = (Arc::clone(&self.units), Arc::clone(&self.next));
        let mine = std::iter::from_fn(move || units.get(next.fetch_add(1, Ordering::Relaxed)).cloned());
        let (rules, meter) = (self.rules.clone(), Arc::clone(&self.meter));
        let rows = stream::iter(mine).map(move |unit| read_unit(unit, rules.clone(), Arc::clone(&meter), Arc::clone(&context)));
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows.flatten().into_stream())))
    }
}
