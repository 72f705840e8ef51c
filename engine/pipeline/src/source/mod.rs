//! The `[source]` of a pipeline file, and reading it.

mod files;
mod query;
mod refuse;
mod scan;
mod unit;

use tamis::config::{Section, Span};
use tamis_corpus::{Format, Location};

use crate::environment::expand;
use crate::sql::Sql;

pub(crate) use files::open_files;
pub(crate) use query::{UNIT_ROWS, numbered_query, query_plan};
pub(crate) use refuse::refuse_unreadable;
pub(crate) use scan::{Meter, SourceScan, with_id};
pub(crate) use unit::{Ids, Unit};

/// Where the rows come from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Files or a query.
    pub(crate) from: Origin,
    /// Where that stands in the file.
    pub(crate) span: Span,
    /// The column that holds the text.
    pub(crate) text: String,
    /// Where the name of that column stands; the whole section if it is the default.
    pub(crate) text_span: Span,
    /// What a row is called; `None` for the column `id`, or else its place.
    pub(crate) id: Option<Sql>,
}

/// Files or a query.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// Files of one format.
    Files(Location, Format),
    /// The result of a query.
    Query(Sql),
}

impl Source {
    /// Reads the section. `text` alone means a folder of text files; beside another format it names the column.
    pub(crate) fn read(mut section: Section<'_>) -> Option<Self> {
        let formats = ["parquet", "jsonl", "csv", "arrow", "sql"];
        let other = formats.iter().any(|key| section.has(key));
        let key = match other {
            true => section.need_one_of(&formats),
            false => section.need_one_of(&["parquet", "jsonl", "csv", "text", "arrow", "sql"]),
        };
        let (text, text_span) = match section.string("text").filter(|_| other) {
            Some(text) => (text, section.span_of("text")),
            None => ("text".to_owned(), section.span()),
        };
        let id = Sql::read(&mut section, "id");
        let span = key.map_or_else(|| section.span(), |key| section.span_of(key));
        let from = key.and_then(|key| match key {
            "sql" => Sql::read(&mut section, "sql").map(Origin::Query),
            key => files(&mut section, key),
        });
        section.finish();
        Some(Self { from: from?, span, text, text_span, id })
    }

    /// True where `other` lies in the folder that is the source, and would be read with it.
    pub(crate) fn holds(&self, other: &Location) -> bool {
        let Origin::Files(location, _) = &self.from else { return false };
        let inside = other.root().as_ref().strip_prefix(location.root().as_ref()).is_some_and(|rest| rest.starts_with('/'));
        !location.is_pattern() && location.store() == other.store() && inside
    }

    /// The source as the user wrote it, for messages.
    pub(crate) fn name(&self) -> &str {
        match &self.from {
            Origin::Files(location, _) => location.as_str(),
            Origin::Query(sql) => &sql.text,
        }
    }
}

fn files(section: &mut Section<'_>, key: &str) -> Option<Origin> {
    let written = section.string(key)?;
    let expanded = expand(&written, |name| std::env::var(name).ok());
    let text = expanded.map_err(|message| section.wrong(key, message, None)).ok()?;
    let location = Location::parse_in(&text, section.document().folder());
    let location = location.map_err(|e| section.wrong(key, e.to_string(), None)).ok()?;
    let format = key.parse().map_err(|e: tamis_corpus::CorpusError| section.wrong(key, e.to_string(), None)).ok()?;
    Some(Origin::Files(location, format))
}
