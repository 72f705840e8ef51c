//! What becomes of one line: the rules, in their order.

use std::ops::Range;

use crate::config::Config;
use crate::counter::is_counter;
use crate::line::Line;
use crate::phrases::{ending, has, starts_with};

/// What becomes of a line.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It stays.
    Keep,
    /// It goes, with its line end.
    Drop,
    /// A part of it goes.
    Cut {
        /// The part, in bytes of the line without its white space.
        range: Range<usize>,
        /// How many words the part has.
        words: u64,
    },
}

impl Verdict {
    /// Judges a line. One without words stays, whatever marks it has.
    pub(crate) fn new(line: &Line<'_>, config: &Config) -> Self {
        if line.words == 0 {
            return Self::Keep;
        }
        let share = |part: u64| part as f64 / line.chars as f64;
        if line.words < config.min_words
            || share(line.uppercase) > config.max_uppercase
            || share(line.digits) > config.max_digits
            || is_counter(line.text, &config.counters)
            || (line.words <= config.max_notice_words && has(line.text, &config.notices))
        {
            return Self::Drop;
        }
        if line.words > config.max_navigation_words {
            return Self::Keep;
        }
        if starts_with(line.text, &config.line_starts) || has(line.text, &config.line_parts) {
            return Self::Drop;
        }
        match ending(line.text, &config.line_ends) {
            Some(start) => Self::without_end(line, start, config),
            None => Self::Keep,
        }
    }

    /// Cuts the end of a line off, and the white space before it.
    fn without_end(line: &Line<'_>, start: usize, config: &Config) -> Self {
        let rest = line.text.get(..start).unwrap_or_default().trim_end();
        let left = Line::new(rest).words;
        if left < config.min_words {
            return Self::Drop;
        }
        Self::Cut { range: rest.len()..line.text.len(), words: line.words - left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(line: &str) -> Verdict {
        Verdict::new(&Line::new(line), &Config::default())
    }

    fn check(kept: &[&str], dropped: &[&str]) {
        kept.iter().for_each(|line| assert_eq!(judge(line), Verdict::Keep, "{line:?}"));
        dropped.iter().for_each(|line| assert_eq!(judge(line), Verdict::Drop, "{line:?}"));
    }

    #[test]
    fn one_word_is_too_few_and_none_is_no_matter() {
        check(
            &["two words", "- two words", "", " ", "---", "```", "|", "🍵 🍵", "登录", "ok 茶"],
            &["Home", "- Home", "» Home «", "茶"],
        );
    }

    #[test]
    fn upper_case() {
        check(&["ABcd EFgh", "I AM ok now", "Ärzte ÜBEN gern"], &["ABCd EFgh", "OUR MENU", "ÄRZTE ÜBEN"]);
    }

    #[test]
    fn digits() {
        check(&["12 34 5a", "12:30 14:45", "3.5 4.5"], &["12 34 56", "1\t2", "٣ ٤"]);
    }

    #[test]
    fn counters() {
        check(&["17 lights", "17 likes were given"], &["17 likes", "♥ 1.2K Views | 3 comments"]);
    }

    #[test]
    fn notices_in_lines_of_up_to_50_words() {
        let long = |words: usize| format!("{} we use cookies", vec!["and"; words - 3].join(" "));
        check(&["we bake cookies", &long(51)], &["This site uses cookies to work.", "Read our Privacy Policy", &long(50)]);
    }

    #[test]
    fn navigation_in_lines_of_up_to_10_words() {
        let long = |words: usize, text: &str| format!("{text}{}", " and".repeat(words - 3));
        check(
            &["go back to top speed", "signs in place", &long(11, "skip to content"), &long(11, "items in cart")],
            &[
                "Back to top",
                "Sign-in or register",
                "3 items in cart (12.50)",
                &long(10, "skip to content"),
                &long(10, "items in cart"),
            ],
        );
    }

    #[test]
    fn read_more_is_cut_where_something_is_left() {
        let cut = |start, end, words| Verdict::Cut { range: start..end, words };
        assert_eq!(judge("The wheel turns. Read more..."), cut(16, 29, 2));
        assert_eq!(judge("  Das Rad läuft – read more  "), cut(18, 28, 2));
        check(&["the wheel said read more of this"], &["Read more", "Wheels: read more...", "Continue reading"]);
        let ten = "one two three four five six seven eight Read more...";
        assert_eq!(judge(ten), cut(39, 52, 2));
        assert_eq!(judge(&format!("zero {ten}")), Verdict::Keep);
    }
}
