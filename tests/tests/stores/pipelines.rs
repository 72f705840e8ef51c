//! A pipeline whose source and sink are in a store that speaks S3.

use std::path::{Path, PathBuf};

use tamis_pipeline::{Pipeline, RunOptions, Silent};

use crate::s3::{settings, start};

const PIPELINE: &str = r#"
[source]
jsonl = "s3://mill/docs/*.jsonl"

[[step]]
name = "even"
keep = "id % 2 = 0"

[[step]]
name = "once"
dedup = "text"

[[step]]
name = "counted"
sql = "SELECT *, (SELECT count(*) FROM input) AS n FROM input"

[sink]
parquet = "s3://mill/curated/"
"#;

/// Every file below `folder`, the server's own apart.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(name),
            }
        }
    }
    found.retain(|name| !name.split('/').any(|part| part.starts_with('.')));
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pipeline_reads_and_writes_objects() {
    let scratch = tempfile::tempdir().unwrap();
    let docs = scratch.path().join("mill/docs");
    std::fs::create_dir_all(&docs).unwrap();
    for file in 0..3 {
        let row = |id: usize| format!("{{\"id\": {id}, \"text\": \"{}\"}}\n", id % 10);
        let rows: String = (file * 100..(file + 1) * 100).map(row).collect();
        std::fs::write(docs.join(format!("{file}.jsonl")), rows).unwrap();
    }
    let server = start(scratch.path()).await;
    let text = format!("{PIPELINE}{}", settings(&server, "wheel and river"));
    let pipeline = Pipeline::parse(&scratch.path().join("pipeline.toml"), &text).unwrap();
    let session = tamis::Session::builder().config(pipeline.config(tamis::Config::default())).build().unwrap();
    let summary = pipeline.run(&session, RunOptions::default(), &Silent).await.unwrap();
    let steps: Vec<(u64, u64)> = summary.steps.iter().map(|step| (step.rows_in, step.rows_out)).collect();
    assert_eq!(steps, [(300, 300), (300, 150), (150, 5), (5, 5)]);
    let rows = tamis_tests::rows(&session, "SELECT id, text, n FROM 's3://mill/curated/' ORDER BY id").await.unwrap();
    let wanted = "\
+----+------+---+
| id | text | n |
+----+------+---+
| 0  | 0    | 5 |
| 2  | 2    | 5 |
| 4  | 4    | 5 |
| 6  | 6    | 5 |
| 8  | 8    | 5 |
+----+------+---+";
    assert_eq!(rows.trim(), wanted);
    let wanted = [
        "curated.run/COMPLETE",
        "curated.run/manifest.json",
        "curated.run/rejects/even/part-00000-000.parquet",
        "curated.run/rejects/once/part-00000-000.parquet",
        "curated.run/summary.json",
        "curated/part-00000-000.parquet",
        "docs/0.jsonl",
        "docs/1.jsonl",
        "docs/2.jsonl",
    ];
    assert_eq!(files(&scratch.path().join("mill")), wanted);

    let again = pipeline.run(&session, RunOptions::default(), &Silent).await.unwrap_err().to_string();
    assert!(again.starts_with("s3://mill/curated holds the result of a finished run (shards: 1)"), "{again}");
    let fresh = pipeline.run(&session, RunOptions { fresh: true }, &Silent).await.unwrap();
    assert_eq!((fresh.rows, fresh.shards), (5, 1));
    assert_eq!(files(&scratch.path().join("mill")), wanted);
}
