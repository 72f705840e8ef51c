//! How an error is told: what happened, why, and what to do about it; each once.

use std::error::Error;

use datafusion::arrow::error::ArrowError;
use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;
use tamis_pipeline::PipelineError;

use crate::hint::Hinted;

/// The error as text: `error: ..`, its causes, `hint: ..`. Mistakes in a TOML file come with their places, as text of the same form,
/// and stand alone.
pub(crate) fn render(error: &anyhow::Error) -> String {
    let mut report = Report::default();
    report.add(error.as_ref());
    if let Some(problems) = report.messages.iter().find(|message| message.starts_with("error: ")) {
        return problems.clone();
    }
    let mut text = format!("error: {}", report.messages.first().map_or("unknown", String::as_str));
    for cause in report.messages.iter().skip(1) {
        text.push_str("\n  because: ");
        text.push_str(&cause.replace('\n', "\n  "));
    }
    if let Some(hint) = report.hint {
        text.push_str("\nhint: ");
        text.push_str(&hint);
    }
    text
}

#[derive(Default)]
struct Report {
    messages: Vec<String>,
    hint: Option<String>,
}

impl Report {
    fn add(&mut self, error: &(dyn Error + 'static)) {
        if let Some(hinted) = error.downcast_ref::<Hinted>() {
            self.hint = Some(hinted.hint.clone());
            self.add(hinted.error.as_ref());
        } else if let Some(error) = error.downcast_ref::<DataFusionError>() {
            self.add_datafusion(error);
        } else if let Some(PipelineError::Engine(error)) = error.downcast_ref::<PipelineError>() {
            self.add_datafusion(error);
        } else if let Some(ArrowError::ExternalError(inner)) = error.downcast_ref::<ArrowError>() {
            self.add(inner.as_ref());
        } else {
            self.say(&error.to_string());
            if let Some(cause) = error.source() {
                self.add(cause);
            }
        }
    }

    /// DataFusion says in each layer what kind of error it is; a reader wants the innermost sentence.
    fn add_datafusion(&mut self, error: &DataFusionError) {
        match error {
            DataFusionError::Context(what, inner) => {
                self.say(what);
                self.add_datafusion(inner);
            }
            DataFusionError::Diagnostic(_, inner) => self.add_datafusion(inner),
            DataFusionError::Shared(inner) => self.add_datafusion(inner),
            DataFusionError::Collection(errors) => errors.iter().for_each(|error| self.add_datafusion(error)),
            DataFusionError::External(inner) => self.add(inner.as_ref()),
            DataFusionError::ArrowError(inner, _) => self.add(inner.as_ref()),
            DataFusionError::ParquetError(inner) => self.add(inner.as_ref()),
            DataFusionError::ObjectStore(inner) => self.add(inner.as_ref()),
            DataFusionError::IoError(inner) => self.say(&inner.to_string()),
            DataFusionError::SchemaError(inner, _) => self.say(&inner.to_string()),
            DataFusionError::SQL(inner, _) => match inner.as_ref() {
                ParserError::ParserError(text) | ParserError::TokenizerError(text) => self.say(&format!("this is not SQL: {text}")),
                ParserError::RecursionLimitExceeded => self.say("this SQL is nested too deeply"),
            },
            DataFusionError::ResourcesExhausted(text) => {
                self.say(&format!("out of memory: {text}"));
                self.hint.get_or_insert_with(|| "give it more with --memory, or less to do at once with --threads".to_owned());
            }
            DataFusionError::Internal(text) => {
                self.say(&format!("internal error: {text}"));
                self.hint.get_or_insert_with(|| {
                    "this is a mistake in the SQL engine, not in the statement; another wording may avoid it".to_owned()
                });
            }
            DataFusionError::NotImplemented(text) => self.say(&format!("not supported: {text}")),
            DataFusionError::Plan(text) | DataFusionError::Configuration(text) | DataFusionError::Execution(text) => self.say(text),
            other => self.say(&other.strip_backtrace()),
        }
    }

    /// Adds a sentence, unless one before it says as much.
    fn say(&mut self, text: &str) {
        let text = text.split(DataFusionError::BACK_TRACE_SEP).next().unwrap_or(text).trim();
        if !text.is_empty() && !self.messages.iter().any(|said| said.contains(text)) {
            self.messages.push(text.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn causes_are_told_once_and_without_their_kind() {
        let io = std::io::Error::other("disk full");
        let inner = DataFusionError::External(Box::new(DataFusionError::IoError(io)));
        let inner = DataFusionError::Context("cannot write x: disk full".to_owned(), Box::new(inner));
        let outer = DataFusionError::ArrowError(Box::new(ArrowError::ExternalError(Box::new(inner))), None);
        let error = Err::<(), _>(outer).context("statement 2 of 3").map_err(|error| render(&error));
        assert_eq!(error, Err("error: statement 2 of 3\n  because: cannot write x: disk full".to_owned()));
    }

    #[test]
    fn a_hint_comes_last() {
        let error = Hinted { error: anyhow::anyhow!("no such thing").context("step 1"), hint: "do this".to_owned() };
        let error = anyhow::Error::new(error).context("run");
        assert_eq!(render(&error), "error: run\n  because: step 1\n  because: no such thing\nhint: do this");
        let error = DataFusionError::ResourcesExhausted("5 bytes".to_owned()).into();
        let wanted = "error: out of memory: 5 bytes\nhint: give it more with --memory, or less to do at once with --threads";
        assert_eq!(render(&error), wanted);
    }
}
