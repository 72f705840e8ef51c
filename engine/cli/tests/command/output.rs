//! `tamis sql --output`: files that can be read back.

use crate::Folder;

#[test]
fn every_form_is_read_back() {
    let folder = Folder::with_docs();
    for name in
        ["x.parquet", "x.arrow", "x.csv", "x.json", "x.jsonl", "x.ndjson", "x.jsonl.gz", "x.csv.zst", "new folder/ü x.jsonl.zst"]
    {
        let answer = folder.run(&["sql", "--output", name, "SELECT id, text FROM 'docs.jsonl' WHERE id < 3 ORDER BY id"]);
        assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{name}: {}", answer.err);
        assert_eq!(answer.err, format!("2 rows written to {name}\n"));
        assert!(folder.path(name).is_file(), "{name}");
        let out = folder.done(&["sql", "--format", "csv", &format!("SELECT id, text FROM '{name}' ORDER BY id")]);
        assert_eq!(out, "id,text\n1,one two\n2,\"three, \"\"four\"\"\"\n", "{name}");
    }
    assert!(folder.read("x.csv").starts_with("id,text\n"));
    assert!(folder.read("x.jsonl").starts_with("{\"id\":1,"));
}

#[test]
fn a_result_without_rows_is_a_file() {
    let folder = Folder::with_docs();
    let answer = folder.run(&["sql", "--output", "x.parquet", "SELECT id FROM 'docs.jsonl' WHERE id > 9"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), "0 rows written to x.parquet\n"));
    assert_eq!(folder.done(&["sql", "--format", "csv", "SELECT * FROM 'x.parquet'"]), "id\n");
}

#[test]
fn other_statements_may_prepare_the_query() {
    let folder = Folder::with_docs();
    let sql = "CREATE VIEW v AS SELECT id FROM 'docs.jsonl'; SELECT * FROM v ORDER BY id";
    let answer = folder.run(&["sql", "-o", "x.csv", sql]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), "3 rows written to x.csv\n"));
    assert_eq!(folder.read("x.csv"), "id\n1\n2\n3\n");
}

#[test]
fn what_cannot_be_written_is_refused_first() {
    let folder = Folder::with_docs();
    let message = folder.failed(&["sql", "-o", "x.csv", "SELECT 1; SELECT 2"]);
    assert_eq!(message, "error: --output takes the rows of one SELECT, and there are 2\n");
    let message = folder.failed(&["sql", "-o", "x.docx", "SELECT 1"]);
    assert!(message.starts_with("error: the ending of x.docx names no form; write .parquet, "), "{message}");
    let message = folder.failed(&["sql", "-o", "x.parquet.gz", "SELECT 1"]);
    assert!(message.contains("compressed inside"), "{message}");
    let message = folder.failed(&["sql", "-o", "x.csv", "--format", "csv", "SELECT 1"]);
    assert!(message.contains("cannot be used with"), "{message}");
    let names: Vec<_> = std::fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["docs.jsonl"]);
}

#[test]
fn a_query_that_fails_leaves_no_file() {
    let folder = Folder::new();
    folder.write("docs.jsonl", "{\"id\": 1}\n{\"id\": 0}\n");
    let message = folder.failed(&["sql", "-o", "x.parquet", "SELECT 1 / id FROM 'docs.jsonl'"]);
    assert_eq!(message, "error: Divide by zero error\n");
    let names: Vec<_> = std::fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["docs.jsonl"]);
}
