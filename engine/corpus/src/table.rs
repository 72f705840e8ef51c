//! From locations to a table: finds the format, the compression and the columns, and says why where it cannot.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::GetExt;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::{FileFormat, FileFormatFactory};
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionState;
use datafusion::logical_expr::SortExpr;
use object_store::{ObjectMeta, ObjectStore};

use crate::columns::{columns, folder_columns};
use crate::format::{FileKind, Format};
use crate::json_lines::JsonLinesFactory;
use crate::kind::{is_marker, kind_of, mixed};
use crate::listing::{Listing, list};
use crate::text::TextTable;
use crate::{CorpusError, Location};

/// Opens the files at `at` as a table. Without `format` the endings of the files tell it; all of them must agree.
///
/// A folder means all its files at any depth, and a Hive layout (`lang=en/`) gives a column for each key. Parquet, Arrow,
/// JSON lines and CSV are looked up again at each scan; columns are fixed here.
///
/// # Errors
/// [`CorpusError`]: the location does not exist, is empty, is of an unknown or of several formats, or cannot be read.
pub async fn open(state: &SessionState, at: &Location, format: Option<Format>) -> Result<Arc<dyn TableProvider>, CorpusError> {
    let store = same_store(state, std::slice::from_ref(at))?;
    let listing = list(store.as_ref(), at).await?;
    let kind = kind_of(at, &listing, format)?;
    if kind.format == Format::Text {
        return Ok(Arc::new(TextTable::new(state, vec![at.clone()]).await?));
    }
    let table = open_data(state, vec![at.clone()], Wanted { format: Some(kind.format), ..Wanted::default() }).await?;
    Ok(Arc::new(table))
}

/// What a statement says of a table beyond its location.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The format; `None` to take it from the endings.
    pub(crate) format: Option<Format>,
    /// The columns in the files; `None` to look them up.
    pub(crate) schema: Option<SchemaRef>,
    /// The columns that folder names such as `lang=en` give; `None` to look them up.
    pub(crate) folder_columns: Option<Vec<(String, DataType)>>,
    /// Options of the format, by DataFusion's names.
    pub(crate) options: HashMap<String, String>,
    /// The order files are sorted in.
    pub(crate) order: Vec<Vec<SortExpr>>,
}

/// The files of one location that belong to a table.
struct Part {
    listing: Listing,
    kind: FileKind,
    /// True where folder and ending are enough to find the same files again; otherwise each is named.
    whole: bool,
}

/// Opens files of any format but text as a table of DataFusion's own.
pub(crate) async fn open_data(state: &SessionState, locations: Vec<Location>, wanted: Wanted) -> Result<ListingTable, CorpusError> {
    let store = same_store(state, &locations)?;
    let mut parts = Vec::with_capacity(locations.len());
    for at in &locations {
        parts.push(part(state, store.as_ref(), at, &wanted).await?);
    }
    let (Some(first), Some(kind)) = (locations.first(), parts.first().map(|part| part.kind.clone())) else {
        return Err(no_location());
    };
    let is_other = |part: &&Part| (part.kind.format, part.kind.compression) != (kind.format, kind.compression);
    if let Some(other) = parts.iter().find(is_other) {
        return Err(mixed(first, [(kind.ending.clone(), 1), (other.kind.ending.clone(), 1)].into()));
    }
    let whole = parts.iter().all(|part| part.whole && part.kind.ending == kind.ending);
    let mut urls: Vec<ListingTableUrl> = Vec::new();
    let mut files: Vec<ObjectMeta> = Vec::new();
    for (at, part) in locations.iter().zip(parts) {
        if whole {
            urls.push(at.listing_url(at.root(), true)?);
        } else {
            // Exactly the files that were found, since DataFusion's own patterns mean something else.
            for file in &part.listing.files {
                urls.push(at.listing_url(&file.location, false)?);
            }
        }
        files.extend(part.listing.files);
    }
    let format = reader(state, &kind, wanted.options)?;
    let schema = match wanted.schema {
        Some(schema) => schema,
        None => columns(state, &store, first, &kind, format.as_ref(), &files).await?,
    };
    let folder_columns = match wanted.folder_columns {
        Some(columns) => columns,
        None if whole => folder_columns(first, &files, &schema),
        None => Vec::new(),
    };
    let options = ListingOptions::new(format)
        .with_file_extension(if whole { kind.ending } else { String::new() })
        .with_table_partition_cols(folder_columns)
        .with_file_sort_order(wanted.order);
    let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options).with_schema(schema);
    let cache = state.runtime_env().cache_manager.get_file_statistic_cache();
    Ok(ListingTable::try_new(config).map_err(|e| unreadable(first.to_string(), kind.format, e))?.with_cache(cache))
}

