//! The thresholds and the lists of the rules.

use tamis_sdk::serde::{Deserialize, Serialize};

/// The thresholds and the lists of the rules. A line or text that lies exactly on a threshold is kept. Phrases begin
/// and end where a word does, and the case of ASCII letters makes no difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(crate = "tamis_sdk::serde", default, deny_unknown_fields)]
pub struct Config {
    /// The fewest words of a line that has any: with 2, lines of one word are removed.
    pub min_words: u64,
    /// The largest share of a line's chars, white space aside, that are upper case; 0 to 1.
    pub max_uppercase: f64,
    /// The largest share of a line's chars, white space aside, that are digits; 0 to 1.
    pub max_digits: f64,
    /// What is counted in lines that are nothing but a number and one of these words, or several such pairs.
    pub counters: Vec<String>,
    /// The most words of a line that is looked through for `line_starts`, `line_parts` and `line_ends`.
    pub max_navigation_words: u64,
    /// A short line that starts with one of these is removed.
    pub line_starts: Vec<String>,
    /// A short line that has one of these anywhere is removed.
    pub line_parts: Vec<String>,
    /// One of these is cut off the end of a short line, and the line is removed if fewer than `min_words` words are
    /// left.
    pub line_ends: Vec<String>,
    /// The most words of a line that is looked through for `notices`.
    pub max_notice_words: u64,
    /// A line with one of these anywhere is removed.
    pub notices: Vec<String>,
    /// The largest share of a text's words that may be removed; a text that loses more is dropped. 0 to 1, where 1, the
    /// default, drops none. The paper drops at 0.05, after its pages had lost their boilerplate to an extractor.
    pub max_removed_words: f64,
}

impl Default for Config {
    fn default() -> Self {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            min_words: 2,
            max_uppercase: 0.5,
            max_digits: 0.999_999,
            counters: list(&[
                "likes",
                "like",
                "shares",
                "share",
                "comments",
                "comment",
                "retweets",
                "reposts",
                "quotes",
                "bookmarks",
                "upvotes",
                "downvotes",
                "downloads",
                "views",
                "view",
                "followers",
                "replies",
                "reply",
                "votes",
            ]),
            max_navigation_words: 10,
            line_starts: list(&["sign-in", "skip to content", "skip to main content", "skip to navigation", "back to top"]),
            line_parts: list(&["items in cart", "item in cart", "items in your cart", "item in your cart"]),
            line_ends: list(&["read more...", "read more…", "read more", "continue reading"]),
            max_notice_words: 50,
            notices: list(&[
                "use cookies",
                "uses cookies",
                "use of cookies",
                "cookie policy",
                "cookie settings",
                "accept cookies",
                "accept all cookies",
                "privacy policy",
                "terms of use",
            ]),
            max_removed_words: 1.0,
        }
    }
}
