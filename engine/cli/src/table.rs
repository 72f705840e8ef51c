//! Tables for people. On a terminal, long cells and control characters, which corpora are full of, would wreck them.

use std::fmt::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::util::display::{ArrayFormatter, ArrayFormatterFactory, DisplayIndex, FormatOptions, FormatResult};
use datafusion::arrow::util::pretty::pretty_format_batches_with_options;

/// Characters of a text that a cell shows on a terminal.
pub(crate) const CELL_CHARS: usize = 80;

/// Draws a table with a border, whole cells in it.
///
/// # Errors
///
/// Where a column's type cannot be shown.
pub(crate) fn draw(rows: &[RecordBatch], options: &FormatOptions<'_>) -> Result<String, ArrowError> {
    Ok(format!("{}\n", pretty_format_batches_with_options(rows, options)?))
}

/// Draws a table with each text on one line of at most [`CELL_CHARS`] characters; says whether anything had to be cut for that.
///
/// # Errors
///
/// Where a column's type cannot be shown.
pub(crate) fn draw_short(rows: &[RecordBatch], options: &FormatOptions<'_>) -> Result<(String, bool), ArrowError> {
    let short = Short::default();
    let table = draw(rows, &options.clone().with_formatter_factory(Some(&short)))?;
    Ok((table, short.has_cut.load(Ordering::Relaxed)))
}

/// Makes cells short.
#[derive(Debug, Default)]
struct Short {
    has_cut: AtomicBool,
}

impl ArrayFormatterFactory for &'static Short {
    fn create_array_formatter<'f>(
        &self,
        array: &'f dyn Array,
        options: &FormatOptions<'f>,
        _field: Option<&'f Field>,
    ) -> Result<Option<ArrayFormatter<'f>>, ArrowError> {
        let _ = (array, options);
        Ok(None)
    }
}