/// What one location adds to a table.
async fn part(state: &SessionState, store: &dyn ObjectStore, at: &Location, wanted: &Wanted) -> Result<Part, CorpusError> {
    let mut listing = match list(store, at).await {
        // A folder that will be written to may not exist yet, when its columns are declared.
        Err(CorpusError::NoSuchFile { .. } | CorpusError::NoSuchObject { .. }) if wanted.schema.is_some() && at.says_folder() => {
            Listing { files: Vec::new(), many: true, others: Vec::new() }
        }
        other => other?,
    };
    let is_folder = listing.many && !at.is_pattern();
    if is_folder {
        listing.retain(|file| !is_marker(at.root().as_ref(), file.location.as_ref()));
    }
    let kind = match wanted.format {
        Some(format) if wanted.schema.is_some() && listing.files.is_empty() => {
            let ending = format!(".{}", usual_ending(format));
            FileKind { format, compression: FileCompressionType::UNCOMPRESSED, ending }
        }
        _ => kind_of(at, &listing, wanted.format)?,
    };
    if is_folder {
        listing.retain(|file| FileKind::of(file.location.as_ref()).is_some_and(|found| found.format == kind.format));
    }
    let same_ending = |file: &ObjectMeta| file.location.as_ref().ends_with(&kind.ending);
    let whole = listing.many
        && !state.config_options().execution.listing_table_ignore_subdirectory
        && listing.files.iter().all(same_ending)
        && !listing.others.iter().any(same_ending);
    Ok(Part { listing, kind, whole })
}

/// The one store all of `locations` lie in.
pub(crate) fn same_store(state: &dyn Session, locations: &[Location]) -> Result<Arc<dyn ObjectStore>, CorpusError> {
    let Some(first) = locations.first() else {
        return Err(no_location());
    };
    if let Some(other) = locations.iter().find(|at| at.store() != first.store()) {
        return Err(CorpusError::TwoStores { first: first.to_string(), second: other.to_string() });
    }
    state.runtime_env().object_store(first.store()).map_err(|error| match error {
        DataFusionError::External(source) => source
            .downcast::<CorpusError>()
            .map_or_else(|source| CorpusError::BadStore { url: first.store().to_string(), why: source.to_string() }, |ours| *ours),
        other => CorpusError::BadStore { url: first.store().to_string(), why: other.strip_backtrace() },
    })
}

/// The reader for files of `kind`.
fn reader(state: &SessionState, kind: &FileKind, mut options: HashMap<String, String>) -> Result<Arc<dyn FileFormat>, CorpusError> {
    if kind.compression.is_compressed() {
        let name = kind.compression.get_ext().trim_start_matches('.').to_owned();
        options.entry("format.compression".to_owned()).or_insert(name);
    }
    let ending = kind.ending.trim_start_matches('.').split('.').next().unwrap_or_default().to_ascii_lowercase();
    let factory: Option<Arc<dyn FileFormatFactory>> = match kind.format {
        Format::JsonLines => {
            let known = kind.format.endings().iter().find(|known| **known == ending);
            Some(Arc::new(JsonLinesFactory::new(known.copied().unwrap_or(usual_ending(kind.format)))))
        }
        other => state.get_file_format_factory(other.name()),
    };
    let factory = factory.ok_or_else(|| CorpusError::UnknownFormat { name: kind.format.to_string() })?;
    factory.create(state, &options).map_err(|e| unreadable("the options given".to_owned(), kind.format, e))
}

fn no_location() -> CorpusError {
    CorpusError::BadLocation { text: String::new(), why: "a table wants at least one".to_owned() }
}

fn usual_ending(format: Format) -> &'static str {
    format.endings().first().copied().unwrap_or_default()
}

/// The error of a reader, with the file it was about.
pub(crate) fn unreadable(path: String, format: Format, source: DataFusionError) -> CorpusError {
    CorpusError::Unreadable { path, format: format.name(), source: Box::new(source) }
}
