//! One store of each kind, from a URL, the environment and the user's settings.

use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::http::HttpBuilder;
use object_store::local::LocalFileSystem;
use object_store::{ClientOptions, ObjectStore};
use url::Url;

use super::{ReadOnly, StoreSettings};
use crate::CorpusError;
use crate::location::authority;

/// Opens the store of `url`; nothing is sent to it yet.
///
/// # Errors
/// [`CorpusError::UnknownScheme`], or [`CorpusError::BadStore`] where the settings do not fit together.
pub(super) fn open(url: &Url, settings: Option<&StoreSettings>) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let settings = settings.cloned().unwrap_or_else(|| StoreSettings::new(url.clone()));
    if let Some(endpoint) = settings.endpoint.as_deref()
        && endpoint.starts_with("http://")
        && !settings.allow_http
    {
        let why = format!("its endpoint {endpoint} is not encrypted; set allow_http = true to use it all the same");
        return Err(CorpusError::BadStore { url: url.to_string(), why });
    }
    match url.scheme() {
        "file" => Ok(Arc::new(LocalFileSystem::new())),
        "s3" | "s3a" => s3(url, settings),
        "gs" => google(url, settings),
        "az" | "azure" | "adl" | "abfs" | "abfss" => azure(url, settings),
        "http" | "https" => web(url),
        scheme => Err(CorpusError::UnknownScheme { url: url.to_string(), scheme: scheme.to_owned() }),
    }
}

fn s3(url: &Url, settings: StoreSettings) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let mut builder = AmazonS3Builder::from_env().with_url(url.as_str());
    if let Some(endpoint) = settings.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(region) = settings.region {
        builder = builder.with_region(region);
    }
    if settings.allow_http {
        builder = builder.with_allow_http(true);
    }
    if let Some(key) = settings.access_key_id {
        builder = builder.with_access_key_id(key);
    }
    if let Some(secret) = settings.secret_access_key {
        builder = builder.with_secret_access_key(secret);
    }
    builder.build().map(shared).map_err(|e| bad(url, &e))
}

fn google(url: &Url, settings: StoreSettings) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let only_env = "a Google store takes its credentials from the environment (GOOGLE_APPLICATION_CREDENTIALS)";
    if settings.access_key_id.is_some() || settings.secret_access_key.is_some() || settings.endpoint.is_some() {
        return Err(CorpusError::BadStore { url: url.to_string(), why: format!("{only_env}, not from keys or endpoint") });
    }
    GoogleCloudStorageBuilder::from_env().with_url(url.as_str()).build().map(shared).map_err(|e| bad(url, &e))
}

fn azure(url: &Url, settings: StoreSettings) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let mut builder = MicrosoftAzureBuilder::from_env().with_url(url.as_str());
    if let Some(endpoint) = settings.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if settings.allow_http {
        builder = builder.with_allow_http(true);
    }
    if let Some(account) = settings.access_key_id {
        builder = builder.with_account(account);
    }
    if let Some(key) = settings.secret_access_key {
        builder = builder.with_access_key(key);
    }
    builder.build().map(shared).map_err(|e| bad(url, &e))
}

/// A web server is for reading. The URL itself says whether it is encrypted, so no setting is asked for.
fn web(url: &Url) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let options = ClientOptions::new().with_allow_http(url.scheme() == "http");
    let store = HttpBuilder::new().with_url(authority(url)).with_client_options(options).build().map_err(|e| bad(url, &e))?;
    Ok(Arc::new(ReadOnly::new(Arc::new(store))))
}

fn shared(store: impl ObjectStore) -> Arc<dyn ObjectStore> {
    Arc::new(store)
}

fn bad(url: &Url, error: &object_store::Error) -> CorpusError {
    CorpusError::BadStore { url: url.to_string(), why: error.to_string() }
}
