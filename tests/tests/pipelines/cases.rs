//! Each folder of `tests/pipelines` is a case.
//!
//! A case is copied to a folder of its own and run there with one thread and with four. What it leaves must be what `expected/`
//! says, both times: the sink and each step's rejects as JSON lines, the summary without its times, or the error's text, in
//! which `{case}` is the folder. `BLESS=1 cargo test -p tamis-tests --test pipelines` writes `expected/` anew.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Tree, repository, result, sorted};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in sorted(from) {
        let name = path.file_name().unwrap();
        match path.is_dir() {
            true if name == "expected" => {}
            true => copy(&path, &to.join(name)),
            false => _ = fs::copy(&path, to.join(name)).unwrap(),
        }
    }
}

fn expected(folder: &Path, prefix: &str, tree: &mut Tree) {
    for path in sorted(folder) {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => expected(&path, &format!("{name}/"), tree),
            false => _ = tree.insert(name, fs::read_to_string(&path).unwrap()),
        }
    }
}

fn bless(folder: &Path, tree: &Tree) {
    _ = fs::remove_dir_all(folder);
    for (name, text) in tree {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_gives_what_it_says() {
    let blesses = std::env::var_os("BLESS").is_some();
    let cases: Vec<PathBuf> = sorted(&repository().join("tests/pipelines"));
    assert!(!cases.is_empty());
    for case in cases {
        let mut wanted = Tree::new();
        expected(&case.join("expected"), "", &mut wanted);
        for threads in [1, 4] {
            let desk = tempfile::tempdir().unwrap();
            // The name is the same on every machine, as messages are wrapped by nothing but could be.
            let folder = desk.path().canonicalize().unwrap().join("case");
            copy(&case, &folder);
            let found = result(&folder, threads).await;
            if blesses && threads == 1 {
                bless(&case.join("expected"), &found);
                wanted = found;
                continue;
            }
            for name in found.keys().chain(wanted.keys()) {
                let (found, wanted) = (found.get(name), wanted.get(name));
                let (found, wanted) =
                    (found.map_or("(no such file)", String::as_str), wanted.map_or("(no such file)", String::as_str));
                assert_eq!(found, wanted, "{name} of {} with {threads} threads", case.display());
            }
        }
    }
}
