//! The columns of Arrow files, read from where the format keeps them.
//!
//! DataFusion asks a file on the local disk properly. From any other store it reads the start of the file and takes the
//! schema to follow the first 8 bytes, while a writer may pad those to 64 (as Arrow's own does), so that most files could
//! not be opened there. The end of an Arrow file says where its footer is, and the footer holds the schema:
//! <https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format>.

use std::io::Cursor;
use std::sync::Arc;

use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::arrow::ipc::convert::fb_to_schema;
use datafusion::arrow::ipc::reader::{StreamReader, read_footer_length};
use datafusion::arrow::ipc::root_as_footer;
use datafusion::common::{exec_datafusion_err, exec_err};
use datafusion::error::Result;
use futures::{StreamExt, TryStreamExt};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};

/// What an Arrow file starts and ends with; an Arrow stream has no such mark.
const MAGIC: &[u8] = b"ARROW1";

/// What a message of an Arrow stream starts with, since version 0.15 of the format.
const CONTINUATION: &[u8] = &[0xff; 4];

/// How many bytes behind the footer say how long it is, and that it is one.
const TRAILER: usize = 10;

/// How many bytes of the end of a file are fetched at first; a footer takes 24 bytes for each batch, so most fit.
const END: u64 = 64 << 10;

/// The columns of all of `files` together; up to `at_once` files are asked at the same time.
pub(crate) async fn merged(store: &Arc<dyn ObjectStore>, files: &[ObjectMeta], at_once: usize) -> Result<SchemaRef> {
    let asked = files.iter().cloned().map(|file| {
        let store = Arc::clone(store);
        async move { schema(store.as_ref(), &file).await }
    });
    let schemas: Vec<Schema> = futures::stream::iter(asked).buffered(at_once.max(1)).try_collect().await?;
    Ok(Arc::new(Schema::try_merge(schemas)?))
}

async fn schema(store: &dyn ObjectStore, file: &ObjectMeta) -> Result<Schema> {
    let parts = store.get_ranges(&file.location, &[0..file.size.min(8), file.size.saturating_sub(END)..file.size]).await?;
    let [start, end] = parts.as_slice() else {
        return exec_err!("the store answered with {} parts of the file where 2 were asked for", parts.len());
    };
    if start.starts_with(MAGIC) { of_file(store, file, end).await } else { of_stream(store, file, start).await }
}

/// The schema in the footer; `end` is the end of the file.
async fn of_file(store: &dyn ObjectStore, file: &ObjectMeta, end: &[u8]) -> Result<Schema> {
    let Some(trailer) = end.last_chunk::<TRAILER>() else {
        return exec_err!("it ends after {} bytes, before its footer", file.size);
    };
    let length = read_footer_length(*trailer)?;
    let whole = length + TRAILER;
    let fetched;
    let end = if whole > end.len() {
        let Some(from) = file.size.checked_sub(whole as u64) else {
            return exec_err!("its footer claims {length} bytes, more than the file has ({})", file.size);
        };
        fetched = store.get_range(&file.location, from..file.size).await?;
        &fetched[..]
    } else {
        end
    };
    let footer = end.len().checked_sub(whole).and_then(|from| end.get(from..from + length)).unwrap_or_default();
    let footer = root_as_footer(footer).map_err(|error| exec_datafusion_err!("its footer is damaged: {error}"))?;
    let schema = footer.schema().ok_or_else(|| exec_datafusion_err!("its footer holds no schema"))?;
    Ok(fb_to_schema(schema))
}

