//! What the README's first page says to run, run: the quickstart on this machine's own cargo registry, then its SQL.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Where the README's commands are run.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

const PIPELINE: &str = "examples/quickstart/pipeline.toml";

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(REPOSITORY).join(file)).unwrap()
}

fn tamis(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tamis")).args(arguments).current_dir(REPOSITORY).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The quickstart, with a sink of its own so that a user's results stay.
fn quickstart(desk: &TempDir) -> String {
    let sink = format!("{}/quickstart/", desk.path().display());
    let toml = read(PIPELINE);
    assert!(toml.contains("\"../../out/quickstart/\""), "the README names that sink");
    let path = desk.path().join("pipeline.toml");
    fs::write(&path, toml.replace("../../out/quickstart/", &sink)).unwrap();
    path.display().to_string()
}

#[test]
fn the_two_commands_and_the_statements_work() {
    let readme = read("README.md");
    assert!(readme.contains(&format!("\ncargo run --release -- run {PIPELINE}\n")));
    assert!(readme.contains("\ncargo test --workspace\n"));

    let desk = tempfile::tempdir().unwrap();
    let run = tamis(&["run", &quickstart(&desk)]);
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", text(&run.stderr));
    let printed = text(&run.stdout);
    for line in ["step ", "source", "once", "clean", "prose", "measure", "curated", "rejects", "summary"] {
        assert!(printed.lines().any(|printed| printed.starts_with(line)), "no line `{line}` in\n{printed}");
    }

    let statements: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("target/release/tamis sql \"")?.strip_suffix('"')).collect();
    assert_eq!(statements.len(), 2, "the README shows two statements");
    for statement in statements {
        let there = statement.replace("out/quickstart", &format!("{}/quickstart", desk.path().display()));
        let answer = tamis(&["sql", &there]);
        assert!(answer.status.success(), "{there}\n{}", text(&answer.stderr));
        assert!(text(&answer.stdout).lines().count() > 4, "{there} gave no rows");
    }
}

#[test]
fn an_empty_registry_is_named() {
    // Built now, or building the plugins would fill the empty registry.
    assert!(tamis(&["plugin", "build"]).status.success());
    let desk = tempfile::tempdir().unwrap();
    fs::create_dir_all(desk.path().join("registry/src")).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_tamis"))
        .args(["run", &quickstart(&desk)])
        .current_dir(REPOSITORY)
        .env("CARGO_HOME", desk.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let error = text(&run.stderr);
    assert!(error.contains("registry/src/ holds no file to read") && error.contains("pipeline.toml:6:8"), "{error}");
}
