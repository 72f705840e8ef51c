//! `tamis run`: a pipeline from its file to its summary.

use std::path::PathBuf;

use clap::Args;
use indicatif::HumanBytes;
use tamis_pipeline::{Pipeline, RunOptions, Summary};

use crate::arguments::Options;
use crate::exit::Exit;
use crate::open::Open;
use crate::print::counted;
use crate::progress::RunProgress;
use crate::screen::Screen;

const EXAMPLES: &str = "\
Examples:
  tamis run examples/quickstart/pipeline.toml
  tamis run pipeline.toml --fresh            throw an earlier result of it away first
  tamis run pipeline.toml --memory 8GB --threads 16

The kept rows go to the sink's folder; what was refused, with the reasons, and the summary go to the folder `<sink>.run/` beside it.
A sink that holds a result already is left alone unless --fresh is given.";

/// The arguments of `tamis run`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RunArguments {
    /// The pipeline: a TOML file with a source, steps and a sink
    #[arg(value_name = "PIPELINE")]
    file: PathBuf,
    /// Remove what an earlier run left in the sink, and start anew
    #[arg(long)]
    fresh: bool,
}

/// Runs the pipeline, then tells what it did and where everything is.
///
/// # Errors
///
/// Where the file is wrong, or the run fails.
pub(crate) fn run(arguments: &RunArguments, options: &Options, screen: &Screen) -> anyhow::Result<Exit> {
    let pipeline = Pipeline::load(&arguments.file)?;
    let open = Open::with(options, screen, |config| pipeline.config(config))?;
    let progress = RunProgress::new(screen);
    let summary = open.wait(async {
        let options = RunOptions { fresh: arguments.fresh };
        Ok(pipeline.run(open.session(), options, &progress).await?)
    });
    progress.clear();
    let summary = summary?;
    screen.write(closing(&summary).as_bytes())?;
    if summary.errors == 0 {
        return Ok(Exit::Done);
    }
    screen.say(&format!("{} could not be judged and went to the rejects", counted(summary.errors, "row")));
    Ok(Exit::RowsErrored)
}

/// The summary, and where the result is.
fn closing(summary: &Summary) -> String {
    let Summary { sink, rejects, path, .. } = summary;
    let (rows, shards, seconds) = (counted(summary.rows, "row"), counted(summary.shards, "file"), summary.seconds);
    let bytes = HumanBytes(summary.bytes);
    format!("{summary}\n\ncurated  {sink}  ({rows}, {shards}, {bytes}, in {seconds:.1} s)\nrejects  {rejects}\nsummary  {path}\n")
}
