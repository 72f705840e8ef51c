//! How files look: each says what it is, none is long, and none has a name that means nothing.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

/// Lines a file of code may have.
const MOST_LINES: usize = 400;

/// Endings of files that people write and read as code.
const CODE: [&str; 4] = ["rs", "wit", "slt", "toml"];

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 8] = ["base", "common", "helper", "helpers", "manager", "misc", "util", "utils"];

#[test]
fn every_file_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let mut paths = Vec::new();
    walk(root, &mut paths);
    assert!(paths.len() > 50, "the walk of {} found {} files only", root.display(), paths.len());
    let wrong: Vec<String> = paths.iter().flat_map(|path| wrongs(root, path)).collect();
    assert!(wrong.is_empty(), "{} rules are broken:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrongs(root: &Path, path: &Path) -> Vec<String> {
    let name = path.strip_prefix(root).expect("a path below the root").display();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let mut wrong = Vec::new();
    if EMPTY_NAMES.contains(&stem.as_str()) || stem.ends_with("_utils") || stem.ends_with("_helpers") {
        wrong.push(format!("{name}: `{stem}` says nothing of what is inside"));
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if path.is_dir() {
        if path.join("Cargo.toml").is_file() && !has_first_page(path) {
            wrong.push(format!("{name}: has neither a README.md nor a src/lib.rs or src/main.rs that says what it is"));
        }
        return wrong;
    }
    if !CODE.contains(&ending.as_ref()) {
        return wrong;
    }
    let text = std::fs::read_to_string(path).expect("code is UTF-8");
    let lines = text.lines().count();
    if lines > MOST_LINES {
        wrong.push(format!("{name}: has {lines} lines, and may have {MOST_LINES}"));
    }
    if ending == "rs" && !text.starts_with("//! ") {
        wrong.push(format!("{name}: does not begin with a `//!` that says what it is"));
    }
    wrong
}

fn has_first_page(room: &Path) -> bool {
    let page = |name: &str| std::fs::read_to_string(room.join(name)).is_ok_and(|text| text.starts_with("//! "));
    room.join("README.md").is_file() || page("src/lib.rs") || page("src/main.rs")
}

/// Every file and folder of the repository but what git ignores: builds, results of runs, and dotted names.
fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let made = name == "target" || name == "out" || name.ends_with(".run") || name.ends_with(".bk");
        if made || name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            walk(&path, paths);
        }
        paths.push(path);
    }
}
