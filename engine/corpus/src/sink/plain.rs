//! The types shards are written in: those every reader of Parquet and Arrow knows.
//!
//! String views are an in-memory layout. Written as they are, Parquet files carry a note of them that older readers refuse,
//! so they become plain strings on the way out.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;

/// `schema` without string and binary views, at any depth; all else stays.
pub fn plain_schema(schema: &Schema) -> SchemaRef {
    Arc::new(Schema::new_with_metadata(schema.fields().iter().map(plain_field).collect::<Vec<_>>(), schema.metadata().clone()))
}

/// `batch` in the types of `schema`, which is the [`plain_schema`] of its own.
pub(super) fn plain_batch(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let column = |(column, field): (&ArrayRef, &FieldRef)| cast(column, field.data_type());
    let columns = batch.columns().iter().zip(schema.fields()).map(column).collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

fn plain_field(field: &FieldRef) -> FieldRef {
    Arc::new(Field::clone(field).with_data_type(plain_type(field.data_type())))
}

fn plain_type(found: &DataType) -> DataType {
    match found {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::List(field) | DataType::ListView(field) => DataType::List(plain_field(field)),
        DataType::LargeList(field) | DataType::LargeListView(field) => DataType::LargeList(plain_field(field)),
        DataType::FixedSizeList(field, size) => DataType::FixedSizeList(plain_field(field), *size),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(plain_field).collect()),
        DataType::Dictionary(key, value) => DataType::Dictionary(key.clone(), Box::new(plain_type(value))),
        DataType::Map(field, sorted) => DataType::Map(plain_field(field), *sorted),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use datafusion::arrow::array::{AsArray, ListArray, StringViewArray};
    use datafusion::arrow::buffer::OffsetBuffer;

    use super::*;

    #[test]
    fn views_become_strings_at_any_depth() {
        let texts: ArrayRef = Arc::new(StringViewArray::from(vec![Some("a longer text than twelve bytes"), None]));
        let item = Arc::new(Field::new("item", DataType::Utf8View, true));
        let lists: ArrayRef = Arc::new(ListArray::new(item, OffsetBuffer::from_lengths([1, 1]), Arc::clone(&texts), None));
        let batch = RecordBatch::try_from_iter_with_nullable([("text", texts, true), ("lists", lists, true)]).unwrap();
        let schema = plain_schema(&batch.schema());
        let plain = plain_batch(&batch, &schema).unwrap();
        assert_eq!(plain.column(0).as_string::<i32>().value(0), "a longer text than twelve bytes");
        assert!(plain.column(0).is_null(1));
        let lists = plain.column(1).as_list::<i32>();
        assert_eq!(lists.values().data_type(), &DataType::Utf8);
        assert_eq!(plain_schema(&schema), schema);
    }
}
