//! `tamis sql`: statements in, results out.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Context;
use clap::Args;
use datafusion::dataframe::DataFrame;
use datafusion::sql::parser::Statement;
use tamis::Session;

use crate::exit::Exit;
use crate::format::Format;
use crate::hint::hinted;
use crate::input::{self, Step};
use crate::open::Open;
use crate::output::{self, Output};
use crate::print::Printing;
use crate::screen::Screen;

/// Rows a table shows on a terminal unless more are asked for.
const TERMINAL_ROWS: usize = 40;

const EXAMPLES: &str = "\
Examples:
  tamis sql \"SELECT id, length(text) FROM 'docs.jsonl.zst' LIMIT 5\"
  tamis sql \"SELECT gopher_quality_reason(text) AS reason, count(*) FROM 'docs/*.parquet' GROUP BY 1\"
  tamis sql -f tables.sql -f report.sql --format csv > report.csv
  tamis sql --output kept.parquet \"SELECT * FROM 'docs.parquet' WHERE gopher_quality(text)\"
  echo 'SHOW TABLES' | tamis sql

Statements run in order and stop at the first error; all are parsed before the first is run. Every result is printed whole, except
that a terminal shows 40 rows of a table, and 80 characters of a cell. Functions are those of DataFusion and the plugins of
tamis.toml; a file, folder, pattern or URL in single quotes is a table.";

/// The arguments of `tamis sql`.
#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SqlArguments {
    /// Statements, separated by semicolons [default: standard input, or the shell on a terminal]
    sql: Option<String>,
    /// A file of statements, run before those given as text; repeatable, - is standard input
    #[arg(short, long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// How results are written to standard output [default: table]
    #[arg(long, value_enum, conflicts_with = "output")]
    format: Option<Format>,
    /// Write the rows of the one SELECT to a file or URL: .parquet, .arrow, .csv, .json, .jsonl, .ndjson (and .gz, .zst of the last four)
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
    /// Rows a table shows at most, or `all` [default: 40 on a terminal, else all]
    #[arg(long, value_name = "N")]
    max_rows: Option<MaxRows>,
}

impl SqlArguments {
    /// Whether no SQL is named, so that it must come from standard input.
    pub(crate) fn names_nothing(&self) -> bool {
        self.sql.is_none() && self.file.is_empty() && self.output.is_none()
    }

    /// How results are to be shown.
    pub(crate) fn printing(&self) -> Printing {
        let is_watched = std::io::stdout().is_terminal();
        let default = MaxRows(is_watched.then_some(TERMINAL_ROWS));
        Printing {
            format: self.format.unwrap_or_default(),
            max_rows: self.max_rows.unwrap_or(default).0,
            short_cells: is_watched,
            tells_time: false,
        }
    }
}

/// A number of rows, or all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MaxRows(pub(crate) Option<usize>);

impl FromStr for MaxRows {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self(None)),
            number => {
                number.parse().map(|n| Self(Some(n))).map_err(|_| format!("`{number}` is neither a number of rows nor `all`"))
            }
        }
    }
}

/// Runs the statements.
///
/// # Errors
///
/// The first statement's that fails, with its place.
pub(crate) fn run(arguments: &SqlArguments, open: &Open, screen: &Screen) -> anyhow::Result<Exit> {
    let mut steps = input::read(open.session(), arguments.sql.as_deref(), &arguments.file)?;
    if let Some(file) = &arguments.output {
        output::redirect(&mut steps, file)?;
    }
    let printing = arguments.printing();
    open.wait(async {
        for Step { statement, place, output } in steps {
            let done = match output {
                Some(output) => write(open.session(), statement, &output, screen).await,
                None => print(open.session(), statement, &printing, screen).await,
            };
            match place {
                Some(place) => done.context(place)?,
                None => done?,
            }
        }
        Ok(Exit::Done)
    })
}

/// Runs one statement and shows its result.
///
/// # Errors
///
/// The statement's, with a way out where one is known.
pub(crate) async fn print(session: &Session, statement: Statement, printing: &Printing, screen: &Screen) -> anyhow::Result<()> {
    printing.print(execute(session, statement).await?, screen).await
}

async fn write(session: &Session, statement: Statement, output: &Output, screen: &Screen) -> anyhow::Result<()> {
    screen.say(&output.write(execute(session, statement).await?).await?);
    Ok(())
}

async fn execute(session: &Session, statement: Statement) -> anyhow::Result<DataFrame> {
    session.execute(statement).await.map_err(|error| hinted(session, error))
}
