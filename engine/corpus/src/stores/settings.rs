//! What a user may say of a store beyond the usual environment variables.

use url::Url;

/// Settings of one store, that is of one bucket, container or host. What is `None` comes from the environment
/// (`AWS_*`, `GOOGLE_*`, `AZURE_*`), and where that is silent too, from the store's own default.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// The store, such as `s3://bucket` or `https://host`; anything behind bucket or host does not matter.
    pub url: Url,
    /// Where an S3-compatible server answers, such as `http://localhost:9000`.
    pub endpoint: Option<String>,
    /// The region of the bucket, such as `eu-central-1`.
    pub region: Option<String>,
    /// Whether plain `http://` is allowed to carry data; it is refused by default, except where the URL itself says it.
    pub allow_http: bool,
    /// The name of the access key; on Azure, of the account.
    pub access_key_id: Option<String>,
    /// The secret that belongs to it.
    pub secret_access_key: Option<String>,
}

impl StoreSettings {
    /// Settings for `url` that say nothing beyond the environment.
    pub fn new(url: Url) -> Self {
        Self { url, endpoint: None, region: None, allow_http: false, access_key_id: None, secret_access_key: None }
    }
}

impl std::fmt::Debug for StoreSettings {
    /// Shows all but the keys, since debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreSettings")
            .field("url", &self.url.as_str())
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("allow_http", &self.allow_http)
            .finish_non_exhaustive()
    }
}
