//! Why a corpus cannot be written. `Display` is the sentence the user reads.

use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError;

use crate::CorpusError;

/// Why shards cannot be written. DataFusion carries it as `External`, so that it can be downcast again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The place is no place to write to, or its store cannot be opened.
    #[error(transparent)]
    Place(#[from] CorpusError),
    /// A pattern where a folder is wanted.
    #[error("cannot write to `{text}`: it is a pattern, and a folder is wanted")]
    Pattern {
        /// The location as the user wrote it.
        text: String,
    },
    /// The folder holds a finished run.
    #[error("{folder} holds the result of a finished run (shards: {n_shards}); --fresh removes it first, or choose another folder")]
    Finished {
        /// The folder.
        folder: String,
        /// How many shards it holds.
        n_shards: usize,
    },
    /// The folder holds files that no run wrote.
    #[error(
        "{folder} holds files that no run wrote (files: {n_files}, the first: {first}); \
         choose another folder or move them, since they are never removed"
    )]
    NotOurs {
        /// The folder.
        folder: String,
        /// The first of the files.
        first: String,
        /// How many there are.
        n_files: usize,
    },
    /// The manifest of an earlier run cannot be understood.
    #[error("cannot read {path}: {why}; it should be the manifest of an earlier run, remove its folder if it is not needed")]
    BadManifest {
        /// The manifest.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The disk refused.
    #[error("cannot {what} {path}: {source}")]
    Disk {
        /// What was tried: `write`, `create`, `remove`.
        what: &'static str,
        /// The file or folder.
        path: String,
        /// What the machine answered.
        source: std::io::Error,
    },
    /// The object store refused.
    #[error("cannot {what} {path}: {source}")]
    Store {
        /// What was tried: `write`, `list`, `remove`.
        what: &'static str,
        /// The object.
        path: String,
        /// What the store answered.
        source: object_store::Error,
    },
    /// Rows that the format cannot hold.
    #[error("cannot write {path}: {source}")]
    Arrow {
        /// The shard.
        path: String,
        /// What the encoder said.
        source: ArrowError,
    },
    /// Rows that Parquet cannot hold.
    #[error("cannot write {path}: {source}")]
    Parquet {
        /// The shard.
        path: String,
        /// What the encoder said.
        source: ParquetError,
    },
}

impl From<SinkError> for DataFusionError {
    fn from(error: SinkError) -> Self {
        Self::External(Box::new(error))
    }
}
