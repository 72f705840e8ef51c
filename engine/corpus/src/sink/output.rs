//! The place a run writes to: the sink and the run folder beside it.

use datafusion::arrow::datatypes::Schema;
use datafusion::catalog::Session;

use super::encoder::OutputFormat;
use super::folder::Folder;
use super::plain::plain_schema;
use super::prepare::prepare;
use super::writer::{StagedShard, UnitWriter};
use super::{Manifest, SinkError};
use crate::Location;

/// The name of the manifest in the run folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// The name of the mark of a finished run in the run folder.
pub(super) const COMPLETE: &str = "COMPLETE";

/// The folder of shards that are being written, in the run folder.
pub(super) const STAGED: &str = "staged";

/// What a shard is for, and so where it ends up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// The curated corpus: the sink itself.
    Data,
    /// The rows that the step of this name refused. The name holds nothing a file name may not.
    Rejects(String),
}

impl Shelf {
    /// The folder of the shelf below the run folder; `None` for the sink.
    fn folder(&self) -> Option<String> {
        match self {
            Self::Data => None,
            Self::Rejects(step) => Some(format!("rejects/{step}")),
        }
    }

    /// The name of a shard below the sink or the run folder.
    pub(super) fn file(&self, shard: &str) -> String {
        self.folder().map_or_else(|| shard.to_owned(), |folder| format!("{folder}/{shard}"))
    }
}

/// A sink that is open for writing.
#[derive(Debug)]
pub struct Output {
    data: Folder,
    run: Folder,
    format: OutputFormat,
}

impl Output {
    /// Opens the folder at `at` and makes sure that it is empty: what an unfinished run left is removed, a finished run only
    /// if `fresh` says so, and files that no run wrote never.
    ///
    /// # Errors
    /// [`SinkError`]: the folder is not empty, cannot be listed, or its store cannot be opened.
    pub async fn open(state: &dyn Session, at: &Location, format: OutputFormat, fresh: bool) -> Result<Self, SinkError> {
        let (data, run) = Folder::pair(state, at)?;
        prepare(&data, &run, fresh).await?;
        Ok(Self { data, run, format })
    }

    /// The sink, as a user would type it.
    pub fn data_name(&self) -> String {
        self.data.name_of("")
    }

    /// The run folder, or what lies in it under `name`, as a user would type it.
    pub fn run_name(&self, name: &str) -> String {
        self.run.name_of(name)
    }

    /// A writer of rows with the columns of `schema`. Rejects are always Parquet, as they have to be looked at, and a sink in
    /// another format may not hold every type.
    pub fn writer(&self, shelf: Shelf, schema: &Schema) -> UnitWriter {
        let format = if shelf == Shelf::Data { self.format } else { OutputFormat::Parquet };
        let home = if shelf == Shelf::Data { &self.data } else { &self.run };
        let stage = self.run_path(STAGED);
        UnitWriter::new(home.clone(), stage, shelf, format, plain_schema(schema))
    }

    fn run_path(&self, name: &str) -> Option<std::path::PathBuf> {
        match &self.run {
            Folder::Local(path) => Some(path.join(name)),
            Folder::Remote { .. } => None,
        }
    }

    /// Writes a small file into the run folder.
    ///
    /// # Errors
    /// Where disk or store refuse.
    pub async fn note(&self, name: &str, bytes: Vec<u8>) -> Result<(), SinkError> {
        self.run.write(name, bytes).await
    }

    /// Makes all of `staged` visible and marks the run as finished. The manifest, which is written first, gets the entries
    /// of the shards, in the order of their names; it is given back.
    ///
    /// # Errors
    /// Where disk or store refuse; what is visible by then is what a later run takes away.
    pub async fn commit(&self, mut staged: Vec<StagedShard>, mut manifest: Manifest) -> Result<Manifest, SinkError> {
        staged.sort_by(|a, b| a.entry().file.cmp(&b.entry().file));
        for shard in &staged {
            let list = if *shard.shelf() == Shelf::Data { &mut manifest.shards } else { &mut manifest.rejects };
            list.push(shard.entry().clone());
        }
        let bad = |why| SinkError::BadManifest { path: self.run.name_of(MANIFEST), why };
        let bytes = manifest.to_bytes().map_err(bad)?;
        let digest = super::sha256(&bytes);
        self.run.write(MANIFEST, bytes).await?;
        for shard in staged {
            shard.publish().await?;
        }
        self.run.write(COMPLETE, format!("{digest}  {MANIFEST}\n").into_bytes()).await?;
        self.run.child(STAGED).remove_all().await?;
        Ok(manifest)
    }

    /// Gives up: takes away what was staged and, where nothing was committed, the run folder.
    ///
    /// # Errors
    /// Where disk or store refuse.
    pub async fn abandon(&self, staged: Vec<StagedShard>) -> Result<(), SinkError> {
        for shard in staged {
            shard.discard().await?;
        }
        if self.run.read(MANIFEST).await?.is_none() { self.run.remove_all().await } else { Ok(()) }
    }
}
