//! The `[sink]` of a pipeline file.

use tamis::config::Section;
use tamis_corpus::{Location, OutputFormat};

use crate::source::Source;

/// Where the result goes.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    /// The folder or URL.
    pub(crate) location: Location,
    /// The format of the shards.
    pub(crate) format: OutputFormat,
}

impl Sink {
    /// Reads the section; a relative path starts at the file's folder. The sink may not lie in `source`.
    pub(crate) fn read(mut section: Section<'_>, source: Option<&Source>) -> Option<Self> {
        let key = section.need_one_of(&["parquet", "jsonl", "arrow"]);
        let text = key.and_then(|key| section.string(key));
        let sink = key.zip(text).and_then(|(key, text)| {
            let location = Location::parse_in(&text, section.document().folder());
            let location = location.map_err(|e| section.wrong(key, e.to_string(), None)).ok()?;
            if location.is_pattern() {
                section.wrong(key, format!("`{text}` is a pattern, and a folder is wanted"), None);
                return None;
            }
            if source.is_some_and(|source| source.holds(&location)) {
                let hint = "choose a folder beside it, or name the files of the source with a pattern".to_owned();
                section.wrong(key, "the sink lies in the folder of the source, so that the next run would read it", Some(hint));
            }
            let format = key.parse().map_err(|e: tamis_corpus::CorpusError| section.wrong(key, e.to_string(), None)).ok()?;
            Some(Self { location, format })
        });
        section.finish();
        sink
    }
}
