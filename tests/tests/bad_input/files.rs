//! Files of text and data that cannot be read, or hold nothing.

use std::path::Path;

use expect_test::expect;
use tamis_tests::{error, rows, session, session_with};

use crate::{check, goes_on, scratch};

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn count(folder: &Path, name: &str) -> String {
    format!("SELECT count(*) AS n, count(gopher_quality(text)) AS judged FROM '{}/{name}'", folder.display())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parquet_that_is_none() {
    let (_folder, scratch) = scratch();
    let session = session();
    let copy = format!(
        "COPY (SELECT i AS id, 'rain ' || i AS text FROM generate_series(1, 1000) AS t(i)) TO '{}/good.parquet'",
        scratch.display()
    );
    rows(&session, &copy).await.unwrap();
    let good = std::fs::read(scratch.join("good.parquet")).unwrap();
    write(&scratch, "text.parquet", b"These are words, and long enough to be looked at from both ends.\n");
    write(&scratch, "void.parquet", b"");
    write(&scratch, "torn.parquet", &good[..good.len() / 2]);
    let mut damaged = good.clone();
    // The second half holds the texts, and the end says where they are.
    let texts = good.len() / 2..good.len() - 1000;
    damaged[texts].fill(0xff);
    write(&scratch, "damaged.parquet", &damaged);
    check(
        &session,
        &scratch,
        &count(&scratch, "text.parquet"),
        expect!["External error: cannot read SCRATCH/text.parquet as parquet: Parquet error: Invalid Parquet file. Corrupt footer"],
    )
    .await;
    check(&session, &scratch, &count(&scratch, "void.parquet"), expect!["External error: cannot read SCRATCH/void.parquet as parquet: the file is empty (0 bytes) and so no parquet file; write it again or remove it"]).await;
    check(
        &session,
        &scratch,
        &count(&scratch, "torn.parquet"),
        expect!["External error: cannot read SCRATCH/torn.parquet as parquet: Parquet error: Invalid Parquet file. Corrupt footer"],
    )
    .await;
    let text = error(&session, &scratch, &count(&scratch, "damaged.parquet")).await;
    expect!["Arrow error: Parquet argument error: Parquet error: Unexpected struct field type 15"].assert_eq(&text);
    goes_on(&session).await;

    // One bad file among good ones, read in two partitions: the query fails, and names it.
    for name in ["both/a.parquet", "both/b.parquet"] {
        write(&scratch, name, &good);
    }
    write(&scratch, "both/c.parquet", &good[..good.len() / 2]);
    check(
        &session,
        &scratch,
        &count(&scratch, "both/"),
        expect![
            "External error: cannot read SCRATCH/both/c.parquet as parquet: Parquet error: Invalid Parquet file. Corrupt footer"
        ],
    )
    .await;
    std::fs::remove_file(scratch.join("both/c.parquet")).unwrap();
    expect![[r#"
        +------+--------+
        | n    | judged |
        +------+--------+
        | 2000 | 2000   |
        +------+--------+"#]]
    .assert_eq(&rows(&session, &count(&scratch, "both/")).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_and_csv_that_are_none() {
    let (_folder, scratch) = scratch();
    let session = session();
    write(&scratch, "open.jsonl", b"{\"text\": \"rain\"}\n{\"text\": \"sno\n");
    write(&scratch, "array.jsonl", b"[{\"text\": \"rain\"}]\n");
    write(&scratch, "latin.jsonl", b"{\"text\": \"Z\xfcrich\"}\n");
    write(&scratch, "plain.jsonl.gz", b"{\"text\": \"rain\"}\n");
    write(&scratch, "ragged.csv", b"id,text\n1,rain\n2\n3,snow,deep\n");
    check(&session, &scratch, &count(&scratch, "open.jsonl"), expect!["External error: cannot read SCRATCH/open.jsonl as jsonl: Json error: Not valid JSON: EOF while parsing a string at line 1 column 13"]).await;
    check(&session, &scratch, &count(&scratch, "array.jsonl"), expect!["External error: SCRATCH/array.jsonl is one JSON array, and JSON lines are wanted: one object per line (jq -c '.[]' makes them)"]).await;
    check(&session, &scratch, &count(&scratch, "latin.jsonl"), expect!["External error: cannot read SCRATCH/latin.jsonl as jsonl: Json error: Failed to read JSON record: stream did not contain valid UTF-8"]).await;
    check(&session, &scratch, &count(&scratch, "plain.jsonl.gz"), expect!["External error: cannot read SCRATCH/plain.jsonl.gz as jsonl: Json error: Failed to read JSON record: invalid gzip header"]).await;
    check(&session, &scratch, &count(&scratch, "ragged.csv"), expect!["External error: cannot read SCRATCH/ragged.csv as csv: Csv error: Encountered unequal lengths between records on CSV file. Expected 2 records, found 1 records at line 3"]).await;
}

/// A text that is not UTF-8 is a row like any other: its text is NULL, and its error says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_that_is_not_utf8() {
    let (_folder, scratch) = scratch();
    let session = session();
    write(&scratch, "pages/good.txt", "Zürich".as_bytes());
    write(&scratch, "pages/latin.txt", b"Z\xfcrich");
    write(&scratch, "pages/void.txt", b"");
    let pages = format!(
        "SELECT replace(id, '{}/', '') AS id, text, bytes, error, gopher_quality_reason(text) AS reason \
         FROM '{}/pages/' ORDER BY id",
        scratch.display().to_string().trim_end_matches('/'),
        scratch.display()
    );
    expect![[r#"
        +-----------+--------+-------+----------------------------------+------------------+
        | id        | text   | bytes | error                            | reason           |
        +-----------+--------+-------+----------------------------------+------------------+
        | good.txt  | Zürich | 7     |                                  | gopher_short_doc |
        | latin.txt |        | 6     | not UTF-8: byte 0xfc at offset 1 |                  |
        | void.txt  |        | 0     |                                  | gopher_short_doc |
        +-----------+--------+-------+----------------------------------+------------------+"#]]
    .assert_eq(&tamis_tests::plain(&rows(&session, &pages).await.unwrap(), &scratch));
    goes_on(&session).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_without_rows() {
    let (_folder, scratch) = scratch();
    let session = session();
    write(&scratch, "void.jsonl", b"");
    write(&scratch, "void.csv", b"");
    write(&scratch, "head.csv", b"id,text\n");
    std::fs::create_dir(scratch.join("empty")).unwrap();
    let copy = format!("COPY (SELECT 1 AS id, 'x' AS text WHERE false) TO '{}/none.parquet'", scratch.display());
    rows(&session, &copy).await.unwrap();
    let none = "+---+--------+\n| n | judged |\n+---+--------+\n| 0 | 0      |\n+---+--------+";
    assert_eq!(rows(&session, &count(&scratch, "none.parquet")).await.unwrap(), none);
    assert_eq!(rows(&session, &count(&scratch, "head.csv")).await.unwrap(), none);
    check(&session, &scratch, &count(&scratch, "void.jsonl"), expect!["External error: cannot tell the columns of SCRATCH/void.jsonl: its files hold no rows and jsonl has no schema of its own"]).await;
    check(
        &session,
        &scratch,
        &count(&scratch, "void.csv"),
        expect![
            "External error: cannot tell the columns of SCRATCH/void.csv: its files hold no rows and csv has no schema of its own"
        ],
    )
    .await;
    check(&session, &scratch, &count(&scratch, "empty/"), expect!["External error: SCRATCH/empty/ holds no file to read (0 files seen); looked for the endings .parquet, .arrow, .jsonl, .ndjson, .json (or with .gz, .zst, .bz2, .xz), .csv (or with .gz, .zst, .bz2, .xz), .txt, .md, .markdown, .rst, .text"]).await;
    let create = format!("CREATE EXTERNAL TABLE void (text VARCHAR) STORED AS JSONL LOCATION '{}/void.jsonl'", scratch.display());
    rows(&session, &create).await.unwrap();
    assert_eq!(rows(&session, "SELECT count(*) AS n, count(gopher_quality(text)) AS judged FROM void").await.unwrap(), none);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_of_the_config_that_is_not_there() {
    let (_folder, scratch) = scratch();
    let session = session_with(&scratch, "[tables.docs]\npath = \"nowhere.parquet\"\n").unwrap();
    check(
        &session,
        &scratch,
        "SELECT * FROM docs",
        expect!["External error: table `docs`: no such file or folder: nowhere.parquet (looked in SCRATCH)"],
    )
    .await;
}
