//! `tamis.toml` as its readers see it: what a good file means, and every kind of mistake with its exact text.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use tamis_corpus::Format;

use tamis_host::Tier;

use super::{Config, Document, ModelKind, Place};

fn read(text: &str) -> Config {
    Config::parse(Path::new("/data/tamis.toml"), text).unwrap()
}

#[track_caller]
fn refuse(text: &str, wanted: &str) {
    let shown = Config::parse(Path::new("/data/tamis.toml"), text).unwrap_err().to_string();
    assert_eq!(shown, wanted, "\n{shown}\n");
}

#[test]
fn an_empty_file_is_the_default() {
    let config = read("");
    assert!(config.build && config.plugins.is_empty() && config.plugin_paths.is_empty());
}

#[test]
fn everything_can_be_said() {
    let config = read(
        r#"
        [plugins]
        path = ["plugins", "/opt/plugins"]
        build = false

        [plugins.a]
        path = "../a"
        config = { min_words = 3, words = ["x"], when = 2024-01-01 }
        memory = "64MiB"
        deadline = 0.5
        tier = "trusted"
        artifacts = { list = "lists/bad words.txt" }

        [plugins.b]
        url = "https://host/b.wasm"
        sha256 = "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"
        memory = 4096
        deadline = "250ms"

        [plugins.c]
        memory = "1GiB"

        [models.en]
        path = "en.arpa"
        kind = "ngram"

        [tables.docs]
        path = "docs/*.md"
        format = "text"

        [tables.crawl]
        url = "s3://bucket/crawl/"

        [stores.bucket]
        region = "eu-central-1"

        [stores.minio]
        url = "s3://other"
        endpoint = "http://localhost:9000"
        allow_http = true
        access_key_id = "key"
        secret_access_key = "secret"
        "#,
    );
    assert_eq!(config.plugin_paths, [PathBuf::from("/data/plugins"), "/opt/plugins".into()]);
    assert!(!config.build);
    let a = &config.plugins["a"];
    assert_eq!(a.place, Some(Place::Path("/a".into())));
    assert_eq!(serde_json::to_string(&a.config).unwrap(), r#"{"min_words":3,"when":"2024-01-01","words":["x"]}"#);
    assert_eq!((a.memory, a.deadline), (Some(64 << 20), Some(Duration::from_millis(500))));
    assert_eq!(a.tier, Tier::Trusted);
    assert_eq!(a.artifacts["list"], Path::new("/data/lists/bad words.txt"));
    let b = &config.plugins["b"];
    assert_eq!(b.place, Some(Place::Url("https://host/b.wasm".parse().unwrap())));
    assert!(b.sha256.as_ref().unwrap().starts_with("abcdef01"));
    assert_eq!((b.memory, b.deadline), (Some(4096), Some(Duration::from_millis(250))));
    assert_eq!(b.tier, Tier::Checked);
    assert_eq!((config.plugins["c"].place.clone(), config.plugins["c"].memory), (None, Some(1 << 30)));
    assert_eq!(config.models["en"].kind, ModelKind::Ngram);
    let docs = &config.tables["docs"];
    assert_eq!((docs.location.root().as_ref(), docs.location.is_pattern()), ("data/docs", true));
    assert_eq!(docs.format, Some(Format::Text));
    assert_eq!(config.tables["crawl"].location.as_str(), "s3://bucket/crawl/");
    let urls: Vec<&str> = config.stores.iter().map(|store| store.url.as_str()).collect();
    assert_eq!(urls, ["s3://bucket", "s3://other"]);
    assert!(config.stores[1].allow_http);
}

#[test]
fn syntax_is_checked_first() {
    refuse(
        "[plugins\npath = [\"a\"]\n",
        "error: unclosed table, expected `]`
  --> /data/tamis.toml:1:9
   |
 1 | [plugins
   |         ^",
    );
}

#[test]
fn unknown_keys_come_with_the_known_ones() {
    refuse(
        "[plugin]\n\n[plugins]\npaths = []\ny = 1\n\n[plugins.x]\npth = \"x\"\nqqq = nan\nconfig = { a = nan }",
        r#"error: unknown key `plugin`
  --> /data/tamis.toml:1:2
   |
 1 | [plugin]
   |  ^^^^^^
   |
hint: did you mean `plugins`? known keys here: plugins, models, tables, stores

error: unknown key `paths`
  --> /data/tamis.toml:4:1
   |
 4 | paths = []
   | ^^^^^
   |
hint: did you mean `path`? known keys here: path, build, and tables [plugins.<name>]

error: unknown key `y`
  --> /data/tamis.toml:5:1
   |
 5 | y = 1
   | ^
   |
hint: known keys here: path, build, and tables [plugins.<name>]

error: unknown key `pth`
  --> /data/tamis.toml:8:1
   |
 8 | pth = "x"
   | ^^^
   |
hint: did you mean `path`? known keys here: path, url, sha256, config, memory, output, deadline, tier, artifacts

error: unknown key `qqq`
  --> /data/tamis.toml:9:1
   |
 9 | qqq = nan
   | ^^^
   |
hint: known keys here: path, url, sha256, config, memory, output, deadline, tier, artifacts

error: `config` becomes JSON, which has no word for this number
   --> /data/tamis.toml:10:16
    |
 10 | config = { a = nan }
    |                ^^^"#,
    );
}

#[test]
fn wrong_types_and_values_are_all_told_at_once() {
    refuse(
        r#"[plugins]
path = "plugins"
build = 1

[plugins.x]
path = "s3://b/x.wasm"
sha256 = "12"
memory = "much"
deadline = -1
tier = "trustd"
artifacts = { a = 1 }

[plugins.My-Plugin]
path = "a"
url = "https://host/a.wasm"
config = 3
"#,
        r#"error: `path` wants a list of strings, found a string
  --> /data/tamis.toml:2:8
   |
 2 | path = "plugins"
   |        ^^^^^^^^^

error: `build` wants a boolean, found an integer
  --> /data/tamis.toml:3:9
   |
 3 | build = 1
   |         ^

error: `s3://b/x.wasm` is a URL, and a path is wanted
  --> /data/tamis.toml:6:8
   |
 6 | path = "s3://b/x.wasm"
   |        ^^^^^^^^^^^^^^^
   |
hint: a URL goes under the key `url`, where there is one

error: a SHA-256 has 64 hexadecimal digits, and this has 2 characters
  --> /data/tamis.toml:7:10
   |
 7 | sha256 = "12"
   |          ^^^^
   |
hint: `sha256sum file.wasm` prints it

error: `much` is not a size; write 512MiB, 1GB or a number of bytes
  --> /data/tamis.toml:8:10
   |
 8 | memory = "much"
   |          ^^^^^^

error: `deadline` cannot be -1 seconds
  --> /data/tamis.toml:9:12
   |
 9 | deadline = -1
   |            ^^

error: `trustd` is not a value of `tier`
   --> /data/tamis.toml:10:8
    |
 10 | tier = "trustd"
    |        ^^^^^^^^
    |
hint: did you mean `trusted`? known here: checked, trusted

error: `a` wants a string, found an integer
   --> /data/tamis.toml:11:19
    |
 11 | artifacts = { a = 1 }
    |                   ^

error: `My-Plugin` cannot be the name of a function
   --> /data/tamis.toml:13:10
    |
 13 | [plugins.My-Plugin]
    |          ^^^^^^^^^
    |
hint: use lower-case letters, digits and `_`, and start with a letter

error: `url` cannot stand beside `path`: one of `path` or `url` is wanted
   --> /data/tamis.toml:15:1
    |
 15 | url = "https://host/a.wasm"
    | ^^^

error: `config` wants a table, found an integer
   --> /data/tamis.toml:16:10
    |
 16 | config = 3
    |          ^"#,
    );
}

#[test]
fn missing_keys_are_named() {
    refuse(
        "[tables.t]\nformat = \"orc\"\n\n[models.m]\nurl = \"m.bin\"\n\n[stores.s]\naccess_key_id = \"a\"\n",
        r#"error: [tables.t] wants `path` or `url`
  --> /data/tamis.toml:1:1
   |
 1 | [tables.t]
   | ^^^^^^^^^^

error: `orc` is not a value of `format`
  --> /data/tamis.toml:2:10
   |
 2 | format = "orc"
   |          ^^^^^
   |
hint: known here: parquet, arrow, jsonl, csv, text

error: [models.m] wants a key `kind`
  --> /data/tamis.toml:4:1
   |
 4 | [models.m]
   | ^^^^^^^^^^

error: `m.bin` is not a URL
  --> /data/tamis.toml:5:7
   |
 5 | url = "m.bin"
   |       ^^^^^^^
   |
hint: write https://.. or s3://..; a file of this machine is `path = ..`

error: `access_key_id` and `secret_access_key` belong together, and one is missing
  --> /data/tamis.toml:7:1
   |
 7 | [stores.s]
   | ^^^^^^^^^^"#,
    );
}

#[test]
fn numbers_too_long_are_told() {
    refuse(
        "[plugins.x]\nmemory = 99999999999999999999\n",
        r#"error: 99999999999999999999 does not fit a 64-bit integer
  --> /data/tamis.toml:2:10
   |
 2 | memory = 99999999999999999999
   |          ^^^^^^^^^^^^^^^^^^^^"#,
    );
}

#[test]
fn the_guilty_item_of_a_list_is_marked() {
    refuse(
        "[plugins]\npath = [\"a\", 3]\n",
        "error: `path` wants a list of strings, and this is an integer
  --> /data/tamis.toml:2:14
   |
 2 | path = [\"a\", 3]
   |              ^",
    );
}

#[test]
fn a_document_answers_every_question() {
    let text = "n = 3\nx = 1.5\nlist = [\"a\", \"b\"]\n\n[[step]]\nadd.b = \"1\"\nadd.a = \"2\"\n\n[[step]]\nkeep = \"t\"\n";
    let document = Document::parse(Path::new("p.toml"), text).unwrap();
    let mut root = document.root();
    assert_eq!((root.integer("n"), root.count("n"), root.number("n"), root.number("x")), (Some(3), Some(3), Some(3.0), Some(1.5)));
    let list = root.strings("list").unwrap();
    assert_eq!((list[1].get_ref().as_str(), &text[list[1].span()]), ("b", "\"b\""));
    let mut steps = root.sections("step");
    assert_eq!(steps.len(), 2);
    let mut add = steps[0].section("add").unwrap();
    let entries: Vec<(String, String)> =
        add.string_entries().into_iter().map(|(key, value)| (key.into_inner(), value.into_inner())).collect();
    assert_eq!(entries, [("b".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())]);
    add.finish();
    assert_eq!(&text[steps[1].span()], "[[step]]");
    assert_eq!(steps[1].need_string("keep").unwrap(), "t");
    steps.into_iter().for_each(super::Section::finish);
    root.finish();
    document.finish().unwrap();
}

#[test]
fn a_file_is_found_from_below() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(folder.path().join("tamis.toml"), "[plugins]\npath = [\"p\"]\n").unwrap();
    let config = Config::find(&deep).unwrap().unwrap();
    assert_eq!(config.file.unwrap(), folder.path().join("tamis.toml"));
    assert_eq!(config.plugin_paths, [folder.path().join("p")]);
    std::fs::write(deep.join("tamis.toml"), b"\xff").unwrap();
    let error = Config::find(&deep).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read {}/tamis.toml: ", deep.display())), "{error}");
}
