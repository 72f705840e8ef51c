//! Recognizes lines that only count: `17 likes`, `1.2K views · 3 comments`.

/// Whether `text` is nothing but numbers, each followed by white space and one of `counted`, with any marks around the
/// pairs. A number is digits with dots and commas and perhaps K, M or B; case makes no difference.
pub(crate) fn is_counter(text: &str, counted: &[String]) -> bool {
    let mut rest = skip_marks(text);
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        match pair(rest, counted) {
            Some(after) => rest = skip_marks(after),
            None => return false,
        }
    }
    true
}

/// What follows a number and its word, if `text` starts with them.
fn pair<'a>(text: &'a str, counted: &[String]) -> Option<&'a str> {
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let rest = rest.strip_prefix(['k', 'K', 'm', 'M', 'b', 'B']).unwrap_or(rest);
    let word = rest.trim_start();
    (word.len() < rest.len()).then_some(())?;
    let (word, after) = word.split_at(word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()));
    counted.iter().any(|counted| word.eq_ignore_ascii_case(counted)).then_some(after)
}

/// `text` from its first letter or digit on.
fn skip_marks(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_counter;

    #[test]
    fn counters() {
        let counted = ["likes".to_owned(), "views".to_owned()];
        for yes in ["3 likes", "❤ 1,234 LIKES!", "1.2K views · 3 likes", "(7m\tviews)"] {
            assert!(is_counter(yes, &counted), "{yes}");
        }
        for no in ["", "!", "likes", "likes 3", "3likes", "3 likes it", "3 dislikes", "3", "three likes", "3 likes 4", "٣ likes"] {
            assert!(!is_counter(no, &counted), "{no}");
        }
    }
}
