//! Files in an object store; the store is kept in memory, the URLs are those of S3.

use std::sync::Arc;

use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use super::Desk;

async fn bucket(files: &[(&str, &str)]) -> Desk {
    let (desk, store) = (Desk::new(), InMemory::new());
    for (name, content) in files {
        store.put(&Path::parse(name).unwrap(), content.to_string().into()).await.unwrap();
    }
    let store: Arc<dyn ObjectStore> = Arc::new(store);
    desk.context.runtime_env().register_object_store(&"s3://bucket".parse().unwrap(), store);
    desk
}

#[tokio::test]
async fn objects_folders_and_patterns_are_tables() {
    let desk = bucket(&[
        ("crawl/a.jsonl", "{\"n\": 1}\n"),
        ("crawl/b c/ü 100%.jsonl", "{\"n\": 2}\n"),
        ("crawl/b c/x.csv", "n\n9\n"),
        ("crawl-old/a.jsonl", "{\"n\": 100}\n"),
        ("docs/x/a.md", "# A"),
    ])
    .await;
    desk.check("SELECT n FROM 's3://bucket/crawl/a.jsonl'", &["1"]).await;
    desk.check("SELECT n FROM 's3://bucket/crawl/b c/ü 100%.jsonl'", &["2"]).await;
    desk.check("SELECT sum(n) FROM 's3://bucket/crawl/*.jsonl'", &["1"]).await;
    desk.check("SELECT sum(n) FROM 's3://bucket/crawl/**/*.jsonl'", &["3"]).await;
    desk.check("SELECT sum(n) FROM 's3://bucket/crawl*/a.jsonl'", &["101"]).await;
    desk.check("SELECT id, text FROM 's3://bucket/docs'", &["x/a.md # A"]).await;
    desk.run("CREATE EXTERNAL TABLE j STORED AS JSONL LOCATION 's3://bucket/crawl/'").await.unwrap();
    desk.check("SELECT sum(n) FROM j", &["3"]).await;
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let desk = bucket(&[("crawl/a.jsonl", "{\"n\": 1}\n"), ("crawl/b.csv", "n\n1\n")]).await;
    desk.refuse(
        "SELECT * FROM 's3://bucket/gone.csv'",
        "nothing at s3://bucket/gone.csv: the store answers, but has no object of this name and none below it",
    )
    .await;
    desk.refuse(
        "SELECT * FROM 's3://bucket/crawl/*.parquet'",
        "no file matches s3://bucket/crawl/*.parquet (2 files below s3://bucket/crawl); `*` stays in one folder, `**` crosses \
         folders",
    )
    .await;
    desk.refuse(
        "SELECT * FROM 's3://bucket/crawl/'",
        "s3://bucket/crawl/ mixes formats (1 .csv, 1 .jsonl); name one kind with a pattern, such as \
         's3://bucket/crawl/**/*.jsonl'",
    )
    .await;
}

#[tokio::test]
async fn a_store_can_be_written_to() {
    let desk = bucket(&[]).await;
    desk.run("COPY (SELECT * FROM generate_series(1, 4) AS t(n)) TO 's3://bucket/out/x.parquet'").await.unwrap();
    desk.check("SELECT sum(n) FROM 's3://bucket/out/'", &["10"]).await;
}
