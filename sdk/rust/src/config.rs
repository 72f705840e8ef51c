//! From the JSON config the host sends to what a plugin's function is given.

use serde::{Serialize, de::DeserializeOwned};

/// How a plugin opens: from a config that serde reads.
///
/// Any type with `Default`, `Serialize` and `Deserialize` opens as itself. A plugin that prepares something once (a set of words, a
/// table from an artifact) implements this for the prepared type instead and names its config here.
///
/// ```
/// use std::collections::HashSet;
/// use tamis_sdk::{Open, serde};
///
/// #[derive(Default, serde::Serialize, serde::Deserialize)]
/// #[serde(crate = "tamis_sdk::serde", default, deny_unknown_fields)]
/// pub struct Config {
///     /// Words to look for.
///     words: Vec<String>,
/// }
///
/// pub struct Prepared(HashSet<String>);
///
/// impl Open for Prepared {
///     type Config = Config;
///
///     fn open(config: Config) -> Result<Self, String> {
///         Ok(Self(config.words.into_iter().collect()))
///     }
/// }
///
/// assert!(tamis_sdk::open::<Prepared>(r#"{"words": ["a"]}"#).unwrap().0.contains("a"));
/// ```
pub trait Open: Sized {
    /// What the user may set. Its defaults, as JSON, tell the host which keys there are and of what type.
    type Config: Default + Serialize + DeserializeOwned;

    /// Prepares the plugin. Called once an instance; [`artifact`](crate::artifact) works here.
    ///
    /// # Errors
    ///
    /// A sentence for the user: why the plugin cannot work with this config.
    fn open(config: Self::Config) -> Result<Self, String>;
}

impl<T: Default + Serialize + DeserializeOwned> Open for T {
    type Config = T;

    fn open(config: T) -> Result<Self, String> {
        Ok(config)
    }
}

/// The config of a plugin that has none.
#[doc(hidden)]
#[derive(Default, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoConfig {}

/// Opens from JSON, as the host does.
///
/// # Errors
///
/// What serde or the plugin says.
pub fn open<T: Open>(json: &str) -> Result<T, String> {
    let config = serde_json::from_str(json).map_err(|error| format!("config {json}: {error}"))?;
    T::open(config)
}

/// The default config as JSON.
pub fn default_config<T: Open>() -> String {
    serde_json::to_string(&T::Config::default()).unwrap_or_else(|error| format!("the default config is not JSON: {error}"))
}
