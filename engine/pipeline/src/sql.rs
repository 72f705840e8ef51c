//! A piece of SQL in a pipeline file, and where it stands.

use tamis::config::{Section, Span};

/// A piece of SQL and its place in the file, for messages.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    /// The text as the user wrote it.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) span: Span,
}

impl Sql {
    /// The string under `key`; an empty one is a mistake.
    pub(crate) fn read(section: &mut Section<'_>, key: &str) -> Option<Self> {
        let text = section.string(key)?;
        Self::checked(section, section.span_of(key), key, text)
    }

    /// A string that was read already.
    pub(crate) fn checked(section: &Section<'_>, span: Span, key: &str, text: String) -> Option<Self> {
        if text.trim().is_empty() {
            section.document().problem(span, format!("`{key}` wants SQL, found an empty string"), None);
            return None;
        }
        Some(Self { text, span })
    }
}
