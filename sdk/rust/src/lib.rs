//! Write a tamis plugin: a plain function and one macro line.
//!
//! A plugin is a crate of type `cdylib` that depends on this one. Its function sees one row at a time as ordinary Rust values, so it
//! can be called from a native `#[test]`; [`export!`] turns it into a WebAssembly component that the engine shows as a SQL function.
//! The crate's `description` in Cargo.toml becomes the manual's text and its `homepage` the source the manual names.
//!
//! A filter keeps a row or drops it for a stated reason:
//!
//! ```
//! tamis_sdk::reasons! {
//!     /// Why `long_enough` drops a text.
//!     pub enum Reason {
//!         /// Fewer than `min_bytes` bytes.
//!         Short = "short",
//!     }
//! }
//!
//! use tamis_sdk::serde::{Deserialize, Serialize};
//!
//! /// Settings; each is an argument default in SQL and a key in `tamis.toml`.
//! #[derive(Serialize, Deserialize)]
//! #[serde(crate = "tamis_sdk::serde", default, deny_unknown_fields)]
//! pub struct Config {
//!     /// The fewest bytes a kept text has.
//!     pub min_bytes: u64,
//! }
//!
//! impl Default for Config {
//!     fn default() -> Self {
//!         Self { min_bytes: 30 }
//!     }
//! }
//!
//! /// Keeps texts of at least `min_bytes` bytes.
//! pub fn long_enough(text: &str, config: &Config) -> Result<(), Reason> {
//!     if (text.len() as u64) < config.min_bytes { Err(Reason::Short) } else { Ok(()) }
//! }
//!
//! tamis_sdk::export!(filter long_enough(text: &str; config: Config) -> Reason);
//!
//! assert_eq!(long_enough("too short", &Config::default()), Err(Reason::Short));
//! ```
//!
//! A scorer measures it, and an editor rewrites it:
//!
//! ```
//! /// How many bytes a text has.
//! pub fn size(text: &str) -> f64 {
//!     text.len() as f64
//! }
//! tamis_sdk::export!(scorer size(text: &str) -> f64);
//!
//! /// Removes white space from both ends.
//! pub fn trimmed(text: &str, edit: &mut tamis_sdk::Edit<'_>) {
//!     let start = text.len() - text.trim_start().len();
//!     edit.keep(start..start + text.trim().len());
//! }
//! tamis_sdk::export!(editor trimmed(text: &str));
//!
//! assert_eq!(tamis_sdk::edited("  x ", |edit| trimmed("  x ", edit)).as_deref(), Some("x"));
//! ```
//!
//! The function of an editor takes its text first, then its other arguments, the config if there is one, and last the [`Edit`].
//! A row that is NULL in any argument never reaches the function and has the answer NULL, unless the argument is an `Option`.
//! An argument of type [`Const`] must be a literal in SQL and is the same for every row of a call.
//!
//! What the host promises and checks is written in the WIT package `tamis:plugin`, the folder `wit/` beside `sdk/`.

mod arguments;
mod config;
mod edit;
mod host;
mod labels;
/// The traits behind [`export!`]; a plugin seldom names them.
pub mod plugin;
mod rows;

#[doc(hidden)]
#[cfg(target_family = "wasm")]
pub mod bindings;

pub use arguments::{Argument, Const, DataType, Value};
pub use config::Open;
#[doc(hidden)]
pub use config::{NoConfig, default_config, open};
pub use edit::{Edit, edited};
pub use host::{Level, artifact, log};
#[doc(hidden)]
pub use labels::sentence;
pub use labels::{Label, Reasons, Score, Scores};
pub use rows::{Column, Rows, Texts, Values};
pub use serde;

/// The README's plugin compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
