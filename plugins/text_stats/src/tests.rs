//! What each score says of ordinary and of odd texts.

use super::*;

#[test]
fn scores_of_a_sentence() {
    let stats = text_stats("Der Müller mahlt; der Bach treibt das Rad.");
    assert_eq!(stats.words, 8.0);
    assert_eq!(stats.mean_word_length, Some(33.0 / 8.0));
    assert_eq!(stats.alphabetic_share, Some(33.0 / 42.0));
    assert_eq!(stats.lexical_diversity, Some(7.0 / 8.0));
}

#[test]
fn repetition_lowers_compression_ratio_and_diversity() {
    let varied: String = (0..300).map(|n| format!("w{} ", n * 7919 % 1009)).collect();
    let looped = "tea ".repeat(300);
    let (varied, looped) = (text_stats(&varied), text_stats(&looped));
    assert!(looped.compression_ratio < Some(0.05) && varied.compression_ratio > Some(0.3), "{looped:?} {varied:?}");
    assert_eq!(varied.lexical_diversity, Some(1.0));
    assert_eq!(looped.lexical_diversity, Some(1.0 / 300.0));
}

#[test]
fn what_cannot_be_measured_is_null() {
    let empty =
        Stats { words: 0.0, mean_word_length: None, alphabetic_share: None, compression_ratio: None, lexical_diversity: None };
    assert_eq!(text_stats(""), empty);
    for blank in [" \n\t ", "--- ...", "🍵🍵"] {
        let stats = text_stats(blank);
        assert_eq!((stats.words, stats.mean_word_length, stats.lexical_diversity), (0.0, None, None), "{blank:?}");
        assert_eq!(stats.alphabetic_share, Some(0.0), "{blank:?}");
        assert!(stats.compression_ratio > Some(0.0), "{blank:?}");
    }
}

#[test]
fn one_word() {
    let stats = text_stats("word");
    assert_eq!((stats.words, stats.mean_word_length), (1.0, Some(4.0)));
    assert_eq!((stats.alphabetic_share, stats.lexical_diversity), (Some(1.0), Some(1.0)));
    assert_eq!(stats.compression_ratio, Some(6.0 / 4.0), "two bytes of frame around four literals");
}

#[test]
fn scripts_other_than_latin() {
    let japanese = text_stats("雨と茶と雨。");
    assert_eq!((japanese.words, japanese.mean_word_length), (5.0, Some(1.0)));
    assert_eq!((japanese.alphabetic_share, japanese.lexical_diversity), (Some(5.0 / 6.0), Some(3.0 / 5.0)));
    let arabic = text_stats("يفتح الطحان البوابة");
    assert_eq!((arabic.words, arabic.mean_word_length), (3.0, Some(17.0 / 3.0)));
    assert_eq!(arabic.alphabetic_share, Some(17.0 / 19.0));
}

#[test]
fn ten_megabytes_in_one_line() {
    let stats = text_stats(&"that have rain clay ".repeat(500_000));
    assert_eq!((stats.words, stats.mean_word_length), (2_000_000.0, Some(4.0)));
    assert_eq!((stats.alphabetic_share, stats.lexical_diversity), (Some(0.8), Some(4.0 / 2_000_000.0)));
    assert!(stats.compression_ratio < Some(0.01), "{stats:?}");
    assert_eq!(text_stats(&"x".repeat(10_000_000)).words, 1.0);
}
