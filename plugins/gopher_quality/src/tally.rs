//! One pass over the tokens of a text: everything the rules need to know of them.

use crate::config::Config;
use crate::tokens::each_token;

/// What the tokens of a text add up to.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// All tokens.
    pub(crate) tokens: u64,
    /// Tokens that are not punctuation only.
    pub(crate) words: u64,
    /// The chars of those words.
    pub(crate) word_chars: u64,
    /// Tokens with a letter.
    pub(crate) alphabetic: u64,
    /// Different stop words; counting ends once there are enough.
    pub(crate) stop_words: u64,
}

impl Tally {
    /// Counts the tokens of `text`.
    pub(crate) fn new(text: &str, config: &Config) -> Self {
        let mut tally = Self::default();
        let mut seen = vec![false; config.stop_words.len()];
        // Bit n says that some stop word has n bytes, which spares most tokens the comparison.
        let lengths = config.stop_words.iter().fold(0_u64, |lengths, word| lengths | length_bit(word));
        each_token(text, &mut |token| {
            tally.tokens += 1;
            tally.alphabetic += u64::from(token.alphabetic);
            if !token.punctuation {
                tally.words += 1;
                tally.word_chars += token.chars;
            }
            if tally.stop_words < config.min_stop_words && length_bit(token.text) & lengths != 0 {
                let known = config.stop_words.iter().zip(&mut seen).find(|(word, _)| *word == token.text);
                if let Some((_, seen)) = known {
                    tally.stop_words += u64::from(!*seen);
                    *seen = true;
                }
            }
        });
        tally
    }
}

/// The bit for a word's length in bytes; all words of 63 bytes and more share one.
fn length_bit(word: &str) -> u64 {
    1 << word.len().min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_a_token_but_no_word() {
        let tally = Tally::new("Well, 12 (or 13) eggs!", &Config::default());
        assert_eq!(tally, Tally { tokens: 9, words: 5, word_chars: 14, alphabetic: 3, stop_words: 0 });
    }

    #[test]
    fn length_is_in_chars() {
        assert_eq!(Tally::new("Grüße", &Config::default()).word_chars, 5);
    }

    #[test]
    fn stop_words_are_distinct_and_as_written() {
        let found = |text, config: &Config| Tally::new(text, config).stop_words;
        let config = Config { min_stop_words: 9, ..Config::default() };
        assert_eq!(found("the The THE the", &config), 1);
        assert_eq!(found("the, (of) to-day", &config), 3);
        let long = "a".repeat(200);
        let config = Config { stop_words: vec![long.clone(), long.clone(), String::new()], ..config };
        assert_eq!(found(&long, &config), 1);
    }
}
