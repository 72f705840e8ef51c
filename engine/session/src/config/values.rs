//! The typed questions to a table: strings, numbers, sizes, paths.

use std::path::PathBuf;
use std::time::Duration;

use toml::Spanned;

use super::amount::{parse_bytes, parse_duration};
use super::section::Section;
use super::spelling::nearest;
use super::tree::{Item, Node};

/// Each of these gives `None` where the key is absent, and where its value is wrong, which is then on the document's list.
impl Section<'_> {
    /// A string.
    pub fn string(&mut self, key: &str) -> Option<String> {
        self.typed(key, "a string", |node| if let Node::String(text) = node { Some(text.clone()) } else { None })
    }

    /// A string that must be there.
    pub fn need_string(&mut self, key: &str) -> Option<String> {
        self.need(key);
        self.string(key)
    }

    /// An integer.
    pub fn integer(&mut self, key: &str) -> Option<i64> {
        self.typed(key, "an integer", |node| if let Node::Integer(number) = node { Some(*number) } else { None })
    }

    /// An integer that is not negative.
    pub fn count(&mut self, key: &str) -> Option<u64> {
        let number = self.integer(key)?;
        u64::try_from(number).map_err(|_| self.wrong(key, format!("`{key}` cannot be negative"), None)).ok()
    }

    /// A number, with or without a point.
    pub fn number(&mut self, key: &str) -> Option<f64> {
        self.typed(key, "a number", number_of)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<bool> {
        self.typed(key, "a boolean", |node| if let Node::Boolean(truth) = node { Some(*truth) } else { None })
    }

    /// A list of strings, each with its place.
    pub fn strings(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        self.typed(key, "a list of strings", |node| matches!(node, Node::Array(_)).then_some(()))?;
        let Some((_, Item { node: Node::Array(items), .. })) = self.find(key) else { return None };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            if let Node::String(text) = &item.node {
                texts.push(Spanned::new(item.span.clone(), text.clone()));
            } else {
                let message = format!("`{key}` wants a list of strings, and this is {}", item.node.kind());
                self.document.problem(item.span.clone(), message, None);
            }
        }
        (texts.len() == items.len()).then_some(texts)
    }

    /// One of a few words, which are `known`.
    pub fn one_of(&mut self, key: &str, known: &[&'static str]) -> Option<&'static str> {
        let text = self.string(key)?;
        let found = known.iter().find(|word| **word == text);
        if found.is_none() {
            let list = known.join(", ");
            let hint = match nearest(&text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? known here: {list}"),
                None => format!("known here: {list}"),
            };
            self.wrong(key, format!("`{text}` is not a value of `{key}`"), Some(hint));
        }
        found.copied()
    }

    /// A size in bytes: an integer, or a string such as `"512MiB"`.
    pub fn bytes(&mut self, key: &str) -> Option<u64> {
        if matches!(self.find(key), Some((_, Item { node: Node::String(_), .. }))) {
            let text = self.string(key)?;
            return parse_bytes(&text).map_err(|message| self.wrong(key, message, None)).ok();
        }
        let number = self
            .typed(key, "a size such as \"512MiB\"", |node| if let Node::Integer(number) = node { Some(*number) } else { None })?;
        u64::try_from(number).map_err(|_| self.wrong(key, format!("`{key}` cannot be negative"), None)).ok()
    }

    /// A span of time: seconds as a number, or a string such as `"250ms"`.
    pub fn duration(&mut self, key: &str) -> Option<Duration> {
        if matches!(self.find(key), Some((_, Item { node: Node::String(_), .. }))) {
            let text = self.string(key)?;
            return parse_duration(&text).map_err(|message| self.wrong(key, message, None)).ok();
        }
        let seconds = self.typed(key, "a span of time such as \"10s\"", number_of)?;
        let wrong = |_| self.wrong(key, format!("`{key}` cannot be {seconds} seconds"), None);
        Duration::try_from_secs_f64(seconds).map_err(wrong).ok()
    }

    /// A path of this machine, absolute; where it is relative, it starts at the file's folder. `~/` is the home folder.
    pub fn path(&mut self, key: &str) -> Option<PathBuf> {
        let text = self.string(key)?;
        self.to_path(&Spanned::new(self.span_of(key), text))
    }

    /// Makes a path that was read as a string absolute, as [`Self::path`] does.
    pub fn to_path(&self, text: &Spanned<String>) -> Option<PathBuf> {
        let (span, text) = (text.span(), text.get_ref());
        if text.contains("://") {
            let message = format!("`{text}` is a URL, and a path is wanted");
            self.document.problem(span, message, Some("a URL goes under the key `url`, where there is one".to_owned()));
            return None;
        }
        let path = tamis_corpus::absolute_path(text, self.document.folder());
        path.map_err(|error| self.document.problem(span, error.to_string(), None)).ok()
    }

    /// All keys nobody has asked for, which must be strings, in the order of the file: `add.a = "..", add.b = ".."`.
    pub fn string_entries(&mut self) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut found = Vec::new();
        for (key, item) in self.entries {
            if self.asked(&key.name) {
                continue;
            }
            let place = Spanned::new(key.span.clone(), key.name.clone());
            found.extend(self.string(&key.name).map(|text| (place, Spanned::new(item.span.clone(), text))));
        }
        found
    }

    /// Any value, as JSON; dates and times become strings.
    pub fn value(&mut self, key: &str) -> Option<serde_json::Value> {
        self.ask(key);
        let (_, item) = self.find(key)?;
        if let Some(span) = item.no_json() {
            self.document.problem(span, format!("`{key}` becomes JSON, which has no word for this number"), None);
        }
        Some(item.node.to_json())
    }

    fn typed<T>(&mut self, key: &str, wanted: &str, read: impl Fn(&Node) -> Option<T>) -> Option<T> {
        self.ask(key);
        let (_, item) = self.find(key)?;
        let value = read(&item.node);
        if value.is_none() && !matches!(item.node, Node::Broken) {
            self.wrong(key, format!("`{key}` wants {wanted}, found {}", item.node.kind()), None);
        }
        value
    }
}

fn number_of(node: &Node) -> Option<f64> {
    match node {
        Node::Integer(number) => Some(*number as f64),
        Node::Float(number) => Some(*number),
        _ => None,
    }
}
