//! CREATE EXTERNAL TABLE for the formats with columns of their own.

use super::Desk;

#[tokio::test]
async fn jsonl_and_ndjson_are_formats() {
    let desk = Desk::new();
    desk.file("j/a.jsonl", "{\"n\": 1}\n").file("j/b.jsonl", "{\"n\": 2, \"s\": \"x\"}\n").file("j/README.md", "no data");
    desk.run("CREATE EXTERNAL TABLE j STORED AS JSONL LOCATION '{}/j/'").await.unwrap();
    desk.check("SELECT n, coalesce(s, '-') FROM j ORDER BY n", &["1 -", "2 x"]).await;
    desk.run("CREATE EXTERNAL TABLE k STORED AS NDJSON LOCATION '{}/j/a.jsonl'").await.unwrap();
    desk.check("SELECT n FROM k", &["1"]).await;
    desk.file("plain.log", "{\"n\": 3}\n");
    desk.run("CREATE EXTERNAL TABLE l STORED AS JSONL LOCATION '{}/plain.log'").await.unwrap();
    desk.check("SELECT n FROM l", &["3"]).await;
}

#[tokio::test]
async fn a_column_found_late_is_still_a_column() {
    let desk = Desk::new();
    let mut lines = "{\"n\": 1}\n".repeat(5_000);
    lines.push_str("{\"n\": 2, \"late\": \"x\"}\n");
    desk.file("late.jsonl", lines);
    desk.check("SELECT n, late FROM '{}/late.jsonl' WHERE late IS NOT NULL", &["2 x"]).await;
}

#[tokio::test]
async fn patterns_options_and_declared_columns_work() {
    let desk = Desk::new();
    desk.file("c/1.csv", "1;x\n").file("c/2.csv", "2;y\n").file("c/note.txt", "not data");
    let create = "CREATE EXTERNAL TABLE c (n BIGINT, s VARCHAR) STORED AS CSV LOCATION '{}/c/*.csv' \
                  OPTIONS('format.delimiter' ';', 'format.has_header' 'false')";
    desk.run(create).await.unwrap();
    desk.check("SELECT n, s FROM c ORDER BY n", &["1 x", "2 y"]).await;
    let create = create.replace("TABLE c", "TABLE d").replace("/c/*.csv", "/c/").replace("{}", &desk.fill("{}"));
    desk.run(&create).await.unwrap();
    desk.check("SELECT sum(n) FROM d", &["3"]).await;
    let two = "CREATE EXTERNAL TABLE e STORED AS CSV LOCATION ('{}/c/1.csv', '{}/c/2.csv') \
               OPTIONS('format.delimiter' ';', 'format.has_header' 'false')";
    desk.run(two).await.unwrap();
    desk.check("SELECT count(*) FROM e", &["2"]).await;
}

#[tokio::test]
async fn folder_columns_and_order_can_be_declared() {
    let desk = Desk::new();
    desk.file("h/year=2023/a.csv", "n\n1\n").file("h/year=2024/b.csv", "n\n2\n");
    let create = "CREATE EXTERNAL TABLE h (n BIGINT, year BIGINT) STORED AS CSV PARTITIONED BY (year) LOCATION '{}/h/' \
                  OPTIONS('format.has_header' 'true')";
    desk.run(create).await.unwrap();
    desk.check("SELECT n, year + 1 FROM h WHERE year > 2023", &["2 2025"]).await;
    let error = desk
        .run("CREATE EXTERNAL TABLE o STORED AS CSV WITH ORDER (m) LOCATION '{}/h/' OPTIONS('format.has_header' 'true')")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("m"), "{error}");
}

#[tokio::test]
async fn a_location_without_files_is_refused() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("empty")).unwrap();
    desk.file("docs/a.md", "# A");
    let text = "{}/empty/ holds no file to read (0 files seen); looked for the endings .parquet";
    desk.refuse("CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '{}/empty/'", text).await;
    let text = "{}/docs/ holds no file to read (1 files seen); looked for the endings .parquet";
    desk.refuse("CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '{}/docs/'", text).await;
    let error = desk.run("CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '{}/gone/'").await.unwrap_err().to_string();
    assert!(error.contains(&desk.fill("no such file or folder: {}/gone/ (looked in ")), "{error}");
    let error = desk.run("CREATE EXTERNAL TABLE t STORED AS ORC LOCATION '{}/docs/'").await.unwrap_err().to_string();
    assert!(error.contains("ORC"), "{error}");
}
