//! A room may use only the rooms below it, and must never name what its line here forbids.
//!
//! The rules are the README's table of rooms, checked against what every Cargo.toml asks for. All that is wrong is listed at once.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// What a room may do.
struct Room {
    /// Its folder; `*` stands for one folder of any name.
    folder: &'static str,
    /// Packages of this repository that it may use; `plugins` stands for every plugin.
    uses: &'static [&'static str],
    /// Those it may use besides in tests and benchmarks.
    tests_use: &'static [&'static str],
    /// Packages of other people that it may not name; `x*` stands for every name that begins with `x`.
    never: &'static [&'static str],
}

const LOWEST: &[&str] = &["tamis-kernels", "tamis-algorithms", "tamis-functions", "tamis-host", "tamis-corpus"];
const BELOW_CLI: &[&str] = &[
    "tamis-kernels",
    "tamis-algorithms",
    "tamis-functions",
    "tamis-host",
    "tamis-corpus",
    "tamis",
    "tamis-pipeline",
    "tamis-cluster",
];
const BELOW_PIPELINE: &[&str] = &["tamis-kernels", "tamis-algorithms", "tamis-functions", "tamis-host", "tamis-corpus", "tamis"];
/// What a guest must do without: it runs in a sandbox of 512 MiB and has no system.
const NOT_IN_A_GUEST: &[&str] =
    &["arrow*", "cubecl*", "datafusion*", "object_store", "parquet", "tokio", "wasmtime*", "reqwest", "clap", "anyhow"];

/// A line per room, from the lowest to the doors.
const ROOMS: &[Room] = &[
    Room {
        folder: "engine/kernels",
        uses: &[],
        tests_use: &[],
        never: &["anyhow", "arrow*", "clap", "datafusion*", "object_store", "parquet", "toml", "wasmtime*"],
    },
    Room {
        folder: "engine/algorithms",
        uses: &["tamis-kernels"],
        tests_use: &[],
        never: &["anyhow", "arrow*", "clap", "datafusion*", "object_store", "parquet", "toml", "wasmtime*"],
    },
    Room {
        folder: "engine/functions",
        uses: &["tamis-kernels", "tamis-algorithms"],
        tests_use: &[],
        never: &["anyhow", "clap", "object_store", "toml", "wasmtime*"],
    },
    // Its benchmark runs plugins natively, to compare.
    Room { folder: "engine/host", uses: &[], tests_use: &["tamis-sdk", "plugins"], never: &["anyhow", "clap", "cubecl*", "toml"] },
    Room { folder: "engine/corpus", uses: &[], tests_use: &[], never: &["anyhow", "clap", "cubecl*", "toml", "wasmtime*"] },
    Room {
        folder: "engine/session",
        uses: LOWEST,
        tests_use: &[],
        never: &["anyhow", "ballista*", "clap", "cubecl*", "wasmtime*"],
    },
    Room {
        folder: "engine/pipeline",
        uses: BELOW_PIPELINE,
        tests_use: &[],
        never: &["anyhow", "ballista*", "clap", "cubecl*", "wasmtime*"],
    },
    Room { folder: "engine/cluster", uses: BELOW_PIPELINE, tests_use: &[], never: &["anyhow", "clap", "cubecl*", "wasmtime*"] },
    Room { folder: "engine/cli", uses: BELOW_CLI, tests_use: &[], never: &["arrow*", "cubecl*", "parquet", "wasmtime*"] },
    Room { folder: "sdk/*", uses: &[], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "plugins/*", uses: &["tamis-sdk"], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "engine/host/benches/*", uses: &["tamis-sdk"], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "examples/*/plugin", uses: &["tamis-sdk"], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "examples/*", uses: &["tamis"], tests_use: &[], never: &["anyhow", "wasmtime*"] },
    Room { folder: "tests/guests/*/*", uses: &["tamis-sdk"], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "tests/guests/*", uses: &["tamis-sdk"], tests_use: &[], never: NOT_IN_A_GUEST },
    Room { folder: "tests", uses: &["tamis", "tamis-sdk", "tamis-pipeline"], tests_use: &[], never: &["anyhow", "wasmtime*"] },
];

/// What a plugin author has to compile, at most.
const SDK_DEPENDENCIES: usize = 3;

