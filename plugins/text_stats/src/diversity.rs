//! How many different words a text has.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// The different words seen so far, lower-cased char by char.
///
/// A word is known by a 64-bit hash of its lower case: among a million different words, two share one with a chance of
/// 3 in 100 million, and then the count is one too low.
pub(crate) struct Types(HashSet<u64, BuildHasherDefault<Hashed>>);

impl Types {
    /// Room for the words of a text of that many bytes, a guess.
    pub(crate) fn expecting(bytes: usize) -> Self {
        Self(HashSet::with_capacity_and_hasher((bytes / 16).min(1 << 16), BuildHasherDefault::default()))
    }

    /// Adds a word.
    pub(crate) fn add(&mut self, word: &str) {
        let hash = if word.is_ascii() {
            word.bytes().fold(OFFSET, |hash, byte| step(hash, u64::from(byte.to_ascii_lowercase())))
        } else {
            word.chars().flat_map(char::to_lowercase).fold(OFFSET, |hash, c| step(hash, u64::from(u32::from(c))))
        };
        self.0.insert(mix(hash));
    }

    /// How many different words there were.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Where FNV-1a starts (Fowler, Noll and Vo).
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a.
fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads the hash over all 64 bits, of which the set uses the lowest and the highest (the last step of MurmurHash3).
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

/// Passes on a number that is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| step(hash, u64::from(byte)));
    }
}

#[cfg(test)]
mod tests {
    use super::Types;

    fn count(words: &[&str]) -> usize {
        let mut types = Types::expecting(0);
        words.iter().for_each(|word| types.add(word));
        types.count()
    }

    #[test]
    fn case_makes_no_difference() {
        assert_eq!(count(&["Tea", "tea", "TEA", "tee"]), 2);
        assert_eq!(count(&["Äpfel", "äpfel", "apfel"]), 2);
        assert_eq!(count(&[]), 0);
    }

    #[test]
    fn a_hundred_thousand_words_stay_apart() {
        let words: Vec<String> = (0..100_000).map(|n| format!("w{n}")).collect();
        assert_eq!(count(&words.iter().map(String::as_str).collect::<Vec<_>>()), 100_000);
    }
}
