//! Files as tables by their names.

use std::env;

use super::Desk;

#[tokio::test]
async fn every_format_opens_by_its_ending() {
    let desk = Desk::new();
    let rows = "(VALUES (1, 'a'), (2, NULL)) AS v(n, s)";
    for name in ["x.parquet", "x.arrow", "x.csv", "x.json", "x.jsonl", "x.ndjson"] {
        desk.run(&format!("COPY (SELECT * FROM {rows}) TO '{{}}/{name}'")).await.unwrap();
        desk.check(&format!("SELECT n, coalesce(s, '-') FROM '{{}}/{name}' ORDER BY n"), &["1 a", "2 -"]).await;
    }
    for (ending, option) in [("jsonl.gz", "gzip"), ("ndjson.zst", "zstd"), ("csv.gz", "gzip"), ("csv.zst", "zstd")] {
        let format = ending.split('.').next().unwrap();
        let copy = format!("COPY (SELECT * FROM {rows}) TO '{{}}/z.{ending}' STORED AS {format} OPTIONS(compression {option})");
        desk.run(&copy).await.unwrap();
        desk.check(&format!("SELECT n, coalesce(s, '-') FROM '{{}}/z.{ending}' ORDER BY n"), &["1 a", "2 -"]).await;
    }
    desk.file("note.markdown", "hello");
    desk.check("SELECT text FROM '{}/note.markdown'", &["hello"]).await;
}

#[tokio::test]
async fn folders_and_patterns_open_as_one_table() {
    let desk = Desk::new();
    for (name, value) in [("d/a.jsonl", 1), ("d/sub/b.jsonl", 2), ("d/sub/ü 100%.jsonl", 4), ("d/_tmp/c.jsonl", 8)] {
        desk.file(name, format!("{{\"n\": {value}}}\n"));
    }
    desk.file("d/_SUCCESS", "");
    desk.check("SELECT sum(n) FROM '{}/d'", &["7"]).await;
    desk.check("SELECT sum(n) FROM '{}/d/'", &["7"]).await;
    desk.check("SELECT sum(n) FROM '{}/d/*.jsonl'", &["1"]).await;
    desk.check("SELECT sum(n) FROM '{}/d/**/*.jsonl'", &["15"]).await;
    desk.check("SELECT sum(n) FROM '{}/d/sub/ü*.jsonl'", &["4"]).await;
    desk.check("SELECT sum(n) FROM '{}/d/sub/ü 100%.jsonl'", &["4"]).await;
    desk.check("SELECT sum(n) FROM 'file://{}/d/sub/b.jsonl'", &["2"]).await;
}

#[tokio::test]
async fn a_hive_layout_gives_columns() {
    let desk = Desk::new();
    desk.file("h/lang=en/a.jsonl", "{\"n\": 1}\n").file("h/lang=de/b.jsonl", "{\"n\": 2}\n");
    desk.check("SELECT lang, n FROM '{}/h' ORDER BY n", &["en 1", "de 2"]).await;
    desk.check("SELECT n FROM '{}/h' WHERE lang = 'de'", &["2"]).await;
}

#[tokio::test]
async fn relative_names_and_home_are_understood() {
    let desk = Desk::new();
    desk.file("a b.csv", "n\n7\n");
    let working = env::current_dir().unwrap();
    let up = "../".repeat(working.components().count() - 1);
    let relative = format!("{up}{}", desk.path().strip_prefix("/").unwrap().display());
    desk.check(&format!("SELECT n FROM '{relative}/a b.csv'"), &["7"]).await;
    let home = env::home_dir().unwrap();
    let missing = "SELECT * FROM '~/no such folder of tamis/x.csv'";
    let text = format!("no such file or folder: ~/no such folder of tamis/x.csv (looked in {})", working.display());
    assert!(!home.join("no such folder of tamis").exists());
    desk.refuse(missing, &text).await;
}

#[tokio::test]
async fn a_later_query_sees_what_an_earlier_one_wrote() {
    let desk = Desk::new();
    desk.run("COPY (SELECT 1 AS n) TO '{}/out/1.parquet'").await.unwrap();
    desk.check("SELECT sum(n) FROM '{}/out'", &["1"]).await;
    desk.run("COPY (SELECT 2 AS n) TO '{}/out/2.parquet'").await.unwrap();
    desk.check("SELECT sum(n) FROM '{}/out'", &["3"]).await;
}

