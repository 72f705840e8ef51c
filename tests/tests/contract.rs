//! The contract between host and plugins does not change under a version that is out: plugins built for it must go on working.
//!
//! `wit/versions` has a line `<version> <sha256>` per folder of `wit/`. To add a version, copy the newest folder, change the copy and
//! its `package` lines, and run this test once with BLESS=1, which writes the new line.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

#[test]
fn a_text_that_changes_gets_a_new_version() {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    let found: BTreeMap<String, String> = folders(&wit).into_iter().map(|(version, folder)| (version, hash(&folder))).collect();
    let record = wit.join("versions");
    if std::env::var_os("BLESS").is_some() {
        let lines: String = found.iter().map(|(version, hash)| format!("{version} {hash}\n")).collect();
        fs::write(&record, lines).expect("wit/versions can be written");
    }
    let text = fs::read_to_string(&record).expect("wit/versions can be read");
    let known: BTreeMap<String, String> = text
        .lines()
        .map(|line| line.split_once(' ').expect("a line of wit/versions is `<version> <sha256>`"))
        .map(|(version, hash)| (version.to_owned(), hash.to_owned()))
        .collect();
    let mut wrong = Vec::new();
    for (version, hash) in &found {
        match known.get(version) {
            Some(known) if known == hash => {}
            Some(known) => wrong.push(format!(
                "the text of wit/{version} changed: make a new folder with a new version, old ones stay served \
                 (its hash is {hash}, and wit/versions says {known})"
            )),
            None => wrong.push(format!("wit/{version} is not in wit/versions: run this test once with BLESS=1")),
        }
    }
    let gone = known.keys().filter(|version| !found.contains_key(*version));
    wrong.extend(gone.map(|version| format!("wit/{version} is gone: old versions stay served, bring it back")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_the_version_of_its_folder() {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    let folders = folders(&wit);
    assert!(!folders.is_empty(), "wit/ holds no version");
    for (version, folder) in folders {
        for (name, text) in files(&folder) {
            let wanted = format!("package tamis:plugin@{version};");
            let found: Vec<&str> = text.lines().filter(|line| line.starts_with("package ")).collect();
            assert_eq!(found, [wanted.as_str()], "wit/{version}/{name}");
        }
    }
}

/// The folders of `wit/`, by version.
fn folders(wit: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(wit).expect("the folder wit").map(|entry| entry.expect("an entry"));
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut folders: Vec<_> = folders.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect();
    folders.sort();
    folders
}

/// The files of a version by name, in the order of their names; line ends are `\n` whatever git made of them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder of wit").map(|entry| entry.expect("an entry"));
    let read = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("WIT is UTF-8");
        (entry.file_name().to_string_lossy().into_owned(), text.replace("\r\n", "\n"))
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

/// The SHA-256 of a version: of every file's name, a line end, and its text.
fn hash(folder: &Path) -> String {
    let mut digest = Sha256::new();
    for (name, text) in files(folder) {
        digest.update(format!("{name}\n{text}"));
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
