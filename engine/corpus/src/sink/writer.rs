//! Writing the rows of units of work into shards.

use std::fs::{self, File};
use std::path::PathBuf;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};

use super::SinkError;
use super::encoder::{Encoder, OutputFormat};
use super::folder::{Folder, below, disk, make_parent, rename};
use super::manifest::ShardEntry;
use super::output::Shelf;
use super::plain::plain_batch;
use super::spool::Spool;

/// The rows after which a new shard of the same unit begins. A number of rows, and not of bytes, since rows come in batches
/// whose sizes may depend on the machine, and the shards must not.
const SHARD_ROWS: usize = 1_000_000;

/// The least bytes uploaded at once; stores want at least 5 MiB in each part but the last.
const PART_BYTES: usize = 8 << 20;

/// Writes rows, unit after unit, into shards named `part-<unit>-<n>`. What it wrote can be seen by nobody until it is
/// committed.
pub struct UnitWriter {
    home: Folder,
    /// Where files of this machine are staged.
    stage: Option<PathBuf>,
    shelf: Shelf,
    format: OutputFormat,
    schema: SchemaRef,
    open: Option<Shard>,
    done: Vec<StagedShard>,
}

/// A shard that is being written.
struct Shard {
    unit: u64,
    rows: usize,
    file: String,
    path: String,
    encoder: Encoder,
    spool: Spool,
    way: Way,
}

/// How the bytes of a shard get where they belong.
enum Way {
    Rename { staged: PathBuf, last: PathBuf },
    Upload { upload: Box<dyn MultipartUpload>, n_parts: usize },
}

/// A shard that is whole and not visible yet.
pub struct StagedShard {
    shelf: Shelf,
    home: Folder,
    entry: ShardEntry,
    way: Way,
}

impl UnitWriter {
    pub(super) fn new(home: Folder, stage: Option<PathBuf>, shelf: Shelf, format: OutputFormat, schema: SchemaRef) -> Self {
        Self { home, stage, shelf, format, schema, open: None, done: Vec::new() }
    }

    /// Writes rows of one unit. All rows of a unit come in a row; a unit that was left is not returned to.
    ///
    /// # Errors
    /// Where disk or store refuse, or the format cannot hold a value.
    pub async fn write(&mut self, unit: u64, batch: &RecordBatch) -> Result<(), SinkError> {
        let mut start = 0;
        while start < batch.num_rows() {
            if self.open.as_ref().is_some_and(|shard| shard.unit != unit || shard.rows >= SHARD_ROWS) {
                self.close().await?;
            }
            let shard = match self.open.take() {
                Some(shard) => shard,
                None => self.start(unit).await?,
            };
            let shard = self.open.insert(shard);
            let n_rows = (batch.num_rows() - start).min(SHARD_ROWS - shard.rows);
            let (path, rows) = (shard.path.clone(), batch.slice(start, n_rows));
            let rows = plain_batch(&rows, &self.schema).map_err(|source| SinkError::Arrow { path: path.clone(), source })?;
            shard.encoder.write(&rows, &path)?;
            shard.rows += n_rows;
            shard.upload(PART_BYTES).await?;
            start += n_rows;
        }
        Ok(())
    }

    /// Ends the writing and gives the shards.
    ///
    /// # Errors
    /// Where disk or store refuse.
    pub async fn finish(mut self) -> Result<Vec<StagedShard>, SinkError> {
        self.close().await?;
        Ok(self.done)
    }

    /// Ends a writing that had no rows with one shard that has none either, so that a reader still finds the columns.
    ///
    /// # Errors
    /// Where disk or store refuse.
    pub async fn finish_empty(mut self) -> Result<Vec<StagedShard>, SinkError> {
        self.open = Some(self.start(0).await?);
        self.finish().await
    }

