//! Folders of text files.

use std::time::{Duration, SystemTime};

use super::Desk;

fn corpus() -> Desk {
    let desk = Desk::new();
    desk.file("docs/a.md", "# A").file("docs/b c/ü.TXT", "grün\nblau").file("docs/b c/empty.rst", "");
    desk.file("docs/bad.txt", b"ok so far \xff\xfe").file("docs/image.png", b"\x89PNG").file("docs/.git/x.md", "hidden");
    desk
}

#[tokio::test]
async fn one_file_is_one_row() {
    let desk = corpus();
    desk.run("CREATE EXTERNAL TABLE docs STORED AS TEXT LOCATION '{}/docs'").await.unwrap();
    desk.check(
        "SELECT id, bytes, coalesce(text, '-'), coalesce(error, '-') FROM docs ORDER BY id",
        &["a.md 3 # A -", "b c/empty.rst 0 -", "b c/ü.TXT 10 grün -", "blau", "bad.txt 12 - not UTF-8: byte 0xff at offset 10"],
    )
    .await;
    desk.check("SELECT count(*), count(text), count(error) FROM docs", &["4 3 1"]).await;
}

#[tokio::test]
async fn columns_and_rows_not_asked_for_are_not_read() {
    let desk = corpus();
    // A file that cannot be opened does not matter as long as nobody wants its text.
    let path = desk.path().join("docs/a.md");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    desk.check("SELECT modified, id FROM '{}/docs/*.md'", &["1970-01-02T00:00:00Z a.md"]).await;
    desk.check("SELECT count(*) FROM (SELECT * FROM '{}/docs' LIMIT 2)", &["2"]).await;
    let plan = desk.run("EXPLAIN SELECT id FROM '{}/docs' LIMIT 2").await.unwrap();
    assert!(plan.contains("TextScan: files=2, partitions=2, columns=[id]"), "{plan}");
    let plan = desk.run("EXPLAIN SELECT count(*) FROM '{}/docs'").await.unwrap();
    assert!(!plan.contains("TextScan"), "the number of files answers it: {plan}");
}

#[tokio::test]
async fn ids_start_at_the_location() {
    let desk = corpus();
    desk.check("SELECT id FROM '{}/docs/b c/ü.TXT'", &["ü.TXT"]).await;
    desk.check("SELECT id FROM '{}/docs/**/*.TXT'", &["b c/ü.TXT"]).await;
    desk.check("SELECT id FROM '{}/docs/b c' ORDER BY id", &["empty.rst", "ü.TXT"]).await;
    let two = "CREATE EXTERNAL TABLE two STORED AS TEXT LOCATION ('{}/docs/b c/', '{}/docs/b c/ü.TXT', '{}/docs/a.md')";
    desk.run(two).await.unwrap();
    desk.check("SELECT id FROM two ORDER BY id", &["a.md", "b c/empty.rst", "b c/ü.TXT"]).await;
}

#[tokio::test]
async fn a_table_sees_new_files() {
    let desk = corpus();
    desk.run("CREATE EXTERNAL TABLE docs STORED AS TEXT LOCATION '{}/docs'").await.unwrap();
    desk.file("docs/new.txt", "new");
    desk.check("SELECT text FROM docs WHERE id = 'new.txt'", &["new"]).await;
}

#[tokio::test]
async fn a_named_file_is_text_whatever_its_ending() {
    let desk = corpus();
    desk.file("LICENSE", "free");
    desk.run("CREATE EXTERNAL TABLE l STORED AS TEXT LOCATION '{}/LICENSE'").await.unwrap();
    desk.check("SELECT id, text FROM l", &["LICENSE free"]).await;
}

#[tokio::test]
async fn many_files_come_once_each_and_in_order() {
    let desk = Desk::new();
    for i in 0..500 {
        desk.file(&format!("n/{:02}/{i:03}.txt", i % 7), "x".repeat(i * 50));
    }
    let sums = "SELECT count(*), count(DISTINCT id), sum(bytes), sum(octet_length(text)), max(bytes) FROM '{}/n'";
    desk.check(sums, &["500 500 6237500 6237500 24950"]).await;
    let frame = desk.context.sql(&desk.fill("SELECT id FROM '{}/n'")).await.unwrap();
    for batches in frame.collect_partitioned().await.unwrap() {
        let ids: Vec<String> = batches
            .iter()
            .flat_map(|batch| {
                let column = datafusion::common::cast::as_string_view_array(batch.column(0)).unwrap();
                column.iter().flatten().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        assert!(ids.len() > 100, "three partitions share the files: {}", ids.len());
        assert!(ids.is_sorted());
    }
}

#[tokio::test]
async fn a_long_document_is_one_row() {
    let desk = Desk::new();
    desk.file("long.txt", "wörd ".repeat(10 << 20));
    desk.check("SELECT bytes, octet_length(text), right(text, 5) FROM '{}/long.txt'", &["62914560 62914560 wörd"]).await;
}

#[tokio::test]
async fn what_cannot_be_a_table_says_why() {
    let desk = corpus();
    std::fs::create_dir(desk.path().join("empty")).unwrap();
    desk.file("data/x.csv", "a\n1\n");
    let create = |location: &str| format!("CREATE EXTERNAL TABLE t STORED AS TEXT LOCATION '{location}'");
    desk.refuse(
        &create("{}/empty"),
        "{}/empty holds no file to read (0 files seen); looked for the endings .txt, .md, .markdown, .rst, .text",
    )
    .await;
    desk.refuse(
        &create("{}/data"),
        "{}/data holds no file to read (1 files seen); looked for the endings .txt, .md, .markdown, .rst, .text",
    )
    .await;
    desk.refuse(
        "CREATE EXTERNAL TABLE t (a INT) STORED AS TEXT LOCATION '{}/docs'",
        "a table STORED AS TEXT takes no columns: its columns are always id, text, bytes, modified, error",
    )
    .await;
    let two = "CREATE EXTERNAL TABLE t STORED AS TEXT LOCATION ('{}/docs/', 's3://b/docs/')";
    let text = "one table reads from one store, but {}/docs/ and s3://b/docs/ lie in two; make two tables and a UNION ALL";
    desk.refuse(two, text).await;
}

#[tokio::test]
async fn a_file_that_goes_away_is_named() {
    let desk = corpus();
    let frame = desk.context.sql(&desk.fill("SELECT text FROM '{}/docs'")).await.unwrap();
    let plan = frame.create_physical_plan().await.unwrap();
    std::fs::remove_file(desk.path().join("docs/a.md")).unwrap();
    let error = datafusion::physical_plan::collect(plan, desk.context.task_ctx()).await.unwrap_err().to_string();
    assert!(error.contains(&desk.fill("cannot read {}/docs/a.md: ")), "{error}");
}
