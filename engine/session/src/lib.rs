//! A corpus engine for programs: SQL over text corpora, with WebAssembly plugins as functions.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let session = tamis::Session::builder().build()?;
//! let rows = session.sql("SELECT length('tamis') AS letters").await?.collect().await?;
//! assert_eq!(rows[0].num_rows(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! This room assembles what the others make into one DataFusion `SessionContext`: files and stores from `corpus`, plugins from
//! `host`, and what `tamis.toml` says of both. It has no logic of its own beyond finding what a name in a statement stands for.
//! Deliberately absent: pipelines, clusters, argv.

mod builder;
mod calls;
pub mod config;
mod create_function;
mod error;
mod event;
mod functions;
mod offers;
mod session;

pub use builder::SessionBuilder;
pub use config::Config;
pub use error::SessionError;
pub use event::Event;
pub use session::Session;
pub use tamis_host::{HostError, Kind, Plugin, Tier};
