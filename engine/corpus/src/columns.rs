//! The columns of a table: those in its files, and those in the names of its folders.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::exec_err;
use datafusion::datasource::file_format::FileFormat;
use datafusion::error::Result;
use datafusion::execution::SessionState;
use futures::FutureExt;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use crate::arrow_schema;
use crate::format::{FileKind, Format};
use crate::listing::relative;
use crate::table::unreadable;
use crate::{CorpusError, Location};

/// The columns of `files`, looked up in all of them; where that fails, the first guilty file is named.
pub(crate) async fn columns(
    state: &SessionState,
    store: &Arc<dyn ObjectStore>,
    at: &Location,
    kind: &FileKind,
    format: &dyn FileFormat,
    files: &[ObjectMeta],
) -> Result<SchemaRef, CorpusError> {
    // Empty files have no columns, and readers stumble over them.
    let filled: Vec<ObjectMeta> = files.iter().filter(|file| file.size > 0).cloned().collect();
    if kind.format == Format::JsonLines
        && !kind.compression.is_compressed()
        && let Some(first) = filled.first()
        && starts_an_array(store.as_ref(), first).await
    {
        return Err(CorpusError::JsonArray { path: at.name_of(&first.location) });
    }
    if filled.is_empty()
        && kind.format.has_schema()
        && let Some(first) = files.first()
    {
        return Err(CorpusError::EmptyFile { path: at.name_of(&first.location), format: kind.format.name() });
    }
    let error = match infer(state, store, kind.format, format, &filled).await {
        Ok(schema) if schema.fields().is_empty() => {
            return Err(CorpusError::NoColumns { location: at.to_string(), format: kind.format.name() });
        }
        Ok(schema) => return Ok(schema),
        Err(error) => error,
    };
    for file in &filled {
        if let Err(error) = infer(state, store, kind.format, format, std::slice::from_ref(file)).await {
            return Err(unreadable(at.name_of(&file.location), kind.format, error));
        }
    }
    Err(unreadable(at.to_string(), kind.format, error))
}

/// Asks the reader for the columns of `files`. Readers may panic on damaged files (a Parquet footer that claims to be longer
/// than its file does it where integers are checked), and a damaged file must not end the process.
async fn infer(
    state: &SessionState,
    store: &Arc<dyn ObjectStore>,
    format: Format,
    reader: &dyn FileFormat,
    files: &[ObjectMeta],
) -> Result<SchemaRef> {
    let found = async {
        match format {
            Format::Arrow => {
                arrow_schema::merged(store, files, state.config_options().execution.meta_fetch_concurrency.into()).await
            }
            _ => reader.infer_schema(state, store, files).await,
        }
    };
    AssertUnwindSafe(found).catch_unwind().await.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        exec_err!("it is damaged ({})", text.unwrap_or("its reader gave up"))
    })
}

/// True where the first character of a JSON file is a `[`. A file that cannot be fetched fails later, with a better error.
async fn starts_an_array(store: &dyn ObjectStore, file: &ObjectMeta) -> bool {
    let start = store.get_range(&file.location, 0..file.size.min(64)).await.unwrap_or_default();
    start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// The keys of a Hive layout (`lang=en/part.parquet`), where all files agree on them and no file has such a column.
pub(crate) fn folder_columns(at: &Location, files: &[ObjectMeta], schema: &SchemaRef) -> Vec<(String, DataType)> {
    let keys = |file: &ObjectMeta| -> Vec<String> {
        let path = relative(at.root().as_ref(), file.location.as_ref()).unwrap_or_default();
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        folders.split('/').filter_map(|name| name.split_once('=')).map(|(key, _)| key.to_owned()).collect()
    };
    let Some(first) = files.first().map(keys) else { return Vec::new() };
    if !files.iter().all(|file| keys(file) == first) || first.iter().any(|key| schema.field_with_name(key).is_ok()) {
        return Vec::new();
    }
    first.into_iter().map(|key| (key, folder_value())).collect()
}

/// The type of a column whose values are names of folders: few different ones, each for many rows.
pub(crate) fn folder_value() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use datafusion::prelude::SessionContext;

    use crate::{Location, open};

    #[tokio::test]
    async fn a_file_of_no_bytes_is_no_file_of_a_format_with_a_schema() {
        let (folder, context) = (tempfile::tempdir().unwrap(), SessionContext::new());
        let at = folder.path().display();
        let schema = |format: &'static str| {
            format!(
                "cannot read {at}/void.{format} as {format}: the file is empty (0 bytes) and so no {format} file; write it again \
                 or remove it"
            )
        };
        let rows = format!("cannot tell the columns of {at}/void.csv: its files hold no rows and csv has no schema of its own");
        for (format, wanted) in [("parquet", schema("parquet")), ("arrow", schema("arrow")), ("csv", rows)] {
            let file = folder.path().join(format!("void.{format}"));
            std::fs::write(&file, "").unwrap();
            let at = Location::parse(&file.display().to_string()).unwrap();
            let error = open(&context.state(), &at, None).await.unwrap_err();
            assert_eq!(error.to_string(), wanted);
        }
    }
}
