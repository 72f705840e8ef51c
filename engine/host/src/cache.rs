//! Compiled code on disk, so that a plugin is compiled once a machine and not once a run.
//!
//! Loading compiled code is as trusting as loading a shared library, so the folder must belong to the user and be writable by nobody
//! else, and a file is named by what it was made from: the component's hash, the engine's compatibility hash and the tier.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::engine::Tier;
use crate::error::HostError;

/// The folder of compiled components.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Uses a folder, making it if need be.
    ///
    /// # Errors
    ///
    /// If it cannot be made, or somebody else could write to it.
    pub(crate) fn open(folder: &Path) -> Result<Self, HostError> {
        let refuse = |reason: String| HostError::Cache { folder: folder.to_owned(), reason };
        make_private(folder).map_err(|error| refuse(error.to_string()))?;
        check_private(folder).map_err(refuse)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The component of these bytes, from the cache or compiled and put there. A file that cannot be used is compiled anew.
    ///
    /// # Errors
    ///
    /// What wasmtime says of bytes that are no component.
    pub(crate) fn component(&self, engine: &Engine, tier: Tier, bytes: &[u8]) -> wasmtime::Result<Component> {
        let path = self.folder.join(format!("{}-{:016x}-{}.cwasm", sha256(bytes), compatibility(engine), tier.name()));
        if path.is_file() {
            match load(engine, &path) {
                Ok(component) => return Ok(component),
                Err(error) => tracing::warn!(path = %path.display(), %error, "compiled plugin is unusable, compiling it again"),
            }
        }
        let component = Component::from_binary(engine, bytes)?;
        if let Err(error) = self.store(&path, &component.serialize()?) {
            tracing::warn!(path = %path.display(), %error, "cannot keep the compiled plugin");
        }
        Ok(component)
    }

    /// Writes beside and renames, so that another process sees the whole file or none.
    fn store(&self, path: &Path, compiled: &[u8]) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(compiled)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

#[expect(unsafe_code, reason = "wasmtime cannot check compiled code; this file's first page says what we check instead")]
fn load(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: the file lies in a folder that only this user can write (checked when the cache was opened), was put there whole by
    // `store` under a name made of the component's hash and this engine's compatibility hash, and wasmtime checks its header.
    unsafe { Component::deserialize_file(engine, path) }
}

/// What wasmtime must agree on for compiled code to be loadable.
fn compatibility(engine: &Engine) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hasher.finish()
}

/// The hexadecimal SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn check_private(folder: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(folder).map_err(|error| error.to_string())?;
    // A file made by this process belongs to this process's user, which is the portable way to learn who that is.
    let own = tempfile::tempfile_in(folder).and_then(|file| file.metadata()).map_err(|error| error.to_string())?;
    if found.uid() != own.uid() {
        return Err(format!("it belongs to user {}, not to you (user {})", found.uid(), own.uid()));
    }
    if found.mode() & 0o022 != 0 {
        return Err(format!("others can write to it (mode {:o}); run `chmod go-w` on it", found.mode() & 0o777));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_folder: &Path) -> Result<(), String> {
    Ok(())
}
