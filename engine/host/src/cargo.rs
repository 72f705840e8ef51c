//! From crate folders to components: one cargo call per workspace, and none at all when no source has changed.
//!
//! Building runs the crate's build scripts and macros, so it trusts the folder; only local paths named by the user get here. The
//! artifacts live in `target/tamis` of the crate's workspace, apart from native builds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};

use crate::cache::sha256;
use crate::error::HostError;

/// The target every plugin is built for.
const TARGET: &str = "wasm32-wasip2";

/// What cargo made of a folder last time: the artifact and the hash of every file that went into it.
const RECORD: &str = "plugins.json";

/// The file whose lock a build holds.
const LOCK: &str = "plugins.lock";

/// Builds crate folders and returns the component of each, in the same order. Calls `building` with the folders that need cargo, just
/// before it is started for them; blocks until it is done.
///
/// # Errors
///
/// [`HostError::Build`] with what cargo printed.
pub fn build(folders: &[PathBuf], building: &dyn Fn(&[PathBuf])) -> Result<Vec<PathBuf>, HostError> {
    let crates = folders.iter().map(|folder| Crate::find(folder)).collect::<Result<Vec<_>, _>>()?;
    let mut stale: BTreeMap<&Path, Vec<&Crate>> = BTreeMap::new();
    for found in crates.iter().filter(|found| found.fresh_artifact().is_none()) {
        stale.entry(&found.workspace).or_default().push(found);
    }
    if !stale.is_empty() {
        building(&stale.values().flatten().map(|found| found.folder.clone()).collect::<Vec<_>>());
    }
    for (workspace, crates) in &stale {
        build_workspace(workspace, crates)?;
    }
    let artifact = |found: &Crate| {
        found
            .fresh_artifact()
            .ok_or_else(|| found.error("cargo succeeded but made no component; is its crate-type `cdylib`?".into()))
    };
    crates.iter().map(artifact).collect()
}

/// A crate folder and where its artifacts go.
struct Crate {
    folder: PathBuf,
    workspace: PathBuf,
    target: PathBuf,
}

impl Crate {
    fn find(folder: &Path) -> Result<Self, HostError> {
        let error = |reason: String| HostError::Build { folder: folder.to_owned(), reason };
        let folder = folder.canonicalize().map_err(|problem| error(problem.to_string()))?;
        if !folder.join("Cargo.toml").is_file() {
            return Err(error("it has no Cargo.toml; a plugin folder is a Rust crate".into()));
        }
        let is_workspace = |path: &&Path| {
            let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
            manifest.lines().any(|line| line.trim_start().starts_with("[workspace"))
        };
        let workspace = folder.ancestors().find(is_workspace).unwrap_or(&folder).to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), |target| workspace.join(target));
        Ok(Self { target: target.join("tamis"), folder, workspace })
    }

    fn error(&self, reason: String) -> HostError {
        HostError::Build { folder: self.folder.clone(), reason }
    }

    fn key(&self) -> String {
        self.folder.display().to_string()
    }

    /// The artifact, if it and every file it was made from are as the record says.
    fn fresh_artifact(&self) -> Option<PathBuf> {
        let record = read_record(&self.target);
        let entry = record.get(&self.key())?;
        let artifact = PathBuf::from(entry.get("artifact")?.as_str()?);
        let sources = entry.get("sources")?.as_object()?;
        let unchanged = |(path, hash): (&String, &Value)| hash.as_str() == Some(hash_file(Path::new(path)).as_str());
        (artifact.is_file() && sources.iter().all(unchanged)).then_some(artifact)
    }

    /// What to remember of an artifact: cargo's dep-info names its sources; the manifests and the lock belong to them.
    fn entry(&self, artifact: &Path) -> Value {
        let info = fs::read_to_string(artifact.with_extension("d")).unwrap_or_default();
        let manifests = [self.folder.join("Cargo.toml"), self.workspace.join("Cargo.toml"), self.workspace.join("Cargo.lock")];
        let sources: Map<String, Value> = dep_info(&info)
            .into_iter()
            .chain(manifests)
            .map(|path| (path.display().to_string(), Value::String(hash_file(&path))))
            .collect();
        json!({ "artifact": artifact.display().to_string(), "sources": sources })
    }
}

/// The files a dep-info file names, after the colon; spaces within a path are escaped.
fn dep_info(text: &str) -> Vec<PathBuf> {
    let Some((_, files)) = text.lines().next().and_then(|line| line.split_once(": ")) else { return Vec::new() };
    files.replace("\\ ", "\0").split(' ').filter(|file| !file.is_empty()).map(|file| file.replace('\0', " ").into()).collect()
}

/// The hash of a file's bytes; a file that cannot be read hashes like an empty one, so that its appearance counts as a change.
fn hash_file(path: &Path) -> String {
    sha256(&fs::read(path).unwrap_or_default())
}

