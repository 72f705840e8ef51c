//! A list of plugins as text: a line each, all there is to know, CSV or JSON lines.

use std::path::Path;

use serde_json::{Map, Value, json};
use tamis::Plugin;

/// Chars that a column is wide at most.
const WIDEST_COLUMN: usize = 50;

/// What the list says of a plugin.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// Its SQL name.
    pub(crate) name: String,
    /// Why it cannot be used; then the rest is empty.
    pub(crate) error: Option<String>,
    kind: &'static str,
    signature: String,
    /// Reasons or scores, each with what it means.
    labels: Vec<(String, String)>,
    origin: String,
    version: String,
    hash: String,
    doc: String,
    source: String,
    config: Map<String, Value>,
}

impl Entry {
    /// What a plugin, or the error in its place, says of itself.
    pub(crate) fn new(name: &str, plugin: Result<&Plugin, &String>) -> Self {
        let plugin = match plugin {
            Ok(plugin) => plugin,
            Err(error) => return Self { name: name.to_owned(), error: Some(error.clone()), kind: "broken", ..Self::default() },
        };
        let description = plugin.description();
        Self {
            name: name.to_owned(),
            error: None,
            kind: plugin.kind().name(),
            signature: plugin.signature(),
            labels: description.labels.iter().map(|label| (label.name.clone(), label.doc.clone())).collect(),
            origin: plugin.origin().to_owned(),
            version: description.version.clone(),
            hash: plugin.hash().to_owned(),
            doc: description.doc.clone(),
            source: description.source.clone(),
            config: serde_json::from_str(plugin.config()).unwrap_or_default(),
        }
    }

    fn label_names(&self) -> String {
        self.labels.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn first_line_of_error(&self) -> &str {
        self.error.as_deref().and_then(|error| error.lines().next()).unwrap_or_default()
    }
}

/// A line per plugin, in columns.
pub(crate) fn lines(entries: &[Entry]) -> String {
    let mut rows = vec![["NAME", "KIND", "SIGNATURE", "ORIGIN", "REASONS OR SCORES"].map(str::to_owned)];
    rows.extend(entries.iter().map(|entry| match entry.error {
        Some(_) => [&entry.name, entry.kind, entry.first_line_of_error(), "", ""].map(str::to_owned),
        None => [entry.name.clone(), entry.kind.to_owned(), entry.signature.clone(), from_here(&entry.origin), entry.label_names()],
    }));
    if entries.is_empty() {
        return String::new();
    }
    // A longer cell, such as the signature of a scorer with many scores or an error, runs over instead of widening the column.
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.filter(|chars| *chars <= WIDEST_COLUMN).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..5).map(width).collect();
    let line = |row: &[String; 5]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// Everything, in a paragraph per plugin.
pub(crate) fn details(entries: &[Entry]) -> String {
    let paragraph = |entry: &Entry| {
        if entry.error.is_some() {
            return format!("{} (broken)\n  {}\n", entry.name, entry.first_line_of_error());
        }
        let mut text = format!("{}\n", entry.signature);
        let mut field = |name: &str, value: &str| {
            if !value.is_empty() {
                text.push_str(&format!("  {name:<9} {}\n", value.trim().replace('\n', "\n            ")));
            }
        };
        field("does", &entry.doc);
        field("source", &entry.source);
        field("kind", &format!("{}, version {}", entry.kind, entry.version));
        field("origin", &from_here(&entry.origin));
        field("sha256", &entry.hash);
        let labels: Vec<String> =
            entry.labels.iter().map(|(name, doc)| format!("{name}: {doc}").trim_end_matches(": ").to_owned()).collect();
        field(if entry.kind == "filter" { "reasons" } else { "scores" }, &labels.join("\n"));
        let config: Vec<String> = entry.config.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        field("config", &config.join("\n"));
        text
    };
    entries.iter().map(paragraph).collect::<Vec<_>>().join("\n")
}

/// A header and a line per plugin.
pub(crate) fn csv(entries: &[Entry]) -> String {
    let line = |cells: &[&str]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n";
    let mut text =
        line(&["name", "kind", "signature", "labels", "origin", "version", "sha256", "doc", "source", "config", "error"]);
    for entry in entries {
        let (labels, config) = (entry.label_names(), Value::Object(entry.config.clone()).to_string());
        let error = entry.error.as_deref().unwrap_or_default();
        let Entry { name, kind, signature, origin, version, hash, doc, source, .. } = entry;
        text += &line(&[name, kind, signature, &labels, origin, version, hash, doc, source, &config, error]);
    }
    text
}

/// An object per plugin.
pub(crate) fn json_lines(entries: &[Entry]) -> String {
    let line = |entry: &Entry| {
        let labels: Vec<Value> = entry.labels.iter().map(|(name, doc)| json!({"name": name, "doc": doc})).collect();
        let object = json!({
            "name": entry.name, "kind": entry.kind, "signature": entry.signature, "labels": labels, "origin": entry.origin,
            "version": entry.version, "sha256": entry.hash, "doc": entry.doc, "source": entry.source, "config": entry.config,
            "error": entry.error,
        });
        format!("{object}\n")
    };
    entries.iter().map(line).collect()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// A path below the working folder as seen from there.
fn from_here(origin: &str) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| Path::new(origin).strip_prefix(here).ok().map(|path| path.display().to_string()));
    below.unwrap_or_else(|| origin.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let works = Entry {
            name: "works".to_owned(),
            kind: "filter",
            signature: "works(text VARCHAR) -> BOOLEAN".to_owned(),
            labels: vec![("short".to_owned(), "too few words".to_owned())],
            origin: "/elsewhere/works.wasm".to_owned(),
            doc: "Keeps \"long\" ones,\nmostly.".to_owned(),
            ..Entry::default()
        };
        let error = "cannot build /x: no manifest, and no way to make one\nand more".to_owned();
        vec![works, Entry { name: "odd".to_owned(), kind: "broken", error: Some(error), ..Entry::default() }]
    }

    #[test]
    fn lines_are_columns() {
        let wanted = "NAME   KIND    SIGNATURE                       ORIGIN                 REASONS OR SCORES\n\
                      works  filter  works(text VARCHAR) -> BOOLEAN  /elsewhere/works.wasm  short\n\
                      odd    broken  cannot build /x: no manifest, and no way to make one\n";
        assert_eq!(lines(&entries()), wanted);
        assert_eq!(lines(&[]), "");
    }

    #[test]
    fn csv_is_quoted_and_json_is_whole() {
        let csv = csv(&entries());
        assert!(csv.contains("\"Keeps \"\"long\"\" ones,\nmostly.\""), "{csv}");
        let json = json_lines(&entries());
        assert_eq!(json.lines().count(), 2);
        assert!(json.contains(r#""labels":[{"doc":"too few words","name":"short"}]"#), "{json}");
        assert!(json.contains(r#""error":"cannot build /x: no manifest, and no way to make one\nand more""#), "{json}");
    }
}
