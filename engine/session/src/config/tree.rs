//! A TOML file as a tree in which everything knows where it stands. Tables keep the order of the file.

use toml::de::{DeTable, DeValue};

use super::problem::{Problem, Span};

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) node: Node,
}

/// A key and its place.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) span: Span,
    pub(super) name: String,
}

/// A value of any type.
#[derive(Debug, Clone)]
pub(super) enum Node {
    String(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Time(String),
    Array(Vec<Item>),
    Table(Vec<(Key, Item)>),
    /// A value that already is a problem, so that nobody complains of it again.
    Broken,
}

impl Item {
    /// The place of the first number in here that JSON has no word for: `nan` and `inf`.
    pub(super) fn no_json(&self) -> Option<Span> {
        match &self.node {
            Node::Float(number) if !number.is_finite() => Some(self.span.clone()),
            Node::Array(items) => items.iter().find_map(Self::no_json),
            Node::Table(entries) => entries.iter().find_map(|(_, item)| item.no_json()),
            _ => None,
        }
    }
}

impl Node {
    /// What the value is, with its article, for "wanted x, found y".
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "a boolean",
            Self::Time(_) => "a date or time",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
            Self::Broken => "nothing",
        }
    }

    /// The value as JSON; dates and times become strings, and what JSON has no word for becomes null.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match self {
            Self::String(text) | Self::Time(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Boolean(truth) => (*truth).into(),
            Self::Array(items) => items.iter().map(|item| item.node.to_json()).collect(),
            Self::Table(entries) => {
                let json = |(key, item): &(Key, Item)| (key.name.clone(), item.node.to_json());
                serde_json::Value::Object(entries.iter().map(json).collect())
            }
            Self::Broken => serde_json::Value::Null,
        }
    }
}

/// Builds the tree of `table`; numbers that do not fit 64 bits become problems.
pub(super) fn table(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Node {
    let mut entries: Vec<(Key, Item)> = table
        .iter()
        .map(|(key, value)| {
            let key = Key { span: key.span(), name: key.get_ref().to_string() };
            let node = node(value.get_ref(), &value.span(), problems);
            (key, Item { span: value.span(), node })
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Node::Table(entries)
}

fn node(value: &DeValue<'_>, span: &Span, problems: &mut Vec<Problem>) -> Node {
    match value {
        DeValue::String(text) => Node::String(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_or_else(|_| out_of_range(number.as_str(), span, problems), Node::Integer)
        }
        DeValue::Float(number) => Node::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Node::Boolean(*truth),
        DeValue::Datetime(time) => Node::Time(time.to_string()),
        DeValue::Array(items) => {
            let item =
                |item: &toml::Spanned<DeValue<'_>>| Item { span: item.span(), node: node(item.get_ref(), &item.span(), problems) };
            Node::Array(items.iter().map(item).collect())
        }
        DeValue::Table(entries) => table(entries, problems),
    }
}

fn out_of_range(number: &str, span: &Span, problems: &mut Vec<Problem>) -> Node {
    let message = format!("{number} does not fit a 64-bit integer");
    problems.push(Problem { message, hint: None, span: span.clone() });
    Node::Broken
}
