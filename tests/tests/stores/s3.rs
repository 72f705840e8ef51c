//! A store that speaks S3: tables, results, listings and plugins by `s3://`.

use std::path::Path;

use expect_test::expect;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tamis_tests::{component, error, rows, session_with};

use crate::server::Server;
use crate::{SUMS, say, sha256, sums, write_docs};

/// A server over a folder, whose folders are buckets.
pub(crate) async fn start(folder: &Path) -> Server {
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single("miller", "wheel and river"));
    Server::start(service.build()).await
}

/// What a user writes about the bucket `mill`.
pub(crate) fn settings(server: &Server, secret: &str) -> String {
    format!(
        "[stores.mill]\nendpoint = \"http://{}\"\nallow_http = true\nregion = \"us-east-1\"\n\
         access_key_id = \"miller\"\nsecret_access_key = \"{secret}\"\n",
        server.address
    )
}

fn plugins() -> String {
    format!("[plugins]\npath = [{:?}]\n", tamis_tests::repository().join("plugins"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_read_and_results_written() {
    let scratch = tempfile::tempdir().unwrap();
    let bucket = scratch.path().join("mill");
    std::fs::create_dir(&bucket).unwrap();
    write_docs(&bucket).await;
    let server = start(scratch.path()).await;
    let session = session_with(scratch.path(), &(plugins() + &settings(&server, "wheel and river"))).unwrap();
    for name in ["docs.parquet", "docs.arrow", "docs.jsonl", "docs.csv"] {
        let found = rows(&session, &sums(&format!("s3://mill/{name}"))).await.unwrap();
        assert_eq!(found, SUMS, "{name}");
    }

    // A result written there is read back: one file, and a folder of them. What a statement wrote, the next one sees.
    rows(&session, "COPY (SELECT * FROM 's3://mill/docs.jsonl') TO 's3://mill/one.parquet'").await.unwrap();
    assert_eq!(rows(&session, &sums("s3://mill/one.parquet")).await.unwrap(), SUMS);
    for part in 0..3 {
        let copy =
            format!("COPY (SELECT * FROM 's3://mill/docs.parquet' WHERE id % 3 = {part}) TO 's3://mill/parts/{part}.parquet'");
        rows(&session, &copy).await.unwrap();
    }
    for location in ["s3://mill/parts/", "s3://mill/parts/*.parquet", "s3://mill/pa*/?.parquet"] {
        assert_eq!(rows(&session, &sums(location)).await.unwrap(), SUMS, "{location}");
    }
    rows(&session, "CREATE EXTERNAL TABLE parts STORED AS PARQUET LOCATION 's3://mill/parts/'").await.unwrap();
    expect![[r"
        +----------+
        | count(*) |
        +----------+
        | 3000     |
        +----------+"]]
    .assert_eq(&rows(&session, "SELECT count(*) FROM parts").await.unwrap());
    let local = session_with(scratch.path(), &plugins()).unwrap();
    assert_eq!(rows(&local, &sums(&bucket.join("one.parquet").display().to_string())).await.unwrap(), SUMS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_result_is_written_in_parts() {
    let scratch = tempfile::tempdir().unwrap();
    std::fs::create_dir(scratch.path().join("mill")).unwrap();
    let server = start(scratch.path()).await;
    let session = session_with(scratch.path(), &settings(&server, "wheel and river")).unwrap();
    // Random digits do not compress, so that this exceeds the 10 MiB from which a store takes several uploads.
    let copy = "COPY (SELECT random() AS x, random() AS y FROM generate_series(1, 1500000)) TO 's3://mill/large.parquet'";
    rows(&session, copy).await.unwrap();
    assert!(std::fs::metadata(scratch.path().join("mill/large.parquet")).unwrap().len() > 12 << 20);
    expect![[r"
        +----------+------+
        | count(*) | fits |
        +----------+------+
        | 1500000  | true |
        +----------+------+"]]
    .assert_eq(
        &rows(&session, "SELECT count(*), avg(x) BETWEEN 0.49 AND 0.51 AS fits FROM 's3://mill/large.parquet'").await.unwrap(),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    std::fs::create_dir(scratch.path().join("mill")).unwrap();
    let server = start(scratch.path()).await;
    let session = session_with(scratch.path(), &settings(&server, "wheel and river")).unwrap();
    expect![
        "External error: nothing at s3://mill/none.parquet: the store answers, but has no object of this name and none below it"
    ]
    .assert_eq(&error(&session, scratch.path(), "SELECT * FROM 's3://mill/none.parquet'").await);
    expect!["External error: nothing at s3://mill/none/: the store answers, but has no object of this name and none below it"]
        .assert_eq(&error(&session, scratch.path(), "SELECT * FROM 's3://mill/none/'").await);
    let refused = session_with(scratch.path(), &settings(&server, "another secret")).unwrap();
    let text = error(&refused, scratch.path(), "SELECT * FROM 's3://mill/none.parquet'").await;
    let text = say(&server, &text);
    let (first, _) = text.split_once("<?xml").unwrap_or((&text, ""));
    expect!["External error: cannot list s3://mill/none.parquet: The operation lacked the necessary privileges to complete for path none.parquet: Error performing HEAD http://SERVER/mill/none.parquet in TIME - Server returned non-2xx status code: 403 Forbidden: "].assert_eq(first);
    expect![[r"
        +----------+
        | Int64(1) |
        +----------+
        | 1        |
        +----------+"]]
    .assert_eq(&rows(&session, "SELECT 1").await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_is_loaded_if_its_hash_is_right() {
    let scratch = tempfile::tempdir().unwrap();
    let bucket = scratch.path().join("mill");
    std::fs::create_dir(&bucket).unwrap();
    let file = bucket.join("stats.wasm");
    std::fs::copy(component("text_stats").await, &file).unwrap();
    let server = start(scratch.path()).await;
    let store = settings(&server, "wheel and river");
    let stats = "SELECT stats('two words')['words'] AS words";
    let answer = "+-------+\n| words |\n+-------+\n| 2.0   |\n+-------+";

    let offered = "[plugins.stats]\nurl = \"s3://mill/stats.wasm\"\n";
    let session = session_with(scratch.path(), &format!("{offered}{store}")).unwrap();
    assert_eq!(rows(&session, stats).await.unwrap(), answer);
    let hash = sha256(&file);
    let session = session_with(scratch.path(), &format!("{offered}sha256 = \"{hash}\"\n{store}")).unwrap();
    assert_eq!(rows(&session, stats).await.unwrap(), answer);
    let wrong = "0".repeat(64);
    let session = session_with(scratch.path(), &format!("{offered}sha256 = \"{wrong}\"\n{store}")).unwrap();
    let text = error(&session, scratch.path(), stats).await.replace(&hash, "FOUND").replace(&wrong, "WANTED");
    expect!["External error: plugin `stats`: s3://mill/stats.wasm has sha256 FOUND, but WANTED is pinned; check the file, or pin the new hash"].assert_eq(&text);

    let session = session_with(scratch.path(), &store).unwrap();
    rows(&session, "CREATE FUNCTION stats() LANGUAGE wasm AS 's3://mill/stats.wasm'").await.unwrap();
    assert_eq!(rows(&session, stats).await.unwrap(), answer);
    let text = error(&session, scratch.path(), "CREATE FUNCTION gone() LANGUAGE wasm AS 's3://mill/gone.wasm'").await;
    expect![[r#"External error: plugin `gone`: cannot read s3://mill/gone.wasm: Object at location gone.wasm not found: Error performing GET http://SERVER/mill/gone.wasm in TIME - Server returned non-2xx status code: 404 Not Found: <?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code></Error>"#]].assert_eq(&say(&server, &text));
}
