//! Files and object stores in: locations, listings, formats and stores, and how a DataFusion session gets them.
//!
//! A session is made in two steps. The runtime comes first, since it holds the stores; the rest is put into a finished
//! context:
//!
//! ```
//! use std::sync::Arc;
//! use datafusion::execution::runtime_env::RuntimeEnvBuilder;
//! use datafusion::prelude::{SessionConfig, SessionContext};
//! use tamis_corpus::Stores;
//!
//! # fn main() -> datafusion::error::Result<()> {
//! let stores = Arc::new(Stores::default());
//! let runtime = tamis_corpus::runtime(RuntimeEnvBuilder::new(), stores).build_arc()?;
//! let context = SessionContext::new_with_config_rt(SessionConfig::new(), runtime);
//! tamis_corpus::install(&context)?;
//! # Ok(())
//! # }
//! ```
//!
//! Deliberately absent: any function or plugin by name, TOML, and what happens to rows.

mod arrow_schema;
mod by_name;
mod columns;
mod create;
mod error;
mod format;
mod glob;
mod json_lines;
mod kind;
mod listing;
mod location;
mod stores;
mod table;
pub mod text;

use std::sync::Arc;

use datafusion::catalog::DynamicFileCatalog;
use datafusion::error::Result;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::SessionContext;

pub use error::CorpusError;
pub use format::{FileKind, Format};
pub use location::{Location, absolute_path};
pub use stores::{StoreSettings, Stores};
pub use table::open;

/// Gives a runtime its object stores, and takes its cache of listings away: that cache never forgets, so that a second
/// query would not see the files a first one wrote.
pub fn runtime(builder: RuntimeEnvBuilder, stores: Arc<Stores>) -> RuntimeEnvBuilder {
    builder.with_object_store_registry(stores).with_object_list_cache_limit(0)
}

/// Teaches a context to read files: tables by file name, every format of [`Format`] in CREATE EXTERNAL TABLE, and
/// `jsonl` and `ndjson` in COPY TO. Its catalogs are wrapped, so this comes after any other change of the catalog list,
/// and a context rebuilt from this one's state needs it again.
///
/// # Errors
/// Where DataFusion refuses to register a format.
pub fn install(context: &SessionContext) -> Result<()> {
    let files = Arc::new(by_name::FilesByName::new(context));
    let state = context.state_ref();
    let mut state = state.write();
    for ending in ["jsonl", "ndjson"] {
        state.register_file_format(Arc::new(json_lines::JsonLinesFactory::new(ending)), true)?;
    }
    for word in create::STORED_AS {
        state.table_factories_mut().insert(word.to_owned(), Arc::new(create::ExternalTables));
    }
    // A folder means all its files. Where this is set to true again, tables list exactly the files found when opened.
    state.config_mut().options_mut().execution.listing_table_ignore_subdirectory = false;
    let catalogs = Arc::new(DynamicFileCatalog::new(Arc::clone(state.catalog_list()), files));
    state.register_catalog_list(catalogs);
    Ok(())
}

mod sink;

pub use sink::{Manifest, Output, OutputFormat, ShardEntry, Shelf, SinkError, StagedShard, UnitWriter, plain_schema, sha256};
