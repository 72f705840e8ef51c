//! Why a location cannot be opened or read. `Display` is the sentence the user reads.

use datafusion::error::DataFusionError;

/// Why files cannot be found, opened or read. DataFusion carries it as `External`, so that it can be downcast again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Nothing exists under this name on this machine.
    #[error("no such file or folder: {path} (looked in {folder})")]
    NoSuchFile {
        /// The name as the user wrote it.
        path: String,
        /// The folder a relative name starts from.
        folder: String,
    },
    /// An object store has no object of this name and none below it.
    #[error("nothing at {url}: the store answers, but has no object of this name and none below it")]
    NoSuchObject {
        /// The URL as the user wrote it.
        url: String,
    },
    /// A folder without a single file that could be read.
    #[error("{location} holds no file to read ({n_files} files seen); looked for the endings {wanted}")]
    NothingToRead {
        /// The folder as the user wrote it.
        location: String,
        /// How many files of other kinds are there.
        n_files: usize,
        /// The endings that would have been read.
        wanted: String,
    },
    /// A pattern that selects no file.
    #[error("no file matches {pattern} ({n_files} files below {root}); `*` stays in one folder, `**` crosses folders")]
    NoMatch {
        /// The pattern as the user wrote it.
        pattern: String,
        /// The folder above the first wildcard.
        root: String,
        /// How many files are below it.
        n_files: usize,
    },
    /// A file whose name does not say what it is.
    #[error("cannot tell the format of {path} by its name; known endings: {known}")]
    UnknownEnding {
        /// The file as the user wrote it.
        path: String,
        /// Every ending that is known.
        known: String,
    },
    /// A folder or pattern that holds files of several formats.
    #[error("{location} mixes formats ({found}); name one kind with a pattern, such as {hint}")]
    MixedFormats {
        /// The location as the user wrote it.
        location: String,
        /// How many files there are of each ending.
        found: String,
        /// A pattern that selects the most frequent one.
        hint: String,
    },
    /// Files that are there but hold no bytes, in a format whose columns come from its rows.
    #[error("cannot tell the columns of {location}: its files hold no rows and {format} has no schema of its own")]
    NoColumns {
        /// The location as the user wrote it.
        location: String,
        /// The name of the format.
        format: &'static str,
    },
    /// A file of 0 bytes in a format whose files say what their columns are.
    #[error("cannot read {path} as {format}: the file is empty (0 bytes) and so no {format} file; write it again or remove it")]
    EmptyFile {
        /// The file, in full.
        path: String,
        /// The name of the format.
        format: &'static str,
    },
    /// A file that holds one JSON array where one object per line is wanted.
    #[error("{path} is one JSON array, and JSON lines are wanted: one object per line (jq -c '.[]' makes them)")]
    JsonArray {
        /// The file, in full.
        path: String,
    },
    /// A file that is not what its name says, or is damaged.
    #[error("cannot read {path} as {format}: {}", plainly(source))]
    Unreadable {
        /// The file, in full.
        path: String,
        /// The name of the format.
        format: &'static str,
        /// What the reader found.
        source: Box<DataFusionError>,
    },
    /// A file that was listed and could not be fetched.
    #[error("cannot read {path}: {source}")]
    Fetch {
        /// The file, in full.
        path: String,
        /// What the store answered.
        source: object_store::Error,
    },
    /// A store that could not be asked what it holds.
    #[error("cannot list {location}: {source}")]
    List {
        /// The location as the user wrote it.
        location: String,
        /// What the store answered.
        source: object_store::Error,
    },
    /// A location that cannot be understood.
    #[error("`{text}` is not a location: {why}")]
    BadLocation {
        /// The location as the user wrote it.
        text: String,
        /// What is wrong with it.
        why: String,
    },
    /// Locations of one table that lie in different stores.
    #[error("one table reads from one store, but {first} and {second} lie in two; make two tables and a UNION ALL")]
    TwoStores {
        /// The first location as the user wrote it.
        first: String,
        /// The first location that lies elsewhere.
        second: String,
    },
    /// A URL of a kind no store serves.
    #[error("cannot open {url}: no store for `{scheme}://`; known: file, s3, gs, az, abfs, abfss, http, https")]
    UnknownScheme {
        /// The URL as it was asked for.
        url: String,
        /// Its scheme.
        scheme: String,
    },
    /// A store that could not be set up.
    #[error("cannot open the store of {url}: {why}")]
    BadStore {
        /// The store's URL.
        url: String,
        /// What is missing or wrong, and what to do.
        why: String,
    },
    /// A format name that is not known.
    #[error("unknown format `{name}`; known: parquet, arrow, jsonl, ndjson, json, csv, text")]
    UnknownFormat {
        /// The name found.
        name: String,
    },
    /// A clause of CREATE EXTERNAL TABLE that means nothing for a folder of texts.
    #[error("a table STORED AS TEXT takes no {clause}: its columns are always id, text, bytes, modified, error")]
    TextTakesNo {
        /// The clause found.
        clause: &'static str,
    },
    /// A context without the parts this room needs.
    #[error("the session has gone, so no file can be opened through it")]
    NoSession,
}

/// A reader's own words, without the layers DataFusion puts around them.
fn plainly(error: &DataFusionError) -> String {
    match error {
        DataFusionError::ArrowError(source, _) => source.to_string(),
        DataFusionError::ParquetError(source) => source.to_string(),
        DataFusionError::ObjectStore(source) => source.to_string(),
        DataFusionError::Context(_, source) => plainly(source),
        DataFusionError::Execution(text) => text.clone(),
        other => other.strip_backtrace(),
    }
}

impl From<CorpusError> for DataFusionError {
    fn from(error: CorpusError) -> Self {
        Self::External(Box::new(error))
    }
}
