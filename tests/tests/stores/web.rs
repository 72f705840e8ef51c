//! A web server: read by `http://`, never written.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use expect_test::expect;
use hyper::Request;
use hyper::body::Incoming;
use hyper::header::RANGE;
use hyper::service::service_fn;
use tamis_tests::{component, error, rows, session_with};
use tower_http::services::ServeDir;

use crate::server::Server;
use crate::{SUMS, say, sha256, sums, write_docs};

/// A server of the files of a folder, which counts the requests for a part of one.
async fn start(folder: &Path) -> (Server, Arc<AtomicUsize>) {
    let ranges = Arc::new(AtomicUsize::new(0));
    let (files, counter) = (ServeDir::new(folder), Arc::clone(&ranges));
    let answer = move |request: Request<Incoming>| {
        counter.fetch_add(usize::from(request.headers().contains_key(RANGE)), Ordering::Relaxed);
        files.clone().try_call(request)
    };
    (Server::start(service_fn(answer)).await, ranges)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_read() {
    let scratch = tempfile::tempdir().unwrap();
    write_docs(scratch.path()).await;
    let (server, ranges) = start(scratch.path()).await;
    let at = format!("http://{}", server.address);
    let session = tamis_tests::session();
    for name in ["docs.parquet", "docs.arrow", "docs.jsonl", "docs.csv"] {
        assert_eq!(rows(&session, &sums(&format!("{at}/{name}"))).await.unwrap(), SUMS, "{name}");
    }
    assert!(ranges.load(Ordering::Relaxed) > 0, "a Parquet file is read in parts");

    let say = |text: String| say(&server, &text);
    let text = error(&session, scratch.path(), &format!("SELECT * FROM '{at}/none.parquet'")).await;
    expect![
        "External error: nothing at http://SERVER/none.parquet: the store answers, but has no object of this name and none below it"
    ]
    .assert_eq(&say(text));
    let text = error(&session, scratch.path(), &format!("SELECT * FROM '{at}/docs.parquet?part=1'")).await;
    expect!["External error: `http://SERVER/docs.parquet?part=1` is not a location: query strings and fragments are not supported; download the file first"].assert_eq(&say(text));
    let text = error(&session, scratch.path(), &format!("COPY (SELECT 1) TO '{at}/new.parquet'")).await;
    expect![
        "IO error: Operation not supported: a web server can only be read; write to a local folder or to s3://, gs:// or az://"
    ]
    .assert_eq(&say(text));
    assert!(!scratch.path().join("new.parquet").exists());
    assert_eq!(rows(&session, &sums(&format!("{at}/docs.csv"))).await.unwrap(), SUMS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_is_loaded_if_its_hash_is_right() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("stats.wasm");
    std::fs::copy(component("text_stats").await, &file).unwrap();
    let (server, _) = start(scratch.path()).await;
    let offered = format!("[plugins.stats]\nurl = \"http://{}/stats.wasm\"\n", server.address);
    let stats = "SELECT stats('two words')['words'] AS words";
    let answer = "+-------+\n| words |\n+-------+\n| 2.0   |\n+-------+";
    let (hash, wrong) = (sha256(&file), "0".repeat(64));
    let say = |text: String| say(&server, &text).replace(&hash, "FOUND").replace(&wrong, "WANTED");

    for toml in [offered.clone(), format!("{offered}sha256 = \"{hash}\"\n")] {
        let session = session_with(scratch.path(), &toml).unwrap();
        assert_eq!(rows(&session, stats).await.unwrap(), answer, "{toml}");
    }
    let session = session_with(scratch.path(), &format!("{offered}sha256 = \"{wrong}\"\n")).unwrap();
    expect!["External error: plugin `stats`: http://SERVER/stats.wasm has sha256 FOUND, but WANTED is pinned; check the file, or pin the new hash"].assert_eq(&say(error(&session, scratch.path(), stats).await));

    let session = session_with(scratch.path(), "").unwrap();
    let create = format!("CREATE FUNCTION stats() LANGUAGE wasm AS 'http://{}/stats.wasm'", server.address);
    rows(&session, &create).await.unwrap();
    assert_eq!(rows(&session, stats).await.unwrap(), answer);
    let create = format!("CREATE FUNCTION gone() LANGUAGE wasm AS 'http://{}/gone.wasm'", server.address);
    expect!["External error: plugin `gone`: cannot read http://SERVER/gone.wasm: Object at location gone.wasm not found: Error performing GET http://SERVER/gone.wasm in TIME - Server returned non-2xx status code: 404 Not Found: "].assert_eq(&say(error(&session, scratch.path(), &create).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_there_is_an_error() {
    let scratch = tempfile::tempdir().unwrap();
    let (server, _) = start(scratch.path()).await;
    let address = server.address;
    drop(server);
    let toml = format!("[plugins.stats]\nurl = \"http://{address}/stats.wasm\"\n");
    let session = session_with(scratch.path(), &toml).unwrap();
    let text = error(&session, scratch.path(), "SELECT stats('x')").await;
    assert!(text.starts_with(&format!("External error: plugin `stats`: cannot read http://{address}/stats.wasm: ")), "{text}");
}
