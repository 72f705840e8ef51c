//! `--output FILE`: a query's rows into one file, its form told by the ending.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::dataframe::DataFrame;
use datafusion::sql::parser::{CopyToSource, CopyToStatement, Statement};
use datafusion::sql::sqlparser::ast::{Statement as SqlStatement, Value};

use crate::input::Step;

/// Checks that exactly one of the statements is a query, and makes it write to `file` instead.
///
/// # Errors
///
/// Where there is not exactly one query, or the ending of `file` is unknown.
pub(crate) fn redirect(steps: &mut [Step], file: &str) -> anyhow::Result<()> {
    let (stored_as, compression) = form(file)?;
    let n = steps.iter().filter(|step| query(&step.statement).is_some()).count();
    ensure!(n == 1, "--output takes the rows of one SELECT, and there are {n}");
    for step in steps {
        let Some(source) = query(&step.statement) else { continue };
        let output = Output::new(file);
        let options = compression.map(|name| ("format.compression".to_owned(), Value::SingleQuotedString(name.to_owned())));
        step.statement = Statement::CopyTo(CopyToStatement {
            source,
            target: output.target(),
            partitioned_by: Vec::new(),
            stored_as: Some(stored_as.to_owned()),
            options: options.into_iter().collect(),
        });
        step.output = Some(output);
    }
    Ok(())
}

/// Where the rows go. A local file is written under another name beside its place and appears whole, or not at all.
#[derive(Debug)]
pub(crate) struct Output {
    file: String,
    staged: Option<PathBuf>,
}

impl Output {
    fn new(file: &str) -> Self {
        let path = Path::new(file);
        let name = path.file_name().and_then(|name| name.to_str()).filter(|_| !file.contains("://"));
        let staged = name.map(|name| path.with_file_name(format!(".tamis-{}-{name}", std::process::id())));
        Self { file: file.to_owned(), staged }
    }

    /// What the copy is to write.
    fn target(&self) -> String {
        self.staged.as_ref().map_or_else(|| self.file.clone(), |staged| staged.display().to_string())
    }

    /// Runs the redirected query; says how many rows it wrote where.
    ///
    /// # Errors
    ///
    /// The query's or the store's.
    pub(crate) async fn write(&self, copy: DataFrame) -> anyhow::Result<String> {
        let answer = copy.collect().await?;
        let column =
            answer.first().and_then(|rows| rows.columns().first()).context("the copy did not say how many rows it wrote")?;
        if let Some(staged) = &self.staged {
            std::fs::rename(staged, &self.file).with_context(|| format!("cannot write {}", self.file))?;
        }
        Ok(format!("{} rows written to {}", array_value_to_string(column, 0)?, self.file))
    }
}

impl Drop for Output {
    /// After an error or Ctrl-C nothing is left behind; after success there is nothing to remove.
    fn drop(&mut self) {
        if let Some(staged) = &self.staged {
            drop(std::fs::remove_file(staged));
        }
    }
}

fn query(statement: &Statement) -> Option<CopyToSource> {
    match statement {
        Statement::Statement(statement) => match statement.as_ref() {
            SqlStatement::Query(query) => Some(CopyToSource::Query(query.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// What STORED AS and the compression are for a file name.
fn form(file: &str) -> anyhow::Result<(&'static str, Option<&'static str>)> {
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let (inner, compression) = match name.rsplit_once('.') {
        Some((inner, "gz")) => (inner, Some("gzip")),
        Some((inner, "zst")) => (inner, Some("zstd")),
        _ => (name.as_str(), None),
    };
    let stored_as = match inner.rsplit_once('.').map(|(_, ending)| ending) {
        Some("parquet") => "PARQUET",
        Some("arrow") => "ARROW",
        Some("csv") => "CSV",
        Some("json" | "jsonl" | "ndjson") => "JSON",
        _ => bail!(
            "the ending of {file} names no form; write .parquet, .arrow, .csv, .json, .jsonl or .ndjson (the last four also with .gz or .zst)"
        ),
    };
    ensure!(
        compression.is_none() || matches!(stored_as, "CSV" | "JSON"),
        "{file}: Parquet and Arrow files are compressed inside; leave the last ending out"
    );
    Ok((stored_as, compression))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn endings_tell_the_form() {
        assert_eq!(form("a/b.parquet").unwrap(), ("PARQUET", None));
        assert_eq!(form("s3://bucket/x.JSONL.zst").unwrap(), ("JSON", Some("zstd")));
        assert_eq!(form("x.csv.gz").unwrap(), ("CSV", Some("gzip")));
        for file in ["x", "x.gz", "x.txt", "x.parquet.gz", "folder/", ""] {
            assert!(form(file).is_err(), "{file}");
        }
    }
}
