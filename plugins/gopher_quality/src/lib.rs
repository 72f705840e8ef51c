//! Does this text read like prose? The quality rules of Gopher, with the numbers, the order and the reason names of
//! datatrove.
//!
//! Source: Rae et al. 2021, "Scaling Language Models: Methods, Analysis & Insights from Training Gopher",
//! arXiv:2112.11446, appendix A.1.1. The programs that implement the rules disagree on details; this one follows
//! datatrove 0.10.1:
//!
//! - a *token* is what the rules of the `tokens` module cut, a *word* is a token that is not punctuation only;
//! - the number and the mean length of the words are judged, in chars;
//! - `#`, ellipses and words with a letter are counted per token, so that punctuation counts against a text;
//! - stop words are compared as written: `The` is not `the`.
//!
//! The rules were made for English. Text in a script without spaces has few and long words, and text in other languages
//! lacks the stop words, so both are dropped unless the config says otherwise.

mod address;
mod affixes;
mod chars;
mod config;
mod infixes;
mod lines;
mod tally;
mod tokens;

pub use config::Config;

use lines::Lines;
use tally::Tally;

tamis_sdk::reasons! {
    /// Why a text is dropped: the first rule that it breaks, in this order.
    pub enum Reason {
        /// Fewer than `min_words` words.
        ShortDoc = "gopher_short_doc",
        /// More than `max_words` words.
        LongDoc = "gopher_long_doc",
        /// The mean length of the words is under `min_mean_word_length` chars.
        BelowAvgThreshold = "gopher_below_avg_threshold",
        /// The mean length of the words is over `max_mean_word_length` chars.
        AboveAvgThreshold = "gopher_above_avg_threshold",
        /// More than `max_hashes_per_token` hash signs a token.
        TooManyHashes = "gopher_too_many_hashes",
        /// More than `max_ellipses_per_token` ellipses a token.
        TooManyEllipsis = "gopher_too_many_ellipsis",
        /// More than `max_bullet_lines` of the lines start with a bullet or a hyphen.
        TooManyBullets = "gopher_too_many_bullets",
        /// More than `max_ellipsis_lines` of the lines end with an ellipsis.
        TooManyEndEllipsis = "gopher_too_many_end_ellipsis",
        /// Less than `min_alphabetic_tokens` of the tokens have a letter.
        BelowAlphaThreshold = "gopher_below_alpha_threshold",
        /// Fewer than `min_stop_words` different `stop_words`.
        EnoughStopWords = "gopher_enough_stop_words",
    }
}

/// Keeps text that reads like prose; otherwise says which rule it breaks first.
///
/// Empty and white-space text has no words and is too short. The same text and config always give the same answer.
///
/// # Errors
///
/// The [`Reason`] for dropping the text.
///
/// ```
/// use gopher_quality::{Config, Reason, gopher_quality};
///
/// let sentence = "The miller opens the gate, and water from the river begins to turn the wheel of his mill. ";
/// assert_eq!(gopher_quality(sentence, &Config::default()), Err(Reason::ShortDoc));
/// assert_eq!(gopher_quality(&sentence.repeat(3), &Config::default()), Ok(()));
///
/// let config = Config { min_words: 10, ..Config::default() };
/// assert_eq!(gopher_quality(sentence, &config), Ok(()));
/// assert_eq!(gopher_quality(&sentence.replace(' ', " # "), &config), Err(Reason::TooManyHashes));
/// ```
pub fn gopher_quality(text: &str, config: &Config) -> Result<(), Reason> {
    let tally = Tally::new(text, config);
    let drop_if = |broken, reason| if broken { Err(reason) } else { Ok(()) };

    drop_if(tally.words < config.min_words, Reason::ShortDoc)?;
    drop_if(tally.words > config.max_words, Reason::LongDoc)?;
    let mean = share(tally.word_chars, tally.words);
    drop_if(mean < config.min_mean_word_length, Reason::BelowAvgThreshold)?;
    drop_if(mean > config.max_mean_word_length, Reason::AboveAvgThreshold)?;
    drop_if(share(lines::hashes(text), tally.tokens) > config.max_hashes_per_token, Reason::TooManyHashes)?;
    drop_if(share(lines::ellipses(text), tally.tokens) > config.max_ellipses_per_token, Reason::TooManyEllipsis)?;
    let lines = Lines::count(text);
    drop_if(share(lines.bullets, lines.all) > config.max_bullet_lines, Reason::TooManyBullets)?;
    drop_if(share(lines.ellipses, lines.all) > config.max_ellipsis_lines, Reason::TooManyEndEllipsis)?;
    drop_if(share(tally.alphabetic, tally.tokens) < config.min_alphabetic_tokens, Reason::BelowAlphaThreshold)?;
    drop_if(tally.stop_words < config.min_stop_words, Reason::EnoughStopWords)
}

tamis_sdk::export!(filter gopher_quality(text: &str; config: Config) -> Reason);

/// `part / whole`, and 0 where there is nothing to divide by.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests;
