//! File name patterns: which objects of a listing a `*` in a location selects.
//!
//! The rules are a shell's, not a regular expression's: a wildcard stays inside one segment, so `docs/*.md` does not
//! reach `docs/old/a.md`, and `**` is how one asks for that. DataFusion's own patterns let `*` cross a `/` or match a
//! first segment only, depending on a setting, and do not exist for URLs; hence this page.

/// The characters that make a segment a pattern.
const WILD: [char; 3] = ['*', '?', '['];

/// A pattern over `/`-separated segments: `*`, `?`, `[a-z]`, `[!a]`, and `**` for any number of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    segments: Vec<String>,
}

impl Glob {
    /// The pattern written as `text`, which is relative: it starts at the first segment that holds a wildcard.
    pub(crate) fn new(text: &str) -> Self {
        Self { segments: text.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect() }
    }

    /// True where `path`, relative to the same folder as the pattern, is selected.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        matches_segments(&self.segments, &path)
    }
}

/// True where `segment` holds a wildcard.
pub(crate) fn is_wild(segment: &str) -> bool {
    segment.contains(WILD)
}

/// The folder a pattern is written below, up to and with the last `/` before its first wildcard; empty where there is none.
pub(crate) fn above_wild(text: &str) -> &str {
    let fixed = text.split(WILD).next().unwrap_or_default();
    fixed.rfind('/').and_then(|slash| fixed.get(..=slash)).unwrap_or_default()
}

fn matches_segments(pattern: &[String], path: &[&str]) -> bool {
    let Some((first, later)) = pattern.split_first() else { return path.is_empty() };
    if first == "**" {
        // `**` takes no segment, or one that is not hidden and then tries again.
        return matches_segments(later, path)
            || path.split_first().is_some_and(|(head, tail)| !head.starts_with('.') && matches_segments(pattern, tail));
    }
    path.split_first().is_some_and(|(head, tail)| matches_segment(first, head) && matches_segments(later, tail))
}

/// One segment against one pattern segment. A name that starts with `.` is hidden: only a literal `.` finds it.
fn matches_segment(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    matches_chars(&pattern, &name)
}

fn matches_chars(mut pattern: &[char], mut name: &[char]) -> bool {
    // Where to go on after a mismatch: behind the last `*`, with one more char given to it.
    let mut retry: Option<(&[char], &[char])> = None;
    loop {
        if let Some((&'*', later)) = pattern.split_first() {
            retry = Some((later, name));
            pattern = later;
            continue;
        }
        let step = match (pattern.split_first(), name.split_first()) {
            (None, None) => return true,
            (Some((&'?', later)), Some((_, rest))) => Some((later, rest)),
            (Some((&'[', later)), Some((&char, rest))) => match class(later, char) {
                Some((true, later)) => Some((later, rest)),
                Some((false, _)) => None,
                // A `[` that is never closed is a plain character.
                None => (char == '[').then_some((later, rest)),
            },
            (Some((wanted, later)), Some((found, rest))) => (wanted == found).then_some((later, rest)),
            (Some(_), None) => return false,
            (None, Some(_)) => None,
        };
        match (step, retry) {
            (Some((later, rest)), _) => (pattern, name) = (later, rest),
            (None, Some((later, from))) => {
                let Some((_, from)) = from.split_first() else { return false };
                retry = Some((later, from));
                (pattern, name) = (later, from);
            }
            (None, None) => return false,
        }
    }
}

/// Whether `char` is in the class that starts behind its `[`, and the pattern behind its `]`; `None` where it has no `]`.
fn class(pattern: &[char], char: char) -> Option<(bool, &[char])> {
    let (negated, body) = match pattern.split_first() {
        Some(('!' | '^', body)) => (true, body),
        _ => (false, pattern),
    };
    // A `]` in the first place is a member, as in a shell.
    let end = body.iter().skip(1).position(|&c| c == ']')? + 1;
    let (members, rest) = body.split_at_checked(end)?;
    let mut found = false;
    let mut left = members;
    while let Some((&low, tail)) = left.split_first() {
        if let [dash, high, after @ ..] = tail
            && *dash == '-'
        {
            found |= (low..=*high).contains(&char);
            left = after;
        } else {
            found |= low == char;
            left = tail;
        }
    }
    Some((found != negated, rest.split_first()?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let glob = Glob::new(pattern);
        for path in yes {
            assert!(glob.matches(path), "{pattern} should select {path}");
        }
        for path in no {
            assert!(!glob.matches(path), "{pattern} should not select {path}");
        }
    }

    #[test]
    fn a_star_stays_in_its_segment() {
        check("*.md", &["a.md", "ä b.md"], &["a/b.md", "a.mdx", ".a.md"]);
        check("*/README.md", &["serde/README.md"], &["README.md", "a/b/README.md"]);
        check("a*b*c", &["abc", "aXbYc", "abbcc"], &["ab", "acb"]);
    }

    #[test]
    fn two_stars_cross_segments() {
        check("**/*.md", &["a.md", "a/b.md", "a/b/c.md"], &["a/.git/b.md", "a.txt"]);
        check("a/**", &["a/b", "a/b/c"], &["b/a"]);
    }

    #[test]
    fn classes_and_question_marks() {
        check("part-[0-9]?.[!p]*", &["part-01.csv"], &["part-01.parquet", "part-a1.csv", "part-0.csv"]);
        check("[]x]a", &["]a", "xa"], &["a"]);
        check("[a", &["[a"], &["a"]);
    }

    #[test]
    fn the_folder_above_a_pattern_ends_with_its_slash() {
        let cases =
            [("dir/docs.json*", "dir/"), ("s3://b/a/x?/*.csv", "s3://b/a/"), ("*.md", ""), ("/[ab].md", "/"), ("ü/**", "ü/")];
        for (pattern, folder) in cases {
            assert_eq!(above_wild(pattern), folder, "{pattern}");
        }
    }

    #[test]
    fn a_hidden_name_is_found_only_by_its_dot() {
        check(".*/x", &[".git/x"], &["git/x"]);
        check("*", &["täg"], &[".hidden"]);
    }
}
