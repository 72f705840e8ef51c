//! The kinds of chars that the token rules tell apart.

/// White space between tokens: Unicode's, and the four separators of ASCII.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// A letter. The usual letters beyond ASCII are known without a look at the Unicode tables.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        _ => c.is_alphabetic(),
    }
}

/// Punctuation that is no part of a word: ASCII's, control chars, and the table that CCNet's normalizer replaces
/// (Wenzek et al. 2020, arXiv:1911.00359), less the digit in it. Bullets, arrows and most other signs are not in it and
/// do count as words.
pub(crate) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() || c.is_ascii_control();
    }
    c.is_control()
        || matches!(c, '–' | '—' | '’' | '“' | '”' | '„' | '…' | '«' | '»' | '´' | '∶' | '━' | '►' | '、' | '。')
        || matches!(c, '〈'..='」' | '【' | '】' | '！' | '％' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '～')
}

/// What separates a word from what is beside it: sentence marks, brackets and the like. Hyphens, slashes, single dots,
/// bars and the at sign are not among them.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, ',' | ':' | ';' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '_' | '#' | '*' | '&')
        || (!c.is_ascii()
            && (matches!(c, '…' | '—' | '–' | '¿' | '¡' | '·' | '؟' | '،' | '؛' | '۔' | '٪' | '।' | '॥')
                || matches!(c, '。' | '、' | '？' | '！' | '，' | '；' | '：' | '～')))
}

/// Quotation marks, straight, curly, low, angled and those of East Asia.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`')
        || (!c.is_ascii()
            && (matches!(c, '‘'..='‟' | '‹' | '›' | '´' | '«' | '»' | '（' | '）' | '⟦' | '⟧')
                || matches!(c, '〈'..='】' | '〔' | '〕')))
}

/// Signs of currencies.
pub(crate) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '฿' | '﷼' | '₠'..='⃀')
}

/// Pictures: arrows, box drawing, dingbats, emoji, signs such as `©` and `°`, and the char that stands for undecodable
/// bytes.
pub(crate) fn is_picture(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '¦' | '©' | '®' | '°' | '℀'..='⅏' | '↕'..='⇿' | '⌀'..='⏿' | '␀'..='⓿' | '─'..='➿' | '⤀'..='⯿'
            | '⠀'..='⣿' | '\u{fffc}'..='\u{fffd}' | '\u{1f000}'..='\u{1faff}')
}

/// A letter that is not upper case; letters of scripts without case are among them.
pub(crate) fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase() || (!c.is_ascii() && c.is_alphabetic() && !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_standard_library() {
        assert_eq!(('\0'..='\u{3000}').find(|&c| is_letter(c) != c.is_alphabetic()), None);
    }

    #[test]
    fn the_shortcuts_miss_nothing() {
        assert_eq!(('\0'..='\x7f').filter(|&c| is_punctuation(c) != (c.is_ascii_punctuation() || c.is_ascii_control())).count(), 0);
        assert_eq!(['a', 'A', '1', 'ß', 'ẞ', '茶', 'ع'].map(is_lower), [true, false, false, true, false, true, true]);
    }
}
