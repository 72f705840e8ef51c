//! What a run did, in numbers.

use std::fmt;

use serde::Serialize;

/// What a run did. `Display` is a table for a terminal of any width, without a newline at its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Rows read from the source, those that could not be read as text among them.
    pub source_rows: u64,
    /// Bytes of the source's files; `None` for a query.
    pub source_bytes: Option<u64>,
    /// The steps in their order. The first is `source`, where rows that are no text are refused.
    pub steps: Vec<StepSummary>,
    /// Rows in the sink.
    pub rows: u64,
    /// Bytes of the sink's shards.
    pub bytes: u64,
    /// Shards in the sink.
    pub shards: usize,
    /// Rows that could not be judged: files that are not UTF-8.
    pub errors: u64,
    /// The sink's folder or URL.
    pub sink: String,
    /// The folder or URL of refused rows, one folder a step.
    pub rejects: String,
    /// The file this summary was written to.
    pub path: String,
    /// Seconds the run took, from the first file opened to the last shard visible.
    pub seconds: f64,
}

/// What one step did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepSummary {
    /// Its name.
    pub name: String,
    /// Its verb: `source`, `keep`, `add`, `edit`, `sql`, `dedup`.
    pub verb: &'static str,
    /// Rows it was given.
    pub rows_in: u64,
    /// Rows it gave on.
    pub rows_out: u64,
    /// Rows it refused. For all verbs but `sql`, `rows_in = rows_out + refused`.
    pub refused: u64,
    /// Why it refused them and how many each, the most frequent first, then by name.
    pub reasons: Vec<(String, u64)>,
    /// Seconds of computing, all threads together. For `sql` and `dedup` the time of moving and sorting rows is not in it.
    pub seconds: f64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::table::render(self))
    }
}
