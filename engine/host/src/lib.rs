//! The plugin host: loads a WebAssembly component, limits it, and shows it as SQL functions.
//!
//! ```text
//! Origin ──bytes──> Host::load ──> Plugin ──functions()──> ScalarUDF ──invoke──> slices ──> Pool ──> Instance
//! file, URL          compile,      description,            Arrow arrays           256 KiB    one per    a store of
//! or crate folder    cache         config, limits          and literals           a call     call       its own
//! ```
//!
//! A plugin is hostile until proven otherwise: its metadata is bounded, its time, memory and output are limited, and whatever it
//! answers is checked before an Arrow array is made of it. What breaks a rule becomes a [`HostError`] that names the plugin, the
//! function, the file and the rows; the instance is thrown away; the process and the next query go on.
//!
//! Which plugins exist and where their settings come from is not known here. The contract is the WIT package in `wit/`.

mod answer;
mod arguments;
mod bindings;
mod cache;
mod call;
mod cancel;
mod cargo;
mod description;
mod editor;
mod engine;
mod error;
mod filter;
mod function;
mod guest;
mod host;
mod imports;
mod instance;
mod limits;
mod origin;
mod plugin;
mod pool;
mod scorer;
mod shown;
mod text;
mod wasi;

pub use cancel::CancelToken;
pub use cargo::build;
pub use description::{Argument, Description, Kind, Label};
pub use engine::Tier;
pub use error::{HostError, Problem};
pub use host::Host;
pub use limits::Limits;
pub use origin::Origin;
pub use plugin::{Plugin, Settings};
