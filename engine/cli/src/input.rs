//! Where SQL comes from: the command line, files, standard input. All of it is read and parsed before any of it runs.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use datafusion::sql::parser::Statement;
use tamis::Session;

use crate::output::Output;

/// A statement, and what to call it where it fails.
pub(crate) struct Step {
    /// The statement.
    pub(crate) statement: Statement,
    /// Such as `statement 2 of setup.sql`; `None` where there is no other it could be mistaken for.
    pub(crate) place: Option<String>,
    /// Where its rows go; `None` for standard output.
    pub(crate) output: Option<Output>,
}

/// Every statement of these files (`-` is standard input) and then of `text`, in order. Where neither names anything, standard input is
/// read if something is piped into it.
///
/// # Errors
///
/// Where a file cannot be read, is not SQL, or there is no statement at all.
pub(crate) fn read(session: &Session, text: Option<&str>, files: &[PathBuf]) -> anyhow::Result<Vec<Step>> {
    let mut pieces = Vec::new();
    for file in files {
        let sql = if file == Path::new("-") { stdin()? } else { read_file(file)? };
        pieces.push((Some(file.display().to_string()), sql));
    }
    pieces.extend(text.map(|sql| (None, sql.to_owned())));
    if pieces.is_empty() && is_piped() {
        pieces.push((None, stdin()?));
    }
    let mut steps = Vec::new();
    for (name, sql) in pieces {
        let parsed = session.statements(&sql);
        let statements = match &name {
            Some(name) => parsed.with_context(|| name.clone())?,
            None => parsed?,
        };
        let n = statements.len();
        let place = |i: usize| match &name {
            Some(name) => Some(format!("statement {} of {name}", i + 1)),
            None => (n > 1).then(|| format!("statement {} of {n}", i + 1)),
        };
        steps.extend(statements.into_iter().enumerate().map(|(i, statement)| Step { statement, place: place(i), output: None }));
    }
    anyhow::ensure!(!steps.is_empty(), "no statement to run");
    Ok(steps)
}

/// Whether standard input is something else than a person at a terminal.
pub(crate) fn is_piped() -> bool {
    !std::io::stdin().is_terminal()
}

/// The text of a file of SQL.
///
/// # Errors
///
/// Where it cannot be read, or is not UTF-8.
pub(crate) fn read_file(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn stdin() -> anyhow::Result<String> {
    let mut sql = String::new();
    std::io::stdin().lock().read_to_string(&mut sql).context("cannot read standard input")?;
    Ok(sql)
}
