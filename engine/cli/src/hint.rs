//! Ways out of errors, from what the session knows: names that were nearly right, and where names come from.

use std::fmt;

use datafusion::common::DataFusionError;
use tamis::Session;
use tamis::config::nearest;

/// An error with a way out.
#[derive(Debug)]
pub(crate) struct Hinted {
    /// What went wrong.
    pub(crate) error: anyhow::Error,
    /// What to do about it.
    pub(crate) hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Hinted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

/// Adds the way out of a planning error, if the session knows one.
pub(crate) fn hinted(session: &Session, error: DataFusionError) -> anyhow::Error {
    let DataFusionError::Plan(text) = error.find_root() else { return error.into() };
    // DataFusion has no types for these two; it proposes built-in functions, however far they are from what was meant.
    if let Some(name) = between(text, "Invalid function '", "'") {
        return Hinted { hint: function_hint(session, name), error: anyhow::anyhow!("unknown function `{name}`") }.into();
    }
    if let Some(name) = between(text, "table '", "' not found") {
        let name = name.rsplit('.').next().unwrap_or(name);
        return Hinted { hint: table_hint(session, name), error: anyhow::anyhow!("unknown table `{name}`") }.into();
    }
    error.into()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.strip_prefix(before)?.split_once(after)?.0)
}

fn function_hint(session: &Session, name: &str) -> String {
    let plugins: Vec<String> = session.offered().map(str::to_owned).collect();
    let state = session.context().state();
    let built_in = state.scalar_functions().keys().chain(state.aggregate_functions().keys()).chain(state.window_functions().keys());
    let mut known: Vec<&str> = plugins.iter().chain(built_in).map(String::as_str).collect();
    known.sort_unstable();
    match (nearest(name, known), &session.config().file) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(file)) if plugins.is_empty() => format!("{} offers no plugins; name their folder in its [plugins] path", file.display()),
        (None, Some(file)) => format!("the plugins of {} are {}; SHOW FUNCTIONS lists all functions", file.display(), plugins.join(", ")),
        (None, None) => "there is no tamis.toml here or above that would offer plugins; write one, name it with --config, or use CREATE FUNCTION".to_owned(),
    }
}

fn table_hint(session: &Session, name: &str) -> String {
    let context = session.context();
    let schemas = context.catalog_names().into_iter().filter_map(|catalog| context.catalog(&catalog));
    let schemas = schemas.flat_map(|catalog| catalog.schema_names().into_iter().filter_map(move |schema| catalog.schema(&schema)));
    let mut known: Vec<String> = schemas.flat_map(|schema| schema.table_names()).collect();
    known.extend(session.config().tables.keys().cloned());
    known.sort_unstable();
    known.dedup();
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "a file is a table by its path in quotes: SELECT * FROM 'docs.parquet'".to_owned(),
        None => {
            format!("the tables are {}; a file is a table by its path in quotes: SELECT * FROM 'docs.parquet'", known.join(", "))
        }
    }
}
