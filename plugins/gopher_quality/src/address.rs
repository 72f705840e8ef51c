//! Web and mail addresses, which stay one token although they are full of marks.

/// Whether `token` is an address: an optional scheme, an optional user with `@`, a host of dotted labels that ends in
/// letters (or four numbers), an optional port, and an optional path. `lib.rs` looks like a host and passes for one.
pub(crate) fn is_address(token: &str) -> bool {
    if !token.contains('.') {
        return false;
    }
    let rest = match token.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => token,
    };
    has_host(rest) || rest.rsplit_once('@').is_some_and(|(user, rest)| !user.is_empty() && has_host(rest))
}

/// Two chars or more of letters, digits, `+`, `-`, `.` and `_`.
fn is_scheme(scheme: &str) -> bool {
    scheme.len() >= 2 && scheme.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
}

/// Whether `rest` is a host, with or without a port, and then nothing or a path, query or fragment.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if (2..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let Some((labels, top)) = host.rsplit_once('.') else { return false };
    let named = (2..=63).contains(&top.chars().count()) && top.chars().all(|c| c.is_ascii_alphabetic() || is_wide(c));
    let numbered = || labels.split('.').count() == 3 && host.split('.').all(is_byte);
    (named && labels.split('.').all(is_label)) || numbered()
}

/// Letters, digits and whatever is not ASCII; hyphens and underscores inside.
fn is_label(label: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric() || is_wide(c);
    label.chars().count() <= 64
        && label.chars().next().is_some_and(edge)
        && label.chars().next_back().is_some_and(edge)
        && label.chars().all(|c| edge(c) || matches!(c, '-' | '_'))
}

/// A number of one to three digits.
fn is_byte(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
}

/// A char that an internationalized host may have.
fn is_wide(c: char) -> bool {
    c >= '\u{a1}'
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses() {
        let yes =
            ["a.example", "https://a.example:8080/b?c#d", "joe+x@mail.example", "10.0.0.1", "münchen.example", "a.example?q=1"];
        assert_eq!(yes.map(is_address), yes.map(|_| true));
    }

    #[test]
    fn what_is_no_address() {
        let no = ["a", "3.14", "e.g", "a..b", ".a", "-a.example", "1.2.3", "http://a", "@", "a.b!c", "x.y/z w"];
        assert_eq!(no.map(is_address), no.map(|_| false));
    }
}
