//! What a run wrote, as a file.

use serde::{Deserialize, Serialize};

/// The version of the manifest's layout.
const LAYOUT: u32 = 1;

/// The content of `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this layout.
    pub layout: u32,
    /// The version of the program that wrote it.
    pub version: String,
    /// SHA-256 of the configuration the run was made from.
    pub config: String,
    /// The shards in the sink, in the order of their names.
    pub shards: Vec<ShardEntry>,
    /// The shards of refused rows, in the order of their names.
    pub rejects: Vec<ShardEntry>,
    /// What each step did, in the words of whoever ran it.
    pub steps: serde_json::Value,
}

/// One shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShardEntry {
    /// Its name: below the sink for a shard, below the run folder for refused rows. Written with `/`.
    pub file: String,
    /// The unit of work its rows come from.
    pub unit: u64,
    /// How many rows it holds.
    pub rows: u64,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Manifest {
    /// A manifest of a run that has written nothing yet.
    pub fn new(config: impl Into<String>, steps: serde_json::Value) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { layout: LAYOUT, version, config: config.into(), shards: Vec::new(), rejects: Vec::new(), steps }
    }

    /// The manifest as the bytes of its file.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| e.to_string())?;
        text.push(b'\n');
        Ok(text)
    }

    /// Reads a manifest back; the error is a sentence.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if manifest.layout != LAYOUT {
            return Err(format!("its layout is version {}, and this program knows version {LAYOUT}", manifest.layout));
        }
        Ok(manifest)
    }
}
