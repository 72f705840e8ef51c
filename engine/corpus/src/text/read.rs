//! From files to one record batch.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Int64Builder, RecordBatch, RecordBatchOptions, StringViewBuilder, TimestampMillisecondBuilder,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

use super::column;
use crate::CorpusError;
use crate::listing::relative;

/// How many files of one batch are fetched at once. Local disks are as fast with 4; stores need the rest to hide the time
/// of a round trip.
const FETCHES: usize = 16;

/// The longest text of one row, in bytes: what 32-bit lengths of a string view can say.
const MAX_TEXT: u64 = i32::MAX as u64;

/// What a batch is read with.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    pub(super) store: Arc<dyn ObjectStore>,
    /// Before a path, this makes the name of a file that messages use.
    pub(super) store_name: String,
    /// The folder that ids are relative to.
    pub(super) root: String,
    /// The columns wanted, as positions in the full schema.
    pub(super) columns: Vec<usize>,
    /// The schema of these columns.
    pub(super) schema: SchemaRef,
}

/// A file as a row: what was listed, or, where it has been opened, what was found then.
struct Row {
    meta: ObjectMeta,
    text: Option<String>,
    error: Option<String>,
}

impl Reader {
    /// One row for each of `files`, in their order.
    ///
    /// # Errors
    /// [`CorpusError::Fetch`] where a file has gone or the store fails; a file that is not a text is no error but a row.
    pub(super) async fn read(self, files: Vec<ObjectMeta>) -> Result<RecordBatch> {
        let rows: Vec<Row> = stream::iter(files).map(|meta| self.row(meta)).buffered(FETCHES).try_collect().await?;
        let arrays: Vec<ArrayRef> = self.columns.iter().map(|&index| self.array(index, &rows)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        Ok(RecordBatch::try_new_with_options(self.schema, arrays, &options)?)
    }

    async fn row(&self, meta: ObjectMeta) -> Result<Row, CorpusError> {
        let opens = self.columns.iter().any(|&index| matches!(index, column::TEXT | column::ERROR));
        if !opens {
            return Ok(Row { meta, text: None, error: None });
        }
        if meta.size > MAX_TEXT {
            let error = format!("too long: {} bytes, and a text holds {MAX_TEXT} at most", meta.size);
            return Ok(Row { meta, text: None, error: Some(error) });
        }
        let path = format!("{}{}", self.store_name, meta.location);
        let failed = |source| CorpusError::Fetch { path: path.clone(), source };
        let found = self.store.get(&meta.location).await.map_err(failed)?;
        let meta = found.meta.clone();
        let bytes = found.bytes().await.map_err(failed)?;
        Ok(match String::from_utf8(bytes.into()) {
            Ok(text) => Row { meta, text: Some(text), error: None },
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
                Row { meta, text: None, error: Some(format!("not UTF-8: byte 0x{byte:02x} at offset {offset}")) }
            }
        })
    }

    fn array(&self, index: usize, rows: &[Row]) -> ArrayRef {
        match index {
            column::ID => {
                let mut ids = StringViewBuilder::with_capacity(rows.len());
                for row in rows {
                    let path = row.meta.location.as_ref();
                    ids.append_value(relative(&self.root, path).unwrap_or(path));
                }
                Arc::new(ids.finish())
            }
            column::TEXT => views(rows, |row| row.text.as_deref()),
            column::BYTES => {
                let mut sizes = Int64Builder::with_capacity(rows.len());
                rows.iter().for_each(|row| sizes.append_value(i64::try_from(row.meta.size).unwrap_or(i64::MAX)));
                Arc::new(sizes.finish())
            }
            column::MODIFIED => {
                let mut times = TimestampMillisecondBuilder::with_capacity(rows.len()).with_timezone("UTC");
                rows.iter().for_each(|row| times.append_value(row.meta.last_modified.timestamp_millis()));
                Arc::new(times.finish())
            }
            _ => views(rows, |row| row.error.as_deref()),
        }
    }
}

fn views<'a>(rows: &'a [Row], value: impl Fn(&'a Row) -> Option<&'a str>) -> ArrayRef {
    let mut views = StringViewBuilder::with_capacity(rows.len());
    rows.iter().for_each(|row| views.append_option(value(row)));
    Arc::new(views.finish())
}
