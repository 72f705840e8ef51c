//! Looks for phrases where words begin, whatever their case.

/// Whether `text` has one of the phrases, from the start of a word to the end of one.
pub(crate) fn has(text: &str, phrases: &[String]) -> bool {
    let mut in_word = false;
    text.char_indices().any(|(at, c)| {
        let starts = !in_word;
        in_word = c.is_alphanumeric();
        starts && in_word && text.get(at..).is_some_and(|rest| starts_with(rest, phrases))
    })
}

/// Whether `text` starts with one of the phrases and a word ends there.
pub(crate) fn starts_with(text: &str, phrases: &[String]) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    phrases.iter().any(|phrase| {
        // The first byte alone rules most phrases out.
        phrase.bytes().next().is_some_and(|byte| byte.eq_ignore_ascii_case(&first))
            && text.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase))
            && !text.get(phrase.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    })
}

/// Where the longest of the phrases that `text` ends with begins, if a word begins there. In bytes.
pub(crate) fn ending(text: &str, phrases: &[String]) -> Option<usize> {
    let starts = phrases.iter().filter(|phrase| !phrase.is_empty()).filter_map(|phrase| {
        let (before, end) = text.split_at_checked(text.len().checked_sub(phrase.len())?)?;
        (end.eq_ignore_ascii_case(phrase) && !before.ends_with(char::is_alphanumeric)).then_some(before.len())
    });
    starts.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(phrases: &[&str]) -> Vec<String> {
        phrases.iter().map(|phrase| (*phrase).to_owned()).collect()
    }

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        let phrases = list(&["use cookies", "", "menü"]);
        for yes in ["use cookies", "We USE Cookies!", "(use cookies)", "…use cookies", "das Menü"] {
            assert!(has(yes, &phrases), "{yes}");
        }
        for no in ["", "reuse cookies", "use cookiesheets", "use  cookies", "menu"] {
            assert!(!has(no, &phrases), "{no}");
        }
    }

    #[test]
    fn starts_and_ends() {
        let phrases = list(&["more", "read more", "read more..."]);
        assert!(starts_with("More tea", &phrases) && !starts_with("moreover", &phrases) && !starts_with("no more", &phrases));
        assert_eq!(ending("Tea. Read more...", &phrases), Some(5));
        assert_eq!(ending("Tea. Read MORE", &phrases), Some(5));
        assert_eq!(ending("Tea: more", &phrases), Some(5));
        assert_eq!(ending("évermore", &phrases), None);
        assert_eq!(ending("é", &phrases), None);
    }
}
