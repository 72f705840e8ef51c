//! `tamis.toml` as a whole: finding it, reading it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use tamis_corpus::StoreSettings;

use super::document::Document;
use super::model::{self, ModelEntry};
use super::plugin::{self, PluginEntry};
use super::problem::Problems;
use super::section::Section;
use super::store;
use super::table::{self, TableEntry};

/// The name of the file that is searched for.
pub const FILE_NAME: &str = "tamis.toml";

/// What `tamis.toml` says. Every path in it is absolute.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file all this comes from; `None` for [`Config::default`].
    pub file: Option<PathBuf>,
    /// Folders in which every crate folder and `.wasm` file is a plugin.
    pub plugin_paths: Vec<PathBuf>,
    /// Whether crate folders may be built; building a plugin trusts it.
    pub build: bool,
    /// Plugins by name, and settings for plugins in the folders.
    pub plugins: BTreeMap<String, PluginEntry>,
    /// Models by name.
    pub models: BTreeMap<String, ModelEntry>,
    /// Tables by name.
    pub tables: BTreeMap<String, TableEntry>,
    /// Settings of object stores.
    pub stores: Vec<StoreSettings>,
}

impl Default for Config {
    /// What holds without a file: no plugins, models, tables or stores; building is allowed.
    fn default() -> Self {
        let (plugins, models, tables) = Default::default();
        Self { file: None, plugin_paths: Vec::new(), build: true, plugins, models, tables, stores: Vec::new() }
    }
}

/// Why `tamis.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read at all.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the machine answered.
        source: io::Error,
    },
    /// The file says something wrong.
    #[error(transparent)]
    Problems(#[from] Problems),
}

impl Config {
    /// Reads the `tamis.toml` of `start` or of the nearest folder above it; `None` where there is none.
    ///
    /// # Errors
    /// [`ConfigError`], where one is found and cannot be used.
    pub fn find(start: &Path) -> Result<Option<Self>, ConfigError> {
        let start = std::path::absolute(start).map_err(|source| ConfigError::Read { path: start.to_owned(), source })?;
        match start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file()) {
            Some(file) => Self::load(&file).map(Some),
            None => Ok(None),
        }
    }

    /// Reads the file `path`.
    ///
    /// # Errors
    /// [`ConfigError`] with all mistakes of the file.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let failed = |source| ConfigError::Read { path: path.to_owned(), source };
        let path = std::path::absolute(path).map_err(failed)?;
        let text = fs::read_to_string(&path).map_err(failed)?;
        Ok(Self::parse(&path, &text)?)
    }

    /// Reads `text` as the content of the file `path`, which is absolute.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Problems> {
        let document = Document::parse(path, text)?;
        let mut config = Self { file: Some(path.to_owned()), ..Self::default() };
        let mut root = document.root();
        config.read(&mut root);
        root.finish();
        document.finish()?;
        Ok(config)
    }

    /// Reads the sections `plugins`, `models`, `tables` and `stores` of a file that may hold others too; mistakes go to its
    /// document. What is here already stays, except for entries of the same name.
    pub fn read(&mut self, root: &mut Section<'_>) {
        if let Some(section) = root.section("plugins") {
            self.read_plugins(section);
        }
        if let Some(mut section) = root.section("models") {
            let named = |(name, section): (super::Spanned<String>, _)| Some((name.into_inner(), model::read(section)?));
            self.models.extend(section.entries().into_iter().filter_map(named));
            section.finish();
        }
        if let Some(mut section) = root.section("tables") {
            let named = |(name, section): (super::Spanned<String>, _)| Some((name.into_inner(), table::read(section)?));
            self.tables.extend(section.entries().into_iter().filter_map(named));
            section.finish();
        }
        if let Some(mut section) = root.section("stores") {
            let read = section.entries().into_iter().filter_map(|(name, section)| store::read(&name, section));
            self.stores.extend(read);
            section.finish();
        }
    }

    /// This configuration with `over` on top of it: of two entries of one name that of `over` counts, and crates are built
    /// only where both allow it.
    pub fn with(mut self, over: Self) -> Self {
        self.plugin_paths.extend(over.plugin_paths);
        self.build &= over.build;
        self.plugins.extend(over.plugins);
        self.models.extend(over.models);
        self.tables.extend(over.tables);
        self.stores.extend(over.stores);
        self
    }

    fn read_plugins(&mut self, mut section: Section<'_>) {
        let paths = section.strings("path").unwrap_or_default();
        self.plugin_paths.extend(paths.iter().filter_map(|path| section.to_path(path)));
        self.build &= section.boolean("build").unwrap_or(true);
        for (name, entry) in section.entries() {
            if let Some(plugin) = plugin::read(&name, entry) {
                self.plugins.insert(name.into_inner(), plugin);
            }
        }
        section.finish();
    }
}