#[test]
fn rooms_use_only_what_their_line_allows() {
    let metadata = metadata();
    let plugins: BTreeSet<&str> = metadata
        .packages
        .iter()
        .filter(|package| matches(&folder(&metadata, package), "plugins/*"))
        .map(|package| package.name.as_str())
        .collect();
    let wrong: Vec<String> = metadata.packages.iter().flat_map(|package| wrongs(&metadata, &plugins, package)).collect();
    assert!(wrong.is_empty(), "{} rules are broken:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_guests_are_made_of_stays_small() {
    let metadata = metadata();
    let lock = std::fs::read_to_string(metadata.workspace_root.join("Cargo.lock")).expect("the lock");
    let lock = Lock::parse(&lock);
    let guests = metadata.packages.iter().filter(|package| {
        let folder = folder(&metadata, package);
        matches(&folder, "plugins/*") || matches(&folder, "sdk/*")
    });
    let mut wrong = Vec::new();
    for guest in guests {
        // anyhow is what procedural macros fail with; it is compiled for them and not into the guest.
        let heavy = |name: &String| name != "anyhow" && NOT_IN_A_GUEST.iter().any(|never| is_named(name, never));
        wrong.extend(
            lock.below(&guest.name).iter().filter(|name| heavy(name)).map(|name| format!("{} compiles {name}", guest.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn wrongs(metadata: &Metadata, plugins: &BTreeSet<&str>, package: &Package) -> Vec<String> {
    let (name, folder) = (&package.name, folder(metadata, package));
    let Some(room) = ROOMS.iter().find(|room| matches(&folder, room.folder)) else {
        return vec![format!("{name}: the folder {folder} has no line in tests/tests/rooms.rs")];
    };
    let allows = |list: &[&str], found: &str| list.contains(&found) || (list.contains(&"plugins") && plugins.contains(found));
    let mut wrong = Vec::new();
    for dependency in &package.dependencies {
        let found = dependency.name.as_str();
        let for_tests = dependency.kind == DependencyKind::Development;
        let ours = dependency.path.is_some();
        if ours && !allows(room.uses, found) && !(for_tests && allows(room.tests_use, found)) {
            wrong.push(format!("{name}: uses the room {found}, and may use {:?} (in tests also {:?})", room.uses, room.tests_use));
        }
        if !ours && room.never.iter().any(|never| is_named(found, never)) {
            wrong.push(format!("{name}: names {found}, which the room {folder} may not"));
        }
    }
    let n_normal = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal).count();
    if matches(&folder, "sdk/*") && n_normal > SDK_DEPENDENCIES {
        wrong.push(format!("{name}: has {n_normal} dependencies, and may have {SDK_DEPENDENCIES}"));
    }
    let manifest = std::fs::read_to_string(&package.manifest_path).expect("a manifest");
    if !manifest.contains("[lints]\nworkspace = true") {
        wrong.push(format!("{name}: its Cargo.toml lacks [lints] workspace = true"));
    }
    wrong
}

/// Every package of the repository with what its manifest asks for. Nothing is downloaded.
fn metadata() -> Metadata {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata")
}

/// The folder of a package, from the repository's root.
fn folder(metadata: &Metadata, package: &Package) -> String {
    let folder = package.manifest_path.parent().expect("a manifest lies in a folder");
    folder.strip_prefix(&metadata.workspace_root).expect("a member lies in the workspace").to_string().replace('\\', "/")
}

fn matches(folder: &str, pattern: &str) -> bool {
    let (folder, pattern): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), pattern.split('/').collect());
    folder.len() == pattern.len() && folder.iter().zip(pattern).all(|(found, wanted)| wanted == "*" || *found == wanted)
}

fn is_named(found: &str, pattern: &str) -> bool {
    pattern.strip_suffix('*').map_or(found == pattern, |start| found.starts_with(start))
}

/// Cargo.lock as a graph of names. Versions are left out, so that it finds rather too much than too little.
struct Lock(BTreeMap<String, BTreeSet<String>>);

impl Lock {
    fn parse(text: &str) -> Self {
        let lock: toml::Table = text.parse().expect("the lock is TOML");
        let packages = lock.get("package").and_then(toml::Value::as_array).expect("packages");
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in packages {
            let name = package.get("name").and_then(toml::Value::as_str).expect("a name");
            let below = package.get("dependencies").and_then(toml::Value::as_array);
            let below = below.into_iter().flatten().filter_map(toml::Value::as_str).filter_map(|text| text.split(' ').next());
            graph.entry(name.to_owned()).or_default().extend(below.map(str::to_owned));
        }
        Self(graph)
    }

    /// Everything a package needs, at any depth.
    fn below(&self, name: &str) -> BTreeSet<String> {
        let (mut seen, mut next) = (BTreeSet::new(), vec![name.to_owned()]);
        while let Some(name) = next.pop() {
            for below in self.0.get(&name).into_iter().flatten() {
                if seen.insert(below.clone()) {
                    next.push(below.clone());
                }
            }
        }
        seen
    }
}

#[test]
fn the_rules_find_what_they_forbid() {
    assert!(is_named("arrow-array", "arrow*") && !is_named("narrow", "arrow*") && !is_named("tokio-util", "tokio"));
    assert!(matches("examples/01_x/plugin", "examples/*/plugin") && !matches("examples/01_x/plugin", "examples/*"));
    let lock =
        Lock::parse("[[package]]\nname = \"a\"\ndependencies = [\"b 1.0.0\"]\n[[package]]\nname = \"b\"\ndependencies = [\"c\"]\n");
    assert_eq!(lock.below("a").into_iter().collect::<Vec<_>>(), ["b", "c"]);
}
