//! What the rules need to know of a line, counted in one pass.

/// A line and what it is made of.
#[derive(Debug, PartialEq)]
pub(crate) struct Line<'a> {
    /// Without white space at its ends.
    pub(crate) text: &'a str,
    /// Runs without white space that have a letter or digit; each Han or kana char is a word of its own.
    pub(crate) words: u64,
    /// Chars that are not white space.
    pub(crate) chars: u64,
    /// Chars that are upper case.
    pub(crate) uppercase: u64,
    /// Chars that are digits or other numbers.
    pub(crate) digits: u64,
}

impl<'a> Line<'a> {
    /// Measures a line, with or without its line end.
    pub(crate) fn new(line: &'a str) -> Self {
        let text = line.trim();
        let mut measured = Self { text, words: 0, chars: 0, uppercase: 0, digits: 0 };
        let mut in_word = false;
        for c in text.chars() {
            let kind = Kind::of(c);
            measured.uppercase += u64::from(matches!(kind, Kind::Uppercase));
            measured.digits += u64::from(matches!(kind, Kind::Digit));
            measured.chars += u64::from(!matches!(kind, Kind::Space));
            match kind {
                Kind::Space => in_word = false,
                Kind::Mark => {}
                Kind::Word => {
                    measured.words += 1;
                    in_word = false;
                }
                Kind::Uppercase | Kind::Letter | Kind::Digit => {
                    measured.words += u64::from(!in_word);
                    in_word = true;
                }
            }
        }
        measured
    }
}

/// The kinds of chars that the rules tell apart.
enum Kind {
    Space,
    Uppercase,
    /// A letter that is not upper case.
    Letter,
    Digit,
    /// A char that is a word: Chinese and Japanese put no spaces between words.
    Word,
    Mark,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Letter,
            ' ' | '\t'..='\r' => Self::Space,
            'A'..='Z' => Self::Uppercase,
            '0'..='9' => Self::Digit,
            '\0'..='\x7f' => Self::Mark,
            '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => Self::Word,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Self::Word,
            _ if c.is_uppercase() => Self::Uppercase,
            _ if c.is_alphabetic() => Self::Letter,
            _ if c.is_numeric() => Self::Digit,
            _ if c.is_whitespace() => Self::Space,
            _ => Self::Mark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    fn check(line: &str, words: u64, chars: u64, uppercase: u64, digits: u64) {
        assert_eq!(Line::new(line), Line { text: line.trim(), words, chars, uppercase, digits }, "{line:?}");
    }

    #[test]
    fn what_a_line_is_made_of() {
        check("", 0, 0, 0, 0);
        check(" \t\u{a0}\r\n", 0, 0, 0, 0);
        check("---\n", 0, 3, 0, 0);
        check(" - Don't (re-)open 12 Äpfel, ok?\r\n", 5, 26, 2, 2);
        check("雨と茶。 OK ٣", 5, 7, 2, 1);
    }
}
