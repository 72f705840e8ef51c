//! The execution plan that reads text files, a few at a time, all partitions at once.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Statistics, exec_datafusion_err};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet, RecordOutput};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::{StreamExt, TryStreamExt, stream};
use object_store::ObjectMeta;

use super::read::Reader;

/// How many bytes of text go into one batch; a file larger than this is a batch alone.
const BATCH_BYTES: u64 = 4 << 20;

/// How many batches of one partition are read ahead while the query works on one.
const READ_AHEAD: usize = 2;

/// Reads text files; partition `i` reads the files of `groups[i]` in their order.
#[derive(Debug)]
pub(super) struct TextScan {
    reader: Reader,
    groups: Vec<Vec<ObjectMeta>>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl TextScan {
    /// A scan of `files` in at most `n_partitions` runs of about the same number of bytes.
    pub(super) fn new(reader: Reader, files: Vec<ObjectMeta>, n_partitions: usize) -> Self {
        let groups = into_groups(files, n_partitions);
        let partitioning = Partitioning::UnknownPartitioning(groups.len());
        let equivalence = EquivalenceProperties::new(Arc::clone(&reader.schema));
        let properties = PlanProperties::new(equivalence, partitioning, EmissionType::Incremental, Boundedness::Bounded);
        Self { reader, groups, properties: Arc::new(properties), metrics: ExecutionPlanMetricsSet::new() }
    }
}

/// Cuts `files` into at least one and at most `n` runs of about the same number of bytes; none is empty unless all are.
fn into_groups(files: Vec<ObjectMeta>, n: usize) -> Vec<Vec<ObjectMeta>> {
    // Opening a file costs as much as reading some thousand bytes of it, so many tiny files are spread too.
    let cost = |meta: &ObjectMeta| meta.size + 4096;
    let share = files.iter().map(cost).sum::<u64>().div_ceil(n.max(1) as u64).max(1);
    let mut groups: Vec<Vec<ObjectMeta>> = vec![Vec::new()];
    let mut spent = 0;
    for file in files {
        if spent >= share * groups.len() as u64 {
            groups.push(Vec::new());
        }
        spent += cost(&file);
        if let Some(group) = groups.last_mut() {
            group.push(file);
        }
    }
    groups
}

/// Cuts `files` into batches of at most `rows` files and about [`BATCH_BYTES`].
fn into_batches(files: &[ObjectMeta], rows: usize) -> Vec<Vec<ObjectMeta>> {
    let mut batches: Vec<Vec<ObjectMeta>> = Vec::new();
    let mut bytes = u64::MAX;
    for file in files {
        match batches.last_mut() {
            Some(batch) if batch.len() < rows.max(1) && bytes.saturating_add(file.size) <= BATCH_BYTES => {
                bytes += file.size;
                batch.push(file.clone());
            }
            _ => {
                bytes = file.size;
                batches.push(vec![file.clone()]);
            }
        }
    }
    batches
}

impl DisplayAs for TextScan {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_files: usize = self.groups.iter().map(Vec::len).sum();
        let columns: Vec<&str> = self.reader.schema.fields().iter().map(|field| field.name().as_str()).collect();
        write!(f, "TextScan: files={n_files}, partitions={}, columns=[{}]", self.groups.len(), columns.join(", "))
    }
}

impl ExecutionPlan for TextScan {
    fn name(&self) -> &str {
        "TextScan"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.reader.schema)
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

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let n_groups = self.groups.len();
        let no_group = || exec_datafusion_err!("a scan of text files has {n_groups} partitions, but {partition} was asked for");
        let files = self.groups.get(partition).ok_or_else(no_group)?;
        let batches = into_batches(files, context.session_config().batch_size());
        let (reader, metrics) = (self.reader.clone(), BaselineMetrics::new(&self.metrics, partition));
        let stream = stream::iter(batches)
            .map(move |batch| reader.clone().read(batch))
            .buffered(READ_AHEAD)
            .map_ok(move |batch| batch.record_output(&metrics));
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    /// One file is one row, so the number of rows is known before anything is read.
    fn statistics_from_inputs(&self, _: &[Arc<Statistics>], args: &StatisticsArgs) -> Result<Arc<Statistics>> {
        let n_rows = match args.partition() {
            Some(index) => self.groups.get(index).map_or(0, Vec::len),
            None => self.groups.iter().map(Vec::len).sum(),
        };
        Ok(Arc::new(Statistics::new_unknown(&self.schema()).with_num_rows(Precision::Exact(n_rows))))
    }
}

#[cfg(test)]
mod tests {
    use object_store::path::Path;

    use super::*;

    fn files(sizes: &[u64]) -> Vec<ObjectMeta> {
        let file = |(i, &size): (usize, &u64)| ObjectMeta {
            location: Path::from(format!("{i}")),
            last_modified: std::time::SystemTime::UNIX_EPOCH.into(),
            size,
            e_tag: None,
            version: None,
        };
        sizes.iter().enumerate().map(file).collect()
    }

    fn lengths(groups: &[Vec<ObjectMeta>]) -> Vec<usize> {
        groups.iter().map(Vec::len).collect()
    }

    #[test]
    fn groups_hold_about_the_same_number_of_bytes() {
        assert_eq!(lengths(&into_groups(files(&[10; 8]), 4)), [2, 2, 2, 2]);
        assert_eq!(lengths(&into_groups(files(&[10; 3]), 8)), [1, 1, 1]);
        assert_eq!(lengths(&into_groups(files(&[1 << 30, 10, 10, 10]), 2)), [1, 3]);
        assert_eq!(lengths(&into_groups(files(&[]), 4)), [0]);
    }

    #[test]
    fn batches_are_cut_by_rows_and_by_bytes() {
        assert_eq!(lengths(&into_batches(&files(&[0; 5]), 2)), [2, 2, 1]);
        assert_eq!(lengths(&into_batches(&files(&[3 << 20, 1 << 20, 1, 50 << 20, 1]), 100)), [2, 1, 1, 1]);
        assert!(into_batches(&[], 2).is_empty());
    }
}