#[tokio::test]
async fn a_table_without_rows_is_fine() {
    let desk = Desk::new();
    desk.run("COPY (SELECT 1 AS n, 'a' AS s WHERE false) TO '{}/none.parquet'").await.unwrap();
    desk.check("SELECT count(*), max(s) FROM '{}/none.parquet'", &["0"]).await;
    desk.file("head.csv", "a,b\n");
    desk.check("SELECT a, b FROM '{}/head.csv'", &[]).await;
    desk.file("mixed/a.jsonl", "").file("mixed/b.jsonl", "{\"n\": 5}\n");
    desk.check("SELECT n FROM '{}/mixed'", &["5"]).await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why() {
    let desk = Desk::new();
    desk.file("bad/good.csv", "a\n1\n").file("bad.parquet", "this is no Parquet file at all").file("x.pdf", "%PDF");
    desk.file("array.json", " [{\"a\": 1}]").file("broken.jsonl", "{\"a\": 1}\n{\"a\": \n").file("zero.jsonl", "");
    desk.file("mix/a.csv", "a\n1\n").file("mix/b.csv", "a\n1\n").file("mix/README.md", "# mix");
    std::fs::create_dir(desk.path().join("empty")).unwrap();
    let error = desk.run("SELECT * FROM '{}/bad.parquet'").await.unwrap_err().to_string();
    let wanted = "External error: cannot read {}/bad.parquet as parquet: Parquet error: Invalid Parquet file. Corrupt footer";
    assert_eq!(error, desk.fill(wanted));
    let error = desk.run("SELECT * FROM '{}/broken.jsonl'").await.unwrap_err().to_string();
    assert!(error.contains(&desk.fill("cannot read {}/broken.jsonl as jsonl: ")), "{error}");
    let known = ".parquet, .arrow, .jsonl, .ndjson, .json (or with .gz, .zst, .bz2, .xz), .csv (or with .gz, .zst, .bz2, \
                 .xz), .txt, .md, .markdown, .rst, .text";
    let text = format!("cannot tell the format of {{}}/x.pdf by its name; known endings: {known}");
    desk.refuse("SELECT * FROM '{}/x.pdf'", &text).await;
    let text = format!("{{}}/empty holds no file to read (0 files seen); looked for the endings {known}");
    desk.refuse("SELECT * FROM '{}/empty'", &text).await;
    desk.refuse(
        "SELECT * FROM '{}/array.json'",
        "{}/array.json is one JSON array, and JSON lines are wanted: one object per line (jq -c '.[]' makes them)",
    )
    .await;
    desk.refuse(
        "SELECT * FROM '{}/zero.jsonl'",
        "cannot tell the columns of {}/zero.jsonl: its files hold no rows and jsonl has no schema of its own",
    )
    .await;
    desk.refuse(
        "SELECT * FROM '{}/mix'",
        "{}/mix mixes formats (2 .csv, 1 .md); name one kind with a pattern, such as '{}/mix/**/*.csv'",
    )
    .await;
    desk.refuse(
        "SELECT * FROM 'gopher://host/x.csv'",
        "cannot open gopher://host/: no store for `gopher://`; known: file, s3, gs, az, abfs, abfss, http, https",
    )
    .await;
}

#[tokio::test]
async fn the_guilty_file_of_a_folder_is_named() {
    let desk = Desk::new();
    desk.run("COPY (SELECT 1 AS n) TO '{}/p/1.parquet'").await.unwrap();
    desk.file("p/2.parquet", "PAR1 and then nothing PAR1");
    let error = desk.run("SELECT * FROM '{}/p'").await.unwrap_err().to_string();
    assert!(error.contains(&desk.fill("cannot read {}/p/2.parquet as parquet: ")), "{error}");
}

#[tokio::test]
async fn other_names_are_left_to_datafusion() {
    let desk = Desk::new();
    let error = desk.run("SELECT * FROM nowhere").await.unwrap_err().to_string();
    assert!(error.contains("table 'datafusion.public.nowhere' not found"), "{error}");
    desk.run("CREATE VIEW \"a/b\" AS SELECT 3 AS n").await.unwrap();
    desk.check("SELECT n FROM 'a/b'", &["3"]).await;
    desk.check("SELECT count(*) FROM information_schema.tables WHERE table_name = 'a/b'", &["1"]).await;
    let folder = env::current_dir().unwrap();
    let text = format!("no such file or folder: x.parquet (looked in {})", folder.display());
    desk.refuse("SELECT * FROM 'x.parquet'", &text).await;
}
