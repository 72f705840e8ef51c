//! A pipeline's progress: a bar on a terminal, a line every few seconds elsewhere.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use tamis_pipeline::Progress;

use crate::screen::Screen;

/// The time between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows a run.
pub(crate) struct RunProgress {
    screen: Screen,
    bar: ProgressBar,
    start: Instant,
    total_bytes: Cell<Option<u64>>,
    rows: Cell<u64>,
    bytes: Cell<u64>,
    last_line: Cell<Instant>,
}

impl RunProgress {
    /// Shows nothing until the run begins.
    pub(crate) fn new(screen: &Screen) -> Self {
        let (bar, start) = (ProgressBar::hidden(), Instant::now());
        let (total_bytes, rows, bytes) = Default::default();
        Self { screen: screen.clone(), bar, start, total_bytes, rows, bytes, last_line: Cell::new(start) }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// For example `12,345 rows, 34 % of 1.20 GiB`.
    fn so_far(&self) -> String {
        let rows = HumanCount(self.rows.get());
        match self.total_bytes.get().filter(|total| *total > 0) {
            Some(total) => format!("{rows} rows, {} % of {}", self.bytes.get().min(total) * 100 / total, HumanBytes(total)),
            None => format!("{rows} rows"),
        }
    }
}

impl Progress for RunProgress {
    fn begin(&self, total_bytes: Option<u64>) {
        self.total_bytes.set(total_bytes);
        if !self.screen.is_watched() {
            return;
        }
        let template = match total_bytes {
            Some(total) => {
                self.bar.set_length(total);
                "{spinner} [{bar:30}] {percent} % of {total_bytes}  {msg}  {elapsed}"
            }
            None => "{spinner} {msg}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.progress_chars("=> "));
        }
        self.screen.show(&self.bar);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn read(&self, rows: u64, bytes: u64) {
        self.rows.set(self.rows.get() + rows);
        self.bytes.set(self.bytes.get() + bytes);
        if self.screen.is_watched() {
            self.bar.set_position(self.bytes.get());
            self.bar.set_message(format!("{} rows", HumanCount(self.rows.get())));
        } else if self.last_line.get().elapsed() >= LINE_EVERY {
            self.last_line.set(Instant::now());
            self.screen.say(&format!("{} after {} s", self.so_far(), self.start.elapsed().as_secs()));
        }
    }

    fn committing(&self) {
        if self.screen.is_watched() {
            self.bar.set_message(format!("{} rows read, finishing", HumanCount(self.rows.get())));
        } else {
            self.screen.say(&format!("{} read after {} s, finishing", self.so_far(), self.start.elapsed().as_secs()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_share_of_what_is_known() {
        let progress = RunProgress::new(&Screen::new());
        progress.read(1_200, 250);
        assert_eq!(progress.so_far(), "1,200 rows");
        progress.total_bytes.set(Some(1_000));
        assert_eq!(progress.so_far(), "1,200 rows, 25 % of 1000 B");
        progress.total_bytes.set(Some(0));
        assert_eq!(progress.so_far(), "1,200 rows");
    }
}
