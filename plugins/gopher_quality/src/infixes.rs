//! Where the inside of a chunk is cut: at the marks that join its parts.

use crate::chars::{is_lower, is_picture, is_quote};

/// Calls `visit` with the parts of `token` and with the marks between them, in order.
pub(crate) fn each_part<'a>(token: &'a str, visit: &mut impl FnMut(&'a str)) {
    let (mut start, mut at, mut before) = (0, 0, None);
    while let Some(rest) = token.get(at..)
        && let Some(here) = rest.chars().next()
    {
        let mark = if is_plain(here) { 0 } else { joint(before, rest) };
        before = Some(here);
        if mark == 0 {
            at += here.len_utf8();
            continue;
        }
        token.get(start..at).filter(|part| !part.is_empty()).into_iter().for_each(&mut *visit);
        token.get(at..at + mark).into_iter().for_each(&mut *visit);
        before = token.get(..at + mark).and_then(|done| done.chars().next_back());
        at += mark;
        start = at;
    }
    token.get(start..).filter(|part| !part.is_empty()).into_iter().for_each(visit);
}

/// Chars at which nothing is ever cut.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// How many bytes at the start of `rest` are a mark to cut at, given the char before; 0 for none.
fn joint(before: Option<char>, rest: &str) -> usize {
    let mut chars = rest.chars();
    let Some(here) = chars.next() else { return 0 };
    let next = chars.next();
    let after_letter = before.is_some_and(char::is_alphabetic);
    let after_word = after_letter || before.is_some_and(|c| c.is_ascii_digit());
    let before_letter = next.is_some_and(char::is_alphabetic);
    let arithmetic = || before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit() || c == '-');
    let sentence = || before.is_some_and(|c| is_lower(c) || is_quote(c)) && next.is_some_and(|c| c.is_uppercase() || is_quote(c));
    match here {
        '.' if next == Some('.') => rest.bytes().take_while(|&byte| byte == b'.').count(),
        '.' => usize::from(sentence()),
        '+' | '*' | '^' => usize::from(arithmetic()),
        '-' if arithmetic() => 1,
        ',' => usize::from(after_letter && before_letter),
        ':' | '<' | '>' | '=' | '/' => usize::from(after_word && before_letter),
        '-' | '–' | '—' | '~' if after_word => hyphens(here, rest),
        '…' => here.len_utf8(),
        _ if is_picture(here) => here.len_utf8(),
        _ => 0,
    }
}

/// A hyphen or dash that a letter follows, as bytes; a typist's dash of two or three hyphens is one.
fn hyphens(mark: char, rest: &str) -> usize {
    let most = match mark {
        '-' => 3,
        '—' => 2,
        _ => 1,
    };
    let run = rest.chars().take(most).take_while(|&c| c == mark).count() * mark.len_utf8();
    let letter = rest.get(run..).and_then(|tail| tail.chars().next()).is_some_and(char::is_alphabetic);
    if letter { run } else { 0 }
}
