//! `[stores.<name>]`: what to know of an object store beyond the environment.

use tamis_corpus::StoreSettings;
use url::Url;

use super::section::{Section, Spanned};

/// Reads one store. Its name is a bucket of S3, or the URL itself; a key `url` says it where the name is neither.
pub(super) fn read(name: &Spanned<String>, mut section: Section<'_>) -> Option<StoreSettings> {
    let text = section.string("url");
    let span = if section.has("url") { section.span_of("url") } else { name.span() };
    let endpoint = section.string("endpoint");
    let region = section.string("region");
    let allow_http = section.boolean("allow_http").unwrap_or(false);
    let access_key_id = section.string("access_key_id");
    let secret_access_key = section.string("secret_access_key");
    if access_key_id.is_some() != secret_access_key.is_some() {
        let message = "`access_key_id` and `secret_access_key` belong together, and one is missing";
        section.document().problem(section.span(), message, None);
    }
    let text = match text {
        Some(url) => url,
        None if name.get_ref().contains("://") => name.get_ref().clone(),
        None => format!("s3://{}", name.get_ref()),
    };
    let url = Url::parse(&text).ok().filter(|url| url.has_host());
    if url.is_none() {
        let hint = "write a URL such as s3://bucket, or only the name of an S3 bucket".to_owned();
        section.document().problem(span, format!("`{text}` is not the URL of a store"), Some(hint));
    }
    section.finish();
    Some(StoreSettings { url: url?, endpoint, region, allow_http, access_key_id, secret_access_key })
}
