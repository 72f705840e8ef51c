//! A table of text files.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectMeta, ObjectStore};

use super::read::Reader;
use super::scan::TextScan;
use super::schema;
use crate::format::{FileKind, Format};
use crate::listing::list;
use crate::table::same_store;
use crate::{CorpusError, Location};

/// The text files at one or more locations of one store, as a table with the columns of [`schema`].
///
/// In a folder these are the files with a text ending, at any depth, without hidden ones; a file or a pattern that names
/// other files means them all the same. What is there is looked up each time the table is read.
#[derive(Debug)]
pub struct TextTable {
    locations: Vec<Location>,
    root: String,
    definition: Option<String>,
}

impl TextTable {
    /// The table of the files at `locations`.
    ///
    /// # Errors
    /// [`CorpusError`] where they lie in several stores, cannot be listed, or hold not a single text file.
    pub async fn new(state: &dyn Session, locations: Vec<Location>) -> Result<Self, CorpusError> {
        let store = same_store(state, &locations)?;
        let mut root: Option<String> = None;
        for at in &locations {
            let (files, many) = texts(store.as_ref(), at).await?;
            // A single file is known by its name, all else by its path below the location.
            let folder = if many { at.root().clone() } else { at.root().parent().unwrap_or_default() };
            root = Some(root.map_or_else(|| folder.to_string(), |root| shared_folder(&root, folder.as_ref())));
            debug_assert!(!files.is_empty(), "an empty listing is an error");
        }
        Ok(Self { locations, root: root.unwrap_or_default(), definition: None })
    }

    /// The same table that remembers the statement which made it.
    pub(crate) fn with_definition(mut self, definition: Option<String>) -> Self {
        self.definition = definition;
        self
    }
}

/// The text files at `at`, and whether it is a folder or a pattern.
async fn texts(store: &dyn ObjectStore, at: &Location) -> Result<(Vec<ObjectMeta>, bool), CorpusError> {
    let mut listing = list(store, at).await?;
    let n_files = listing.n_seen();
    if listing.many && !at.is_pattern() {
        let is_text = |path: &ObjectPath| FileKind::of(path.as_ref()).is_some_and(|kind| kind.format == Format::Text);
        listing.retain(|file| is_text(&file.location));
    }
    if listing.files.is_empty() {
        return Err(CorpusError::NothingToRead { location: at.to_string(), n_files, wanted: Format::Text.wanted() });
    }
    Ok((listing.files, listing.many))
}

/// The deepest folder above both.
fn shared_folder(a: &str, b: &str) -> String {
    let same = a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b).map(|(a, _)| a);
    same.collect::<Vec<_>>().join("/")
}

#[async_trait]
impl TableProvider for TextTable {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn get_table_definition(&self) -> Option<&str> {
        self.definition.as_deref()
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let store = same_store(state, &self.locations)?;
        let mut files: Vec<ObjectMeta> = Vec::new();
        for at in &self.locations {
            files.extend(texts(store.as_ref(), at).await?.0);
        }
        files.sort_by(|a, b| a.location.cmp(&b.location));
        // Locations may overlap; a file is one row all the same.
        files.dedup_by(|a, b| a.location == b.location);
        files.truncate(limit.unwrap_or(usize::MAX));
        let full = schema();
        let columns = projection.cloned().unwrap_or_else(|| (0..full.fields().len()).collect());
        let schema = Arc::new(full.project(&columns)?);
        let store_name = self.locations.first().map(|at| at.name_of(&ObjectPath::default())).unwrap_or_default();
        let reader = Reader { store, store_name, root: self.root.clone(), columns, schema };
        Ok(Arc::new(TextScan::new(reader, files, state.config().target_partitions())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_folder_ends_at_a_segment() {
        assert_eq!(shared_folder("a/b/c", "a/b/d"), "a/b");
        assert_eq!(shared_folder("a/bc", "a/bd"), "a");
        assert_eq!(shared_folder("a", "b"), "");
    }
}
