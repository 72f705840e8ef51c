//! Why a plugin cannot be used or a call of it failed, by what the reader can do about it.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use crate::description::Kind;

/// An error of the plugin host. `plugin` is the name it has in SQL, `origin` the file, folder or URL it came from.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The file, folder or URL could not be read.
    #[error("plugin `{plugin}`: cannot read {origin}: {reason}")]
    Read {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// What the system said.
        reason: String,
    },
    /// The bytes are not those the user pinned.
    #[error("plugin `{plugin}`: {origin} has sha256 {found}, but {wanted} is pinned; check the file, or pin the new hash")]
    Hash {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// Of the file.
        found: String,
        /// Of the settings.
        wanted: String,
    },
    /// The bytes are not a WebAssembly component.
    #[error("plugin `{plugin}`: {origin} is not a WebAssembly component: {found}; build plugins for wasm32-wasip2")]
    NotAComponent {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// What it is instead.
        found: String,
    },
    /// The component was made for another version of the contract.
    #[error(
        "plugin `{plugin}`: {origin} is built for tamis:plugin {found}, this engine serves {served}; \
         rebuild the plugin with this engine's SDK, or use an engine that serves {found}"
    )]
    Version {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// Of the component.
        found: String,
        /// Of the engine.
        served: &'static str,
    },
    /// The component exports no kind of plugin, or something the engine cannot link.
    #[error("plugin `{plugin}`: {origin} is a component but no plugin: {reason}")]
    NotAPlugin {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// What is missing.
        reason: String,
    },
    /// What the plugin says of itself breaks a rule of the contract.
    #[error("plugin `{plugin}`: its description breaks the contract: {reason}")]
    Description {
        /// The plugin.
        plugin: String,
        /// Which rule, and how.
        reason: String,
    },
    /// A config key is unknown or has the wrong type.
    #[error("plugin `{plugin}`: {reason}")]
    Config {
        /// The plugin.
        plugin: String,
        /// All that is wrong, one sentence each.
        reason: String,
    },
    /// An artifact cannot be given to the plugin.
    #[error("plugin `{plugin}`: artifact `{artifact}`: {reason}")]
    Artifact {
        /// The plugin.
        plugin: String,
        /// The artifact's name.
        artifact: String,
        /// Why.
        reason: String,
    },
    /// The function was called with arguments it does not take.
    #[error("{function}: {reason}; it is {signature}")]
    Arguments {
        /// The SQL function.
        function: String,
        /// What is wrong with them.
        reason: String,
        /// What the function takes.
        signature: String,
    },
    /// The plugin refused to open with this config.
    #[error("plugin `{plugin}` ({origin}) does not open: {problem}{log}")]
    Open {
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// What happened.
        problem: Problem,
        /// What the plugin wrote last.
        log: Log,
    },
    /// A call failed.
    #[error("{function}: plugin `{plugin}` ({origin}) failed on rows {}..{} of a batch: {problem}{log}", rows.start, rows.end)]
    Call {
        /// The SQL function.
        function: String,
        /// The plugin.
        plugin: String,
        /// Where from.
        origin: String,
        /// Rows of the batch, from 0, the end excluded.
        rows: Range<usize>,
        /// What happened.
        problem: Problem,
        /// What the plugin wrote last.
        log: Log,
    },
    /// A folder is not a crate that can be built.
    #[error("cannot build {}: {reason}", folder.display())]
    Build {
        /// The crate folder.
        folder: PathBuf,
        /// What cargo said.
        reason: String,
    },
    /// The folder for compiled code cannot be used.
    #[error("cannot keep compiled plugins in {}: {reason}", folder.display())]
    Cache {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The plugin engine could not be set up on this machine.
    #[error("cannot set up the plugin engine: {0}")]
    Engine(String),
}

/// What went wrong inside a call.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// The plugin reported it.
    #[error("{0}")]
    Fault(String),
    /// The guest trapped: a panic, an overflow of its stack, a call of something it was not given.
    #[error("it trapped: {0}")]
    Trap(String),
    /// The call took too long.
    #[error("it took longer than its deadline of {0:?}; raise `deadline` if it needs more")]
    Deadline(Duration),
    /// The guest asked for more memory than it may have.
    #[error("it asked for {asked} bytes of memory and may have {limit}; raise `memory` if it needs more")]
    Memory {
        /// Bytes asked for.
        asked: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The query was cancelled.
    #[error("the query was cancelled")]
    Cancelled,
    /// The answer breaks a rule of the contract.
    #[error("its answer breaks the contract: {0}")]
    Answer(String),
}

/// The last lines a plugin wrote to its log and standard error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log(pub String);

impl std::fmt::Display for Log {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = crate::shown::harmless(self.0.trim());
        if text.is_empty() {
            return Ok(());
        }
        write!(formatter, "\n  it wrote:")?;
        // A panic's advice to set a variable is none in a guest, which has no environment.
        let mut lines = text.lines().filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE=1`"));
        lines.try_for_each(|line| write!(formatter, "\n  | {line}"))
    }
}

impl From<HostError> for datafusion::error::DataFusionError {
    fn from(error: HostError) -> Self {
        Self::External(Box::new(error))
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}
