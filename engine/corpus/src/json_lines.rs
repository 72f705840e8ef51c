//! JSON lines under the endings `.jsonl` and `.ndjson`.
//!
//! DataFusion reads and writes the format, but under the name `json` only: it would look for `*.json` in a folder of
//! `.jsonl` files, and write such. This is the same format with the ending it was asked for.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::common::{GetExt, Statistics};
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::json::JsonFormatFactory;
use datafusion::datasource::file_format::{FileFormat, FileFormatFactory};
use datafusion::datasource::physical_plan::{FileScanConfig, FileSinkConfig, FileSource};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::Result;
use datafusion::physical_expr::LexRequirement;
use datafusion::physical_plan::ExecutionPlan;
use object_store::{ObjectMeta, ObjectStore};

/// How many rows are looked at to find the columns. DataFusion takes 1,000; a column that is rare in web text shows up
/// later than that, and one not found here is not read.
const INFERRED_ROWS: &str = "10000";

/// The option that holds it.
const INFERRED_ROWS_OPTION: &str = "format.schema_infer_max_rec";

/// Makes JSON-lines formats whose files end in `.{ending}`.
#[derive(Debug)]
pub(crate) struct JsonLinesFactory {
    ending: &'static str,
}

impl JsonLinesFactory {
    pub(crate) fn new(ending: &'static str) -> Self {
        Self { ending }
    }
}

impl GetExt for JsonLinesFactory {
    fn get_ext(&self) -> String {
        self.ending.to_owned()
    }
}

impl FileFormatFactory for JsonLinesFactory {
    fn create(&self, state: &dyn Session, options: &HashMap<String, String>) -> Result<Arc<dyn FileFormat>> {
        let mut options = options.clone();
        options.entry(INFERRED_ROWS_OPTION.to_owned()).or_insert_with(|| INFERRED_ROWS.to_owned());
        let json = JsonFormatFactory::new().create(state, &options)?;
        Ok(Arc::new(JsonLines { json, ending: self.ending }))
    }

    fn default(&self) -> Arc<dyn FileFormat> {
        Arc::new(JsonLines { json: FileFormatFactory::default(&JsonFormatFactory::new()), ending: self.ending })
    }
}

/// DataFusion's JSON format under another ending.
#[derive(Debug)]
struct JsonLines {
    json: Arc<dyn FileFormat>,
    ending: &'static str,
}

#[async_trait]
impl FileFormat for JsonLines {
    fn get_ext(&self) -> String {
        self.ending.to_owned()
    }

    fn get_ext_with_compression(&self, compression: &FileCompressionType) -> Result<String> {
        Ok(format!("{}{}", self.ending, compression.get_ext()))
    }

    fn compression_type(&self) -> Option<FileCompressionType> {
        self.json.compression_type()
    }

    async fn infer_schema(&self, state: &dyn Session, store: &Arc<dyn ObjectStore>, objects: &[ObjectMeta]) -> Result<SchemaRef> {
        self.json.infer_schema(state, store, objects).await
    }

    async fn infer_stats(
        &self,
        state: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        schema: SchemaRef,
        object: &ObjectMeta,
    ) -> Result<Statistics> {
        self.json.infer_stats(state, store, schema, object).await
    }

    async fn create_physical_plan(&self, state: &dyn Session, conf: FileScanConfig) -> Result<Arc<dyn ExecutionPlan>> {
        self.json.create_physical_plan(state, conf).await
    }

    async fn create_writer_physical_plan(
        &self,
        input: Arc<dyn ExecutionPlan>,
        state: &dyn Session,
        conf: FileSinkConfig,
        order: Option<LexRequirement>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.json.create_writer_physical_plan(input, state, conf, order).await
    }

    fn file_source(&self, schema: TableSchema) -> Arc<dyn FileSource> {
        self.json.file_source(schema)
    }
}
