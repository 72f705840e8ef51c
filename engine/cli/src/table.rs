//! Tables for people. On a terminal, long cells and control characters, which corpora are full of, would wreck them.

use std::fmt::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::datatypes::Field;
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
    has_cut: Arc<AtomicBool>,
}

impl ArrayFormatterFactory for Short {
    fn create_array_formatter<'f>(
        &self,
        array: &'f dyn Array,
        options: &FormatOptions<'f>,
        _field: Option<&'f Field>,
    ) -> Result<Option<ArrayFormatter<'f>>, ArrowError> {
        let whole = ArrayFormatter::try_new(array, &options.clone().with_formatter_factory(None))?;
        let cell = ShortCell { whole, has_cut: Arc::clone(&self.has_cut) };
        Ok(Some(ArrayFormatter::new(Box::new(cell), options.safe())))
    }
}

struct ShortCell<'f> {
    whole: ArrayFormatter<'f>,
    has_cut: Arc<AtomicBool>,
}

impl DisplayIndex for ShortCell<'_> {
    fn write(&self, idx: usize, to: &mut dyn Write) -> FormatResult {
        let mut line = Line { to, n_left: CELL_CHARS, is_cut: false };
        write!(line, "{}", self.whole.value(idx))?;
        if line.is_cut {
            line.to.write_char('…')?;
            self.has_cut.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Lets the first characters through, with a sign for each line end and a space for other control characters.
struct Line<'a> {
    to: &'a mut dyn Write,
    n_left: usize,
    is_cut: bool,
}

impl Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for char in text.chars() {
            if self.n_left == 0 {
                self.is_cut = true;
                return Ok(());
            }
            self.n_left -= 1;
            self.to.write_char(match char {
                '\n' => '↵',
                char if char.is_control() => ' ',
                char => char,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use datafusion::arrow::array::StringArray;

    fn rows(texts: &[Option<&str>]) -> Vec<RecordBatch> {
        vec![RecordBatch::try_from_iter([("text", Arc::new(StringArray::from(texts.to_vec())) as _)]).unwrap()]
    }

    #[test]
    fn cells_stay_on_their_line() {
        let (table, has_cut) = draw_short(&rows(&[Some("a\nb\x1b[31m"), None]), &FormatOptions::new().with_null("NULL")).unwrap();
        let wanted = "+----------+\n| text     |\n+----------+\n| a↵b [31m |\n| NULL     |\n+----------+\n";
        assert_eq!((table.as_str(), has_cut), (wanted, false));
    }

    #[test]
    fn long_cells_are_cut() {
        let (long, fits) = ("ü".repeat(CELL_CHARS + 1), "ü".repeat(CELL_CHARS));
        let (table, has_cut) = draw_short(&rows(&[Some(&long)]), &FormatOptions::new()).unwrap();
        assert!(has_cut && table.contains(&format!("| {fits}… |")), "{table}");
        let (table, has_cut) = draw_short(&rows(&[Some(&fits)]), &FormatOptions::new()).unwrap();
        assert!(!has_cut && table.contains(&format!("| {fits} |")), "{table}");
        assert!(draw(&rows(&[Some(&long)]), &FormatOptions::new()).unwrap().contains(&long));
    }
}
