//! `[plugins.<name>]`: a plugin, or what to know of one that is found in the plugin folders.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use tamis_host::Tier;
use url::Url;

use super::section::{Section, Spanned};

/// Where a file is that is not read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file or folder of this machine; absolute.
    Path(PathBuf),
    /// An object of a store or web server.
    Url(Url),
}

/// A plugin by name. What is `None` is the host's default.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginEntry {
    /// A crate folder, a `.wasm` file or a URL of one; `None` for the plugin of this name in the plugin folders.
    pub place: Option<Place>,
    /// What the SHA-256 of the `.wasm` file must be, as 64 hexadecimal digits in lower case.
    pub sha256: Option<String>,
    /// The plugin's configuration; empty where none is given.
    pub config: serde_json::Map<String, serde_json::Value>,
    /// The memory one instance may have, in bytes.
    pub memory: Option<u64>,
    /// The new text one call may return, in bytes; eight times what it was given is always allowed.
    pub output: Option<u64>,
    /// How long one call may take.
    pub deadline: Option<Duration>,
    /// How much the plugin is trusted.
    pub tier: Tier,
    /// Files the plugin may read, by the names it knows them by; absolute paths.
    pub artifacts: BTreeMap<String, PathBuf>,
}

pub(super) fn read(name: &Spanned<String>, mut section: Section<'_>) -> Option<PluginEntry> {
    check_name(name, &section);
    let key = if section.has("path") || section.has("url") { section.need_one_of(&["path", "url"]) } else { None };
    section.ask("path");
    section.ask("url");
    let place = key.and_then(|key| place(&mut section, key));
    let sha256 = section.string("sha256").and_then(|text| checked_sha256(text, &section));
    let config = match section.section("config") {
        Some(_) => section.value("config").and_then(|value| value.as_object().cloned()),
        None => None,
    };
    let memory = section.bytes("memory");
    let output = section.bytes("output");
    let deadline = section.duration("deadline");
    if memory == Some(0) || deadline == Some(Duration::ZERO) {
        let key = if memory == Some(0) { "memory" } else { "deadline" };
        section.wrong(key, format!("`{key}` of 0 lets no plugin run"), None);
    }
    let tier = match section.one_of("tier", &["checked", "trusted"]) {
        Some("trusted") => Tier::Trusted,
        _ => Tier::Checked,
    };
    let artifacts = section.section("artifacts").map(artifacts).unwrap_or_default();
    section.finish();
    let config = config.unwrap_or_default();
    Some(PluginEntry { place, sha256, config, memory, output, deadline, tier, artifacts })
}

/// Reads the value of `key`, which is `path` or `url`.
pub(super) fn place(section: &mut Section<'_>, key: &str) -> Option<Place> {
    if key == "path" {
        return section.path(key).map(Place::Path);
    }
    let text = section.string(key)?;
    let url = Url::parse(&text).ok().filter(|url| text.contains("://") && url.scheme() != "file");
    if url.is_none() {
        let hint = "write https://.. or s3://..; a file of this machine is `path = ..`".to_owned();
        section.wrong(key, format!("`{text}` is not a URL"), Some(hint));
    }
    url.map(Place::Url)
}

fn artifacts(mut section: Section<'_>) -> BTreeMap<String, PathBuf> {
    let entries = section.string_entries();
    let named = |(name, path): (Spanned<String>, Spanned<String>)| Some((name.into_inner(), section.to_path(&path)?));
    let found = entries.into_iter().filter_map(named).collect();
    section.finish();
    found
}

/// A plugin's name is its function's, and SQL folds names to lower case.
fn check_name(name: &Spanned<String>, section: &Section<'_>) {
    let text = name.get_ref();
    let letters = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !letters || text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) {
        let message = format!("`{text}` cannot be the name of a function");
        let hint = "use lower-case letters, digits and `_`, and start with a letter".to_owned();
        section.document().problem(name.span(), message, Some(hint));
    }
}

fn checked_sha256(text: String, section: &Section<'_>) -> Option<String> {
    if text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit()) {
        return Some(text.to_ascii_lowercase());
    }
    let message = format!("a SHA-256 has 64 hexadecimal digits, and this has {} characters", text.chars().count());
    section.wrong("sha256", message, Some("`sha256sum file.wasm` prints it".to_owned()));
    None
}
