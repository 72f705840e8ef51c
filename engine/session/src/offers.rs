//! Which plugins there are and how each is to run: known by name, before any is built or loaded.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::execution::SessionState;
use serde_json::{Map, Value};
use tamis_host::{HostError, Limits, Origin, Settings, Tier};

use crate::config::{Config, Place, PluginEntry};
use crate::error::SessionError;

/// A plugin that can be loaded.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) origin: Origin,
    pub(crate) sha256: Option<String>,
    pub(crate) config: Map<String, Value>,
    pub(crate) limits: Limits,
    pub(crate) tier: Tier,
    pub(crate) artifacts: BTreeMap<String, PathBuf>,
    /// Whether a crate folder may be built.
    pub(crate) may_build: bool,
}

impl Offer {
    /// A plugin with every setting at its default.
    pub(crate) fn new(origin: Origin) -> Self {
        let (sha256, config, limits, tier, artifacts) = Default::default();
        Self { origin, sha256, config, limits, tier, artifacts, may_build: true }
    }

    /// The settings, with the artifacts read.
    pub(crate) fn settings(&self, plugin: &str) -> Result<Settings, HostError> {
        let mut artifacts: HashMap<String, Arc<[u8]>> = HashMap::new();
        for (name, path) in &self.artifacts {
            let bytes = std::fs::read(path).map_err(|error| HostError::Artifact {
                plugin: plugin.to_owned(),
                artifact: name.clone(),
                reason: format!("cannot read {}: {error}", path.display()),
            })?;
            artifacts.insert(name.clone(), bytes.into());
        }
        Ok(Settings { config: self.config.clone(), limits: self.limits.clone(), tier: self.tier, artifacts })
    }
}

/// What `tamis.toml` offers: every crate and `.wasm` file in its plugin folders, and what its `[plugins.x]` sections say.
///
/// # Errors
///
/// If a folder cannot be read, or a plugin would hide a function of DataFusion's.
pub(crate) fn find(config: &Config, state: &SessionState) -> Result<BTreeMap<String, Offer>, SessionError> {
    let mut offers = BTreeMap::new();
    for folder in &config.plugin_paths {
        let unreadable =
            |error: std::io::Error| SessionError::PluginFolder { folder: folder.display().to_string(), reason: error.to_string() };
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if let Some((name, origin)) = in_folder(path) {
                offers.insert(name, Offer { may_build: config.build, ..Offer::new(origin) });
            }
        }
    }
    for (name, entry) in &config.plugins {
        let origin = match &entry.place {
            Some(Place::Path(path)) => Some(Origin::path(path.clone())),
            Some(Place::Url(url)) => Some(Origin::Url(url.clone())),
            None => offers.get(name).map(|offer: &Offer| offer.origin.clone()),
        };
        let origin = origin.ok_or_else(|| SessionError::NoSuchPlugin { name: name.clone() })?;
        offers.insert(name.clone(), configured(entry, origin, config.build));
    }
    match offers.iter().find(|(name, _)| taken(state, name)) {
        Some((name, offer)) => Err(SessionError::NameTaken { name: name.clone(), origin: offer.origin.to_string() }),
        None => Ok(offers),
    }
}

/// Whether a function of this name is in the context.
pub(crate) fn taken(state: &SessionState, name: &str) -> bool {
    state.scalar_functions().contains_key(name)
        || state.aggregate_functions().contains_key(name)
        || state.window_functions().contains_key(name)
        || state.table_functions().contains_key(name)
}

/// The plugin that an entry of a plugin folder is, if it is one.
fn in_folder(path: PathBuf) -> Option<(String, Origin)> {
    let is_wasm = path.extension().is_some_and(|extension| extension == "wasm");
    let name = if is_wasm { path.file_stem() } else { path.file_name() }?.to_str()?.to_owned();
    let origin = match (is_wasm, is_crate(&path)) {
        (_, true) => Origin::Crate(path),
        (true, false) => Origin::File(path),
        (false, false) => return None,
    };
    Some((name, origin))
}

fn is_crate(path: &Path) -> bool {
    path.join("Cargo.toml").is_file()
}

fn configured(entry: &PluginEntry, origin: Origin, may_build: bool) -> Offer {
    let mut limits = Limits::default();
    if let Some(memory) = entry.memory {
        limits.memory = usize::try_from(memory).unwrap_or(usize::MAX);
    }
    if let Some(output) = entry.output {
        limits.output = usize::try_from(output).unwrap_or(usize::MAX);
    }
    if let Some(deadline) = entry.deadline {
        limits.deadline = deadline;
    }
    Offer {
        origin,
        sha256: entry.sha256.clone(),
        config: entry.config.clone(),
        limits,
        tier: entry.tier,
        artifacts: entry.artifacts.clone(),
        may_build,
    }
}
