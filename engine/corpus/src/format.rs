//! The formats files come in, and the endings that tell them.

use std::fmt;
use std::str::FromStr;

use datafusion::datasource::file_format::file_compression_type::FileCompressionType;

use crate::CorpusError;

/// A format that can be read. Its [`fmt::Display`] is the name used in `STORED AS`, in `tamis.toml` and in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, file or stream.
    Arrow,
    /// One JSON object per line; also what a `.json` file is taken for.
    JsonLines,
    /// Comma-separated values with a header line.
    Csv,
    /// One file is one row; see [`crate::text`].
    Text,
}

impl Format {
    const ALL: [Self; 5] = [Self::Parquet, Self::Arrow, Self::JsonLines, Self::Csv, Self::Text];

    /// The name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Text => "text",
        }
    }

    /// The endings of file names that mean this format, without dots, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Parquet => &["parquet"],
            Self::Arrow => &["arrow"],
            Self::JsonLines => &["jsonl", "ndjson", "json"],
            Self::Csv => &["csv"],
            Self::Text => &["txt", "md", "markdown", "rst", "text"],
        }
    }

    /// True where a file says what its columns are, so that even one without rows has a size.
    pub(crate) fn has_schema(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }

    /// True where a file of this format may be compressed as a whole (`.gz`, `.zst`, `.bz2`, `.xz`).
    pub fn may_be_compressed(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv)
    }

    /// The endings as a list for messages: `.jsonl, .ndjson, .json (or with .gz, .zst, .bz2, .xz)`.
    pub(crate) fn wanted(self) -> String {
        let list: Vec<String> = self.endings().iter().map(|ending| format!(".{ending}")).collect();
        let compressed = if self.may_be_compressed() { " (or with .gz, .zst, .bz2, .xz)" } else { "" };
        list.join(", ") + compressed
    }

    /// All endings of all formats as a list for messages.
    pub(crate) fn all_wanted() -> String {
        Self::ALL.map(Self::wanted).join(", ")
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = CorpusError;

    /// Reads a format's name in any case; `ndjson` and `json` are other names of `jsonl`.
    fn from_str(name: &str) -> Result<Self, CorpusError> {
        match name.to_ascii_lowercase().as_str() {
            "parquet" => Ok(Self::Parquet),
            "arrow" => Ok(Self::Arrow),
            "jsonl" | "ndjson" | "json" => Ok(Self::JsonLines),
            "csv" => Ok(Self::Csv),
            "text" => Ok(Self::Text),
            _ => Err(CorpusError::UnknownFormat { name: name.to_owned() }),
        }
    }
}

/// What a file's name says of it: its format, how it is compressed, and the ending that said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKind {
    /// The format of the (unpacked) file.
    pub format: Format,
    /// How the file as a whole is compressed.
    pub compression: FileCompressionType,
    /// The ending as it is in the name, dots and case included: `.jsonl.gz`.
    pub ending: String,
}

impl FileKind {
    /// What `name` (a file name, a path or a URL) says; `None` where its ending is unknown. Case does not matter.
    pub fn of(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, last) = file.rsplit_once('.')?;
        if let Some(format) = format_of(last) {
            let ending = format!(".{last}");
            return Some(Self { format, compression: FileCompressionType::UNCOMPRESSED, ending });
        }
        let compression = compression_of(last)?;
        let inner = stem.rsplit_once('.')?.1;
        let format = format_of(inner).filter(|format| format.may_be_compressed())?;
        Some(Self { format, compression, ending: format!(".{inner}.{last}") })
    }
}

fn format_of(ending: &str) -> Option<Format> {
    Format::ALL.into_iter().find(|format| format.endings().iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn compression_of(ending: &str) -> Option<FileCompressionType> {
    match ending.to_ascii_lowercase().as_str() {
        "gz" => Some(FileCompressionType::GZIP),
        "zst" => Some(FileCompressionType::ZSTD),
        "bz2" => Some(FileCompressionType::BZIP2),
        "xz" => Some(FileCompressionType::XZ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_name_tells_format_and_compression() {
        let kind = FileKind::of("s3://b/x.y/Part.JSONL.zst").unwrap();
        assert_eq!((kind.format, kind.ending.as_str()), (Format::JsonLines, ".JSONL.zst"));
        assert_eq!(kind.compression, FileCompressionType::ZSTD);
        assert_eq!(FileKind::of("a/README.md").unwrap().format, Format::Text);
        for name in ["README", "a.parquet/x", "x.parquet.gz", "x.gz", "x.", "x.zip"] {
            assert_eq!(FileKind::of(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_formats_are_read_back() {
        for format in Format::ALL {
            assert_eq!(format.name().parse::<Format>().unwrap(), format);
        }
        let error = "orc".parse::<Format>().unwrap_err().to_string();
        assert_eq!(error, "unknown format `orc`; known: parquet, arrow, jsonl, ndjson, json, csv, text");
    }
}
