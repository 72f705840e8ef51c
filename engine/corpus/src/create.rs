//! `CREATE EXTERNAL TABLE .. STORED AS .. LOCATION ..` for every format, with this room's locations and reasons.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::catalog::{Session, TableProvider, TableProviderFactory};
use datafusion::common::plan_err;
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::logical_expr::CreateExternalTable;

use crate::columns::folder_value;
use crate::format::Format;
use crate::table::{Wanted, open_data};
use crate::text::TextTable;
use crate::{CorpusError, Location};

/// The words after STORED AS that are served.
pub(crate) const STORED_AS: [&str; 7] = ["PARQUET", "ARROW", "JSONL", "NDJSON", "JSON", "CSV", "TEXT"];

/// Makes the tables of CREATE EXTERNAL TABLE.
#[derive(Debug)]
pub(crate) struct ExternalTables;

#[async_trait]
impl TableProviderFactory for ExternalTables {
    async fn create(&self, state: &dyn Session, cmd: &CreateExternalTable) -> Result<Arc<dyn TableProvider>> {
        let state = state.as_any().downcast_ref::<SessionState>().ok_or(CorpusError::NoSession)?;
        let format: Format = cmd.file_type.parse()?;
        let locations: Vec<Location> = cmd.locations.iter().map(|text| Location::parse(text)).collect::<Result<_, _>>()?;
        if format == Format::Text {
            if let Some(clause) = text_takes_no(cmd) {
                return Err(CorpusError::TextTakesNo { clause }.into());
            }
            let table = TextTable::new(state, locations).await?.with_definition(cmd.definition.clone());
            return Ok(Arc::new(table));
        }
        let (schema, folder_columns) = declared(cmd)?;
        let wanted =
            Wanted { format: Some(format), schema, folder_columns, options: cmd.options.clone(), order: cmd.order_exprs.clone() };
        let table = open_data(state, locations, wanted)
            .await?
            .with_definition(cmd.definition.clone())
            .with_constraints(cmd.constraints.clone())
            .with_column_defaults(cmd.column_defaults.clone());
        let schema = table.schema();
        for column in cmd.order_exprs.iter().flatten().flat_map(|sort| sort.expr.column_refs()) {
            if schema.field_with_name(column.name()).is_err() {
                let known: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
                return plan_err!("no column `{}` to order by; known: {}", column.name(), known.join(", "));
            }
        }
        Ok(Arc::new(table))
    }
}

fn text_takes_no(cmd: &CreateExternalTable) -> Option<&'static str> {
    let clauses = [
        (!cmd.schema.fields().is_empty(), "columns"),
        (!cmd.options.is_empty(), "OPTIONS"),
        (!cmd.table_partition_cols.is_empty(), "PARTITIONED BY"),
        (!cmd.order_exprs.is_empty(), "WITH ORDER"),
    ];
    clauses.into_iter().find(|(found, _)| *found).map(|(_, clause)| clause)
}

/// The columns in the files and the columns of folder names, as far as the statement declares them.
type Declared = (Option<SchemaRef>, Option<Vec<(String, DataType)>>);

fn declared(cmd: &CreateExternalTable) -> Result<Declared> {
    let all = cmd.schema.as_arrow();
    let by_folder = &cmd.table_partition_cols;
    if all.fields().is_empty() {
        let columns = by_folder.iter().map(|name| (name.clone(), folder_value())).collect();
        return Ok((None, (!by_folder.is_empty()).then_some(columns)));
    }
    let in_files: Vec<usize> =
        (0..all.fields().len()).filter(|&i| all.fields().get(i).is_some_and(|f| !by_folder.contains(f.name()))).collect();
    let typed = |name: &String| all.field_with_name(name).map(|field| (name.clone(), field.data_type().clone()));
    let columns = by_folder.iter().map(typed).collect::<Result<_, _>>()?;
    Ok((Some(Arc::new(all.project(&in_files)?)), Some(columns)))
}
