//! `tamis sql`: where statements come from, and the forms of results.

use std::io::Read;

use crate::Folder;

#[test]
fn a_table_is_for_people() {
    let out = Folder::with_docs().done(&["sql", "SELECT id, text FROM 'docs.jsonl' ORDER BY id"]);
    let wanted = "\
+----+---------------+
| id | text          |
+----+---------------+
| 1  | one two       |
| 2  | three, \"four\" |
| 3  | NULL          |
+----+---------------+
";
    assert_eq!(out, wanted);
}

#[test]
fn csv_and_json_lines_are_for_programs() {
    let folder = Folder::with_docs();
    let query = "SELECT id, text FROM 'docs.jsonl' ORDER BY id";
    assert_eq!(folder.done(&["sql", "--format", "csv", query]), "id,text\n1,one two\n2,\"three, \"\"four\"\"\"\n3,\n");
    let lines = "{\"id\":1,\"text\":\"one two\"}\n{\"id\":2,\"text\":\"three, \\\"four\\\"\"}\n{\"id\":3,\"text\":null}\n";
    assert_eq!(folder.done(&["sql", "--format", "json", query]), lines);
}

#[test]
fn an_empty_result_has_its_header() {
    let folder = Folder::with_docs();
    let query = "SELECT id FROM 'docs.jsonl' WHERE id > 9";
    assert_eq!(folder.done(&["sql", query]), "+----+\n| id |\n+----+\n+----+\n");
    assert_eq!(folder.done(&["sql", "--format", "csv", query]), "id\n");
    assert_eq!(folder.done(&["sql", "--format", "json", query]), "");
}

#[test]
fn statements_share_a_session_and_each_result_is_shown() {
    let sql = "CREATE VIEW long AS SELECT * FROM 'docs.jsonl' WHERE length(text) > 7; SELECT id FROM long; SELECT 'a;b' AS x;";
    assert_eq!(Folder::with_docs().done(&["sql", "--format", "csv", sql]), "id\n2\nx\na;b\n");
}

#[test]
fn files_come_first_and_in_order() {
    let folder = Folder::with_docs();
    folder.write("a.sql", "-- the documents\nCREATE VIEW d AS SELECT * FROM 'docs.jsonl';");
    folder.write("b.sql", "CREATE VIEW n AS\n  SELECT count(*) AS n FROM d");
    let out = folder.done(&["sql", "-f", "a.sql", "-f", "b.sql", "--format", "csv", "SELECT * FROM n"]);
    assert_eq!(out, "n\n3\n");
}

#[test]
fn standard_input_is_read_when_nothing_else_is_named() {
    let folder = Folder::with_docs();
    let input = "SELECT max(id) AS m\nFROM 'docs.jsonl';\nSELECT 1 AS one";
    for arguments in [&["sql", "--format", "csv"] as &[&str], &["sql", "-f", "-", "--format", "csv"]] {
        let answer = folder.run_with_input(arguments, input);
        assert_eq!((answer.code, answer.out.as_str()), (Some(0), "m\n3\none\n1\n"), "{}", answer.err);
    }
    let answer = folder.run_with_input(&[], "SELECT 1 AS one");
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), "+-----+\n| one |\n+-----+\n| 1   |\n+-----+\n"), "{}", answer.err);
}

#[test]
fn rows_are_cut_only_on_demand() {
    let folder = Folder::new();
    let query = "SELECT value FROM generate_series(1, 100)";
    assert_eq!(folder.done(&["sql", query]).lines().count(), 104);
    let answer = folder.run(&["sql", "--max-rows", "2", query]);
    assert_eq!((answer.code, answer.out.lines().count()), (Some(0), 6));
    assert_eq!(answer.err, "98 more rows not shown; --max-rows 100 shows all (in the shell: \\pset rows all)\n");
}

#[test]
fn a_reader_may_leave() {
    let folder = Folder::new();
    let query = "SELECT value FROM generate_series(1, 5000000)";
    let mut child = folder.command(&["sql", "--format", "csv", query]).spawn().unwrap();
    let mut first = [0; 9];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"value\n1\n2");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
#[cfg(unix)]
fn ctrl_c_stops_the_statement() {
    let folder = Folder::new();
    let sql = "SELECT 1 AS begun; SELECT count(*) FROM generate_series(1, 100000000) AS a, generate_series(1, 100000) AS b WHERE a.value % 7 = b.value % 11";
    let mut child = folder.command(&["sql", "--format", "csv", sql]).spawn().unwrap();
    let mut first = [0; 8];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(130), ""));
}

#[test]
fn memory_and_threads_are_settings_of_the_session() {
    let folder = Folder::new();
    let setting = "SELECT value FROM information_schema.df_settings WHERE name = 'datafusion.execution.target_partitions'";
    assert_eq!(folder.done(&["--threads", "3", "sql", "--format", "csv", setting]), "value\n3\n");
    let query = "SELECT count(*) FROM generate_series(1, 3000000) AS a JOIN generate_series(1, 3000000) AS b ON a.value = b.value";
    let message = folder.failed(&["sql", query, "--memory", "1MB", "--threads", "1"]);
    assert!(message.starts_with("error: out of memory: "), "{message}");
    assert!(message.ends_with("hint: give it more with --memory, or less to do at once with --threads\n"), "{message}");
}

#[test]
fn tables_of_tamis_toml_have_names() {
    let folder = Folder::with_docs();
    folder.write("tamis.toml", "[tables.docs]\npath = \"docs.jsonl\"\n");
    std::fs::create_dir(folder.path("below")).unwrap();
    let out =
        folder.command(&["sql", "--format", "csv", "SELECT count(*) AS n FROM docs"]).current_dir(folder.path("below")).output();
    assert_eq!(String::from_utf8(out.unwrap().stdout).unwrap(), "n\n3\n");
    folder.write("other.toml", "[tables.papers]\npath = \"docs.jsonl\"\n");
    assert_eq!(folder.done(&["sql", "--config", "other.toml", "--format", "csv", "SELECT count(*) AS n FROM papers"]), "n\n3\n");
}
