//! Keeps texts that do not shout: the filter of the example program beside it.

use tamis_sdk::serde::{Deserialize, Serialize};

tamis_sdk::reasons! {
    /// Why a text is dropped.
    pub enum Reason {
        /// More than `max_share` of its letters are capitals.
        Capitals = "capitals",
    }
}

/// What may be set.
#[derive(Serialize, Deserialize)]
#[serde(crate = "tamis_sdk::serde", default, deny_unknown_fields)]
pub struct Config {
    /// The largest share of capitals among the letters of a kept text.
    pub max_share: f64,
}

impl Default for Config {
    fn default() -> Self {
        Self { max_share: 0.7 }
    }
}

/// Drops a text when more than `max_share` of its letters are capitals; a text without letters is kept.
///
/// ```
/// use shouting::{Config, Reason, shouting};
/// assert_eq!(shouting("BUY NOW", &Config::default()), Err(Reason::Capitals));
/// ```
pub fn shouting(text: &str, config: &Config) -> Result<(), Reason> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    if capitals as f64 > config.max_share * letters as f64 { Err(Reason::Capitals) } else { Ok(()) }
}

tamis_sdk::export!(filter shouting(text: &str; config: Config) -> Reason);
