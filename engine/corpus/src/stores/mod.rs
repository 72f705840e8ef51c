//! Object stores, opened when a statement first names them.
//!
//! DataFusion asks its registry for the store of a URL wherever one appears (paths, CREATE EXTERNAL TABLE, COPY TO), and
//! by default knows the local disk only. [`Stores`] is a registry that opens what it is asked for.

mod open;
mod read_only;
mod settings;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreRegistry;
use object_store::ObjectStore;
use url::Url;

use crate::CorpusError;
use crate::location::authority;
use read_only::ReadOnly;
pub use settings::StoreSettings;

/// The object stores of one session, by scheme, user, host and port: `file`, `s3`, `gs`, `az`, `abfs`, `http`, `https`.
///
/// A store is opened on first use, from its settings and the usual environment variables, and kept. A store that a
/// program registers by hand wins over one that would be opened.
#[derive(Debug, Default)]
pub struct Stores {
    settings: HashMap<String, StoreSettings>,
    open: RwLock<HashMap<String, Arc<dyn ObjectStore>>>,
}

impl Stores {
    /// Stores with `settings` for some of them; of two settings for one store the last counts.
    pub fn new(settings: impl IntoIterator<Item = StoreSettings>) -> Self {
        let settings = settings.into_iter().map(|one| (authority(&one.url).to_owned(), one)).collect();
        Self { settings, open: RwLock::default() }
    }

    /// The store `url` lies in, opened if it was not. Nothing is sent to it by that.
    ///
    /// # Errors
    /// [`CorpusError::UnknownScheme`], or [`CorpusError::BadStore`] where settings or environment do not suffice.
    pub fn get(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, CorpusError> {
        let key = authority(url);
        // A panic elsewhere cannot leave the map half written, so a poisoned lock is as good as any.
        if let Some(store) = self.open.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Ok(Arc::clone(store));
        }
        let store = open::open(url, self.settings.get(key))?;
        let mut map = self.open.write().unwrap_or_else(PoisonError::into_inner);
        // Two threads may have opened it; both go on with the first, so that connections are shared.
        Ok(Arc::clone(map.entry(key.to_owned()).or_insert(store)))
    }
}

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        let mut map = self.open.write().unwrap_or_else(PoisonError::into_inner);
        map.insert(authority(url).to_owned(), store)
    }

    fn deregister_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        let mut map = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let why = "it was not open, so it cannot be closed".to_owned();
        map.remove(authority(url)).ok_or_else(|| CorpusError::BadStore { url: url.to_string(), why }.into())
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        Ok(self.get(url)?)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use object_store::memory::InMemory;
    use object_store::path::Path;
    use object_store::{ObjectStoreExt, PutPayload};

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_store_is_opened_once_for_each_bucket() {
        let mut settings = StoreSettings::new(url("s3://a/prefix/"));
        settings.region = Some("eu-west-1".to_owned());
        settings.access_key_id = Some("key".to_owned());
        settings.secret_access_key = Some("hidden secret".to_owned());
        assert!(!format!("{settings:?}").contains("hidden secret"));
        let stores = Stores::new([settings]);
        let (first, again) = (stores.get(&url("s3://a")).unwrap(), stores.get(&url("s3://a/x")).unwrap());
        assert!(Arc::ptr_eq(&first, &again));
        assert!(format!("{first:?}").contains("eu-west-1"));
        assert!(!Arc::ptr_eq(&first, &stores.get(&url("s3://b")).unwrap()));
    }

    #[test]
    fn containers_of_two_accounts_are_two_stores() {
        let one = url("abfss://data@one.dfs.core.windows.net/x");
        let two = url("abfss://data@two.dfs.core.windows.net/x");
        assert_ne!(authority(&one), authority(&two));
        assert_eq!(authority(&one), "abfss://data@one.dfs.core.windows.net");
    }

    #[test]
    fn what_cannot_be_opened_says_what_to_do() {
        let stores = Stores::default();
        let error = stores.get(&url("ftp://host/x")).unwrap_err().to_string();
        assert_eq!(error, "cannot open ftp://host/x: no store for `ftp://`; known: file, s3, gs, az, abfs, abfss, http, https");
        let mut plain = StoreSettings::new(url("s3://a"));
        plain.endpoint = Some("http://localhost:9000".to_owned());
        let error = Stores::new([plain]).get(&url("s3://a")).unwrap_err().to_string();
        assert_eq!(
            error,
            "cannot open the store of s3://a: its endpoint http://localhost:9000 is not encrypted; \
             set allow_http = true to use it all the same"
        );
    }

    #[tokio::test]
    async fn a_registered_store_wins_and_can_be_taken_back() {
        let stores = Stores::default();
        let memory: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
        memory.put(&Path::from("x"), PutPayload::from_static(b"abc")).await.unwrap();
        assert!(stores.register_store(&url("s3://a"), memory).is_none());
        assert_eq!(stores.get(&url("s3://a/x")).unwrap().head(&Path::from("x")).await.unwrap().size, 3);
        assert!(stores.deregister_store(&url("s3://a")).is_ok());
        assert!(stores.deregister_store(&url("s3://a")).is_err());
    }

    #[tokio::test]
    async fn a_web_server_is_never_written_to() {
        let store = Stores::default().get(&url("http://127.0.0.1:9/")).unwrap();
        let error = store.put(&Path::from("x"), PutPayload::from_static(b"abc")).await.unwrap_err().to_string();
        assert!(error.contains("can only be read"), "{error}");
    }
}
