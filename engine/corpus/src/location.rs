//! Where files are, as a user writes it: a path, a folder, a pattern or a URL.
//!
//! DataFusion reads such a name too, but knows no `~`, no patterns in URLs, and asks for names in URLs to be encoded;
//! all names in this workspace come through here instead.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use datafusion::datasource::listing::ListingTableUrl;
use datafusion::execution::object_store::ObjectStoreUrl;
use object_store::path::Path as ObjectPath;
use url::{Position, Url};

use crate::CorpusError;
use crate::glob::{Glob, is_wild};

/// A place files are read from: a file, a folder or a pattern, on this machine or in an object store.
///
/// A name of this machine may be relative, start with `~/`, and hold spaces and any Unicode. In a URL of an object store
/// the key is written as it is, without `%` encoding; in a web address it is encoded as everywhere on the web.
/// Patterns know `*`, `?` and `[a-z]` inside one segment and `**` for any number of folders; names that start with a
/// `.` are found only by a pattern that says so. A name that exists on this machine as it stands is never a pattern.
#[derive(Debug, Clone)]
pub struct Location {
    text: String,
    store: ObjectStoreUrl,
    root: ObjectPath,
    glob: Option<Glob>,
    says_folder: bool,
    local: Option<PathBuf>,
    folder: PathBuf,
}

impl Location {
    /// Reads `text`; a relative path starts at the working folder.
    ///
    /// # Errors
    /// [`CorpusError::BadLocation`] where the text is empty, is a malformed URL or has a query string.
    pub fn parse(text: &str) -> Result<Self, CorpusError> {
        Self::parse_in(text, Path::new(""))
    }

    /// Reads `text`; a relative path starts at `folder`, and that at the working folder.
    ///
    /// # Errors
    /// [`CorpusError::BadLocation`] where the text is empty, is a malformed URL or has a query string.
    pub fn parse_in(text: &str, folder: &Path) -> Result<Self, CorpusError> {
        if text.trim().is_empty() {
            return Err(bad(text, "it is empty"));
        }
        match split_url(text) {
            Some(("file", rest)) => Self::of_path(text, rest.strip_prefix("localhost").unwrap_or(rest), folder),
            Some((scheme, rest)) => Self::of_url(text, scheme, rest),
            None => Self::of_path(text, text, folder),
        }
    }

    fn of_path(text: &str, path: &str, folder: &Path) -> Result<Self, CorpusError> {
        let full = absolute_path(path, folder)?;
        let says_folder = path.ends_with('/') || full.is_dir();
        let (fixed, glob) = if full.exists() { (full, None) } else { split_path(&full) };
        let root = ObjectPath::from_absolute_path(&fixed).map_err(|e| bad(text, e))?;
        let store = ObjectStoreUrl::local_filesystem();
        Ok(Self { text: text.to_owned(), store, root, glob, says_folder, local: Some(fixed), folder: folder.to_owned() })
    }

    fn of_url(text: &str, scheme: &str, rest: &str) -> Result<Self, CorpusError> {
        let (authority, key) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.is_empty() {
            return Err(bad(text, format!("`{scheme}://` wants a bucket or host after it")));
        }
        let web = matches!(scheme, "http" | "https");
        if web && key.contains(['?', '#']) {
            return Err(bad(text, "query strings and fragments are not supported; download the file first"));
        }
        let store = ObjectStoreUrl::parse(format!("{scheme}://{authority}")).map_err(|e| bad(text, e))?;
        let segments: Vec<&str> = key.split('/').collect();
        let n_fixed = if web { segments.len() } else { segments.iter().take_while(|segment| !is_wild(segment)).count() };
        let (fixed, wild) = segments.split_at_checked(n_fixed).unwrap_or((&segments, &[]));
        let fixed = fixed.join("/");
        let root = if web { ObjectPath::from_url_path(&fixed) } else { ObjectPath::parse(&fixed) }.map_err(|e| bad(text, e))?;
        let glob = (!wild.is_empty()).then(|| Glob::new(&wild.join("/")));
        let says_folder = key.is_empty() || key.ends_with('/');
        Ok(Self { text: text.to_owned(), store, root, glob, says_folder, local: None, folder: PathBuf::new() })
    }

    /// The location as the user wrote it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The store the files lie in: `file:///`, `s3://bucket/`.
    pub fn store(&self) -> &ObjectStoreUrl {
        &self.store
    }

    /// The file or folder itself, or the folder above the first wildcard of a pattern; a path inside the store.
    pub fn root(&self) -> &ObjectPath {
        &self.root
    }

    /// The same as a path of this machine; `None` for an object store.
    pub fn local_path(&self) -> Option<&Path> {
        self.local.as_deref()
    }

    /// The folder a relative path starts at; empty for the working folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// True where the location holds wildcards.
    pub fn is_pattern(&self) -> bool {
        self.glob.is_some()
    }

    /// True where the text ends with a `/` or names a folder that exists on this machine.
    pub fn says_folder(&self) -> bool {
        self.says_folder
    }

    /// The pattern below [`Self::root`].
    pub(crate) fn glob(&self) -> Option<&Glob> {
        self.glob.as_ref()
    }

    /// The name of `path` (of the same store) that a user could type: an absolute path, or a URL.
    pub fn name_of(&self, path: &ObjectPath) -> String {
        if self.local.is_some() { format!("/{path}") } else { format!("{}{path}", self.store.as_str()) }
    }

