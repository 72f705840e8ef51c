//! What a person looks at: standard error with its progress bars and colors, and standard output for data.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::exit::Stop;

const RED: &str = "\x1b[1;31m";
const CYAN: &str = "\x1b[1;36m";
const PLAIN: &str = "\x1b[0m";

/// The terminal, or what stands in its place. Cheap to clone; clones share the progress bars.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    bars: MultiProgress,
    is_watched: bool,
    has_colors: bool,
}

impl Screen {
    /// The screen of this process. Colors only on a terminal that can show them, and never where `NO_COLOR` is set.
    pub(crate) fn new() -> Self {
        let is_watched = io::stderr().is_terminal();
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let target = if is_watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self {
            bars: MultiProgress::with_draw_target(target),
            is_watched,
            has_colors: is_watched && !is_set("NO_COLOR") && !is_dumb,
        }
    }

    /// Whether somebody sees the progress bars; otherwise lines are written instead.
    pub(crate) fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// Whether colors may be used on standard error.
    pub(crate) fn has_colors(&self) -> bool {
        self.has_colors
    }

    /// Shows a bar below the others, until it is finished and cleared.
    pub(crate) fn show(&self, bar: &ProgressBar) {
        self.bars.add(bar.clone());
    }

    /// A line that shows that something goes on and for how long, until it is finished and cleared.
    pub(crate) fn spinner(&self, message: String) -> ProgressBar {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(message);
        self.show(&bar);
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    /// Says something on standard error, above the bars. `error:` and `hint:` at the start of a line stand out.
    pub(crate) fn say(&self, text: &str) {
        let text = if self.has_colors { text.lines().map(paint).collect::<Vec<_>>().join("\n") } else { text.to_owned() };
        // Where standard error is closed there is nobody left to tell.
        drop(self.bars.suspend(|| writeln!(io::stderr().lock(), "{text}")));
    }

    /// Writes data to standard output.
    ///
    /// # Errors
    ///
    /// [`Stop::ReaderGone`] where the reader has gone; what the system says otherwise.
    pub(crate) fn write(&self, data: &[u8]) -> anyhow::Result<()> {
        let write = || {
            let mut out = io::stdout().lock();
            out.write_all(data).and_then(|()| out.flush())
        };
        match self.bars.suspend(write) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Stop::ReaderGone.into()),
            Err(error) => Err(anyhow::Error::new(error).context("cannot write to standard output")),
            Ok(()) => Ok(()),
        }
    }
}

/// What the log writes.
impl Write for Screen {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.bars.suspend(|| io::stderr().lock().write(buffer))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

fn paint(line: &str) -> String {
    for (word, color) in [("error:", RED), ("hint:", CYAN)] {
        if let Some(rest) = line.strip_prefix(word) {
            return format!("{color}{word}{PLAIN}{rest}");
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_word_is_painted() {
        assert_eq!(paint("error: no error: here"), "\x1b[1;31merror:\x1b[0m no error: here");
        assert_eq!(paint("  hint: x"), "  hint: x");
    }
}
