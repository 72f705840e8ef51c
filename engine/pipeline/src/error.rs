//! Why a pipeline cannot be run. `Display` is what the user reads.

use std::path::PathBuf;

use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;
use tamis::config::Problems;
use tamis_corpus::SinkError;

/// Why a pipeline cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The file cannot be read at all.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the machine answered.
        source: std::io::Error,
    },
    /// The file says something wrong, or something that does not fit the data. All that was found.
    #[error(transparent)]
    Problems(#[from] Problems),
    /// The source has not a single row.
    #[error("the source {source_name} has no rows, so there is nothing to curate")]
    EmptySource {
        /// The source as the user wrote it.
        source_name: String,
    },
    /// The result cannot be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// Reading or computing failed.
    #[error("{}", plainly(.0))]
    Engine(DataFusionError),
    /// The rows of a step do not add up. This is a mistake in the program and not in the data; nothing was written.
    #[error(
        "step `{step}` lost count: {rows_in} rows in, but {rows_out} kept + {refused} refused; nothing was written, please report this"
    )]
    Miscounted {
        /// The step.
        step: String,
        /// Rows it was given.
        rows_in: u64,
        /// Rows it gave on.
        rows_out: u64,
        /// Rows it refused.
        refused: u64,
    },
    /// A part of the run stopped without saying why.
    #[error("a part of the run stopped: {0}")]
    Stopped(String),
}

impl From<DataFusionError> for PipelineError {
    fn from(error: DataFusionError) -> Self {
        Self::Engine(error)
    }
}

/// An error in the words of whoever raised it: our own errors keep theirs.
pub(crate) fn plainly(error: &DataFusionError) -> String {
    match error {
        DataFusionError::External(source) => source.to_string(),
        DataFusionError::Context(_, source) => plainly(source),
        DataFusionError::Shared(source) => plainly(source),
        DataFusionError::Diagnostic(_, source) => plainly(source),
        DataFusionError::SQL(source, _) => match source.as_ref() {
            ParserError::ParserError(text) | ParserError::TokenizerError(text) => text.clone(),
            ParserError::RecursionLimitExceeded => "the SQL is nested too deeply".to_owned(),
        },
        DataFusionError::Execution(text) | DataFusionError::Plan(text) => text.clone(),
        other => other.strip_backtrace(),
    }
}
