//! One `[[step]]` of a pipeline file.

use tamis::config::{Section, Span};

use crate::verbs::Verb;

/// A step as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Its name, which is also the name of its folder of rejects.
    pub(crate) name: String,
    /// What it does.
    pub(crate) verb: Verb,
    /// What is kept of a row it refuses.
    pub(crate) rejects: KeptOfRejects,
}

/// What is kept of a refused row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeptOfRejects {
    /// All its columns, the reason and the step.
    Rows,
    /// Its id, the reason and the step.
    Ids,
    /// Nothing but that it is counted.
    Counts,
}

/// The name of the step that is always there, and so of no other.
pub(crate) const SOURCE: &str = "source";

impl Step {
    /// Reads a step; `taken` are the names of the steps before it.
    pub(crate) fn read(mut section: Section<'_>, taken: &[String]) -> Option<Self> {
        let name = section.need_string("name").filter(|name| name_is_good(&section, name, taken));
        let verb = Verb::read(&mut section);
        let rejects = section.one_of("rejects", &["rows", "ids", "counts"]).map(|word| match word {
            "ids" => KeptOfRejects::Ids,
            "counts" => KeptOfRejects::Counts,
            _ => KeptOfRejects::Rows,
        });
        if let (Some(_), Some(verb)) = (rejects, &verb)
            && verb.default_rejects() == KeptOfRejects::Counts
        {
            let message = format!("`rejects` means nothing for `{}`, which refuses no row", verb.name());
            let span: Span = section.span_of_key("rejects");
            section.document().problem(span, message, Some("remove it".to_owned()));
        }
        section.finish();
        let verb = verb?;
        Some(Self { name: name?, rejects: rejects.unwrap_or(verb.default_rejects()), verb })
    }
}

/// Steps give their names to folders, on every kind of machine and store.
fn name_is_good(section: &Section<'_>, name: &str, taken: &[String]) -> bool {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let wrong = if !plain {
        Some("is the name of a folder too: use letters, digits, `_` and `-`")
    } else if name == SOURCE {
        Some("is taken: rows that cannot be read go there; choose another name")
    } else if taken.iter().any(|other| other == name) {
        Some("is the name of an earlier step too; choose another name")
    } else {
        None
    };
    if let Some(wrong) = wrong {
        section.wrong("name", format!("the step name `{name}` {wrong}"), None);
    }
    wrong.is_none()
}
