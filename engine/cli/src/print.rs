//! Results onto standard output, batch by batch where the form allows it.

use std::fmt::Display;
use std::time::Instant;

use anyhow::Context;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::csv::WriterBuilder as CsvWriter;
use datafusion::arrow::json::WriterBuilder as JsonWriter;
use datafusion::arrow::json::writer::LineDelimited;
use datafusion::arrow::util::display::FormatOptions;
use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::LogicalPlan;
use futures::StreamExt;

use crate::format::Format;
use crate::screen::Screen;
use crate::table::{self, CELL_CHARS};

/// How results are to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printing {
    /// The form.
    pub(crate) format: Format,
    /// Rows a table shows at most; `None` for all.
    pub(crate) max_rows: Option<usize>,
    /// Whether a table's cells are cut to one line each.
    pub(crate) short_cells: bool,
    /// Whether the number of rows and the time are told after each result.
    pub(crate) tells_time: bool,
}

impl Printing {
    /// Runs a query and shows what it gives. What only defines something gives no columns, and nothing is shown.
    ///
    /// # Errors
    ///
    /// The query's, or [`crate::exit::Stop::ReaderGone`].
    pub(crate) async fn print(&self, frame: DataFrame, screen: &Screen) -> anyhow::Result<()> {
        let start = Instant::now();
        if frame.schema().fields().is_empty() {
            frame.collect().await?;
            return Ok(());
        }
        let n_rows = match self.format {
            Format::Table => self.print_table(frame, screen).await?,
            Format::Csv => print_batches(frame, screen, csv).await?,
            Format::Json => print_batches(frame, screen, |rows, _| json(rows)).await?,
        };
        if self.tells_time {
            screen.say(&format!("{} in {:.3} s", counted(n_rows, "row"), start.elapsed().as_secs_f64()));
        }
        Ok(())
    }

    /// A table needs all its rows before the first line, since they decide the widths. Rows that are not shown are counted and let go.
    async fn print_table(&self, frame: DataFrame, screen: &Screen) -> anyhow::Result<usize> {
        // Plans are drawings; their lines are meant.
        let is_plan = matches!(frame.logical_plan(), LogicalPlan::Explain(_) | LogicalPlan::Analyze(_));
        let schema = RecordBatch::new_empty(frame.schema().inner().clone());
        let format = frame.task_ctx().session_config().options().format.clone();
        let mut stream = frame.execute_stream().await?;
        let mut rows = vec![schema];
        let (mut n_shown, mut n_rows) = (0, 0);
        while let Some(batch) = stream.next().await.transpose()? {
            let n_wanted = self.max_rows.map_or(usize::MAX, |most| most - n_shown).min(batch.num_rows());
            if n_wanted > 0 {
                rows.push(batch.slice(0, n_wanted));
            }
            n_shown += n_wanted;
            n_rows += batch.num_rows();
        }
        let options = FormatOptions::try_from(&format)?;
        let options = if format.null.is_empty() { options.with_null("NULL") } else { options };
        let (table, has_cut) = match self.short_cells && !is_plan {
            true => table::draw_short(&rows, &options)?,
            false => (table::draw(&rows, &options)?, false),
        };
        screen.write(table.as_bytes())?;
        if n_shown < n_rows {
            screen.say(&format!(
                "{} not shown; --max-rows {n_rows} shows all (in the shell: \\pset rows all)",
                counted(n_rows - n_shown, "more row")
            ));
        }
        if has_cut {
            screen.say(&format!(
                "cells are cut at {CELL_CHARS} characters; --format json shows them whole (in the shell: \\pset format json)"
            ));
        }
        Ok(n_rows)
    }
}

/// Writes each batch when it comes; `write` is told whether it is the first.
async fn print_batches(
    frame: DataFrame,
    screen: &Screen,
    write: impl Fn(&RecordBatch, bool) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<usize> {
    // An empty result has a header too.
    let mut header = write(&RecordBatch::new_empty(frame.schema().inner().clone()), true)?;
    let mut stream = frame.execute_stream().await?;
    let mut n_rows = 0;
    while let Some(batch) = stream.next().await.transpose()? {
        n_rows += batch.num_rows();
        let mut text = std::mem::take(&mut header);
        text.extend(write(&batch, false)?);
        screen.write(&text)?;
    }
    screen.write(&header)?;
    Ok(n_rows)
}

fn csv(rows: &RecordBatch, with_header: bool) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    let written = CsvWriter::new().with_header(with_header).build(&mut text).write(rows);
    written.context("these rows do not fit into CSV; --format json takes lists and structs")?;
    Ok(text)
}

fn json(rows: &RecordBatch) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut writer = JsonWriter::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut text);
    writer.write(rows).and_then(|()| writer.finish()).context("these rows do not fit into JSON")?;
    Ok(text)
}

/// `1 row`, `2 rows`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(n: N, thing: &str) -> String {
    if n == N::from(1) { format!("1 {thing}") } else { format!("{n} {thing}s") }
}
