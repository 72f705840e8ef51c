//! The words of a text: white space separates them, and the marks around them are no part of them.

/// Calls `visit` with every word of `text`, in order; on the way, counts the letters of the text.
///
/// A word is a run of chars without white space, from its first letter or digit to its last: `(well-known)` is
/// `well-known`, and `--` is no word. Chinese and Japanese put no spaces between words, so every Han and kana char is a
/// word. Text in other scripts without spaces, such as Thai, has a word for each run.
pub(crate) fn each_word<'a>(text: &'a str, visit: &mut impl FnMut(&'a str)) -> usize {
    let mut letters = 0;
    // The word so far: from its first letter or digit to behind the last one.
    let (mut start, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        let letter = is_letter(c);
        letters += usize::from(letter);
        let alone = letter && is_han_or_kana(c);
        if alone || is_space(c) {
            text.get(start..end).filter(|word| !word.is_empty()).into_iter().for_each(&mut *visit);
            (start, end) = (0, 0);
            if alone {
                text.get(at..at + c.len_utf8()).into_iter().for_each(&mut *visit);
            }
        } else if letter || is_digit(c) {
            if end == 0 {
                start = at;
            }
            end = at + c.len_utf8();
        }
    }
    text.get(start..end).filter(|word| !word.is_empty()).into_iter().for_each(visit);
    letters
}

/// A letter. The usual letters beyond ASCII are known without a look at the Unicode tables.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        'À'..='ɏ' => !matches!(c, '×' | '÷'),
        _ => c.is_alphabetic(),
    }
}

fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { c.is_numeric() }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r') || (!c.is_ascii() && c.is_whitespace())
}

/// Chars of Chinese and Japanese that stand for words or parts of words; their punctuation is not among them.
fn is_han_or_kana(c: char) -> bool {
    c >= '\u{3005}'
        && matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::each_word;

    fn words(text: &str) -> Vec<&str> {
        let mut words = vec![];
        each_word(text, &mut |word| words.push(word));
        words
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        let text: String = ('\0'..='\u{3100}').collect();
        assert_eq!(each_word(&text, &mut |_| ()), text.chars().filter(|c| c.is_alphabetic()).count());
    }

    #[test]
    fn marks_around_a_word_are_no_part_of_it() {
        assert_eq!(
            words("(well-known), \"don't\" -- https://a.example/b/ 3.14!"),
            ["well-known", "don't", "https://a.example/b", "3.14"]
        );
        assert_eq!(words("a\u{a0}b\u{2003}c\r\nd"), ["a", "b", "c", "d"]);
        assert_eq!(words("-- ... 🍵"), [""; 0]);
    }

    #[test]
    fn han_and_kana_are_words_by_themselves() {
        assert_eq!(words("雨と茶。Tea茶 x"), ["雨", "と", "茶", "Tea", "茶", "x"]);
    }

    #[test]
    fn other_scripts_are_cut_at_white_space() {
        assert_eq!(words("يفتح البوابة؟ Grüße, हिन्दी ฝนตก"), ["يفتح", "البوابة", "Grüße", "हिन्दी", "ฝนตก"]);
    }
}
