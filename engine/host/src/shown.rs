//! A guest's words as a user gets to see them: not too many, and none that a terminal would obey.

/// A message cut to `limit` bytes, harmless.
pub(crate) fn message(mut message: String, limit: usize) -> String {
    let mut end = message.len().min(limit);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    message.truncate(end);
    harmless(&message)
}

/// The text with everything escaped that moves a cursor, colors, or turns the direction of writing; lines and tabs stay.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => shown.push(letter),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => shown.extend(letter.escape_unicode()),
            _ if letter.is_control() => shown.extend(letter.escape_default()),
            _ => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_orders_are_escaped() {
        assert_eq!(harmless("größer\n\tals 雨"), "größer\n\tals 雨");
        assert_eq!(harmless("\u{1b}[2J\r\u{7}\u{202e}x\u{9b}"), r"\u{1b}[2J\r\u{7}\u{202e}x\u{9b}");
    }

    #[test]
    fn a_message_is_cut_between_characters() {
        assert_eq!(message("aüb".into(), 2), "a");
        assert_eq!(message("aüb".into(), 3), "aü");
    }
}
