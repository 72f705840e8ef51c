//! Errors: one `error:`, its causes once each, a `hint:` where there is a way out, and exit code 2.

use crate::Folder;

#[test]
fn a_syntax_error_stops_everything_before_it_starts() {
    let folder = Folder::new();
    let message = folder.failed(&["sql", "SELECT 1; SELEC 2"]);
    assert!(message.starts_with("error: this is not SQL: "), "{message}");
    folder.write("broken.sql", "SELECT 1;\nSELEC 2");
    let message = folder.failed(&["sql", "-f", "broken.sql"]);
    assert!(message.starts_with("error: broken.sql\n  because: this is not SQL: "), "{message}");
}

#[test]
fn the_first_statement_that_fails_is_the_last_that_runs() {
    let answer = Folder::new().run(&["sql", "--format", "csv", "SELECT 1 AS a; SELECT nothing; SELECT 3 AS c"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), "a\n1\n"));
    assert!(answer.err.starts_with("error: statement 2 of 3\n  because: "), "{}", answer.err);
}

#[test]
fn an_unknown_function_comes_with_the_nearest_known_one() {
    let folder = Folder::new();
    let message = folder.failed(&["sql", "SELECT lenght('a')"]);
    assert_eq!(message, "error: unknown function `lenght`\nhint: did you mean `length`?\n");
    let message = folder.failed(&["sql", "SELECT gopher_quality('a')"]);
    assert!(
        message.starts_with("error: unknown function `gopher_quality`\nhint: there is no tamis.toml here or above"),
        "{message}"
    );
    folder.write("tamis.toml", "[plugins]\npath = [\"plugins\"]\n");
    folder.write("plugins/gopher_quality.wasm", "never read");
    let message = folder.failed(&["sql", "SELECT gopher_qualty('a')"]);
    assert_eq!(message, "error: unknown function `gopher_qualty`\nhint: did you mean `gopher_quality`?\n");
    let message = folder.failed(&["sql", "SELECT zzz('a')"]);
    assert_eq!(
        message,
        "error: unknown function `zzz`\nhint: the plugins of tamis.toml are gopher_quality; SHOW FUNCTIONS lists all functions\n"
    );
}

#[test]
fn an_unknown_table_comes_with_a_way_to_have_one() {
    let folder = Folder::new();
    let message = folder.failed(&["sql", "SELECT * FROM docs"]);
    assert!(message.starts_with("error: unknown table `docs`\nhint: "), "{message}");
    assert!(message.ends_with("a file is a table by its path in quotes: SELECT * FROM 'docs.parquet'\n"), "{message}");
    let message = folder.failed(&["sql", "CREATE TABLE papers AS SELECT 1 AS a; SELECT * FROM paper"]);
    assert_eq!(message, "error: statement 2 of 2\n  because: unknown table `paper`\nhint: did you mean `papers`?\n");
}

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new();
    let message = folder.failed(&["sql", "SELECT * FROM 'no/such.parquet'"]);
    assert!(message.starts_with("error: ") && message.contains("no/such.parquet"), "{message}");
    let message = folder.failed(&["sql", "-f", "no.sql"]);
    assert_eq!(message, "error: cannot read no.sql\n  because: No such file or directory (os error 2)\n");
    let message = folder.failed(&["sql", "--config", "no.toml", "SELECT 1"]);
    assert!(
        message.starts_with("error: cannot read no.toml: No such file") || message.contains("cannot read no.toml"),
        "{message}"
    );
}

#[test]
fn mistakes_in_tamis_toml_show_their_places() {
    let folder = Folder::new();
    folder.write("tamis.toml", "[plugins.x]\npth = \"x\"\n\n[tables]\ndocs = 3\n");
    let message = folder.failed(&["sql", "SELECT 1"]);
    assert!(message.starts_with("error: "), "{message}");
    assert!(message.contains(" tamis.toml:2:1\n") && message.contains("hint: did you mean `path`?"), "{message}");
    assert!(message.contains(" tamis.toml:5:"), "{message}");
    assert!(!message.contains("error: error:") && !message.contains("because"), "{message}");
}

#[test]
fn nothing_to_run_is_told() {
    let folder = Folder::new();
    assert_eq!(folder.failed(&["sql"]), "error: no statement to run\n");
    assert_eq!(folder.failed(&["sql", " -- nothing\n"]), "error: no statement to run\n");
}

#[test]
fn csv_has_no_lists() {
    let message = Folder::new().failed(&["sql", "--format", "csv", "SELECT [1, 2] AS list"]);
    assert!(message.starts_with("error: these rows do not fit into CSV; --format json takes lists and structs\n"), "{message}");
}

#[test]
fn wrong_arguments_are_explained() {
    let folder = Folder::new();
    let message = folder.failed(&["sql", "--memory", "lots", "SELECT 1"]);
    assert!(message.contains("`lots` is not a size; write 512MiB"), "{message}");
    let message = folder.failed(&["sql", "--max-rows", "some", "SELECT 1"]);
    assert!(message.contains("`some` is neither a number of rows nor `all`"), "{message}");
    assert!(folder.failed(&["sqll"]).contains("sql"));
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = Folder::new();
    assert_eq!(folder.done(&["--version"]), format!("tamis {}\n", env!("CARGO_PKG_VERSION")));
    for command in [
        &["--help"] as &[&str],
        &["sql", "--help"],
        &["run", "--help"],
        &["plugin", "list", "--help"],
        &["plugin", "build", "--help"],
    ] {
        let help = folder.done(command);
        assert!(help.contains("Examples:\n  tamis"), "{command:?}: {help}");
    }
}
