//! From the name of an offered plugin to functions in the context: built, fetched, loaded and registered when first called for.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use datafusion::execution::FunctionRegistry;
use datafusion::prelude::SessionContext;
use tamis_host::{Host, HostError, Origin, Plugin};

use crate::error::SessionError;
use crate::event::Event;
use crate::offers::Offer;

/// Tells an event to whoever listens.
pub(crate) type Listener = Arc<dyn Fn(Event) + Send + Sync>;

/// Turns offers into plugins, building all crate folders among them in as few cargo calls as there are workspaces.
///
/// # Errors
///
/// The first plugin that cannot be built, read or loaded.
pub(crate) async fn load(
    host: &Arc<Host>,
    context: &SessionContext,
    listener: &Listener,
    offers: BTreeMap<String, Offer>,
) -> Result<Vec<Arc<Plugin>>, SessionError> {
    let mut components = Vec::with_capacity(offers.len());
    for (name, offer) in &offers {
        components.push(fetch(context, name, &offer.origin).await?);
    }
    let (host, listener) = (Arc::clone(host), Arc::clone(listener));
    // Cargo and the compiler block for long: not on a thread that queries need.
    let loaded = tokio::task::spawn_blocking(move || {
        let artifacts = build(&offers, &listener)?;
        let load = |((name, offer), component): ((String, Offer), Option<Vec<u8>>)| {
            let settings = offer.settings(&name)?;
            let (origin, pinned) = (offer.origin.to_string(), offer.sha256.as_deref());
            match (component, artifacts.get(&name)) {
                (Some(bytes), _) => host.load_pinned(&name, &origin, &bytes, pinned, settings),
                (None, Some(artifact)) => host.load_file(&name, &origin, artifact, pinned, settings),
                (None, None) => host.load_file(&name, &origin, origin.as_ref(), pinned, settings),
            }
        };
        offers.into_iter().zip(components).map(load).collect::<Result<Vec<_>, HostError>>()
    });
    let loaded =
        loaded.await.map_err(|error| SessionError::Engine(datafusion::error::DataFusionError::External(Box::new(error))))?;
    Ok(loaded?)
}

/// Puts a plugin's functions into the context.
pub(crate) fn register(context: &SessionContext, plugin: &Arc<Plugin>) -> Result<(), SessionError> {
    for function in plugin.functions() {
        context.state_ref().write().register_udf(Arc::new(function))?;
    }
    Ok(())
}

/// The bytes behind a URL; other origins are read when they are loaded.
async fn fetch(context: &SessionContext, name: &str, origin: &Origin) -> Result<Option<Vec<u8>>, HostError> {
    let Origin::Url(url) = origin else { return Ok(None) };
    let read = |reason: String| HostError::Read { plugin: name.to_owned(), origin: url.to_string(), reason };
    let store = context.runtime_env().object_store_registry.get_store(url).map_err(|error| read(error.to_string()))?;
    Origin::fetch(&store, url).await.map(Some).map_err(|error| read(error.to_string()))
}

/// Builds every crate folder among the offers; gives the artifact by plugin.
fn build(offers: &BTreeMap<String, Offer>, listener: &Listener) -> Result<BTreeMap<String, PathBuf>, HostError> {
    let crates: Vec<(&String, PathBuf)> = offers
        .iter()
        .filter_map(|(name, offer)| match &offer.origin {
            Origin::Crate(folder) => Some((name, folder.clone())),
            Origin::File(_) | Origin::Url(_) => None,
        })
        .collect();
    if let Some((name, folder)) = crates.iter().find(|(name, _)| offers.get(*name).is_some_and(|offer| !offer.may_build)) {
        let reason =
            format!("plugin `{name}` is a crate folder and `build = false` is set; build it yourself and name the .wasm file");
        return Err(HostError::Build { folder: folder.clone(), reason });
    }
    let folders: Vec<PathBuf> = crates.iter().map(|(_, folder)| folder.clone()).collect();
    let started = std::cell::RefCell::new(None);
    let building = |stale: &[PathBuf]| {
        let is_stale = |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| stale.contains(&folder));
        let plugins: Vec<String> = crates.iter().filter(|(_, folder)| is_stale(folder)).map(|(name, _)| (*name).clone()).collect();
        listener(Event::Building { plugins: plugins.clone() });
        *started.borrow_mut() = Some((plugins, Instant::now()));
    };
    let artifacts = tamis_host::build(&folders, &building)?;
    if let Some((plugins, start)) = started.take() {
        listener(Event::Built { plugins, seconds: start.elapsed().as_secs_f64() });
    }
    Ok(crates.into_iter().map(|(name, _)| name.clone()).zip(artifacts).collect())
}
