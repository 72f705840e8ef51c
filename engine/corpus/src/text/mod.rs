//! Text files as a table: one file is one row.
//!
//! | column     | type                    | meaning                                                                   |
//! |------------|-------------------------|---------------------------------------------------------------------------|
//! | `id`       | VARCHAR                 | path below the location, with `/`; the same on every machine, and unique  |
//! | `text`     | VARCHAR                 | the whole file; NULL where it cannot be a text, and then `error` says why |
//! | `bytes`    | BIGINT                  | size of the file in bytes                                                 |
//! | `modified` | TIMESTAMP (UTC, ms)     | when the file was last changed                                            |
//! | `error`    | VARCHAR                 | why `text` is NULL; NULL where all is well                                |
//!
//! Rows come in the order of their paths within a partition. A file that is not UTF-8 is a row and not an error of the
//! query, so that one bad file in a million neither stops a run nor disappears from its counts.
//!
//! This is an execution plan of its own and not one of DataFusion's file formats, because those open one file at a time
//! and give at least one batch for each: a folder of a hundred thousand small files would be that many batches of one row.

mod read;
mod scan;
mod table;

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

pub use table::TextTable;

/// Positions of the columns in [`schema`].
mod column {
    pub(super) const ID: usize = 0;
    pub(super) const TEXT: usize = 1;
    pub(super) const BYTES: usize = 2;
    pub(super) const MODIFIED: usize = 3;
    pub(super) const ERROR: usize = 4;
}

/// The columns of every table of text files.
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Utf8View, false),
        Field::new("text", DataType::Utf8View, true),
        Field::new("bytes", DataType::Int64, false),
        Field::new("modified", DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())), false),
        Field::new("error", DataType::Utf8View, true),
    ]))
}
