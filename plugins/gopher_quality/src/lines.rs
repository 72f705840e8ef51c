//! What the rules count in the raw text rather than in its tokens: lines with bullets or ellipses, hash signs,
//! ellipses.

/// The lines of a text.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Lines {
    /// All lines, empty ones too; the end of the text does not begin a line.
    pub(crate) all: u64,
    /// Lines whose first char after white space is `•` or `-`.
    pub(crate) bullets: u64,
    /// Lines that end with `...` or `…` before white space.
    pub(crate) ellipses: u64,
}

impl Lines {
    /// Counts the lines of `text`.
    pub(crate) fn count(text: &str) -> Self {
        let mut lines = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (line, tail) = rest.split_at(line_end(rest));
            lines.all += 1;
            lines.bullets += u64::from(line.trim_start().starts_with(['•', '-']));
            let end = line.trim_end();
            lines.ellipses += u64::from(end.ends_with("...") || end.ends_with('…'));
            rest = tail.strip_prefix("\r\n").unwrap_or_else(|| after_first(tail));
        }
        lines
    }
}

/// Where the first line ends: at a line feed or its kin, which are what Unicode calls mandatory breaks, and the separators of ASCII, as
/// Python's `splitlines` has it. Looks at bytes, since most are of no such char.
fn line_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n'..=b'\r' | 0x1c..=0x1e => true,
        // U+0085, and U+2028 or U+2029.
        0xc2 => bytes.get(at + 1) == Some(&0x85),
        0xe2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])),
        _ => false,
    };
    bytes.iter().enumerate().position(ends).unwrap_or(bytes.len())
}

/// `text` without its first char.
fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// How many `#` there are.
pub(crate) fn hashes(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte == b'#').count() as u64
}

/// How many `...` and `…` there are. Six dots are two ellipses, five are one.
pub(crate) fn ellipses(text: &str) -> u64 {
    let mut found = 0;
    let mut dots = 0;
    for byte in text.bytes() {
        dots = if byte == b'.' { dots + 1 } else { 0 };
        if dots == 3 {
            found += 1;
            dots = 0;
        }
    }
    found + text.matches('…').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let all = |text| Lines::count(text).all;
        assert_eq!(all(""), 0);
        assert_eq!(all("one"), 1);
        assert_eq!(all("one\n"), 1);
        assert_eq!(all("one\n\ntwo"), 3);
        assert_eq!(all("one\r\ntwo\rthree\u{2028}four\u{85}five\u{b}six"), 6);
    }

    #[test]
    fn bullets_and_ellipses_ignore_white_space_around_them() {
        let lines = Lines::count("  • tea\n\t- milk...  \n* bread\nand more…\n..\n");
        assert_eq!(lines, Lines { all: 5, bullets: 2, ellipses: 2 });
    }

    #[test]
    fn ellipses_do_not_overlap() {
        assert_eq!(ellipses("."), 0);
        assert_eq!(ellipses(".. . ."), 0);
        assert_eq!(ellipses("a... b"), 1);
        assert_eq!(ellipses("a..... b"), 1);
        assert_eq!(ellipses("a...... b…"), 3);
        assert_eq!(hashes("# a ## b"), 3);
    }
}
