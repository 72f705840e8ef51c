//! The thresholds of the rules, with datatrove's defaults. A text on a threshold is kept.

use tamis_sdk::serde::{Deserialize, Serialize};

/// The thresholds of the rules. A text that lies exactly on one is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(crate = "tamis_sdk::serde", default, deny_unknown_fields)]
pub struct Config {
    /// The fewest words.
    pub min_words: u64,
    /// The most words.
    pub max_words: u64,
    /// The smallest mean length of a word, in chars.
    pub min_mean_word_length: f64,
    /// The largest mean length of a word, in chars.
    pub max_mean_word_length: f64,
    /// The most `#` signs, divided by the number of tokens.
    pub max_hashes_per_token: f64,
    /// The most ellipses (`...` or `…`), divided by the number of tokens.
    pub max_ellipses_per_token: f64,
    /// The largest share of lines that start with `•` or `-` after any white space; 0 to 1.
    pub max_bullet_lines: f64,
    /// The largest share of lines that end with `...` or `…` before any white space; 0 to 1.
    pub max_ellipsis_lines: f64,
    /// The smallest share of tokens that have a letter; 0 to 1. Punctuation tokens count as having none.
    pub min_alphabetic_tokens: f64,
    /// How many different stop words there must be.
    pub min_stop_words: u64,
    /// The stop words, compared with tokens as they are written. A word that is listed twice counts once.
    pub stop_words: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            min_words: 50,
            max_words: 100_000,
            min_mean_word_length: 3.0,
            max_mean_word_length: 10.0,
            max_hashes_per_token: 0.1,
            max_ellipses_per_token: 0.1,
            max_bullet_lines: 0.9,
            max_ellipsis_lines: 0.3,
            min_alphabetic_tokens: 0.8,
            min_stop_words: 2,
            stop_words: ["the", "be", "to", "of", "and", "that", "have", "with"].map(str::to_owned).to_vec(),
        }
    }
}
