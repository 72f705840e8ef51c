//! Every rule at its threshold, and texts that are no prose at all.

use super::*;

/// `count` words with `stop` among them: as many words as tokens, 4 chars each.
fn words(count: usize) -> String {
    ["that", "have", "rain", "clay"].iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
}

fn reason(text: &str) -> Option<Reason> {
    gopher_quality(text, &Config::default()).err()
}

#[test]
fn the_number_of_words() {
    assert_eq!(reason(&words(49)), Some(Reason::ShortDoc));
    assert_eq!(reason(&words(50)), None);
    assert_eq!(reason(&words(100_000)), None);
    assert_eq!(reason(&words(100_001)), Some(Reason::LongDoc));
    assert_eq!(reason(&format!("{} . ! ?", words(49))), Some(Reason::ShortDoc), "punctuation is no word");
}

#[test]
fn the_mean_length_of_words() {
    let mean = |word: &str| reason(&vec![word; 60].join(" "));
    assert_eq!(mean("ox"), Some(Reason::BelowAvgThreshold));
    assert_eq!(mean("elk"), Some(Reason::EnoughStopWords));
    assert_eq!(mean("watermills"), Some(Reason::EnoughStopWords));
    assert_eq!(mean("strawberryt"), Some(Reason::AboveAvgThreshold));
    assert_eq!(mean("äöüßäöüßäö"), Some(Reason::EnoughStopWords), "10 chars, 20 bytes");
}

#[test]
fn hash_signs_a_token() {
    // A lone hash is a token, so n hashes beside 90 words are n / (90 + n).
    let hashes = |count| reason(&format!("{} {}", words(90), "# ".repeat(count)));
    assert_eq!(hashes(10), None);
    assert_eq!(hashes(11), Some(Reason::TooManyHashes));
}

#[test]
fn ellipses_a_token() {
    let ellipses = |mark: &str, count| reason(&format!("{} {}so\n", words(89), format!("{mark} ").repeat(count)));
    assert_eq!(ellipses("…", 10), None);
    assert_eq!(ellipses("...", 11), Some(Reason::TooManyEllipsis));
    assert_eq!(ellipses("…", 11), Some(Reason::TooManyEllipsis));
}

#[test]
fn lines_that_start_with_a_bullet() {
    let bullets = |bullet: &str, count: usize| {
        let line = words(10) + "\n";
        let list = format!("{bullet}{line}").repeat(count);
        reason(&(list + &line.repeat(10 - count)))
    };
    for bullet in ["- ", "  • "] {
        assert_eq!(bullets(bullet, 9), None, "{bullet}");
        assert_eq!(bullets(bullet, 10), Some(Reason::TooManyBullets), "{bullet}");
    }
    assert_eq!(bullets("* ", 10), None);
}

#[test]
fn lines_that_end_with_an_ellipsis() {
    let ends = |mark: &str, count: usize| {
        let line = words(10);
        reason(&(format!("{line}{mark} \n").repeat(count) + &format!("{line}\n").repeat(10 - count)))
    };
    for mark in ["...", "…"] {
        assert_eq!(ends(mark, 3), None, "{mark}");
        assert_eq!(ends(mark, 4), Some(Reason::TooManyEndEllipsis), "{mark}");
    }
}

#[test]
fn tokens_with_a_letter() {
    let numbers = |count| reason(&format!("{} {}", words(80), "1234 ".repeat(count)));
    assert_eq!(numbers(20), None);
    assert_eq!(numbers(21), Some(Reason::BelowAlphaThreshold));
    assert_eq!(reason(&format!("{} {}", words(80), "| ".repeat(21))), Some(Reason::BelowAlphaThreshold), "punctuation counts");
}

#[test]
fn different_stop_words() {
    let text = |stop: &str| format!("{} {stop}", vec!["clay"; 60].join(" "));
    assert_eq!(reason(&text("the the the")), Some(Reason::EnoughStopWords));
    assert_eq!(reason(&text("the The")), Some(Reason::EnoughStopWords));
    assert_eq!(reason(&text("the (of)")), None);
    let german = Config { stop_words: ["der", "und"].map(str::to_owned).to_vec(), ..Config::default() };
    assert_eq!(gopher_quality(&text("der und"), &german), Ok(()));
}

#[test]
fn thresholds_come_from_the_config() {
    let config = Config { min_words: 1, min_stop_words: 0, ..Config::default() };
    assert_eq!(gopher_quality("clay", &config), Ok(()));
    let config = Config { min_words: 0, min_mean_word_length: 0.0, min_alphabetic_tokens: 0.0, ..config };
    assert_eq!(gopher_quality("", &config), Ok(()));
}

#[test]
fn text_that_is_no_prose() {
    for text in ["", " \n\t\u{a0}", "word", "🍵🍵🍵", "!!! ??? ..."] {
        assert_eq!(reason(text), Some(Reason::ShortDoc), "{text:?}");
    }
    assert_eq!(
        reason(&"雨が降ると川の水が増えて水車が回る。 ".repeat(60)),
        Some(Reason::AboveAvgThreshold),
        "no spaces between words"
    );
    assert_eq!(
        reason(&"يفتح الطحان البوابة ويبدأ الماء ".repeat(20)),
        Some(Reason::EnoughStopWords),
        "right to left, other stop words"
    );
    assert_eq!(reason(&"🍵 ".repeat(60)), Some(Reason::BelowAvgThreshold), "an emoji is a word of one char");
}

#[test]
fn ten_megabytes_in_one_line() {
    assert_eq!(reason(&"that have rain clay ".repeat(500_000)), Some(Reason::LongDoc));
    assert_eq!(reason(&"x".repeat(10_000_000)), Some(Reason::ShortDoc));
    let hard = "(".repeat(5_000_000) + &".".repeat(5_000_000);
    assert_eq!(reason(&hard), Some(Reason::ShortDoc));
    let harder = "a.".repeat(2_500_000) + &"a-'".repeat(1_600_000);
    assert!(reason(&harder).is_some());
}
