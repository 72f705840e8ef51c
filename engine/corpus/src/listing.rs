//! Which files a location means, right now.

use futures::TryStreamExt;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::{CorpusError, Location};

/// The files of one location, smallest path first.
#[derive(Debug)]
pub(crate) struct Listing {
    /// Every file that is not hidden; sizes are bytes.
    pub(crate) files: Vec<ObjectMeta>,
    /// True where the location is a folder or a pattern, so that more than one file was possible.
    pub(crate) many: bool,
    /// The other objects below the location's root: hidden ones, and those the pattern does not select.
    pub(crate) others: Vec<ObjectMeta>,
}

impl Listing {
    /// How many objects lie below the location's root.
    pub(crate) fn n_seen(&self) -> usize {
        self.files.len() + self.others.len()
    }

    /// Moves files that `keep` does not want to the others.
    pub(crate) fn retain(&mut self, keep: impl Fn(&ObjectMeta) -> bool) {
        let (files, dropped) = std::mem::take(&mut self.files).into_iter().partition(keep);
        self.files = files;
        self.others.extend::<Vec<ObjectMeta>>(dropped);
    }
}

/// Lists `at` in `store`, which must be the store of the location. Below a folder everything is found, at any depth,
/// except what is hidden: names that start with a `.`, and what lies below such a folder. A name that is both an object
/// and a folder is the object, unless it is written with a `/` at the end.
///
/// # Errors
/// [`CorpusError::NoSuchFile`], [`CorpusError::NoSuchObject`], [`CorpusError::NoMatch`] or [`CorpusError::List`]. A
/// folder that exists and is empty is no error here.
pub(crate) async fn list(store: &dyn ObjectStore, at: &Location) -> Result<Listing, CorpusError> {
    let failed = |source| CorpusError::List { location: at.to_string(), source };
    if !at.is_pattern() && !at.says_folder() {
        match store.head(at.root()).await {
            Ok(meta) => return Ok(Listing { files: vec![meta], many: false, others: Vec::new() }),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(source) => return Err(failed(source)),
        }
    }
    if at.local_path().is_some_and(|path| !path.exists()) {
        return Err(missing(at));
    }
    if matches!(at.store().as_str().split(':').next(), Some("http" | "https")) {
        // A web server lists nothing; asking it would only hide that the file is not there.
        return Err(missing(at));
    }
    let found: Vec<ObjectMeta> = store.list(Some(at.root())).try_collect().await.map_err(failed)?;
    let n_seen = found.len();
    let root = at.root().as_ref();
    let mut listing = Listing { files: found, many: true, others: Vec::new() };
    listing.retain(|meta| match (relative(root, meta.location.as_ref()), at.glob()) {
        (Some(path), Some(glob)) => glob.matches(path),
        (Some(path), None) => path.split('/').all(|segment| !segment.starts_with('.')),
        (None, _) => false,
    });
    listing.files.sort_by(|a, b| a.location.cmp(&b.location));
    match (listing.files.is_empty(), at.is_pattern()) {
        (true, true) => Err(CorpusError::NoMatch { pattern: at.to_string(), root: at.name_of(at.root()), n_files: n_seen }),
        (true, false) if n_seen == 0 && at.local_path().is_none() => Err(missing(at)),
        _ => Ok(listing),
    }
}

/// `path` without `root` before it; `None` where it does not lie below.
pub(crate) fn relative<'a>(root: &str, path: &'a str) -> Option<&'a str> {
    if root.is_empty() { Some(path) } else { path.strip_prefix(root)?.strip_prefix('/') }
}

fn missing(at: &Location) -> CorpusError {
    if at.local_path().is_none() {
        return CorpusError::NoSuchObject { url: at.to_string() };
    }
    let working = std::env::current_dir().unwrap_or_else(|_| ".".into());
    let is_empty = at.folder().as_os_str().is_empty();
    let folder = if is_empty { working } else { working.join(at.folder()) }.display().to_string();
    CorpusError::NoSuchFile { path: at.to_string(), folder }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use std::fs;

    use object_store::local::LocalFileSystem;

    use super::*;

    async fn names(folder: &std::path::Path, text: &str) -> Result<Vec<String>, String> {
        let at = Location::parse_in(text, folder).unwrap();
        let root = Location::parse_in(".", folder).unwrap();
        let listing = list(&LocalFileSystem::new(), &at).await.map_err(|e| e.to_string())?;
        let path = |meta: &ObjectMeta| relative(root.root().as_ref(), meta.location.as_ref()).unwrap().to_owned();
        Ok(listing.files.iter().map(path).collect())
    }

    #[tokio::test]
    async fn folders_are_deep_and_patterns_are_exact() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b.md", "a b/ü.md", "a b/c/100%.md", ".git/x.md", "z.txt"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let all = ["a b/c/100%.md", "a b/ü.md", "b.md", "z.txt"].map(str::to_owned).to_vec();
        assert_eq!(names(folder.path(), ".").await.unwrap(), all);
        assert_eq!(names(folder.path(), "a b").await.unwrap(), all[..2]);
        assert_eq!(names(folder.path(), "*.md").await.unwrap(), ["b.md"]);
        assert_eq!(names(folder.path(), "**/*.md").await.unwrap(), all[..3]);
        assert_eq!(names(folder.path(), "a b/ü.md").await.unwrap(), ["a b/ü.md"]);
        let error = names(folder.path(), "*.pdf").await.unwrap_err();
        assert!(error.starts_with("no file matches *.pdf (5 files below /"), "{error}");
        let error = names(folder.path(), "none/x.md").await.unwrap_err();
        assert!(error.starts_with("no such file or folder: none/x.md (looked in /"), "{error}");
    }

    #[tokio::test]
    async fn an_empty_folder_is_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        assert!(names(folder.path(), ".").await.unwrap().is_empty());
    }
}
