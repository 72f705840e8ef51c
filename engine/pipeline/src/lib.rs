//! Batch pipelines: a TOML file that names a source, a list of steps and a sink; checked as a whole, then run.
//!
//! ```toml
//! [source]
//! parquet = "crawl/*.parquet"                # or jsonl, csv, text, arrow, sql
//! text = "raw_content"                       # the column of texts; default "text"
//! id = "url"                                 # SQL expression; default column id, else path#row
//!
//! [[step]]
//! name = "prose"
//! keep = "gopher_quality(text) AND length(text) > 200"
//!
//! [[step]]
//! name = "once"
//! dedup = "md5(text)"
//!
//! [sink]
//! parquet = "curated/"
//! ```
//!
//! A location in `[source]` may name the environment: `${CARGO_HOME:-~/.cargo}/registry/src/`.
//!
//! How it is made: every file of the source belongs to a *unit* of work, which depends on the data and not on the machine. A
//! row is known by its unit and its place in it (`order`), and that number travels with it, so that partitions and threads
//! change nothing in the result. Steps that judge a row by itself are one kind of plan node (`exec`) with a small worker for
//! each verb (`verbs`); steps that need to see all rows put them back into units behind themselves. Refused rows leave the
//! plan through `tamis-corpus` writers with their reasons, kept ones reach the sink.
//!
//! Deliberately absent: clap, wasmtime, clusters, printing.

mod check;
mod count;
mod environment;
mod error;
mod exec;
mod explain;
mod order;
mod pipeline;
mod plan;
mod progress;
mod rejects;
mod run;
mod sink;
mod source;
mod sql;
mod step;
mod summary;
mod table;
mod verbs;

pub use error::PipelineError;
pub use pipeline::{Pipeline, RunOptions};
pub use progress::{Progress, Silent};
pub use summary::{StepSummary, Summary};