/// The schema in the first message of a stream; `start` is the first 8 bytes.
async fn of_stream(store: &dyn ObjectStore, file: &ObjectMeta, start: &[u8]) -> Result<Schema> {
    let none = || exec_err!("it is neither an Arrow file nor an Arrow stream");
    let before = if start.starts_with(CONTINUATION) { CONTINUATION.len() } else { 0 };
    let Some(length) = start.get(before..).and_then(|rest| rest.first_chunk::<4>()) else { return none() };
    let end = match u64::try_from(i32::from_le_bytes(*length)) {
        Ok(length) if length > 0 => before as u64 + 4 + length,
        _ => return none(),
    };
    if end > file.size {
        // With the mark of a message this is a stream cut short; without it, any other file looks like this.
        return if before == 0 { none() } else { exec_err!("it ends after {} bytes, before its schema", file.size) };
    }
    let message = store.get_range(&file.location, 0..end).await?;
    let schema = StreamReader::try_new(Cursor::new(message), None)?.schema();
    Ok(Arc::unwrap_or_clone(schema))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use datafusion::arrow::array::{Int64Array, RecordBatch};
    use datafusion::arrow::datatypes::{DataType, Field};
    use datafusion::arrow::ipc::MetadataVersion;
    use datafusion::arrow::ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
    use object_store::memory::InMemory;
    use object_store::path::Path;

    use super::*;

    fn batch() -> RecordBatch {
        let schema = Schema::new(vec![Field::new("n", DataType::Int64, true)]);
        RecordBatch::try_new(Arc::new(schema), vec![Arc::new(Int64Array::from(vec![1, 2]))]).unwrap()
    }

    fn file(alignment: usize, n_batches: usize) -> Vec<u8> {
        let options = IpcWriteOptions::try_new(alignment, false, MetadataVersion::V5).unwrap();
        let mut writer = FileWriter::try_new_with_options(Vec::new(), &batch().schema(), options).unwrap();
        (0..n_batches).for_each(|_| writer.write(&batch()).unwrap());
        writer.into_inner().unwrap()
    }

    fn stream() -> Vec<u8> {
        let mut writer = StreamWriter::try_new(Vec::new(), &batch().schema()).unwrap();
        writer.write(&batch()).unwrap();
        writer.into_inner().unwrap()
    }

    async fn read(files: &[Vec<u8>]) -> Result<SchemaRef, String> {
        let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
        let mut metas = Vec::new();
        for (n, bytes) in files.iter().enumerate() {
            let path = Path::from(format!("{n}.arrow"));
            store.put(&path, bytes.clone().into()).await.unwrap();
            metas.push(store.head(&path).await.unwrap());
        }
        merged(&store, &metas, 2).await.map_err(|error| error.strip_backtrace())
    }

    #[tokio::test]
    async fn any_padding_and_any_number_of_batches_are_read() {
        for bytes in [file(8, 1), file(64, 1), file(64, 0), stream()] {
            assert_eq!(read(&[bytes]).await.unwrap(), batch().schema());
        }
        // So many batches that the footer does not fit into the part fetched at first.
        let bytes = file(8, 4_000);
        assert!(read_footer_length(*bytes.last_chunk().unwrap()).unwrap() as u64 > END);
        assert_eq!(read(&[bytes, stream(), file(64, 1)]).await.unwrap(), batch().schema());
    }

    #[tokio::test]
    async fn what_is_damaged_says_how() {
        let (whole, flow) = (file(64, 1), stream());
        let mut long = whole.clone();
        let at = long.len() - TRAILER;
        long[at..at + 4].copy_from_slice(&1_000_000_i32.to_le_bytes());
        let n = long.len();
        let mut scratched = whole.clone();
        // A footer starts with the place of its table; this one lies outside.
        scratched[at - read_footer_length(*whole.last_chunk().unwrap()).unwrap()..][..4].fill(0xff);
        let cases = [
            (b"ARROW1".to_vec(), "it ends after 6 bytes, before its footer".to_owned()),
            (whole[..n / 2].to_vec(), "Arrow file does not contain correct footer".to_owned()),
            (long, format!("its footer claims 1000000 bytes, more than the file has ({n})")),
            (scratched, "its footer is damaged: ".to_owned()),
            (b"These are words.".to_vec(), "it is neither an Arrow file nor an Arrow stream".to_owned()),
            (b"ab".to_vec(), "it is neither an Arrow file nor an Arrow stream".to_owned()),
            (flow[..20].to_vec(), "it ends after 20 bytes, before its schema".to_owned()),
        ];
        for (bytes, wanted) in cases {
            let error = read(&[bytes]).await.unwrap_err();
            assert!(error.contains(&wanted), "{error} should say: {wanted}");
        }
    }
}
