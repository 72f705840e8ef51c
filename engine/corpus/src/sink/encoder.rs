//! Rows to bytes, in the formats corpora are written in.

use std::fmt;
use std::str::FromStr;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::ipc::MetadataVersion;
use datafusion::arrow::ipc::writer::{FileWriter, IpcWriteOptions};
use datafusion::arrow::json::LineDelimitedWriter;
use datafusion::arrow::json::writer::{LineDelimited, WriterBuilder};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;

use super::SinkError;
use super::spool::Spool;
use crate::{CorpusError, Format};

/// Rows of one row group of Parquet: a few ten megabytes of web pages, which is what is held in memory at once.
const ROW_GROUP_ROWS: usize = 16_384;

/// A format corpora can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// Apache Parquet, compressed with Zstandard.
    Parquet,
    /// One JSON object per line; NULL is written as `null`, so that every line has every key.
    JsonLines,
    /// Arrow IPC, the file format.
    Arrow,
}

impl OutputFormat {
    /// The ending of a shard's name, without a dot. It is also the format's name in a pipeline.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
            Self::Arrow => "arrow",
        }
    }

    /// The same format as one that can be read.
    pub fn format(self) -> Format {
        match self {
            Self::Parquet => Format::Parquet,
            Self::JsonLines => Format::JsonLines,
            Self::Arrow => Format::Arrow,
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}

impl FromStr for OutputFormat {
    type Err = CorpusError;

    /// Reads a name as [`Self::ending`] gives it.
    fn from_str(name: &str) -> Result<Self, CorpusError> {
        match name {
            "parquet" => Ok(Self::Parquet),
            "jsonl" => Ok(Self::JsonLines),
            "arrow" => Ok(Self::Arrow),
            _ => Err(CorpusError::UnknownFormat { name: name.to_owned() }),
        }
    }
}

/// An encoder of one shard.
pub(super) enum Encoder {
    Parquet(Box<ArrowWriter<Spool>>),
    JsonLines(Box<LineDelimitedWriter<Spool>>),
    Arrow(Box<FileWriter<Spool>>),
}

impl Encoder {
    /// Starts a shard with the columns of `schema`; `path` is for messages.
    pub(super) fn new(format: OutputFormat, schema: &SchemaRef, spool: Spool, path: &str) -> Result<Self, SinkError> {
        match format {
            OutputFormat::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
                    .set_created_by(concat!("tamis ", env!("CARGO_PKG_VERSION")).to_owned())
                    .build();
                let writer = ArrowWriter::try_new(spool, SchemaRef::clone(schema), Some(properties));
                Ok(Self::Parquet(Box::new(writer.map_err(|source| parquet(path, source))?)))
            }
            OutputFormat::JsonLines => {
                let writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(spool);
                Ok(Self::JsonLines(Box::new(writer)))
            }
            OutputFormat::Arrow => {
                // DataFusion, which reads such files from stores too, expects the smallest alignment behind the magic number.
                let options = IpcWriteOptions::try_new(8, false, MetadataVersion::V5);
                let writer = options.and_then(|options| FileWriter::try_new_with_options(spool, schema, options));
                Ok(Self::Arrow(Box::new(writer.map_err(|source| arrow(path, source))?)))
            }
        }
    }

    /// Encodes `batch`, which has the schema the shard was started with.
    pub(super) fn write(&mut self, batch: &RecordBatch, path: &str) -> Result<(), SinkError> {
        match self {
            Self::Parquet(writer) => writer.write(batch).map_err(|source| parquet(path, source)),
            Self::JsonLines(writer) => writer.write(batch).map_err(|source| arrow(path, source)),
            Self::Arrow(writer) => writer.write(batch).map_err(|source| arrow(path, source)),
        }
    }

    /// Writes what comes after the last row.
    pub(super) fn finish(self, path: &str) -> Result<(), SinkError> {
        match self {
            Self::Parquet(writer) => writer.close().map(drop).map_err(|source| parquet(path, source)),
            Self::JsonLines(mut writer) => writer.finish().map_err(|source| arrow(path, source)),
            Self::Arrow(mut writer) => writer.finish().map_err(|source| arrow(path, source)),
        }
    }
}

fn arrow(path: &str, source: datafusion::arrow::error::ArrowError) -> SinkError {
    SinkError::Arrow { path: path.to_owned(), source }
}

fn parquet(path: &str, source: datafusion::parquet::errors::ParquetError) -> SinkError {
    SinkError::Parquet { path: path.to_owned(), source }
}