fn read_record(target: &Path) -> Map<String, Value> {
    let text = fs::read(target.join(RECORD)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

fn build_workspace(workspace: &Path, crates: &[&Crate]) -> Result<(), HostError> {
    let Some(first) = crates.first() else { return Ok(()) };
    // Held until the record is written, so that no process writes an older record over it.
    let _lock = lock(first)?;
    if crates.iter().all(|found| found.fresh_artifact().is_some()) {
        return Ok(());
    }
    add_target(first)?;
    let mut cargo = cargo();
    cargo.args(["build", "--release", "--target", TARGET, "--message-format", "json-render-diagnostics"]);
    cargo.arg("--target-dir").arg(&first.target);
    if workspace.join("Cargo.lock").is_file() {
        cargo.arg("--locked");
    }
    for id in package_ids(first, crates)? {
        cargo.args(["-p", &id]);
    }
    cargo.current_dir(workspace).env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", "-Ctarget-feature=+simd128");
    // Whole-program optimization: a guest is small, so it costs little and lets the standard library be inlined.
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "fat").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1");
    let messages = run(first, cargo)?;
    remember(crates, &messages)
        .map_err(|error| first.error(format!("cannot write {}: {error}", first.target.join(RECORD).display())))
}

/// Waits until no other process builds plugins of this workspace.
fn lock(found: &Crate) -> Result<fs::File, HostError> {
    let locked = fs::create_dir_all(&found.target).and_then(|()| {
        let file = fs::File::create(found.target.join(LOCK))?;
        file.lock()?;
        Ok(file)
    });
    locked.map_err(|error| found.error(format!("cannot lock {}: {error}", found.target.join(LOCK).display())))
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs cargo and gives what it printed.
fn run(found: &Crate, mut cargo: Command) -> Result<Vec<u8>, HostError> {
    let output = cargo.stdin(Stdio::null()).output().map_err(|error| {
        found.error(format!(
            "cannot start cargo: {error}; install Rust (https://rustup.rs), or name a .wasm file instead of a folder"
        ))
    })?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(found.error(format!("cargo failed\n{}", String::from_utf8_lossy(&output.stderr).trim_end()))),
    }
}

/// Cargo's own names of the packages in these folders.
fn package_ids(first: &Crate, crates: &[&Crate]) -> Result<Vec<String>, HostError> {
    let mut cargo = cargo();
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&first.folder);
    let metadata: Value =
        serde_json::from_slice(&run(first, cargo)?).map_err(|error| first.error(format!("cargo metadata: {error}")))?;
    let packages = metadata.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |package: &Value, key| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let id = |found: &&Crate| {
        let manifest = found.folder.join("Cargo.toml");
        let package = packages.iter().find(|package| text(package, "manifest_path").as_deref().map(Path::new) == Some(&manifest));
        package.and_then(|package| text(package, "id")).ok_or_else(|| {
            found.error(format!(
                "the workspace {} does not have it as a member; add it, or give it a [workspace] of its own",
                found.workspace.display()
            ))
        })
    };
    crates.iter().map(id).collect()
}

/// Reads the artifacts out of cargo's messages and records them.
fn remember(crates: &[&Crate], messages: &[u8]) -> std::io::Result<()> {
    let messages: Vec<Value> = messages.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let Some(target) = crates.first().map(|found| &found.target) else { return Ok(()) };
    let mut record = read_record(target);
    for found in crates {
        let manifest = found.folder.join("Cargo.toml");
        let artifact = messages
            .iter()
            .filter(|message| message.get("manifest_path").and_then(Value::as_str).map(Path::new) == Some(&manifest));
        let files = artifact.filter_map(|message| message.get("filenames")?.as_array()).flatten().filter_map(Value::as_str);
        if let Some(wasm) = files.map(Path::new).find(|file| file.extension().is_some_and(|extension| extension == "wasm")) {
            record.insert(found.key(), found.entry(wasm));
        }
    }
    let mut file = tempfile::NamedTempFile::new_in(target)?;
    std::io::Write::write_all(&mut file, Value::Object(record).to_string().as_bytes())?;
    file.persist(target.join(RECORD)).map_err(|error| error.error)?;
    Ok(())
}

/// Adds the target's standard library with rustup, if the toolchain of this workspace lacks it.
fn add_target(found: &Crate) -> Result<(), HostError> {
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(&found.workspace).stdin(Stdio::null()).output();
        output.map_err(|error| found.error(format!("cannot start {program}: {error}")))
    };
    let lib = run("rustc", &["--print", "target-libdir", "--target", TARGET])?;
    if lib.status.success() && Path::new(String::from_utf8_lossy(&lib.stdout).trim()).is_dir() {
        return Ok(());
    }
    let added = run("rustup", &["target", "add", TARGET])?;
    if added.status.success() {
        return Ok(());
    }
    let reason = String::from_utf8_lossy(&added.stderr).trim_end().to_owned();
    Err(found.error(format!("the target {TARGET} is not installed and `rustup target add {TARGET}` failed\n{reason}")))
}
