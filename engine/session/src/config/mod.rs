//! Configuration: `tamis.toml`, and the reader of TOML files that pipelines use too.
//!
//! serde stops at the first mistake and cannot show where a value stands once it has been read; a user wants all mistakes
//! of a file at once, each with its line. So files are read through [`Document`], which collects [`Problems`], and what
//! they mean is written down once, in [`Config`] and in the files beside it.

mod amount;
mod document;
mod load;
mod model;
mod plugin;
mod problem;
mod section;
mod spelling;
mod store;
mod table;
mod tree;
mod values;

#[cfg(test)]
mod tests;

pub use amount::{parse_bytes, parse_duration};
pub use document::Document;
pub use load::{Config, ConfigError, FILE_NAME};
pub use model::{ModelEntry, ModelKind};
pub use plugin::{Place, PluginEntry};
pub use problem::{Problem, Problems, Span};
pub use section::{Section, Spanned};
pub use spelling::nearest;
pub use table::TableEntry;
