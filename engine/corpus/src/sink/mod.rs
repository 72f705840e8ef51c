//! Corpora out: shards that appear whole, rejects, and the manifest that says what a run wrote.
//!
//! The folder a user names holds shards only (`part-<unit>-<n>.parquet`), so that any reader can be pointed at it. All else
//! lies beside it in `<folder>.run/`:
//!
//! | name                   | what                                                                              |
//! |------------------------|-----------------------------------------------------------------------------------|
//! | `staged/`              | shards that are still being written; empty when a run has ended                   |
//! | `rejects/<step>/`      | the rows a step refused, in shards of their own                                   |
//! | `manifest.json`        | every shard with its rows, bytes and SHA-256; what the run was; written first     |
//! | `COMPLETE`             | the run ended well; written last                                                  |
//!
//! On this machine a shard is written under `staged/`, forced to disk and renamed; in an object store it is uploaded in
//! parts, and the upload is completed when the run commits. Either way no reader sees half of one, and a run that was
//! killed leaves nothing but what its manifest lists, which the next run takes away.
//!
//! Deliberately absent: what a step is, and why a row was refused.

mod encoder;
mod error;
mod folder;
mod manifest;
mod output;
mod plain;
mod prepare;
mod spool;
mod writer;

pub use encoder::OutputFormat;
pub use error::SinkError;
pub use manifest::{Manifest, ShardEntry};
pub use output::{Output, Shelf};
pub use plain::plain_schema;
pub use spool::sha256;
pub use writer::{StagedShard, UnitWriter};
