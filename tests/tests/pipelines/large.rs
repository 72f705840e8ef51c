//! Runs over several units of work: with more or fewer threads, and killed in the middle.

use std::fs;
use std::path::Path;

use crate::{Tree, dump, run, sorted};

/// Five megabytes in many files, so that there are several units of work, with duplicates across them.
fn large_case() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let toml = r#"
        [source]
        jsonl = "docs/"
        [[step]]
        name = "long"
        keep = "length(text) > 500 AND id % 7 <> 0"
        [[step]]
        name = "once"
        dedup = "md5(text)"
        [[step]]
        name = "cut"
        edit = "CASE WHEN id % 11 = 0 THEN NULL ELSE substr(text, 3) END"
        [[step]]
        name = "rank"
        sql = "SELECT id, text, row_number() OVER (PARTITION BY id % 100 ORDER BY id) AS n FROM input"
        [[step]]
        name = "first"
        keep = "n <= 20"
        rejects = "ids"
        [sink]
        parquet = "out/"
    "#;
    fs::write(desk.path().join("pipeline.toml"), toml).unwrap();
    fs::create_dir(desk.path().join("docs")).unwrap();
    for file in 0..10_u64 {
        let row = |id: u64| {
            let text = format!("{} ", (id * 7919) % 3_000).repeat(100 + usize::try_from(id % 50).unwrap());
            format!("{{\"id\": {id}, \"text\": \"{text}\"}}\n")
        };
        let rows: String = (file * 1_000..(file + 1) * 1_000).map(row).collect();
        fs::write(desk.path().join(format!("docs/{file}.jsonl")), rows).unwrap();
    }
    desk
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn threads_change_nothing() {
    let case = large_case();
    let mut first: Option<(String, Tree)> = None;
    for threads in [1, 3, 8] {
        let summary = run(case.path(), threads, true).await.unwrap();
        let mut tree = Tree::new();
        dump(&case.path().join("out"), "sink", &mut tree).await;
        dump(&case.path().join("out.run/rejects"), "rejects", &mut tree).await;
        let shards: Vec<_> =
            sorted(&case.path().join("out.run/rejects/once")).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        assert!(shards.len() > 2, "there are several units: {shards:?}");
        match &first {
            None => first = Some((summary, tree)),
            Some((wanted, rows)) => {
                assert_eq!(summary, *wanted, "{threads} threads");
                assert!(tree == *rows, "{threads} threads give other rows, or in another order");
            }
        }
    }
}

const KILLED: &str = "TAMIS_TEST_CASE_TO_RUN";

/// Not a test of its own: what the next one starts as a process and kills.
#[tokio::test]
async fn a_run_to_be_killed() {
    if let Some(case) = std::env::var_os(KILLED) {
        run(Path::new(&case), 2, true).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_leaves_no_torn_shard() {
    let case = large_case();
    let run_and_kill = |after: Option<std::time::Duration>| {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "large::a_run_to_be_killed"])
            .env(KILLED, case.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let start = std::time::Instant::now();
        if let Some(after) = after {
            std::thread::sleep(after);
            child.kill().unwrap();
        }
        (child.wait().unwrap().success(), start.elapsed())
    };
    let (done, whole) = run_and_kill(None);
    assert!(done);
    let mut wanted = Tree::new();
    dump(&case.path().join("out"), "sink", &mut wanted).await;
    let mut n_unfinished = 0;
    for share in [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.97] {
        run_and_kill(Some(whole.mul_f64(share)));
        n_unfinished += usize::from(!case.path().join("out.run/COMPLETE").exists());
        // Whatever there is can be read as it is.
        dump(&case.path().join("out"), "sink", &mut Tree::new()).await;
    }
    assert!(n_unfinished > 0, "at least one kill came in the middle");
    run(case.path(), 2, true).await.unwrap();
    let mut found = Tree::new();
    dump(&case.path().join("out"), "sink", &mut found).await;
    assert!(found == wanted, "a run after kills gives what an undisturbed one gave");
}
