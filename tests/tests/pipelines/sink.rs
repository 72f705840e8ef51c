//! Runs into a sink that is not empty, and what a run leaves beside it.

use std::fs;
use std::path::Path;

use crate::{Tree, dump, run};

fn small_case() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let toml = "[source]\njsonl = \"docs.jsonl\"\n[[step]]\nname = \"odd\"\nkeep = \"id % 2 = 1\"\n[sink]\nparquet = \"out/\"\n";
    fs::write(desk.path().join("pipeline.toml"), toml).unwrap();
    let rows: String = (0..100).map(|id| format!("{{\"id\": {id}, \"text\": \"x\"}}\n")).collect();
    fs::write(desk.path().join("docs.jsonl"), rows).unwrap();
    desk
}

async fn refused(folder: &Path, fresh: bool) -> String {
    let error = run(folder, 2, fresh).await.expect_err("the sink is not empty");
    error.to_string().replace(folder.to_str().unwrap(), "{case}")
}

#[tokio::test]
async fn a_finished_sink_is_left_alone_unless_asked() {
    let case = small_case();
    let first = run(case.path(), 2, false).await.unwrap();
    let manifest = fs::read_to_string(case.path().join("out.run/manifest.json")).unwrap();
    let wanted = "{case}/out/ holds the result of a finished run (shards: 1); --fresh removes it first, or choose another folder";
    assert_eq!(refused(case.path(), false).await, wanted);
    assert_eq!(fs::read_to_string(case.path().join("out.run/manifest.json")).unwrap(), manifest);
    assert_eq!(run(case.path(), 2, true).await.unwrap(), first);
}

#[tokio::test]
async fn files_of_others_are_never_removed() {
    let case = small_case();
    fs::create_dir(case.path().join("out")).unwrap();
    fs::write(case.path().join("out/thesis.txt"), "years of work").unwrap();
    let wanted = "{case}/out/ holds files that no run wrote (files: 1, the first: thesis.txt); \
                  choose another folder or move them, since they are never removed";
    for fresh in [false, true] {
        assert_eq!(refused(case.path(), fresh).await, wanted);
    }
    assert_eq!(fs::read_to_string(case.path().join("out/thesis.txt")).unwrap(), "years of work");
}

#[tokio::test]
async fn what_a_killed_run_left_is_taken_away() {
    let case = small_case();
    run(case.path(), 2, false).await.unwrap();
    // As if the process had ended between the first shard and the mark of the end, and while another shard was written.
    fs::remove_file(case.path().join("out.run/COMPLETE")).unwrap();
    fs::create_dir_all(case.path().join("out.run/staged")).unwrap();
    fs::write(case.path().join("out.run/staged/part-00000-000.parquet"), "half").unwrap();
    let summary = run(case.path(), 2, false).await.unwrap();
    assert!(summary.ends_with("50 rows in 1 shards\n"), "{summary}");
    let mut tree = Tree::new();
    dump(&case.path().join("out"), "sink", &mut tree).await;
    assert_eq!(tree["sink.jsonl"].lines().count(), 51);
}

#[tokio::test]
async fn the_manifest_tells_the_truth() {
    let case = small_case();
    run(case.path(), 2, false).await.unwrap();
    let read = |name: &str| fs::read(case.path().join(name)).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&read("out.run/manifest.json")).unwrap();
    let check = |entry: &serde_json::Value, folder: &str, rows: u64| {
        let bytes = read(&format!("{folder}/{}", entry["file"].as_str().unwrap()));
        assert_eq!((entry["rows"].as_u64(), entry["bytes"].as_u64()), (Some(rows), Some(bytes.len() as u64)));
        assert_eq!(entry["sha256"], sha256(&bytes));
    };
    check(&manifest["shards"][0], "out", 50);
    check(&manifest["rejects"][0], "out.run", 50);
    assert_eq!(manifest["config"], sha256(&read("pipeline.toml")));
    assert_eq!(manifest["steps"][1]["reasons"][0], serde_json::json!(["id % 2 = 1", 50]));
    let summary: serde_json::Value = serde_json::from_slice(&read("out.run/summary.json")).unwrap();
    assert_eq!(summary["steps"], manifest["steps"]);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