    /// The whole of `path` (of the same store) in DataFusion's words.
    pub(crate) fn listing_url(&self, path: &ObjectPath, folder: bool) -> Result<ListingTableUrl, CorpusError> {
        let mut url: Url = AsRef::<Url>::as_ref(&self.store).clone();
        // The URL type encodes what a URL may not hold, except for the two characters it gives a meaning of their own.
        let encoded = path.as_ref().replace('%', "%25").replace('\\', "%5C");
        let end = if folder && !encoded.is_empty() { "/" } else { "" };
        url.set_path(&format!("/{encoded}{end}"));
        ListingTableUrl::try_new(url, None).map_err(|e| bad(&self.text, e))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// True where `name` can only be meant as a location: it has a `/`, a wildcard, a `~`, or an ending that `known` knows.
pub(crate) fn looks_like_a_path(name: &str, known: impl Fn(&str) -> bool) -> bool {
    name.contains('/') || name == "~" || name.contains('*') || known(name) || (name.contains('.') && Path::new(name).exists())
}

/// The part of a store's URL that tells stores apart: scheme, user, host and port.
pub(crate) fn authority(url: &Url) -> &str {
    &url[Position::BeforeScheme..Position::AfterPort]
}

fn split_url(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let word = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    word.then_some((scheme, rest))
}

/// The absolute path of what a user wrote as `path`: `~/` is the home folder, a relative path starts at `folder` and that at
/// the working folder, `.` and `..` are resolved by name, so that symbolic links stay as they are written.
///
/// # Errors
/// [`CorpusError::BadLocation`] where there is no home folder, no working folder, or no text.
pub fn absolute_path(path: &str, folder: &Path) -> Result<PathBuf, CorpusError> {
    let full = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            let home = std::env::home_dir().ok_or_else(|| bad(path, "`~` needs a home folder, and HOME is not set"))?;
            home.join(rest.trim_start_matches('/'))
        }
        _ => folder.join(path),
    };
    let full = std::path::absolute(full).map_err(|e| bad(path, e))?;
    let mut plain = PathBuf::new();
    for part in full.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    Ok(plain)
}

/// The part of a path above its first wildcard, and the rest as a pattern.
fn split_path(path: &Path) -> (PathBuf, Option<Glob>) {
    let mut fixed = PathBuf::new();
    let mut wild: Vec<String> = Vec::new();
    for part in path.components() {
        let name = part.as_os_str().to_string_lossy();
        if wild.is_empty() && !is_wild(&name) {
            fixed.push(part);
        } else {
            wild.push(name.into_owned());
        }
    }
    if wild.is_empty() { (fixed, None) } else { (fixed, Some(Glob::new(&wild.join("/")))) }
}

fn bad(text: &str, why: impl fmt::Display) -> CorpusError {
    CorpusError::BadLocation { text: text.to_owned(), why: why.to_string() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_url_is_split_into_store_root_and_pattern() {
        let at = Location::parse("s3://bucket/crawl 1/ü/*.parquet").unwrap();
        assert_eq!(at.store().as_str(), "s3://bucket/");
        assert_eq!(at.root().as_ref(), "crawl 1/ü");
        assert!(at.is_pattern());
        assert!(at.local_path().is_none());
        assert_eq!(at.name_of(&ObjectPath::from("crawl 1/x")), "s3://bucket/crawl 1/x");
    }

    #[test]
    fn a_web_address_is_decoded_and_has_no_query() {
        assert_eq!(Location::parse("https://host:8080/a%20b.csv").unwrap().root().as_ref(), "a b.csv");
        let error = Location::parse("https://host/a.csv?token=1").unwrap_err().to_string();
        assert_eq!(
            error,
            "`https://host/a.csv?token=1` is not a location: query strings and fragments are not supported; download the file first"
        );
        assert_eq!(
            Location::parse("s3:///x").unwrap_err().to_string(),
            "`s3:///x` is not a location: `s3://` wants a bucket or host after it"
        );
    }

    #[test]
    fn odd_names_survive_the_way_through_urls() {
        let at = Location::parse("/tmp/x").unwrap();
        for name in ["a b", "50%20 off", "q?#x", "back\\slash", "日本", "~x", "[1]"] {
            let path = ObjectPath::parse(name).unwrap();
            assert_eq!(at.listing_url(&path, false).unwrap().prefix(), &path, "{name}");
        }
    }

    #[test]
    fn paths_are_made_absolute() {
        let at = Location::parse_in("../b/./c.txt", Path::new("/data/a")).unwrap();
        assert_eq!(at.local_path().unwrap(), Path::new("/data/b/c.txt"));
        assert_eq!(at.root().as_ref(), "data/b/c.txt");
        let home = Location::parse("~/x.txt").unwrap();
        assert_eq!(home.local_path().unwrap(), std::env::home_dir().unwrap().join("x.txt"));
        assert_eq!(Location::parse("file:///data/x y.txt").unwrap().root().as_ref(), "data/x y.txt");
    }

    #[test]
    fn a_file_whose_name_has_a_bracket_is_no_pattern() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a[1].txt"), "x").unwrap();
        assert!(!Location::parse_in("a[1].txt", folder.path()).unwrap().is_pattern());
        assert!(Location::parse_in("b[1].txt", folder.path()).unwrap().is_pattern());
    }
}
