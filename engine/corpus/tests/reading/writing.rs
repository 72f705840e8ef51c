//! Writing with DataFusion's own statements, as far as this room's formats and stores take part.

use super::Desk;

#[tokio::test]
async fn json_lines_keep_their_ending() {
    let desk = Desk::new();
    desk.run("COPY (SELECT * FROM generate_series(1, 5) AS t(n)) TO '{}/out/' STORED AS JSONL").await.unwrap();
    let names: Vec<_> = std::fs::read_dir(desk.path().join("out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name.to_str().unwrap().ends_with(".jsonl")), "{names:?}");
    desk.check("SELECT sum(n) FROM '{}/out'", &["15"]).await;
}

#[tokio::test]
async fn a_declared_folder_can_be_filled() {
    let desk = Desk::new();
    desk.run("CREATE EXTERNAL TABLE t (n BIGINT) STORED AS JSONL LOCATION '{}/new/'").await.unwrap();
    desk.check("SELECT count(*) FROM t", &["0"]).await;
    desk.run("INSERT INTO t VALUES (1), (2)").await.unwrap();
    desk.run("INSERT INTO t VALUES (4)").await.unwrap();
    desk.check("SELECT sum(n) FROM t", &["7"]).await;
}
