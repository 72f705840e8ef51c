//! What is wrong with a configuration file, and how it is shown: the line itself, with a mark under the guilty part.

use std::fmt;
use std::ops::Range;

/// A place in a file: byte offsets from its start.
pub type Span = Range<usize>;

/// One mistake in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The guilty part of the file.
    pub span: Span,
}

/// All mistakes of one file, in the order of their places. `Display` shows them as a compiler would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    path: String,
    text: String,
    list: Vec<Problem>,
}

impl Problems {
    /// The mistakes in `list`, of the file shown as `path`, whose content is `text`.
    pub fn new(path: impl Into<String>, text: impl Into<String>, mut list: Vec<Problem>) -> Self {
        list.sort_by_key(|problem| problem.span.start);
        Self { path: path.into(), text: text.into(), list }
    }

    /// The mistakes one by one.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// The line and the column a place is in, both counted from 1, columns in chars.
    pub fn line_and_column(&self, span: &Span) -> (usize, usize) {
        let before = self.text.get(..span.start.min(self.text.len())).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        (before.matches('\n').count() + 1, column + 1)
    }

    fn show(&self, problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_and_column(&problem.span);
        // A tab would put the mark in a place of the terminal's choosing.
        let content = self.text.lines().nth(line - 1).unwrap_or_default().replace('\t', " ");
        let margin = " ".repeat(line.to_string().len());
        let guilty = self.text.get(problem.span.clone()).unwrap_or_default();
        let n_marks = guilty.lines().next().unwrap_or_default().chars().count().max(1);
        writeln!(f, "error: {}", problem.message)?;
        writeln!(f, " {margin}--> {}:{line}:{column}", self.path)?;
        writeln!(f, " {margin} |")?;
        writeln!(f, " {line} | {content}")?;
        write!(f, " {margin} | {}{}", " ".repeat(column - 1), "^".repeat(n_marks))?;
        if let Some(hint) = &problem.hint {
            write!(f, "\n {margin} |\nhint: {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n\n")?;
            }
            self.show(problem, f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_under_the_guilty_part() {
        let text = "a = 1\n\tkä = \"ü\" # x\n";
        let problem = |message: &str, hint: Option<&str>, span: Span| Problem {
            message: message.to_owned(),
            hint: hint.map(str::to_owned),
            span,
        };
        let list = vec![problem("second", None, 13..17), problem("first", Some("do this"), 0..1), problem("end", None, 22..22)];
        let shown = Problems::new("x.toml", text, list).to_string();
        let wanted = "error: first\n  --> x.toml:1:1\n   |\n 1 | a = 1\n   | ^\n   |\nhint: do this\n\n\
                      error: second\n  --> x.toml:2:7\n   |\n 2 |  kä = \"ü\" # x\n   |       ^^^\n\n\
                      error: end\n  --> x.toml:3:1\n   |\n 3 | \n   | ^";
        assert_eq!(shown, wanted);
    }
}
