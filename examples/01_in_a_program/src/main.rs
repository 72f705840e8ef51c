//! Uses tamis as a library: a table made in memory, a plugin of the program's own (the crate in `plugin/`), and SQL over both.

use std::io::Write;
use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, StringViewArray};
use datafusion::arrow::util::pretty::pretty_format_batches;

/// Where the plugin's crate is: built when the first statement calls it.
const PLUGIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/plugin");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = tamis::Session::builder().build()?;
    session.sql(&format!("CREATE FUNCTION shouting(max_share DOUBLE DEFAULT 0.5) LANGUAGE wasm AS '{PLUGIN}'")).await?;

    let lines = StringViewArray::from(vec![Some("The mill stands by the river."), Some("BUY FLOUR NOW"), Some("OK then"), None]);
    let table = RecordBatch::try_from_iter([("line", Arc::new(lines) as _)])?;
    session.context().register_batch("lines", table)?;

    let judged = session.sql("SELECT line, shouting(line) AS keep, shouting_reason(line) AS reason FROM lines").await?;
    writeln!(std::io::stdout(), "{}", pretty_format_batches(&judged.collect().await?)?)?;
    Ok(())
}
