//! The tables that guests are let loose on, each of two equal partitions, and how results are read.

use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, StringViewArray};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::Result;
use datafusion::datasource::MemTable;
use tamis::Session;

/// Registers `calm`, of harmless rows, and `attacked`, of which the second row of each partition sets the attack off.
pub(crate) fn register(session: &Session) {
    let calm = [Some("hello, world"), Some("bad"), None, Some("loud")];
    let attacked = [Some("hello, world"), Some("attack ü"), Some("a third text"), None, Some("a fifth text")];
    for (name, texts) in [("calm", &calm[..]), ("attacked", &attacked[..])] {
        let texts = StringViewArray::from(texts.to_vec());
        let batch = RecordBatch::try_from_iter_with_nullable([("text", Arc::new(texts) as _, true)]).unwrap();
        let table = MemTable::try_new(batch.schema(), vec![vec![batch.clone()], vec![batch]]).unwrap();
        session.context().register_table(name, Arc::new(table)).unwrap();
    }
}

/// The result of a query, printed.
pub(crate) async fn answer(session: &Session, query: &str) -> Result<String> {
    let batches = session.sql(query).await?.collect().await?;
    Ok(pretty_format_batches(&batches)?.to_string())
}
