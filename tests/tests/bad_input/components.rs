//! Files that are offered as plugins and are none, or not the right one.

use std::path::Path;

use expect_test::expect;
use tamis_tests::{component, rows, session_with};

use crate::{check, plugins, scratch};

/// A plugin's bytes with another version of the contract in the names of its imports and exports.
fn of_another_version(bytes: &[u8]) -> Vec<u8> {
    let (name, old, new): (&[u8], &[u8], &[u8]) = (b"tamis:plugin/", b"@0.1.0", b"@0.9.0");
    let mut bytes = bytes.to_vec();
    let starts: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(name)).collect();
    assert!(starts.len() > 2, "a plugin names its interfaces");
    for start in starts {
        let letters = bytes[start + name.len()..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let at = start + name.len() + letters;
        if bytes[at..].starts_with(old) {
            bytes[at..at + new.len()].copy_from_slice(new);
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_no_plugin() {
    let (_folder, scratch) = scratch();
    let filter = std::fs::read(component("gopher_quality").await).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(scratch.join(name), bytes).unwrap();
    write("words.wasm", b"(component)\n");
    write("core.wasm", b"\0asm\x01\0\0\0");
    write("void.wasm", b"");
    write("later.wasm", b"\0asm\x63\0\x01\0");
    write("hollow.wasm", b"\0asm\x0d\0\x01\0");
    write("torn.wasm", &filter[..filter.len() / 2]);
    write("tomorrow.wasm", &of_another_version(&filter));
    let session = session_with(&scratch, "[plugins]\npath = [\".\"]\n").unwrap();

    check(&session, &scratch, "SELECT words('x')", expect!["External error: plugin `words`: SCRATCH/words.wasm is not a WebAssembly component: it is not WebAssembly at all; build plugins for wasm32-wasip2"]).await;
    check(&session, &scratch, "SELECT core('x')", expect!["External error: plugin `core`: SCRATCH/core.wasm is not a WebAssembly component: it is a core module; build plugins for wasm32-wasip2"]).await;
    check(&session, &scratch, "SELECT void('x')", expect!["External error: plugin `void`: SCRATCH/void.wasm is not a WebAssembly component: it is empty; build plugins for wasm32-wasip2"]).await;
    check(&session, &scratch, "SELECT later('x')", expect!["External error: plugin `later`: SCRATCH/later.wasm is not a WebAssembly component: it is WebAssembly of a version this engine does not know; build plugins for wasm32-wasip2"]).await;
    check(&session, &scratch, "SELECT hollow('x')", expect!["External error: plugin `hollow`: SCRATCH/hollow.wasm is a component but no plugin: it exports none of tamis:plugin/filter, scorer or editor (@0.1.0)"]).await;
    // The rest of this text counts bytes.
    let text = tamis_tests::error(&session, &scratch, "SELECT torn('x')").await;
    let (first, _) = text.split_once(" section: ").unwrap();
    expect!["External error: plugin `torn`: SCRATCH/torn.wasm is not a WebAssembly component: failed to parse WebAssembly module: wasm component contains an invalid module"].assert_eq(first);
    crate::goes_on(&session).await;
    check(&session, &scratch, "SELECT tomorrow('x')", expect!["External error: plugin `tomorrow`: SCRATCH/tomorrow.wasm is built for tamis:plugin 0.9.0, this engine serves 0.1.0; rebuild the plugin with this engine's SDK, or use an engine that serves 0.9.0"]).await;

    // A file that is put right is loaded by the next statement.
    write("void.wasm", &filter);
    rows(&session, "SELECT void('x')").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_that_are_no_plugin() {
    let (_folder, scratch) = scratch();
    std::fs::create_dir_all(scratch.join("broken/src")).unwrap();
    std::fs::create_dir_all(scratch.join("nothing")).unwrap();
    let manifest = "[package]\nname = \"broken\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    std::fs::write(scratch.join("broken/Cargo.toml"), manifest).unwrap();
    let toolchain = tamis_tests::repository().join("rust-toolchain.toml");
    std::fs::copy(toolchain, scratch.join("broken/rust-toolchain.toml")).unwrap();
    std::fs::write(scratch.join("broken/src/lib.rs"), "pub fn f() -> u32 { \"text\" }\n").unwrap();
    let toml = "[plugins]\npath = [\".\"]\n[plugins.nothing]\npath = \"nothing\"\n[plugins.gone]\npath = \"gone.wasm\"\n";
    let session = session_with(&scratch, toml).unwrap();
    check(
        &session,
        &scratch,
        "SELECT nothing('x')",
        expect!["External error: cannot build SCRATCH/nothing: it has no Cargo.toml; a plugin folder is a Rust crate"],
    )
    .await;
    check(
        &session,
        &scratch,
        "SELECT gone('x')",
        expect!["External error: plugin `gone`: cannot read SCRATCH/gone.wasm: No such file or directory (os error 2)"],
    )
    .await;

    // Cargo's own words depend on the compiler; that they are there does not.
    let text = tamis_tests::error(&session, &scratch, "SELECT broken('x')").await;
    assert!(text.starts_with("External error: cannot build SCRATCH/broken: cargo failed\n"), "{text}");
    assert!(text.contains("error[E0308]: mismatched types") && text.contains("src/lib.rs:1:21"), "{text}");

    // A crate that builds and makes no component of the contract.
    std::fs::write(scratch.join("broken/src/lib.rs"), "//! Nothing.\n").unwrap();
    check(&session, &scratch, "SELECT broken('x')", expect!["External error: plugin `broken`: SCRATCH/broken is a component but no plugin: it exports none of tamis:plugin/filter, scorer or editor (@0.1.0)"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_another_hash() {
    let (_folder, scratch) = scratch();
    std::fs::copy(component("text_stats").await, scratch.join("stats.wasm")).unwrap();
    let toml = format!("[plugins.stats]\npath = \"stats.wasm\"\nsha256 = \"{}\"\n", "0".repeat(64));
    let session = session_with(&scratch, &toml).unwrap();
    let text = tamis_tests::error(&session, &scratch, "SELECT stats('x')").await;
    let found = sha256(&scratch.join("stats.wasm"));
    expect!["External error: plugin `stats`: SCRATCH/stats.wasm has sha256 FOUND, but WANTED is pinned; check the file, or pin the new hash"].assert_eq(&text.replace(&found, "FOUND").replace(&"0".repeat(64), "WANTED"));
    crate::goes_on(&session).await;

    let toml = format!("[plugins.stats]\npath = \"stats.wasm\"\nsha256 = \"{}\"\n", found.to_uppercase());
    let session = session_with(&scratch, &toml).unwrap();
    rows(&session, "SELECT stats('x')").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crate_where_building_is_forbidden() {
    let (_folder, scratch) = scratch();
    let session = session_with(&scratch, &plugins().replace("path", "build = false\npath")).unwrap();
    check(&session, &scratch, "SELECT text_stats('x')", expect!["External error: cannot build REPOSITORY/plugins/text_stats: plugin `text_stats` is a crate folder and `build = false` is set; build it yourself and name the .wasm file"]).await;
    let create = format!("CREATE FUNCTION f() LANGUAGE wasm AS '{}/plugins/text_stats'", tamis_tests::repository().display());
    check(&session, &scratch, &create, expect!["External error: cannot build REPOSITORY/plugins/text_stats: plugin `f` is a crate folder and `build = false` is set; build it yourself and name the .wasm file"]).await;

    // A `.wasm` file needs no building.
    std::fs::copy(component("text_stats").await, scratch.join("stats.wasm")).unwrap();
    let create = format!("CREATE FUNCTION f() LANGUAGE wasm AS '{}/stats.wasm'", scratch.display());
    rows(&session, &create).await.unwrap();
    rows(&session, "SELECT f('x')").await.unwrap();
}

#[test]
fn names_that_are_taken() {
    let (_folder, scratch) = scratch();
    let refused = |folder: &str, file: &str| {
        std::fs::create_dir_all(scratch.join(folder)).unwrap();
        std::fs::write(scratch.join(folder).join(file), b"").unwrap();
        let refused = session_with(&scratch, &format!("[plugins]\npath = [\"{folder}\"]\n")).unwrap_err();
        tamis_tests::plain(&refused, &scratch)
    };
    expect!["SCRATCH/scalar/length.wasm would be SQL function `length`, which exists already; give the plugin another name"]
        .assert_eq(&refused("scalar", "length.wasm"));
    expect!["SCRATCH/aggregate/sum.wasm would be SQL function `sum`, which exists already; give the plugin another name"]
        .assert_eq(&refused("aggregate", "sum.wasm"));
    expect!["SCRATCH/table/generate_series.wasm would be SQL function `generate_series`, which exists already; give the plugin another name"].assert_eq(&refused("table", "generate_series.wasm"));
    let missing = session_with(&scratch, "[plugins]\npath = [\"nowhere\"]\n").unwrap_err();
    expect!["cannot look for plugins in SCRATCH/nowhere: No such file or directory (os error 2)"]
        .assert_eq(&tamis_tests::plain(&missing, &scratch));
    let unknown = session_with(&scratch, "[plugins.nowhere]\nmemory = \"1GB\"\n").unwrap_err();
    expect!["[plugins.nowhere] has neither `path` nor `url`, and no folder of `[plugins] path` holds a plugin `nowhere`"]
        .assert_eq(&unknown);
}

fn sha256(file: &Path) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(std::fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}
