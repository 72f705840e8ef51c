//! What comes off the front and the back of a chunk, and what keeps its dot or splits at its apostrophe.

use crate::chars::{is_currency, is_lower, is_mark, is_picture, is_quote};

/// Abbreviations that keep their final dot; so does a single letter, as in `J. S. Bach` or `p. 12`.
const ABBREVIATIONS: &[&str] = &[
    "Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "St.", "Mt.", "Jr.", "Sr.", "Gen.", "Gov.", "Rep.", "Rev.", "Sen.", "Adm.",
    "Co.", "Corp.", "Inc.", "Ltd.", "Bros.", "vs.", "v.s.", "e.g.", "E.g.", "i.e.", "I.e.", "a.m.", "p.m.", "Ph.D.", "Jan.",
    "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "etc.", "cf.", "al.", "pp.",
];

/// Units that come off the number before them.
const UNITS: &[&str] = &[
    "%", "km", "km²", "m", "m²", "m³", "dm", "cm", "mm", "nm", "ha", "m/s", "km/h", "kg", "g", "mg", "t", "lb", "oz", "kPa", "Pa",
    "hPa", "kB", "KB", "MB", "GB", "TB", "mb", "kb", "gb", "tb", "T", "G", "M", "K", "ft", "am", "pm", "µm", "µg", "mbar",
];

/// The tails of English contractions; `n't` is the one whose apostrophe does not come first.
const TAILS: &[&str] = &["n't", "n’t", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m"];

/// Whether the token is an abbreviation that keeps its dot, or its slash.
pub(crate) fn is_abbreviation(token: &str) -> bool {
    match token.as_bytes() {
        b"and/or" => true,
        [letter, b'.'] => letter.is_ascii_alphabetic(),
        [.., b'.'] => token.len() <= 7 && ABBREVIATIONS.contains(&token),
        _ => false,
    }
}

/// How many bytes come off the front as one token; 0 for none.
pub(crate) fn prefix(token: &str) -> usize {
    let mut chars = token.chars();
    let Some(first) = chars.next() else { return 0 };
    let next = chars.next();
    match first {
        'a'..='z' | 'A'..='Z' | '0'..='9' => 0,
        '.' => dots(token.bytes()),
        _ if next == Some(first) && is_apostrophe(first) => 2 * first.len_utf8(),
        '+' if !next.is_some_and(|c| c.is_ascii_digit()) => 1,
        '%' | '=' | '§' => first.len_utf8(),
        _ if is_mark(first) || is_quote(first) || is_currency(first) || is_picture(first) => first.len_utf8(),
        _ => 0,
    }
}

/// How many bytes come off the back as one token; 0 for none.
pub(crate) fn suffix(token: &str) -> usize {
    let mut chars = token.chars();
    let (Some(last), before) = (chars.next_back(), chars.next_back()) else { return 0 };
    match (before, last) {
        (None, _) => 0,
        (Some('.'), '.') => dots(token.bytes().rev()),
        (Some(before), '.') => usize::from(ends_sentence(before, chars.next_back())),
        (Some(before), _) if before == last && is_apostrophe(last) => 2 * last.len_utf8(),
        (Some(apostrophe @ ('\'' | '’')), 's' | 'S') => apostrophe.len_utf8() + 1,
        (Some('0'..='9'), '+') => 1,
        _ if is_mark(last) || is_quote(last) || is_picture(last) => last.len_utf8(),
        (Some('0'..='9'), _) if is_currency(last) => last.len_utf8(),
        _ => unit(token),
    }
}

/// Apostrophes, of which typists put two for a quotation mark: ``so''.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Two or more dots in a row, as bytes.
fn dots(bytes: impl Iterator<Item = u8>) -> usize {
    match bytes.take_while(|&byte| byte == b'.').count() {
        1 => 0,
        run => run,
    }
}

/// Whether a dot after `last` (and `before` it) is the end of a sentence rather than of an initial.
fn ends_sentence(last: char, before: Option<char>) -> bool {
    last.is_ascii_digit()
        || is_lower(last)
        || matches!(last, '%' | '²' | '-' | '+')
        || is_mark(last)
        || is_quote(last)
        || (last.is_uppercase() && before.is_some_and(char::is_uppercase))
}

/// The unit that ends a token and has a digit before it, as bytes. No unit has more than four chars.
fn unit(token: &str) -> usize {
    let number = token.char_indices().rev().take(5).find(|(_, c)| c.is_ascii_digit());
    let unit = number.and_then(|(digit, _)| token.get(digit + 1..)).unwrap_or_default();
    if UNITS.contains(&unit) { unit.len() } else { 0 }
}

/// The two parts of a contraction: `do` and `n't`, `we` and `'ll`.
pub(crate) fn contraction(token: &str) -> Option<(&str, &str)> {
    if !matches!(token.bytes().last(), Some(b't' | b'l' | b'e' | b'd' | b'm')) {
        return None;
    }
    let tail = TAILS.iter().find(|tail| token.ends_with(**tail))?;
    let (stem, tail) = token.split_at_checked(token.len() - tail.len())?;
    (!stem.is_empty() && stem.chars().all(char::is_alphabetic)).then_some((stem, tail))
}
