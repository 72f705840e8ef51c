//! Runs every file of `sql/`: statements with the answers a user would get, each file in a session and a folder of its own.
//!
//! `$SCRATCH` in a statement is the file's own empty folder, `$REPOSITORY` the repository (in a `system` command only `$SCRATCH`, and
//! after `control substitution on`). BLESS=1 rewrites the answers; an
//! error is compared as a whole after `----`, or as a regular expression on the `error` line.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::path::Path;

use async_trait::async_trait;
use datafusion::arrow::array::Array;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::{DataFusionError, Result};
use sqllogictest::runner::{AsyncDB, DBOutput};
use sqllogictest::{DefaultColumnType, Runner, default_normalizer, default_validator, strict_column_validator};
use tamis::Session;

/// Makes a test of a file, so that each is named, run and reported on its own.
macro_rules! files {
    ($($name:ident),+ $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                run(stringify!($name)).await;
            }
        )+

        #[test]
        fn every_file_is_run() {
            let listed = [$(stringify!($name)),+];
            for entry in std::fs::read_dir(folder()).expect("the folder sql") {
                let path = entry.expect("an entry").path();
                if path.extension().is_none_or(|ending| ending != "slt") {
                    // What BLESS=1 writes into for a moment.
                    continue;
                }
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                assert!(listed.contains(&name.as_str()), "{} is not listed in tests/tests/sql.rs", path.display());
            }
        }
    };
}

files! {
    create_function,
    errors,
    files_by_path,
    gopher_quality,
    refine_lines,
    show_functions,
    text_layouts,
    text_stats,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql")
}

async fn run(name: &str) {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let path = scratch.path().canonicalize().expect("its full path").display().to_string();
    let file = folder().join(format!("{name}.slt"));
    let mut runner = Runner::new(|| async {
        let (session, scratch, repository) =
            (tamis_tests::session(), path.clone(), tamis_tests::repository().display().to_string());
        Ok(Database { session, scratch, repository })
    });
    runner.set_var("SCRATCH".to_owned(), path.clone());
    runner.with_column_validator(strict_column_validator);
    if std::env::var_os("BLESS").is_some() {
        let updated = runner.update_test_file(&file, " ", default_validator, default_normalizer, strict_column_validator);
        updated.await.expect("the file is updated");
    } else if let Err(error) = runner.run_file_async(&file).await {
        panic!("{}", error.display(false));
    }
}

/// One session, seen as sqllogictest wants it.
struct Database {
    session: Session,
    scratch: String,
    repository: String,
}

/// An error with the machine's own folders replaced.
#[derive(Debug)]
struct Plain(String);

impl std::fmt::Display for Plain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Plain {}

#[async_trait]
impl AsyncDB for Database {
    type Error = Plain;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Plain> {
        let sql = sql.replace("$SCRATCH", &self.scratch).replace("$REPOSITORY", &self.repository);
        self.answer(&sql).await.map_err(|error| Plain(self.plain(&error.strip_backtrace())))
    }

    async fn shutdown(&mut self) {}

    fn engine_name(&self) -> &str {
        "tamis"
    }
}

impl Database {
    async fn answer(&self, sql: &str) -> Result<DBOutput<DefaultColumnType>> {
        let frame = self.session.sql(sql).await?;
        let types: Vec<_> = frame.schema().fields().iter().map(|field| column_type(field.data_type())).collect();
        let mut rows = Vec::new();
        for batch in frame.collect().await? {
            let options = FormatOptions::default().with_null("NULL");
            let columns: Vec<_> =
                batch.columns().iter().map(|column| Ok(ArrayFormatter::try_new(column, &options)?)).collect::<Result<_>>()?;
            for row in 0..batch.num_rows() {
                let cells = columns.iter().zip(batch.columns()).map(|(formatter, column)| self.cell(formatter, column, row));
                rows.push(cells.collect::<Result<_>>()?);
            }
        }
        Ok(if types.is_empty() { DBOutput::StatementComplete(0) } else { DBOutput::Rows { types, rows } })
    }

    /// One value as a word that a file of answers can hold: no line ends, and something to see where a text is empty.
    fn cell(&self, formatter: &ArrayFormatter<'_>, column: &dyn Array, row: usize) -> Result<String> {
        let text = formatter.value(row).try_to_string().map_err(DataFusionError::from)?;
        let is_text = matches!(column_type(column.data_type()), DefaultColumnType::Text);
        Ok(match text.as_str() {
            "" if is_text => "(empty)".to_owned(),
            text => self.plain(&text.replace('\n', "\\n")),
        })
    }

    fn plain(&self, text: &str) -> String {
        tamis_tests::plain(text, Path::new(&self.scratch))
    }
}

fn column_type(data_type: &DataType) -> DefaultColumnType {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => DefaultColumnType::Text,
        DataType::Dictionary(_, value) => column_type(value),
        float if float.is_floating() => DefaultColumnType::FloatingPoint,
        integer if integer.is_integer() => DefaultColumnType::Integer,
        // A letter of its own for BOOLEAN, STRUCT and the rest does not exist here.
        _ => DefaultColumnType::Any,
    }
}
