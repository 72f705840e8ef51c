//! `[tables.<name>]`: files that are a table in every session.

use tamis_corpus::{Format, Location};

use super::section::Section;

/// A table by name.
#[derive(Debug, Clone)]
pub struct TableEntry {
    /// The file, folder or pattern it reads.
    pub location: Location,
    /// Its format; `None` to tell it from the endings of the files.
    pub format: Option<Format>,
}

/// The names of formats that may be given.
const FORMATS: [&str; 5] = ["parquet", "arrow", "jsonl", "csv", "text"];

pub(super) fn read(mut section: Section<'_>) -> Option<TableEntry> {
    let format = section.one_of("format", &FORMATS).and_then(|name| name.parse().ok());
    let key = section.need_one_of(&["path", "url"]);
    let location = key.and_then(|key| {
        let text = section.string(key)?;
        if (key == "url") != text.contains("://") {
            let (found, wanted) = if key == "url" { ("a path", "path") } else { ("a URL", "url") };
            section.wrong(key, format!("`{text}` is {found}"), Some(format!("write it as `{wanted} = ..`")));
            return None;
        }
        let location = Location::parse_in(&text, section.document().folder());
        location.map_err(|e| section.wrong(key, e.to_string(), None)).ok()
    });
    section.finish();
    Some(TableEntry { location: location?, format })
}
