//! A folder that is written to, on this machine or in an object store.
//!
//! Only what a sink needs: whole small files, a list, and taking away. Shards go their own way in `writer`.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::catalog::Session;
use futures::TryStreamExt;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};

use super::SinkError;
use crate::Location;
use crate::listing::relative;
use crate::table::same_store;

/// A folder. That it is named does not mean that it exists.
#[derive(Debug, Clone)]
pub(super) enum Folder {
    /// On this machine.
    Local(PathBuf),
    /// In an object store.
    Remote {
        store: Arc<dyn ObjectStore>,
        root: ObjectPath,
        /// What stands before `root` in the name a user would type.
        prefix: String,
    },
}

impl Folder {
    /// The folder at `at`, and the run folder beside it.
    pub(super) fn pair(state: &dyn Session, at: &Location) -> Result<(Self, Self), SinkError> {
        if at.is_pattern() {
            return Err(SinkError::Pattern { text: at.to_string() });
        }
        if let Some(path) = at.local_path() {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".run");
            return Ok((Self::Local(path.to_owned()), Self::Local(beside.into())));
        }
        let store = same_store(state, std::slice::from_ref(at))?;
        let prefix = at.store().as_str().to_owned();
        let beside = ObjectPath::from(format!("{}.run", at.root()));
        let folder = |root| Self::Remote { store: Arc::clone(&store), root, prefix: prefix.clone() };
        Ok((folder(at.root().clone()), folder(beside)))
    }

    /// A folder below this one.
    pub(super) fn child(&self, name: &str) -> Self {
        match self {
            Self::Local(path) => Self::Local(path.join(name)),
            Self::Remote { store, root, prefix } => {
                Self::Remote { store: Arc::clone(store), root: below(root, name), prefix: prefix.clone() }
            }
        }
    }

    /// A folder or file below this one, as a user would type it.
    pub(super) fn name_of(&self, name: &str) -> String {
        match self {
            Self::Local(path) => path.join(name).display().to_string(),
            Self::Remote { root, prefix, .. } => format!("{prefix}{}", below(root, name)),
        }
    }

    /// The names of all files below the folder, at any depth, sorted, with `/`; none where it does not exist.
    pub(super) async fn names(&self) -> Result<Vec<String>, SinkError> {
        let mut names = Vec::new();
        match self {
            Self::Local(path) => walk(path, path, &mut names)?,
            Self::Remote { store, root, .. } => {
                let found: Vec<_> = store.list(Some(root)).try_collect().await.map_err(|e| self.refused("list", "", e))?;
                let name = |path: &ObjectPath| relative(root.as_ref(), path.as_ref()).map(str::to_owned);
                names.extend(found.iter().filter_map(|meta| name(&meta.location)));
            }
        }
        names.sort();
        Ok(names)
    }

    /// The content of a file; `None` where there is none.
    pub(super) async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, SinkError> {
        match self {
            Self::Local(path) => match fs::read(path.join(name)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                Err(e) => Err(disk("read", &path.join(name), e)),
            },
            Self::Remote { store, root, .. } => {
                let fetched = async { store.get(&below(root, name)).await?.bytes().await };
                match fetched.await {
                    Ok(bytes) => Ok(Some(bytes.to_vec())),
                    Err(object_store::Error::NotFound { .. }) => Ok(None),
                    Err(e) => Err(self.refused("read", name, e)),
                }
            }
        }
    }

    /// Writes a small file whole: whoever looks sees the old content or the new.
    pub(super) async fn write(&self, name: &str, bytes: Vec<u8>) -> Result<(), SinkError> {
        match self {
            Self::Local(path) => write_whole(&path.join(name), &bytes),
            Self::Remote { store, root, .. } => {
                let put = store.put(&below(root, name), bytes.into()).await;
                put.map(drop).map_err(|e| self.refused("write", name, e))
            }
        }
    }

    /// Takes a file away; that it is gone already is no error.
    pub(super) async fn remove(&self, name: &str) -> Result<(), SinkError> {
        match self {
            Self::Local(path) => match fs::remove_file(path.join(name)) {
                Err(e) if e.kind() != ErrorKind::NotFound => Err(disk("remove", &path.join(name), e)),
                _ => Ok(()),
            },
            Self::Remote { store, root, .. } => match store.delete(&below(root, name)).await {
                Err(e) if !matches!(e, object_store::Error::NotFound { .. }) => Err(self.refused("remove", name, e)),
                _ => Ok(()),
            },
        }
    }

    /// Takes the folder away with all that is in it.
    pub(super) async fn remove_all(&self) -> Result<(), SinkError> {
        match self {
            Self::Local(path) => match fs::remove_dir_all(path) {
                Err(e) if e.kind() != ErrorKind::NotFound => Err(disk("remove", path, e)),
                _ => Ok(()),
            },
            Self::Remote { .. } => {
                for name in self.names().await? {
                    self.remove(&name).await?;
                }
                Ok(())
            }
        }
    }

    fn refused(&self, what: &'static str, name: &str, source: object_store::Error) -> SinkError {
        SinkError::Store { what, path: self.name_of(name), source }
    }
}

/// The path of `name`, which may hold `/`, below `root`.
pub(super) fn below(root: &ObjectPath, name: &str) -> ObjectPath {
    let parts = name.split('/').filter(|part| !part.is_empty());
    parts.fold(root.clone(), |path, part| path.join(part))
}

/// The error of a disk.
pub(super) fn disk(what: &'static str, path: &Path, source: std::io::Error) -> SinkError {
    SinkError::Disk { what, path: path.display().to_string(), source }
}

/// Makes the folder above `path`.
pub(super) fn make_parent(path: &Path) -> Result<(), SinkError> {
    let parent = path.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(|e| disk("create", parent, e))
}

/// Gives the file `from` its last name and makes sure that a crash does not take it back.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), SinkError> {
    make_parent(to)?;
    fs::rename(from, to).map_err(|e| disk("write", to, e))?;
    let parent = to.parent().unwrap_or(Path::new("/"));
    // Only some systems let a folder be forced to disk; where it cannot be opened, the rename is all that can be had.
    fs::File::open(parent).and_then(|folder| folder.sync_all()).or_else(|e| match e.kind() {
        ErrorKind::PermissionDenied | ErrorKind::InvalidInput | ErrorKind::Unsupported => Ok(()),
        _ => Err(disk("write", parent, e)),
    })
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), SinkError> {
    make_parent(path)?;
    let mut staged = path.as_os_str().to_owned();
    staged.push(".new");
    let staged = PathBuf::from(staged);
    let written = fs::File::create(&staged).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|e| disk("write", path, e))?;
    rename(&staged, path)
}

fn walk(root: &Path, folder: &Path, names: &mut Vec<String>) -> Result<(), SinkError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(disk("list", folder, e)),
    };
    for entry in entries {
        let path = entry.map_err(|e| disk("list", folder, e))?.path();
        if path.is_dir() {
            walk(root, &path, names)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path);
            names.push(name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
        }
    }
    Ok(())
}
