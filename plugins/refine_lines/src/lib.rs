//! Takes the lines out of a web page that are no part of its text: menus, counters, cookie notices.
//!
//! Source: Penedo et al. 2023, "The RefinedWeb Dataset for Falcon LLM", arXiv:2306.01116, appendix G.2, with the
//! thresholds that DCLM took over from it. From there are the rules on upper case, digits, counters, one-word lines,
//! the three navigation phrases and the share of removed words. Ours are: the further phrases, the notices (a part of
//! C4's list, Raffel et al. 2020, arXiv:1910.10683), and two cautions: lines without any word, such as rules and code
//! fences, are left alone, and a char of Chinese or Japanese counts as a word.
//!
//! The rules are for pages of prose. Code and tables have short lines by nature and suffer under them.

mod config;
mod counter;
mod line;
mod phrases;
mod verdict;

pub use config::Config;

use line::Line;
use tamis_sdk::Edit;
use verdict::Verdict;

/// Removes the lines that the rules of [`Config`] name, and drops the text if they held more than `max_removed_words` of its
/// words.
///
/// Lines end at `\n`; a removed line takes its line end with it, and a `\r` before it. What stays is not changed, blank
/// lines included. Text without words, which is to say also empty and white-space text, is left as it is. The same text
/// and config always give the same answer.
///
/// ```
/// use refine_lines::{Config, refine_lines};
///
/// let page = "Skip to content\nThe wheel turns as long as the river is high. Read more...\n17 likes\n";
/// let refine = |config: &Config| tamis_sdk::edited(page, |edit| refine_lines(page, config, edit));
///
/// let config = Config::default();
/// assert_eq!(refine(&config).as_deref(), Some("The wheel turns as long as the river is high. Read more...\n"));
/// let config = Config { max_navigation_words: 12, ..Config::default() };
/// assert_eq!(refine(&config).as_deref(), Some("The wheel turns as long as the river is high.\n"));
/// let config = Config { max_removed_words: 0.05, ..config };
/// assert_eq!(refine(&config), None, "5 of 17 words are more than one in twenty");
/// ```
pub fn refine_lines(text: &str, config: &Config, edit: &mut Edit<'_>) {
    let (mut words, mut removed, mut start) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let measured = Line::new(line);
        words += measured.words;
        match Verdict::new(&measured, config) {
            Verdict::Keep => {}
            Verdict::Drop => {
                removed += measured.words;
                edit.remove(start..start + line.len());
            }
            Verdict::Cut { range, words } => {
                removed += words;
                let indent = line.len() - line.trim_start().len();
                edit.remove(start + indent + range.start..start + indent + range.end);
            }
        }
        start += line.len();
    }
    if words > 0 && removed as f64 > config.max_removed_words * words as f64 {
        edit.drop_row();
    }
}

tamis_sdk::export!(editor refine_lines(text: &str; config: Config));

#[cfg(test)]
mod tests;
