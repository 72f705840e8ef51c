//! What a plugin says of itself, once it has been checked against the contract. The rules are those of `wit/`'s `description`.

use std::collections::HashSet;

use datafusion::arrow::datatypes::DataType;
use datafusion::logical_expr::Volatility;
use serde_json::{Map, Value};

use crate::bindings::tamis::plugin::types;

const NAME_BYTES: usize = 64;
const PROSE_BYTES: usize = 4096;
const CONFIG_BYTES: usize = 65_536;
const ARGUMENTS: usize = 16;

/// What a plugin does with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Keeps it or drops it for a reason.
    Filter,
    /// Measures it.
    Scorer,
    /// Rewrites its text.
    Editor,
}

impl Kind {
    /// The word in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Scorer => "scorer",
            Self::Editor => "editor",
        }
    }

    /// How many labels the kind has at least and at most.
    fn labels(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::Filter => 1..=255,
            Self::Scorer => 1..=64,
            Self::Editor => 0..=0,
        }
    }
}

/// One argument of the SQL function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Utf8View, Int64, Float64 or Boolean.
    pub data_type: DataType,
    /// Whether it must be a literal.
    pub constant: bool,
    /// Whether the plugin sees NULLs; if not, NULL in gives NULL out.
    pub nullable: bool,
    /// A sentence, or nothing.
    pub doc: String,
}

/// A reason of a filter or a score of a scorer.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its SQL name.
    pub name: String,
    /// A sentence.
    pub doc: String,
}

/// A plugin's checked description.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The function's own name.
    pub name: String,
    /// The plugin's version.
    pub version: String,
    /// What it does.
    pub doc: String,
    /// Where the rule comes from; may be empty.
    pub source: String,
    /// In SQL order, at least one.
    pub arguments: Vec<Argument>,
    /// Reasons or scores.
    pub labels: Vec<Label>,
    /// What the planner may assume.
    pub volatility: Volatility,
    /// About how many nanoseconds 1,000 bytes of text take.
    pub cost: u32,
    /// Every config key with its default.
    pub config: Map<String, Value>,
}

impl Description {
    /// Checks what a plugin of a kind answered.
    ///
    /// # Errors
    ///
    /// The rule that is broken, as a sentence.
    pub(crate) fn check(kind: Kind, found: types::Description) -> Result<Self, String> {
        let labels = labels(kind, &found)?;
        name("the function's name", &found.name)?;
        prose("version", &found.version, NAME_BYTES)?;
        prose("doc", &found.doc, PROSE_BYTES)?;
        prose("source", &found.source, PROSE_BYTES)?;
        Ok(Self {
            arguments: arguments(&found)?,
            config: config(&found.config)?,
            volatility: match found.volatility {
                types::Volatility::Immutable => Volatility::Immutable,
                types::Volatility::Stable => Volatility::Stable,
                types::Volatility::Volatile => Volatility::Volatile,
            },
            name: found.name,
            version: found.version,
            doc: found.doc,
            source: found.source,
            labels,
            cost: found.cost,
        })
    }
}

fn arguments(found: &types::Description) -> Result<Vec<Argument>, String> {
    let n = found.arguments.len();
    if !(1..=ARGUMENTS).contains(&n) {
        return Err(format!("{n} arguments, where 1 to {ARGUMENTS} are allowed"));
    }
    if !matches!(found.arguments.first(), Some(first) if first.data_type == types::DataType::Text && !first.constant) {
        return Err("its first argument is not a text column".into());
    }
    let check = |argument: &types::Argument| {
        name("an argument's name", &argument.name)?;
        prose("an argument's doc", &argument.doc, PROSE_BYTES)?;
        Ok(Argument {
            name: argument.name.clone(),
            data_type: match argument.data_type {
                types::DataType::Text => DataType::Utf8View,
                types::DataType::Int64 => DataType::Int64,
                types::DataType::Float64 => DataType::Float64,
                types::DataType::Boolean => DataType::Boolean,
            },
            constant: argument.constant,
            nullable: argument.nullable,
            doc: argument.doc.clone(),
        })
    };
    let checked = found.arguments.iter().map(check).collect::<Result<Vec<_>, String>>()?;
    unique("argument", checked.iter().map(|argument| argument.name.as_str()))?;
    Ok(checked)
}

/// The labels; a scorer without any has one score, named like the function.
fn labels(kind: Kind, found: &types::Description) -> Result<Vec<Label>, String> {
    let mut labels: Vec<_> = found.labels.iter().map(|label| Label { name: label.name.clone(), doc: label.doc.clone() }).collect();
    if kind == Kind::Scorer && labels.is_empty() {
        labels.push(Label { name: found.name.clone(), doc: found.doc.clone() });
    }
    if !kind.labels().contains(&labels.len()) {
        let (least, most) = kind.labels().into_inner();
        return Err(format!("a {kind} with {} labels, where {least} to {most} are allowed", labels.len()));
    }
    for label in &labels {
        name("a label's name", &label.name)?;
        prose("a label's doc", &label.doc, PROSE_BYTES)?;
    }
    unique("label", labels.iter().map(|label| label.name.as_str()))?;
    Ok(labels)
}

fn name(what: &str, name: &str) -> Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.len() > NAME_BYTES || !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(plain) {
        let shown: String = name.chars().take(NAME_BYTES).collect();
        return Err(format!(
            "{what} is {shown:?}, not a lower-case letter followed by letters, digits or `_` ({NAME_BYTES} bytes)"
        ));
    }
    Ok(())
}

fn prose(what: &str, text: &str, limit: usize) -> Result<(), String> {
    if text.len() > limit { Err(format!("{what} has {} bytes, where {limit} are allowed", text.len())) } else { Ok(()) }
}

fn unique<'a>(what: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = HashSet::new();
    match names.find(|name| !seen.insert(*name)) {
        Some(twice) => Err(format!("{what} {twice:?} is there twice")),
        None => Ok(()),
    }
}

fn config(json: &str) -> Result<Map<String, Value>, String> {
    prose("config", json, CONFIG_BYTES)?;
    match serde_json::from_str(json) {
        Ok(Value::Object(config)) => Ok(config),
        Ok(_) => Err("its config is JSON, but not an object".into()),
        Err(error) => Err(format!("its config is not JSON: {error}")),
    }
}
