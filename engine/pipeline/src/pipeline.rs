//! A pipeline file, read and checked as far as that goes without data.

use std::path::{Path, PathBuf};

use tamis::Session;
use tamis::config::{Config, Document, Problem, Problems};

use crate::error::PipelineError;
use crate::progress::Progress;
use crate::sink::Sink;
use crate::source::Source;
use crate::step::Step;
use crate::summary::Summary;

/// A pipeline: a source, steps and a sink.
#[derive(Debug, Clone)]
pub struct Pipeline {
    path: PathBuf,
    text: String,
    config: Config,
    pub(crate) source: Source,
    pub(crate) steps: Vec<Step>,
    pub(crate) sink: Sink,
}

/// How a pipeline is to be run.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Whether the result of an earlier, finished run is removed first; without this it is an error.
    pub fresh: bool,
}

impl Pipeline {
    /// Reads the file `path`.
    ///
    /// # Errors
    /// [`PipelineError::Read`], or [`PipelineError::Problems`] with all mistakes of the file.
    pub fn load(path: &Path) -> Result<Self, PipelineError> {
        let failed = |source| PipelineError::Read { path: path.to_owned(), source };
        let path = std::path::absolute(path).map_err(failed)?;
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        Ok(Self::parse(&path, &text)?)
    }

    /// Reads `text` as the content of the file `path`, which is absolute: relative paths inside it start at its folder.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Problems> {
        let document = Document::parse(path, text)?;
        let mut root = document.root();
        let source = root.need("source").then(|| root.section("source")).flatten().and_then(Source::read);
        let mut steps: Vec<Step> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for mut section in root.sections("step") {
            // A name counts as taken even where the rest of its step is wrong.
            let name = if section.has("name") { section.string("name") } else { None };
            steps.extend(Step::read(section, &names));
            names.extend(name);
        }
        let mut config = Config::default();
        config.read(&mut root);
        let sink =
            root.need("sink").then(|| root.section("sink")).flatten().and_then(|section| Sink::read(section, source.as_ref()));
        root.finish();
        let problems = Problems::new(shown(path), text, Vec::new());
        document.finish()?;
        match (source, sink) {
            (Some(source), Some(sink)) => Ok(Self { path: path.to_owned(), text: text.to_owned(), config, source, steps, sink }),
            // Not reached: what is missing was put on the document's list.
            _ => Err(problems),
        }
    }

    /// What a session for this pipeline is to know: `base`, which is what `tamis.toml` says, and on top of it the sections
    /// `[plugins]`, `[models]`, `[tables]` and `[stores]` of the pipeline itself.
    pub fn config(&self, base: Config) -> Config {
        base.with(self.config.clone())
    }

    /// Runs the pipeline on `session` and writes its result.
    ///
    /// The result is the same whatever the number of threads. Until all rows are judged nothing can be seen of it.
    ///
    /// # Errors
    /// [`PipelineError`]; the sink is then as it was, except that the result of an earlier run is gone if `options.fresh`
    /// asked for that.
    pub async fn run(&self, session: &Session, options: RunOptions, progress: &dyn Progress) -> Result<Summary, PipelineError> {
        crate::run::run(self, session, options, progress).await
    }

    /// The file's text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Mistakes found after the file was read.
    pub(crate) fn problems(&self, list: Vec<Problem>) -> Problems {
        Problems::new(shown(&self.path), self.text.clone(), list)
    }
}

/// A path below the working folder is shown from there, which is how it would be typed.
fn shown(path: &Path) -> String {
    let working = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&working).unwrap_or(path).display().to_string()
}
