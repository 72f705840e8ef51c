//! What is this text made of? A few cheap numbers that curation recipes put thresholds on.
//!
//! Source: Shaib et al. 2024, "Standardizing the Measurement of Text Diversity", arXiv:2403.00553, for the compression
//! ratio and the type-token ratio as measures of how much a text repeats itself. (The paper divides raw by compressed
//! size; this is the inverse, so that repetitive text scores low on both.) The other scores are what quality rules such as
//! Gopher's (Rae et al. 2021, arXiv:2112.11446) judge, but words are cut by a simpler rule than theirs: see `words`.

mod compression;
mod diversity;
mod words;

use compression::compressed_bytes;
use diversity::Types;
use words::each_word;

tamis_sdk::scores! {
    /// What a text is made of. The same text always gives the same numbers.
    pub struct Stats {
        /// Words: runs without white space, from their first to their last letter or digit; each Han or kana char is
        /// one.
        pub words: f64,
        /// Chars a word, marks inside it included. NULL when there is no word.
        pub mean_word_length: Option<f64>,
        /// Share of the chars that are letters, white space counting as chars; 0 to 1. NULL when the text is empty.
        pub alphabetic_share: Option<f64>,
        /// Bytes after DEFLATE (level 1, no header) divided by bytes before; over 1 in very short texts. NULL when the
        /// text is empty.
        pub compression_ratio: Option<f64>,
        /// Different words, lower-cased, divided by words (the type-token ratio); falls as texts grow. NULL when there
        /// is no word.
        pub lexical_diversity: Option<f64>,
    }
}

/// Measures a text.
///
/// ```
/// let stats = text_stats::text_stats("Rain, rain, and more rain!");
/// assert_eq!(stats.words, 5.0);
/// assert_eq!(stats.mean_word_length, Some(19.0 / 5.0));
/// assert_eq!(stats.alphabetic_share, Some(19.0 / 26.0));
/// assert_eq!(stats.lexical_diversity, Some(3.0 / 5.0));
///
/// let empty = text_stats::text_stats("");
/// assert_eq!((empty.words, empty.mean_word_length, empty.compression_ratio), (0.0, None, None));
/// ```
pub fn text_stats(text: &str) -> Stats {
    let (mut words, mut word_chars, mut types) = (0, 0, Types::expecting(text.len()));
    let letters = each_word(text, &mut |word| {
        words += 1;
        word_chars += if word.is_ascii() { word.len() } else { word.chars().count() };
        types.add(word);
    });
    Stats {
        words: words as f64,
        mean_word_length: ratio(word_chars, words),
        alphabetic_share: ratio(letters, text.chars().count()),
        compression_ratio: ratio(compressed_bytes(text), text.len()),
        lexical_diversity: ratio(types.count(), words),
    }
}

tamis_sdk::export!(scorer text_stats(text: &str) -> Stats);

/// `part / whole`; `None` where there is nothing to divide by.
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests;
