//! Whole texts: what is left of them, and when they are dropped.

use super::*;

fn refine(text: &str, config: &Config) -> Option<String> {
    tamis_sdk::edited(text, |edit| refine_lines(text, config, edit))
}

/// The default config, which drops no text.
fn lenient() -> Config {
    Config::default()
}

/// The paper's share of words that may go.
fn published() -> Config {
    Config { max_removed_words: 0.05, ..Config::default() }
}

#[test]
fn lines_go_with_their_line_ends() {
    let page = "Home\n\n  About\r\nThe miller opens the gate.\r\n\nWater turns the wheel. Read more...\n  Zum Ende hin – read more \nShare";
    let left = "\nThe miller opens the gate.\r\n\nWater turns the wheel.\n  Zum Ende hin – \n";
    assert_eq!(refine(page, &lenient()).as_deref(), Some(left));
}

#[test]
fn a_text_is_dropped_when_more_than_a_twentieth_of_its_words_go() {
    let page = |words: usize| format!("Home\n{}", "rain ".repeat(words));
    assert_eq!(refine(&page(19), &published()), Some("rain ".repeat(19)));
    assert_eq!(refine(&page(18), &published()), None);
    assert_eq!(refine("Home", &published()), None);
    assert_eq!(refine("Home", &lenient()).as_deref(), Some(""));
    let strict = Config { max_removed_words: 0.0, ..published() };
    assert_eq!(refine(&page(1000), &strict), None);
    assert_eq!(refine("nothing to remove", &strict).as_deref(), Some("nothing to remove"));
}

#[test]
fn what_is_cut_counts_as_removed() {
    let page = |words: usize| format!("Water turns wheels. Read more...\n{}", "rain ".repeat(words));
    assert_eq!(refine(&page(35), &published()), Some(format!("Water turns wheels.\n{}", "rain ".repeat(35))));
    assert_eq!(refine(&page(34), &published()), None);
}

#[test]
fn texts_without_words_stay() {
    for text in ["", " ", "\n\n", " \t\r\n", "---\n***\n", "🍵🍵\n"] {
        assert_eq!(refine(text, &published()).as_deref(), Some(text), "{text:?}");
    }
}

#[test]
fn other_scripts() {
    let config = published();
    for text in ["雨が降ると水車が回る。\n登录\n", "يفتح الطحان البوابة\nويبدأ الماء", "कल बारिश होगी\n", "tea 🍵 time\n"]
    {
        assert_eq!(refine(text, &config).as_deref(), Some(text));
    }
    assert_eq!(refine("القائمة\nيفتح الطحان البوابة\n", &lenient()).as_deref(), Some("يفتح الطحان البوابة\n"));
}

#[test]
fn lists_come_from_the_config() {
    let config = Config { notices: vec!["verwenden cookies".to_owned()], min_words: 0, ..lenient() };
    assert_eq!(refine("Wir verwenden Cookies.\nHome\nwe use cookies\n", &config).as_deref(), Some("Home\nwe use cookies\n"));
}

#[test]
fn ten_megabytes_in_one_line() {
    let prose = "that have rain clay ".repeat(500_000);
    assert_eq!(refine(&prose, &published()).as_deref(), Some(prose.as_str()));
    assert_eq!(refine(&"x".repeat(10_000_000), &published()), None);
    assert_eq!(refine(&"Home\n".repeat(1_000_000), &lenient()).as_deref(), Some(""));
}
