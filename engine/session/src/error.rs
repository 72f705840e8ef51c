//! Why a session cannot be made, or a name in it not be used.

use tamis_corpus::CorpusError;
use tamis_host::HostError;

use crate::config::ConfigError;

/// An error of the session.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// `tamis.toml` cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A plugin cannot be used.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A table of `tamis.toml` cannot be opened.
    #[error("table `{table}`: {source}")]
    Table {
        /// Its name.
        table: String,
        /// Why.
        source: Box<CorpusError>,
    },
    /// A plugin has the name of a function that exists.
    #[error("{origin} would be SQL function `{name}`, which exists already; give the plugin another name")]
    NameTaken {
        /// The name.
        name: String,
        /// The plugin.
        origin: String,
    },
    /// CREATE FUNCTION says something that is not so, or cannot be done.
    #[error("CREATE FUNCTION {name}: {reason}")]
    CreateFunction {
        /// The function.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A section of `tamis.toml` is about a plugin that is nowhere.
    #[error("[plugins.{name}] has neither `path` nor `url`, and no folder of `[plugins] path` holds a plugin `{name}`")]
    NoSuchPlugin {
        /// The plugin.
        name: String,
    },
    /// A folder that plugins are looked up in cannot be read.
    #[error("cannot look for plugins in {folder}: {reason}")]
    PluginFolder {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: String,
    },
    /// There is no folder to keep compiled plugins in.
    #[error("there is no cache folder for this user; set XDG_CACHE_HOME or HOME")]
    NoCacheFolder,
    /// DataFusion refused to be set up.
    #[error("cannot set up the SQL engine: {0}")]
    Engine(#[from] datafusion::error::DataFusionError),
}

impl From<SessionError> for datafusion::error::DataFusionError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Engine(error) => error,
            SessionError::Host(error) => error.into(),
            error => Self::External(Box::new(error)),
        }
    }
}
