//! The door of this room: from the bytes of a component to a plugin.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::cache::{Cache, sha256};
use crate::description::Kind;
use crate::engine::{Tier, engine};
use crate::error::HostError;
use crate::imports;
use crate::plugin::{Loaded, Plugin, Settings};

/// The contract's version that components are made for.
const VERSION: &str = "0.1.0";

/// Loads plugins. One is enough for a process; it is made at no cost and sets an engine up when the first plugin needs it.
pub struct Host {
    cache_folder: PathBuf,
    cache: OnceLock<Cache>,
    checked: OnceLock<Engine>,
    trusted: OnceLock<Engine>,
}

impl Host {
    /// A host that keeps compiled code in `cache_folder`, which it makes if need be.
    pub fn new(cache_folder: impl Into<PathBuf>) -> Self {
        let (cache, checked, trusted) = Default::default();
        Self { cache_folder: cache_folder.into(), cache, checked, trusted }
    }

    /// A plugin from the bytes of a component. `name` is what SQL will call it, `origin` where the bytes came from.
    ///
    /// Compiling takes a moment the first time a machine sees the bytes: call this where blocking is allowed.
    ///
    /// # Errors
    ///
    /// Everything a file, a guest or a user's settings can get wrong; see [`HostError`].
    pub fn load(&self, name: &str, origin: &str, bytes: &[u8], settings: Settings) -> Result<Arc<Plugin>, HostError> {
        let (plugin, origin) = (name.to_owned(), origin.to_owned());
        if let Some(found) = not_a_component(bytes) {
            return Err(HostError::NotAComponent { plugin, origin, found });
        }
        let engine = self.engine(settings.tier)?;
        let component = self.cache()?.component(engine, settings.tier, bytes).map_err(|error| HostError::NotAComponent {
            plugin: plugin.clone(),
            origin: origin.clone(),
            found: format!("{error:#}"),
        })?;
        let kind = kind(engine, &component, &plugin, &origin)?;
        let pre = imports::linker(engine, &component).and_then(|linker| linker.instantiate_pre(&component)).map_err(|error| {
            HostError::NotAPlugin { plugin: plugin.clone(), origin: origin.clone(), reason: format!("{error:#}") }
        })?;
        let loaded = Loaded { name: plugin, origin, hash: sha256(bytes), kind, pre };
        let plugin = Arc::new(Plugin::new(loaded, settings)?);
        plugin.check()?;
        Ok(plugin)
    }

    /// A plugin from a `.wasm` file, or from the artifact a crate folder was built into.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, has another hash than the one pinned, or is no plugin.
    pub fn load_file(
        &self,
        name: &str,
        origin: &str,
        file: &Path,
        sha256: Option<&str>,
        settings: Settings,
    ) -> Result<Arc<Plugin>, HostError> {
        let bytes = std::fs::read(file).map_err(|error| HostError::Read {
            plugin: name.to_owned(),
            origin: file.display().to_string(),
            reason: error.to_string(),
        })?;
        self.load_pinned(name, origin, &bytes, sha256, settings)
    }

    /// As [`load`](Self::load), but only if the bytes have the hash the user pinned, if there is one.
    ///
    /// # Errors
    ///
    /// [`HostError::Hash`], or what [`load`](Self::load) says.
    pub fn load_pinned(
        &self,
        name: &str,
        origin: &str,
        bytes: &[u8],
        pinned: Option<&str>,
        settings: Settings,
    ) -> Result<Arc<Plugin>, HostError> {
        if let Some(wanted) = pinned {
            let found = sha256(bytes);
            if !found.eq_ignore_ascii_case(wanted) {
                let (plugin, origin) = (name.to_owned(), origin.to_owned());
                return Err(HostError::Hash { plugin, origin, found, wanted: wanted.to_owned() });
            }
        }
        self.load(name, origin, bytes, settings)
    }

    fn engine(&self, tier: Tier) -> Result<&Engine, HostError> {
        let slot = match tier {
            Tier::Checked => &self.checked,
            Tier::Trusted => &self.trusted,
        };
        match slot.get() {
            Some(engine) => Ok(engine),
            None => {
                let made = engine(tier)?;
                Ok(slot.get_or_init(|| made))
            }
        }
    }

    fn cache(&self) -> Result<&Cache, HostError> {
        match self.cache.get() {
            Some(cache) => Ok(cache),
            None => {
                let opened = Cache::open(&self.cache_folder)?;
                Ok(self.cache.get_or_init(|| opened))
            }
        }
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Host({})", self.cache_folder.display())
    }
}

/// What some bytes are, unless their header is a component's: `\0asm`, version 13, layer 1.
fn not_a_component(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0, b'a', b's', b'm', 0x0d, 0, 1, 0, ..] => None,
        [0, b'a', b's', b'm', 1, 0, 0, 0, ..] => Some("it is a core module".into()),
        [0, b'a', b's', b'm', ..] => Some("it is WebAssembly of a version this engine does not know".into()),
        [] => Some("it is empty".into()),
        _ => Some("it is not WebAssembly at all".into()),
    }
}

/// Which kind's interface the component exports, in the version served here.
fn kind(engine: &Engine, component: &Component, plugin: &str, origin: &str) -> Result<Kind, HostError> {
    let mut other_version = None;
    for (name, _) in component.component_type().exports(engine) {
        let Some((interface, version)) = name.strip_prefix("tamis:plugin/").and_then(|name| name.split_once('@')) else { continue };
        let kind = [Kind::Filter, Kind::Scorer, Kind::Editor].into_iter().find(|kind| kind.name() == interface);
        match kind {
            Some(kind) if version == VERSION => return Ok(kind),
            _ => other_version = Some(version.to_owned()),
        }
    }
    let (plugin, origin) = (plugin.to_owned(), origin.to_owned());
    Err(match other_version {
        Some(found) if found != VERSION => HostError::Version { plugin, origin, found, served: VERSION },
        _ => {
            let reason = format!("it exports none of tamis:plugin/filter, scorer or editor (@{VERSION})");
            HostError::NotAPlugin { plugin, origin, reason }
        }
    })
}
