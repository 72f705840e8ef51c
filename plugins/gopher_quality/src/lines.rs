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

/// Bytes looked at together, without a branch: what processors and WebAssembly do fast.
const BLOCK: usize = 64;

/// Where the first line ends: at a line feed or its kin, which are what Unicode calls mandatory breaks, and the separators of ASCII, as
/// Python's `splitlines` has it.
fn line_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: &usize| match bytes.get(*at..).unwrap_or_default() {
        [b'\n'..=b'\r' | 0x1c..=0x1e, ..] => true,
        // U+0085, and U+2028 or U+2029.
        [0xc2, 0x85, ..] | [0xe2, 0x80, 0xa8 | 0xa9, ..] => true,
        _ => false,
    };
    let may_end = |byte: u8| byte.wrapping_sub(b'\n') <= 0x1e - b'\n' || byte == 0xc2 || byte == 0xe2;
    let mut start = 0;
    for block in bytes.chunks(BLOCK) {
        if block.iter().fold(false, |any, byte| any | may_end(*byte))
            && let Some(at) = (start..start + block.len()).find(ends)
        {
            return at;
        }
        start += block.len();
    }
    bytes.len()
}

/// `text` without its first char.
fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// How many `#` there are.
pub(crate) fn hashes(text: &str) -> u64 {
    let in_block = |block: &[u8]| u64::from(block.iter().map(|byte| u8::from(*byte == b'#')).sum::<u8>());
    text.as_bytes().chunks(BLOCK).map(in_block).sum()
}

/// How many `...` and `…` there are. Six dots are two ellipses, five are one.
pub(crate) fn ellipses(text: &str) -> u64 {
    let pictures = if text.is_ascii() { 0 } else { text.matches('…').count() as u64 };
    dotted_ellipses(text.as_bytes()) + pictures
}

fn dotted_ellipses(bytes: &[u8]) -> u64 {
    // Two dots in a row are rare enough to be looked for first.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_pair = pairs.fold(false, |any, (one, next)| any | ((*one == b'.') & (*next == b'.')));
    if !has_pair {
        return 0;
    }
    let (mut found, mut dots) = (0, 0);
    for byte in bytes {
        dots = if *byte == b'.' { dots + 1 } else { 0 };
        if dots == 3 {
            found += 1;
            dots = 0;
        }
    }
    found
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