    async fn start(&mut self, unit: u64) -> Result<Shard, SinkError> {
        let n = self.done.iter().filter(|shard| shard.entry.unit == unit).count();
        let file = self.shelf.file(&format!("part-{unit:05}-{n:03}.{}", self.format.ending()));
        let path = self.home.name_of(&file);
        let (spool, way) = match &self.home {
            Folder::Local(home) => {
                let staged = self.stage.as_deref().unwrap_or(home).join(&file);
                make_parent(&staged)?;
                let spool = Spool::to_file(File::create(&staged).map_err(|e| disk("write", &staged, e))?);
                (spool, Way::Rename { staged, last: home.join(&file) })
            }
            Folder::Remote { store, root, .. } => {
                let upload = store.put_multipart(&below(root, &file)).await;
                let upload = upload.map_err(|source| SinkError::Store { what: "write", path: path.clone(), source })?;
                (Spool::to_memory(), Way::Upload { upload, n_parts: 0 })
            }
        };
        let encoder = Encoder::new(self.format, &self.schema, spool.clone(), &path)?;
        Ok(Shard { unit, rows: 0, file, path, encoder, spool, way })
    }

    async fn close(&mut self) -> Result<(), SinkError> {
        let Some(shard) = self.open.take() else { return Ok(()) };
        self.done.push(shard.close(self.shelf.clone(), self.home.clone()).await?);
        Ok(())
    }
}

impl std::fmt::Debug for UnitWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnitWriter({:?}, {} shards done)", self.shelf, self.done.len())
    }
}

impl Shard {
    /// Sends what has been encoded so far, where it is at least `least` bytes.
    async fn upload(&mut self, least: usize) -> Result<(), SinkError> {
        let Way::Upload { upload, n_parts } = &mut self.way else { return Ok(()) };
        if let Some(bytes) = self.spool.take(least) {
            let sent = upload.put_part(PutPayload::from(bytes)).await;
            sent.map_err(|source| SinkError::Store { what: "write", path: self.path.clone(), source })?;
            *n_parts += 1;
        }
        Ok(())
    }

    async fn close(mut self, shelf: Shelf, home: Folder) -> Result<StagedShard, SinkError> {
        self.upload(PART_BYTES).await?;
        let Self { unit, rows, file, path, encoder, spool, mut way, .. } = self;
        encoder.finish(&path)?;
        spool.sync().map_err(|e| SinkError::Disk { what: "write", path: path.clone(), source: e })?;
        if let Way::Upload { upload, n_parts } = &mut way {
            let rest = spool.take(0);
            // An upload without a single part is an error to most stores, so an empty shard sends one that is empty.
            if rest.is_some() || *n_parts == 0 {
                let sent = upload.put_part(PutPayload::from(rest.unwrap_or_default())).await;
                sent.map_err(|source| SinkError::Store { what: "write", path, source })?;
            }
        }
        let entry = ShardEntry { file, unit, rows: rows as u64, bytes: spool.n_bytes(), sha256: spool.sha256() };
        Ok(StagedShard { shelf, home, entry, way })
    }
}

impl StagedShard {
    /// What the shard is for.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// What the manifest says of it.
    pub fn entry(&self) -> &ShardEntry {
        &self.entry
    }

    /// Makes the shard visible, whole.
    pub(super) async fn publish(self) -> Result<(), SinkError> {
        match self.way {
            Way::Rename { staged, last } => rename(&staged, &last),
            Way::Upload { mut upload, .. } => {
                let path = self.home.name_of(&self.entry.file);
                upload.complete().await.map(drop).map_err(|source| SinkError::Store { what: "write", path, source })
            }
        }
    }

    /// Takes the shard away unseen.
    pub(super) async fn discard(self) -> Result<(), SinkError> {
        match self.way {
            Way::Rename { staged, .. } => fs::remove_file(&staged).map_err(|e| disk("remove", &staged, e)),
            Way::Upload { mut upload, .. } => {
                let path = self.home.name_of(&self.entry.file);
                upload.abort().await.map_err(|source| SinkError::Store { what: "remove", path, source })
            }
        }
    }
}

impl std::fmt::Debug for StagedShard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StagedShard({:?})", self.entry)
    }
}
