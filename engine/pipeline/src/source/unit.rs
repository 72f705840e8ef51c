//! Units of work: what of the source is read in one go, in order, and how its rows are called.
//!
//! How a source is cut depends on its files alone. A machine with more threads works on more units at once, but they are the
//! same units, so that the numbers of rows, the shards and their order are the same everywhere.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::array::{ArrayRef, StringViewBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::ExecutionPlan;

/// A unit: pieces that are read one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Its number, which says where it stands in the source.
    pub(crate) number: u64,
    /// What it reads.
    pub(crate) pieces: Vec<Piece>,
}

/// A file, a part of one, or one partition of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// What reads it.
    pub(crate) plan: Arc<dyn ExecutionPlan>,
    /// Which partition of that.
    pub(crate) partition: usize,
    /// What rows without an id of their own are named after.
    pub(crate) name: String,
    /// The bytes of file that are done when it is read.
    pub(crate) bytes: u64,
}

/// What a row is called.
#[derive(Debug, Clone)]
pub(crate) enum Ids {
    /// The value of an expression over the row.
    Computed(Arc<dyn PhysicalExpr>),
    /// The name of its piece and its number there, from 0: `a/b.jsonl#17`.
    Place,
}

impl Ids {
    /// The ids of `batch`, whose first row is number `first` of the piece called `name`. NULL where the expression is.
    pub(crate) fn of(&self, batch: &RecordBatch, name: &str, first: u64) -> Result<ArrayRef> {
        match self {
            Self::Computed(expr) => {
                let ids = expr.evaluate(batch)?.into_array(batch.num_rows())?;
                Ok(datafusion::arrow::compute::cast(&ids, &DataType::Utf8View)?)
            }
            Self::Place => {
                let mut ids = StringViewBuilder::with_capacity(batch.num_rows());
                for row in first..first + batch.num_rows() as u64 {
                    ids.append_value(format!("{name}#{row}"));
                }
                Ok(Arc::new(ids.finish()))
            }
        }
    }
}

/// The size of a unit in bytes of file, for a source of `total` bytes: small sources are cut small enough to be shared
/// between processors, large ones into what one processor works on for seconds.
pub(crate) fn unit_bytes(total: u64) -> u64 {
    (total / 16).clamp(1 << 20, 128 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_grow_with_the_source_between_two_bounds() {
        assert_eq!([0, 64 << 20, 100 << 30].map(unit_bytes), [1 << 20, 4 << 20, 128 << 20]);
    }
}
