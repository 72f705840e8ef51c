//! `tamis plugin`: which plugins there are, and building them before they are needed.

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::format::Format;
use crate::hint::Hinted;
use crate::listing::{self, Entry};
use crate::open::Open;
use crate::print::counted;
use crate::screen::Screen;

const LIST_EXAMPLES: &str = "\
Examples:
  tamis plugin list                    a line per plugin
  tamis plugin list --verbose          with what each says of itself, its reasons or scores, and its config
  tamis plugin list --format json      for programs

Every plugin that tamis.toml offers is built if need be, and loaded. One that cannot be is listed with its error; the exit code is
then 2.";

const BUILD_EXAMPLES: &str = "\
Examples:
  tamis plugin build                   build everything that tamis.toml offers
  tamis plugin build gopher_quality    build one

Statements and pipelines build the plugins they name on their own; this does it beforehand.";

/// The commands about plugins.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List the plugins that tamis.toml offers, with their signatures, and their reasons or scores
    List(ListArguments),
    /// Build and load plugins
    Build(BuildArguments),
}

/// The arguments of `tamis plugin list`.
#[derive(Debug, Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(crate) struct ListArguments {
    /// How the list is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Tell everything a plugin says of itself (csv and json always do)
    #[arg(short, long)]
    verbose: bool,
}

/// The arguments of `tamis plugin build`.
#[derive(Debug, Args)]
#[command(after_help = BUILD_EXAMPLES)]
pub(crate) struct BuildArguments {
    /// The plugins' names [default: all]
    names: Vec<String>,
}

/// Does one of them.
///
/// # Errors
///
/// Where nothing can be listed or a named plugin is unknown. Plugins that cannot be used are told one by one, and make the exit code 2.
pub(crate) fn run(command: &PluginCommand, open: &Open, screen: &Screen) -> anyhow::Result<Exit> {
    match command {
        PluginCommand::List(arguments) => list(arguments, open, screen),
        PluginCommand::Build(arguments) => build(arguments, open, screen),
    }
}

fn list(arguments: &ListArguments, open: &Open, screen: &Screen) -> anyhow::Result<Exit> {
    let plugins = open.wait(async { Ok(open.session().plugins().await) })?;
    if plugins.is_empty() {
        say_none(open, screen);
    }
    let entries: Vec<Entry> = plugins.iter().map(|(name, plugin)| Entry::new(name, plugin.as_deref())).collect();
    let text = match arguments.format {
        Format::Table if arguments.verbose => listing::details(&entries),
        Format::Table => listing::lines(&entries),
        Format::Csv => listing::csv(&entries),
        Format::Json => listing::json_lines(&entries),
    };
    screen.write(text.as_bytes())?;
    Ok(tell_broken(&entries, screen))
}

fn build(arguments: &BuildArguments, open: &Open, screen: &Screen) -> anyhow::Result<Exit> {
    if arguments.names.is_empty() {
        let plugins = open.wait(async { Ok(open.session().plugins().await) })?;
        if plugins.is_empty() {
            say_none(open, screen);
        }
        let entries: Vec<Entry> = plugins.iter().map(|(name, plugin)| Entry::new(name, plugin.as_deref())).collect();
        let n_ready = entries.iter().filter(|entry| entry.error.is_none()).count();
        screen.say(&format!("{} ready", counted(n_ready, "plugin")));
        return Ok(tell_broken(&entries, screen));
    }
    let offered: Vec<String> = open.session().offered().map(str::to_owned).collect();
    if let Some(name) = arguments.names.iter().find(|name| !offered.contains(name)) {
        let near = tamis::config::nearest(name, offered.iter().map(String::as_str));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if offered.is_empty() => "tamis.toml offers none; name their folder in its [plugins] path".to_owned(),
            None => format!("there are {}", offered.join(", ")),
        };
        return Err(Hinted { error: anyhow::anyhow!("no plugin `{name}`"), hint }.into());
    }
    let calls: Vec<String> = arguments.names.iter().map(|name| format!("\"{name}\"()")).collect();
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    open.wait(async { Ok(open.session().load_functions(&calls).await?) })?;
    screen.say(&format!("{} ready", counted(calls.len(), "plugin")));
    Ok(Exit::Done)
}

fn say_none(open: &Open, screen: &Screen) {
    screen.say(&match &open.session().config().file {
        Some(file) => format!("{} offers no plugins; name their folder in its [plugins] path", file.display()),
        None => "there is no tamis.toml here or above that would offer plugins".to_owned(),
    });
}

/// Tells why plugins cannot be used.
fn tell_broken(entries: &[Entry], screen: &Screen) -> Exit {
    let mut exit = Exit::Done;
    for Entry { name, error, .. } in entries {
        if let Some(error) = error {
            // Most errors name the plugin themselves.
            let about = if error.contains(&format!("`{name}`")) { String::new() } else { format!("plugin `{name}`: ") };
            screen.say(&format!("error: {about}{error}"));
            exit = Exit::Failed;
        }
    }
    exit
}
