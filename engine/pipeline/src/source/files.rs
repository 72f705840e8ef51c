//! Files as units of work.

use std::sync::Arc;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{Int64Type, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::common::{Result, internal_datafusion_err};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfig, FileScanConfigBuilder};
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::SessionState;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use datafusion::prelude::{SessionContext, col};
use tamis_corpus::{Format, Location};

use super::unit::{Piece, Unit, unit_bytes};

/// Files, opened and cut.
pub(crate) struct OpenFiles {
    /// Their columns.
    pub(crate) schema: SchemaRef,
    /// What is read in one go.
    pub(crate) units: Vec<Unit>,
    /// Their size on disk, together.
    pub(crate) bytes: u64,
}

/// Cuts `table`, which was opened at `location`, into units. Where rows are named after their place, no file is cut.
pub(crate) async fn open_files(
    context: &SessionContext,
    table: Arc<dyn TableProvider>,
    (location, format): (&Location, Format),
    by_place: bool,
) -> Result<OpenFiles> {
    let schema = table.schema();
    if format == Format::Text {
        return texts(context, table).await;
    }
    let plan = table.scan(&one_partition(context), None, &[], None).await?;
    let Some(config) = plan.downcast_ref::<DataSourceExec>().and_then(|scan| scan.data_source().downcast_ref::<FileScanConfig>())
    else {
        // A folder whose files are all empty is planned as a scan of nothing.
        return Ok(OpenFiles { schema, units: Vec::new(), bytes: 0 });
    };
    let mut files: Vec<PartitionedFile> = config.file_groups.iter().flat_map(FileGroup::iter).cloned().collect();
    files.sort_by(|a, b| a.object_meta.location.cmp(&b.object_meta.location));
    let bytes = files.iter().map(|file| file.object_meta.size).sum();
    let parts = cut(files, unit_bytes(bytes), format == Format::Parquet && !by_place);
    let unit = |(number, files): (usize, Vec<PartitionedFile>)| {
        let pieces = files.into_iter().map(|file| piece(config, location, file)).collect();
        Unit { number: number as u64, pieces }
    };
    Ok(OpenFiles { schema, units: parts.into_iter().enumerate().map(unit).collect(), bytes })
}

/// A state in which a scan finds all files in one group, whatever the machine.
fn one_partition(context: &SessionContext) -> SessionState {
    let mut state = context.state();
    state.config_mut().options_mut().execution.target_partitions = 1;
    state
}

/// One file, or a part of one, with a plan of its own: partitions of a shared plan may hand files to each other.
fn piece(config: &FileScanConfig, location: &Location, file: PartitionedFile) -> Piece {
    let path = file.object_meta.location.as_ref();
    let root = location.root().as_ref();
    let below = path.strip_prefix(root).map(|rest| rest.trim_start_matches('/')).filter(|rest| !rest.is_empty());
    let name = below.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path)).to_owned();
    let bytes = file.effective_size();
    let config = FileScanConfigBuilder::from(config.clone()).with_file_groups(vec![FileGroup::new(vec![file])]).build();
    Piece { plan: DataSourceExec::from_data_source(config), partition: 0, name, bytes }
}

/// Puts neighboring files together, and takes large ones apart where that can be done, into parts of about `size` bytes.
fn cut(files: Vec<PartitionedFile>, size: u64, splits: bool) -> Vec<Vec<PartitionedFile>> {
    let mut parts: Vec<Vec<PartitionedFile>> = Vec::new();
    let mut room = 0;
    for file in files {
        let whole = file.object_meta.size;
        let n = if splits { (whole / size).max(1) } else { 1 };
        for i in 0..n {
            let (start, end) = (whole * i / n, whole * (i + 1) / n);
            let piece = if n == 1 { file.clone() } else { ranged(&file, start, end) };
            match parts.last_mut() {
                Some(part) if end - start <= room => part.push(piece),
                _ => {
                    parts.push(vec![piece]);
                    room = size;
                }
            }
            room = room.saturating_sub(end - start);
        }
    }
    parts
}

fn ranged(file: &PartitionedFile, start: u64, end: u64) -> PartitionedFile {
    let offset = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    file.clone().with_range(offset(start), offset(end))
}

/// A table of text files knows itself how to share them out, and needs to be told among how many.
async fn texts(context: &SessionContext, table: Arc<dyn TableProvider>) -> Result<OpenFiles> {
    let schema = table.schema();
    let sizes = context.read_table(Arc::clone(&table))?.aggregate(vec![], vec![sum(col("bytes"))])?.collect().await?;
    let sizes = sizes.iter().filter_map(|batch| batch.columns().first()?.as_primitive_opt::<Int64Type>());
    let bytes: i64 = sizes.flat_map(|sizes| sizes.iter().flatten()).sum();
    let bytes = u64::try_from(bytes).map_err(|_| internal_datafusion_err!("files of {bytes} bytes"))?;
    let mut state = context.state();
    let n_units = bytes.div_ceil(unit_bytes(bytes)).max(1);
    state.config_mut().options_mut().execution.target_partitions = usize::try_from(n_units).unwrap_or(usize::MAX);
    let plan: Arc<dyn ExecutionPlan> = table.scan(&state, None, &[], None).await?;
    let n_units = plan.output_partitioning().partition_count() as u64;
    let unit = |number: u64| {
        let share = bytes * (number + 1) / n_units - bytes * number / n_units;
        let partition = usize::try_from(number).unwrap_or(usize::MAX);
        let piece = Piece { plan: Arc::clone(&plan), partition, name: "text".to_owned(), bytes: share };
        Unit { number, pieces: vec![piece] }
    };
    Ok(OpenFiles { schema, units: (0..n_units).map(unit).collect(), bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(sizes: &[u64], size: u64, splits: bool) -> Vec<Vec<(u64, u64)>> {
        let files = sizes.iter().map(|size| PartitionedFile::new("x", *size)).collect();
        let range = |file: &PartitionedFile| {
            let (start, end) = file.range();
            (start, end)
        };
        cut(files, size, splits).iter().map(|part| part.iter().map(range).collect()).collect()
    }

    #[test]
    fn files_are_put_together_and_taken_apart() {
        assert_eq!(parts(&[4, 4, 4, 4], 10, true), [vec![(0, 4), (0, 4)], vec![(0, 4), (0, 4)]]);
        assert_eq!(parts(&[25, 1], 10, true), [vec![(0, 12)], vec![(12, 25)], vec![(0, 1)]]);
        assert_eq!(parts(&[25, 1], 10, false), [vec![(0, 25)], vec![(0, 1)]]);
        assert_eq!(parts(&[0, 0], 10, true), [vec![(0, 0), (0, 0)]]);
    }
}
