//! Where a plugin comes from.

use std::path::PathBuf;
use std::sync::Arc;

use object_store::{ObjectStore, ObjectStoreExt, path::Path};

/// A component to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A crate folder, built with cargo: trusted, since building runs its code.
    Crate(PathBuf),
    /// A `.wasm` file: untrusted.
    File(PathBuf),
    /// A URL in an object store or on a web server: untrusted.
    Url(url::Url),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Crate(path) | Self::File(path) => path.display().fmt(formatter),
            Self::Url(url) => url.fmt(formatter),
        }
    }
}

impl Origin {
    /// A path's origin: a folder is a crate.
    pub fn path(path: PathBuf) -> Self {
        if path.is_dir() { Self::Crate(path) } else { Self::File(path) }
    }

    /// The bytes of a URL, read from the store that serves it.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub async fn fetch(store: &Arc<dyn ObjectStore>, url: &url::Url) -> Result<Vec<u8>, object_store::Error> {
        let path = Path::from_url_path(url.path())?;
        Ok(store.get(&path).await?.bytes().await?.to_vec())
    }
}
