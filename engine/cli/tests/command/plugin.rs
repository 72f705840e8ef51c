//! `tamis plugin`: what is offered, and what is broken.

use crate::{Folder, repository};

#[test]
fn nothing_offered_is_said() {
    let folder = Folder::new();
    let answer = folder.run(&["plugin", "list"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""));
    assert_eq!(answer.err, "there is no tamis.toml here or above that would offer plugins\n");
}

#[test]
fn a_broken_plugin_is_listed_and_told() {
    let folder = Folder::new();
    folder.write("tamis.toml", "[plugins.junk]\npath = \"junk.wasm\"\n\n[plugins.gone]\npath = \"gone.wasm\"\n");
    folder.write("junk.wasm", "no wasm at all");
    let answer = folder.run(&["plugin", "list"]);
    assert_eq!(answer.code, Some(2), "{answer:?}");
    let lines: Vec<&str> = answer.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", answer.out);
    assert!(lines.iter().any(|line| line.starts_with("junk  broken  ")), "{}", answer.out);
    assert_eq!(answer.err.matches("error: ").count(), 2, "{}", answer.err);
    assert!(answer.err.contains("junk.wasm is not a WebAssembly component"), "{}", answer.err);
    let json = folder.run(&["plugin", "list", "--format", "json"]);
    assert_eq!((json.code, json.out.lines().count()), (Some(2), 2));
    assert!(json.out.lines().all(|line| line.contains("\"kind\":\"broken\"")), "{}", json.out);
    assert_eq!(folder.run(&["plugin", "build"]).code, Some(2));
    let message = folder.failed(&["plugin", "build", "jnk"]);
    assert_eq!(message, "error: no plugin `jnk`\nhint: did you mean `junk`?\n");
}

#[test]
fn a_real_plugin_is_built_listed_and_called() {
    let folder = Folder::new();
    let plugin = repository().join("plugins/gopher_quality");
    folder.write("tamis.toml", &format!("[plugins.gopher_quality]\npath = '{}'\n", plugin.display()));
    let answer = folder.run(&["plugin", "build", "gopher_quality"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{}", answer.err);
    assert!(answer.err.ends_with("1 plugin ready\n"), "{}", answer.err);
    let list = folder.done(&["plugin", "list", "--verbose"]);
    assert!(list.starts_with("gopher_quality(text VARCHAR) -> BOOLEAN\n  does      "), "{list}");
    assert!(list.contains("\n  reasons   gopher_"), "{list}");
    let query = "SELECT gopher_quality('too short') AS kept, gopher_quality_reason('too short') AS reason";
    assert_eq!(folder.done(&["sql", "--format", "csv", query]), "kept,reason\nfalse,gopher_short_doc\n");
}
