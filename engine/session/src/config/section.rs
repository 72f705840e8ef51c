//! A table of a TOML file, asked for one key at a time.
//!
//! Every question is remembered: what was asked for is what is known, and [`Section::finish`] calls any other key a
//! mistake. So the list of known keys cannot drift from the code that reads them.

use super::document::Document;
use super::problem::Span;
use super::spelling::nearest;
use super::tree::{Item, Key, Node};
pub use toml::Spanned;

/// One table of a [`Document`]. Each question gives `None` where the key is absent, and where its value is wrong, which is
/// then on the document's list.
#[derive(Debug)]
#[must_use = "unknown keys are found by `finish`"]
pub struct Section<'d> {
    pub(super) document: &'d Document,
    pub(super) entries: &'d [(Key, Item)],
    span: Span,
    name: String,
    asked: Vec<String>,
    /// Names of tables the file's author chose, and whether such may stand here at all.
    named: Option<Vec<String>>,
}

impl<'d> Section<'d> {
    pub(super) fn new(document: &'d Document, entries: &'d [(Key, Item)], span: Span, name: String) -> Self {
        Self { document, entries, span, name, asked: Vec::new(), named: None }
    }

    /// The document this is a part of.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The table's name with all before it: `plugins.x`; empty for the whole file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the table starts: its header, or its braces.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Where the value of `key` stands; the table itself where there is none.
    pub fn span_of(&self, key: &str) -> Span {
        self.find(key).map_or_else(|| self.span(), |(_, item)| item.span.clone())
    }

    /// Where `key` itself stands; the table where it is absent.
    pub fn span_of_key(&self, key: &str) -> Span {
        self.find(key).map_or_else(|| self.span(), |(key, _)| key.span.clone())
    }

    /// True where `key` is there, whatever its value. This is not a question that makes it known.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// All keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &'d str> {
        self.entries.iter().map(|(key, _)| key.name.as_str())
    }

    /// A table.
    pub fn section(&mut self, key: &str) -> Option<Section<'d>> {
        self.ask(key);
        let (_, item) = self.find(key)?;
        self.as_section(key, item)
    }

    /// A list of tables, `[[key]]`; none where it is absent.
    pub fn sections(&mut self, key: &str) -> Vec<Section<'d>> {
        self.ask(key);
        let Some((_, item)) = self.find(key) else { return Vec::new() };
        let Node::Array(items) = &item.node else {
            let hint = format!("write it as [[{}]]", self.full(key));
            if !matches!(item.node, Node::Broken) {
                self.wrong(key, format!("`{key}` wants a list of tables, found {}", item.node.kind()), Some(hint));
            }
            return Vec::new();
        };
        items.iter().filter_map(|item| self.as_section(key, item)).collect()
    }

    /// All tables that nobody has asked for by name, in the order of the file: `[plugins.x]`, `[plugins.y]`. Other values
    /// are left for [`Self::finish`] to complain of.
    pub fn entries(&mut self) -> Vec<(Spanned<String>, Section<'d>)> {
        let mut found = Vec::new();
        for (key, item) in self.entries {
            if !self.asked(&key.name) && matches!(item.node, Node::Table(_)) {
                let section = self.as_section(&key.name, item);
                found.extend(section.map(|section| (Spanned::new(key.span.clone(), key.name.clone()), section)));
            }
        }
        self.named.get_or_insert_default().extend(found.iter().map(|(key, _)| key.get_ref().clone()));
        found
    }

    /// Says that `key` must be there; true where it is.
    pub fn need(&mut self, key: &str) -> bool {
        self.ask(key);
        let found = self.has(key);
        if !found {
            self.document.problem(self.span(), format!("{} wants a key `{key}`", self.place()), None);
        }
        found
    }

    /// Says that of `keys` exactly one must be there; gives it where that is so.
    pub fn need_one_of(&mut self, keys: &[&'static str]) -> Option<&'static str> {
        keys.iter().for_each(|key| self.ask(key));
        let found: Vec<&'static str> = keys.iter().copied().filter(|key| self.has(key)).collect();
        let list = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" or ");
        match found.as_slice() {
            [] => self.document.problem(self.span(), format!("{} wants {list}", self.place()), None),
            [_] => {}
            [first, second, ..] => {
                let message = format!("`{second}` cannot stand beside `{first}`: one of {list} is wanted");
                self.document.problem(self.span_of_key(second), message, None);
            }
        }
        found.first().copied()
    }

    /// Adds a mistake in the value of `key`: what is wrong, and what to do about it.
    pub fn wrong(&self, key: &str, message: impl Into<String>, hint: Option<String>) {
        self.document.problem(self.span_of(key), message, hint);
    }

    /// Ends the reading of this table: every key that was never asked for is a mistake.
    pub fn finish(self) {
        let mut known = self.asked.join(", ");
        if self.named.is_some() {
            let place = format!("tables [{}]", self.full("<name>"));
            known = if known.is_empty() { place } else { format!("{known}, and {place}") };
        }
        for (key, _) in self.entries.iter().filter(|(key, _)| !self.asked(&key.name)) {
            let hint = match nearest(&key.name, self.asked.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`? known keys here: {known}"),
                None if known.is_empty() => "no keys are known here".to_owned(),
                None => format!("known keys here: {known}"),
            };
            self.document.problem(key.span.clone(), format!("unknown key `{}`", key.name), Some(hint));
        }
    }

    pub(super) fn find(&self, key: &str) -> Option<&'d (Key, Item)> {
        self.entries.iter().find(|(found, _)| found.name == key)
    }

    pub(super) fn ask(&mut self, key: &str) {
        if !self.asked.iter().any(|asked| asked == key) {
            self.asked.push(key.to_owned());
        }
    }

    pub(super) fn asked(&self, key: &str) -> bool {
        self.asked.iter().chain(self.named.iter().flatten()).any(|asked| asked == key)
    }

    fn place(&self) -> String {
        if self.name.is_empty() { "the file".to_owned() } else { format!("[{}]", self.name) }
    }

    fn full(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn as_section(&self, key: &str, item: &'d Item) -> Option<Section<'d>> {
        if let Node::Table(entries) = &item.node {
            return Some(Self::new(self.document, entries, item.span.clone(), self.full(key)));
        }
        if !matches!(item.node, Node::Broken) {
            let message = format!("`{key}` wants a table, found {}", item.node.kind());
            self.document.problem(item.span.clone(), message, None);
        }
        None
    }
}
