//! Pipelines from their file to their result.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod cases;
mod large;
mod sink;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use datafusion::arrow::json::LineDelimitedWriter;
use datafusion::arrow::json::writer::{LineDelimited, WriterBuilder};
use tamis::{Config, Session};
use tamis_pipeline::{Pipeline, PipelineError, RunOptions, Silent};

/// Files of a result by their names, as text.
type Tree = BTreeMap<String, String>;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn session(pipeline: &Pipeline, threads: usize) -> Session {
    let base = Config { plugin_paths: vec![repository().join("plugins")], ..Config::default() };
    Session::builder().config(pipeline.config(base)).threads(threads).build().unwrap()
}

async fn run(folder: &Path, threads: usize, fresh: bool) -> Result<String, PipelineError> {
    let pipeline = Pipeline::load(&folder.join("pipeline.toml"))?;
    let summary = pipeline.run(&session(&pipeline, threads), RunOptions { fresh }, &Silent).await?;
    let mut timeless = summary.clone();
    timeless.steps.iter_mut().for_each(|step| step.seconds = 0.0);
    let (read, errors, rows, shards) = (summary.source_rows, summary.errors, summary.rows, summary.shards);
    Ok(format!("{timeless}\n\n{read} rows read, {errors} errors, {rows} rows in {shards} shards\n"))
}

/// All that a run in `folder` gives.
async fn result(folder: &Path, threads: usize) -> Tree {
    let mut tree = Tree::new();
    match run(folder, threads, false).await {
        Ok(summary) => tree.insert("summary.txt".to_owned(), summary),
        Err(error) => tree.insert("error.txt".to_owned(), format!("{error}\n").replace(folder.to_str().unwrap(), "{case}")),
    };
    for (name, rows) in [("sink", folder.join("out")), ("rejects", folder.join("out.run/rejects"))] {
        dump(&rows, name, &mut tree).await;
    }
    assert!(!folder.join("out.run/staged").exists(), "nothing is left staged in {}", folder.display());
    tree
}

/// Adds the rows of all shards in `folder`, and of the folders in it, to `tree`.
async fn dump(folder: &Path, name: &str, tree: &mut Tree) {
    let mut rows = String::new();
    for path in sorted(folder) {
        if path.is_dir() {
            let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
            Box::pin(dump(&path, &name, tree)).await;
        } else {
            rows.push_str(&lines(&path).await);
        }
    }
    if sorted(folder).iter().any(|path| path.is_file()) {
        tree.insert(format!("{name}.jsonl"), rows);
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A shard as JSON lines: its columns' names and types, then its rows. When a file was changed is not shown.
async fn lines(path: &Path) -> String {
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        return fs::read_to_string(path).unwrap();
    }
    let session = Session::builder().threads(1).build().unwrap();
    let rows = session.sql(&format!("SELECT * FROM '{}'", path.display())).await.unwrap();
    let columns: Vec<String> = rows.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut writer: LineDelimitedWriter<Vec<u8>> =
        WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    for batch in rows.collect().await.unwrap() {
        writer.write(&batch).unwrap();
    }
    writer.finish().unwrap();
    let text = String::from_utf8(writer.into_inner()).unwrap();
    let masked: Vec<String> = text.lines().map(without_time).collect();
    format!("columns: {}\n{}", columns.join(", "), masked.iter().map(|line| format!("{line}\n")).collect::<String>())
}

fn without_time(line: &str) -> String {
    let Some((before, after)) = line.split_once("\"modified\":\"") else { return line.to_owned() };
    let (_, after) = after.split_once('"').unwrap();
    format!("{before}\"modified\":\"..\"{after}")
}
