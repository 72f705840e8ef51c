//! The SQL shell: DataFusion's line editor and commands, with every statement going through the session, so that plugins are found.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use datafusion_cli::command::Command;
use datafusion_cli::helper::CliHelper;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};

use crate::commands::sql::{self, MaxRows};
use crate::exit::{Exit, Stop};
use crate::format::Format;
use crate::input;
use crate::open::Open;
use crate::print::Printing;
use crate::report;
use crate::screen::Screen;

/// Lines of history that are kept.
const HISTORY_LINES: usize = 10_000;

const HELP: &str = "\
Statements end with a semicolon and may take several lines; Ctrl-C stops a running one.
  \\d                        list tables            \\d TABLE                 describe one
  \\h                        list functions         \\h WORD                  those whose names contain a word
  \\i FILE                   run a file             \\pset format csv|json|table
  \\pset rows N|all          rows a table shows     \\quiet on|off            no row counts and times
  \\?                        this help              \\q                       quit (or Ctrl-D)";

/// Reads statements from the terminal until the user has enough.
///
/// # Errors
///
/// Where the terminal cannot be used. A statement that fails is told, and the shell goes on.
pub(crate) fn run(open: &Open, printing: Printing, screen: &Screen) -> anyhow::Result<Exit> {
    let config = Config::builder().max_history_size(HISTORY_LINES)?.auto_add_history(true).build();
    let mut editor: Editor<CliHelper, FileHistory> = Editor::with_config(config).context("cannot use this terminal")?;
    let dialect = open.session().context().state().config().options().sql_parser.dialect;
    editor.set_helper(Some(CliHelper::new(&dialect, screen.has_colors())));
    let history = history_file();
    if let Some(file) = history.as_deref().filter(|file| file.exists()) {
        told(editor.load_history(file), file);
    }
    screen.say(&format!("tamis {}; \\? for help, \\q to quit", env!("CARGO_PKG_VERSION")));
    let mut shell = Shell { open, screen, printing: Printing { tells_time: true, ..printing } };
    loop {
        let next = match editor.readline("> ") {
            Ok(line) => shell.take(line.trim()),
            // At the prompt Ctrl-C only throws the line away.
            Err(ReadlineError::Interrupted) => Next::Prompt,
            Err(ReadlineError::Eof) => Next::Quit,
            Err(error) => return Err(anyhow::Error::new(error).context("cannot read from this terminal")),
        };
        if let Some(file) = &history {
            told(editor.save_history(file), file);
        }
        if next == Next::Quit {
            return Ok(Exit::Done);
        }
    }
}

/// The history stands in the user's data folder, not in whatever folder the shell is opened in.
fn history_file() -> Option<PathBuf> {
    let folder = dirs::data_dir()?.join("tamis");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// A history that cannot be kept is no reason to stop.
fn told(done: rustyline::Result<()>, file: &Path) {
    if let Err(error) = done {
        tracing::warn!("the history in {} cannot be used: {error}", file.display());
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    Prompt,
    Quit,
}

struct Shell<'a> {
    open: &'a Open,
    screen: &'a Screen,
    printing: Printing,
}

impl Shell<'_> {
    /// Does what a line says, and tells what went wrong.
    fn take(&mut self, line: &str) -> Next {
        let done = match line.strip_prefix('\\') {
            Some(command) => self.command(command),
            None => self.sql(line).map(|()| Next::Prompt),
        };
        match done {
            Ok(next) => next,
            Err(error) => match error.downcast_ref::<Stop>() {
                Some(Stop::ReaderGone) => Next::Quit,
                Some(Stop::Interrupted) => {
                    self.screen.say("stopped");
                    Next::Prompt
                }
                None => {
                    self.screen.say(&report::render(&error));
                    Next::Prompt
                }
            },
        }
    }

    fn sql(&self, text: &str) -> anyhow::Result<()> {
        for statement in self.open.session().statements(text)? {
            self.open.wait(sql::print(self.open.session(), statement, &self.printing, self.screen))?;
        }
        Ok(())
    }

    fn command(&mut self, text: &str) -> anyhow::Result<Next> {
        let words: Vec<&str> = text.trim_end_matches(';').split_whitespace().collect();
        match words.join(" ").parse::<Command>() {
            Ok(Command::Quit) => return Ok(Next::Quit),
            Ok(Command::Help) => self.screen.say(HELP),
            Ok(Command::ListTables) => self.list_tables()?,
            Ok(Command::DescribeTableStmt(table)) => self.sql(&format!("DESCRIBE {table}"))?,
            Ok(Command::ListFunctions) => self.sql("SHOW FUNCTIONS")?,
            Ok(Command::SearchFunctions(word)) => self.sql(&format!("SHOW FUNCTIONS LIKE '%{}%'", word.replace('\'', "''")))?,
            Ok(Command::Include(Some(file))) => self.sql(&input::read_file(Path::new(&file))?)?,
            Ok(Command::QuietMode(wanted)) => self.printing.tells_time = !wanted.unwrap_or(self.printing.tells_time),
            Ok(Command::OutputFormat(Some(setting))) => self.set(&setting)?,
            _ => anyhow::bail!("`\\{text}` is no command; \\? lists them"),
        }
        Ok(Next::Prompt)
    }

    fn list_tables(&self) -> anyhow::Result<()> {
        self.sql(
            "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables \
             WHERE table_schema <> 'information_schema' ORDER BY 1, 2, 3",
        )?;
        let offered: Vec<&str> = self.open.session().config().tables.keys().map(String::as_str).collect();
        if !offered.is_empty() {
            self.screen.say(&format!("tables of tamis.toml, opened when a statement names them: {}", offered.join(", ")));
        }
        Ok(())
    }

    fn set(&mut self, setting: &str) -> anyhow::Result<()> {
        match setting.split_once(' ') {
            Some(("format", name)) => {
                let format = Format::from_str(name, true);
                self.printing.format =
                    format.map_err(|_| anyhow::anyhow!("`{name}` is no format; there are table, csv and json"))?;
            }
            Some(("rows", n)) => {
                let MaxRows(n) = n.parse().map_err(anyhow::Error::msg)?;
                self.printing.max_rows = n;
            }
            _ => anyhow::bail!("`{setting}` cannot be set; write \\pset format csv|json|table or \\pset rows N|all"),
        }
        Ok(())
    }
}
