//! A summary as a table of text.

use crate::summary::{StepSummary, Summary};

/// The most reasons shown of one step; the summary's file has them all.
const MAX_REASONS: usize = 12;

/// Cells of a line; the first two are text, the others numbers.
type Line = [String; 6];

/// The steps with their reasons below them, numbers aligned.
pub(crate) fn render(summary: &Summary) -> String {
    let mut lines: Vec<Line> = vec![["step", "verb", "rows in", "rows out", "refused", "seconds"].map(str::to_owned)];
    for step in &summary.steps {
        lines.push(step_line(step));
        lines.extend(step.reasons.iter().take(MAX_REASONS).map(|(reason, n)| reason_line(reason, *n)));
        let more = step.reasons.iter().skip(MAX_REASONS).map(|(_, n)| n);
        if step.reasons.len() > MAX_REASONS {
            lines.push(reason_line(&format!("{} more reasons", step.reasons.len() - MAX_REASONS), more.sum()));
        }
    }
    let mut widths = [0; 6];
    for line in &lines {
        // A reason may be long; it runs over the columns to its right, which are empty.
        for (width, cell) in widths.iter_mut().zip(line).skip(usize::from(is_reason(line))) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let shown: Vec<String> = lines.iter().map(|line| show(line, &widths)).collect();
    shown.join("\n")
}

fn step_line(step: &StepSummary) -> Line {
    let seconds = format!("{:.1}", step.seconds);
    let [rows_in, rows_out, refused] = [step.rows_in, step.rows_out, step.refused].map(grouped);
    [step.name.clone(), step.verb.to_owned(), rows_in, rows_out, refused, seconds]
}

fn reason_line(reason: &str, n: u64) -> Line {
    let blank = String::new;
    [format!("  {}", reason.replace('\n', " ")), blank(), blank(), blank(), grouped(n), blank()]
}

fn is_reason(line: &Line) -> bool {
    line.first().is_some_and(|cell| cell.starts_with(' '))
}

fn show(line: &Line, widths: &[usize; 6]) -> String {
    if is_reason(line) {
        // Everything left of the number is the reason's.
        let [reason, .., number, _] = line;
        let [.., seconds] = widths;
        let room: usize = widths.iter().take(5).sum::<usize>() + 8;
        let used = reason.chars().count() + number.chars().count();
        let gap = " ".repeat(room.saturating_sub(used).max(2));
        let end = " ".repeat(seconds + 2);
        return format!("{reason}{gap}{number}{end}").trim_end().to_owned();
    }
    let cell = |(i, (cell, width)): (usize, (&String, &usize))| {
        let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
        if i < 2 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
    };
    line.iter().zip(widths).enumerate().map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_each_other() {
        let step = |name: &str, verb, [rows_in, rows_out, refused]: [u64; 3], reasons: &[(&str, u64)]| StepSummary {
            name: name.to_owned(),
            verb,
            rows_in,
            rows_out,
            refused,
            reasons: reasons.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect(),
            seconds: 1.25,
        };
        let summary = Summary {
            source_rows: 12_345,
            source_bytes: None,
            steps: vec![
                step("source", "source", [12_345, 12_345, 0], &[]),
                step("prose", "keep", [12_345, 1_000, 11_345], &[("gopher_short_doc", 11_000), ("length(text) > 200", 345)]),
            ],
            rows: 1_000,
            bytes: 5,
            shards: 1,
            errors: 0,
            sink: String::new(),
            rejects: String::new(),
            path: String::new(),
            seconds: 2.0,
        };
        let wanted = "\
step    verb    rows in  rows out  refused  seconds
source  source   12,345    12,345        0      1.2
prose   keep     12,345     1,000   11,345      1.2
  gopher_short_doc                  11,000
  length(text) > 200                   345";
        assert_eq!(summary.to_string(), wanted);
        assert_eq!((grouped(0), grouped(999), grouped(1_000)), ("0".into(), "999".into(), "1,000".into()));
    }
}
