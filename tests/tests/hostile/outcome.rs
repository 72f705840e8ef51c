//! How an attack must end.

use std::path::Path;
use std::time::Duration;

use expect_test::Expect;

use crate::guest::{Attack, folder};
use crate::tables::answer;

/// Whatever an attack does, its query is over by then, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Characters of a line without end that are shown; the rest is counted.
const LINE: usize = 80;

/// Where longer lines are broken, so that the texts expected can be read and stay as the formatter leaves them.
const WIDTH: usize = 96;

/// What a user sees of the attack.
pub(crate) struct Outcome {
    error: Expect,
    settings: &'static str,
}

/// The query fails with this text.
pub(crate) fn fails(error: Expect) -> Outcome {
    Outcome { error, settings: "" }
}

impl Outcome {
    /// Under settings of its own, as in `tamis.toml`.
    pub(crate) fn under(self, settings: &'static str) -> Self {
        Self { settings, ..self }
    }
}

/// Carries the attack out and compares; then asks the same function, or where it never came to be a new one of the same guest, of
/// harmless rows.
pub(crate) async fn check(attack: Attack, outcome: Outcome) {
    let scratch = tempfile::tempdir().unwrap();
    let session = attack.session(outcome.settings, scratch.path()).await;
    let query = format!("SELECT {} FROM attacked", attack.guest.call);
    let failing = answer(&session, &query);
    let error = tokio::time::timeout(PATIENCE, failing).await.expect("the attack never ended").unwrap_err();
    outcome.error.assert_eq(&shown(&error.to_string(), scratch.path()));

    let query = match attack.stage {
        "rows" => attack.guest.query.to_owned(),
        _ => attack.guest.query.replace("hostile", "honest"),
    };
    for _ in 0..2 {
        assert_eq!(answer(&session, &query).await.unwrap(), attack.guest.answer);
    }
}

/// The text without what differs between machines, floods counted instead of shown, and long lines broken.
pub(crate) fn shown(error: &str, scratch: &Path) -> String {
    let error = error.replace(&folder().display().to_string(), "<guests>").replace(&scratch.display().to_string(), "<guests>");
    let cut = |line: &str| match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}[.. {} bytes in all]", &line[..end], line.len()),
        None => line.to_owned(),
    };
    let mut lines: Vec<(String, usize)> = Vec::new();
    for line in error.lines().map(cut) {
        match lines.last_mut() {
            Some((last, times)) if *last == line => *times += 1,
            _ => lines.push((line, 1)),
        }
    }
    let counted = |(line, times): (String, usize)| if times > 1 { format!("{line} [{times} times]") } else { line };
    lines.into_iter().map(counted).map(|line| broken(&line)).collect::<Vec<_>>().join("\n")
}

/// A line broken at spaces.
fn broken(line: &str) -> String {
    let (mut lines, mut last) = (Vec::new(), String::new());
    for word in line.split_inclusive(' ') {
        if last.len() + word.trim_end().len() > WIDTH && !last.trim().is_empty() {
            lines.push(std::mem::take(&mut last).trim_end().to_owned());
        }
        last.push_str(word);
    }
    lines.push(last.trim_end().to_owned());
    lines.join("\n")
}
