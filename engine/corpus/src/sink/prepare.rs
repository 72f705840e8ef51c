//! Whether a folder may be written to, and making room where an earlier run left something.

use super::folder::Folder;
use super::output::{COMPLETE, MANIFEST};
use super::{Manifest, SinkError};

/// Makes `data` and `run` empty, or says why they are not to be touched.
///
/// What a run wrote is known from its manifest. An unfinished run is taken away without a question, since nothing of it can
/// be used; a finished one only where `fresh` says so; anything else never.
pub(super) async fn prepare(data: &Folder, run: &Folder, fresh: bool) -> Result<(), SinkError> {
    let manifest = match run.read(MANIFEST).await? {
        Some(bytes) => {
            let read = Manifest::from_bytes(&bytes);
            Some(read.map_err(|why| SinkError::BadManifest { path: run.name_of(MANIFEST), why })?)
        }
        None => None,
    };
    let ours: Vec<&str> = manifest.iter().flat_map(|manifest| &manifest.shards).map(|shard| shard.file.as_str()).collect();
    let found = data.names().await?;
    let mut others = found.iter().filter(|name| !ours.contains(&name.as_str()));
    if let Some(first) = others.next() {
        let n_files = 1 + others.count();
        return Err(SinkError::NotOurs { folder: data.name_of(""), first: first.clone(), n_files });
    }
    let finished = run.read(COMPLETE).await?.is_some();
    if finished && !fresh {
        return Err(SinkError::Finished { folder: data.name_of(""), n_shards: ours.len() });
    }
    // In this order a crash in between leaves an unfinished run whose manifest still lists what is there.
    run.remove(COMPLETE).await?;
    for name in &found {
        data.remove(name).await?;
    }
    run.remove_all().await
}
