//! `${NAME}` and `${NAME:-default}` in the location of a source.
//!
//! One pipeline file is to find the same data on every machine, and some of it is where an environment variable says, such
//! as the registry of cargo. Nothing else in a pipeline looks at the environment, so that a run stays what its file says.

/// Replaces every `${..}` in `text` by what `lookup` gives for the name, or by the default behind `:-`, which also stands for
/// a variable that is empty.
///
/// # Errors
/// A sentence: a variable that is not set and has no default, or a `${` that is not closed.
pub(crate) fn expand(text: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, later) = after.split_once('}').ok_or("`${` is not closed by a `}`")?;
        let (name, default) = inside.split_once(":-").map_or((inside, None), |(name, default)| (name, Some(default)));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(format!("`${{{inside}}}` does not name an environment variable; write ${{NAME}} or ${{NAME:-default}}"));
        }
        let value = lookup(name).filter(|value| default.is_none() || !value.is_empty());
        let value = value.or_else(|| default.map(str::to_owned));
        let value = value.ok_or_else(|| {
            format!("the environment variable {name} is not set; set it, or write a default: ${{{name}:-default}}")
        })?;
        expanded.push_str(before);
        expanded.push_str(&value);
        rest = later;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_one(text: &str) -> Result<String, String> {
        expand(text, |name| match name {
            "ONE" => Some("1".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn variables_and_defaults_are_put_in() {
        assert_eq!(with_one("a/${ONE}/b${ONE:-2}"), Ok("a/1/b1".to_owned()));
        assert_eq!(with_one("${NONE:-~/.cargo}/registry ${EMPTY:-x}"), Ok("~/.cargo/registry x".to_owned()));
        assert_eq!(with_one("$5 {x}"), Ok("$5 {x}".to_owned()));
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = "the environment variable NONE is not set; set it, or write a default: ${NONE:-default}";
        assert_eq!(with_one("${NONE}"), Err(missing.to_owned()));
        assert_eq!(with_one("x${ONE"), Err("`${` is not closed by a `}`".to_owned()));
        let odd = "`${a b}` does not name an environment variable; write ${NAME} or ${NAME:-default}";
        assert_eq!(with_one("${a b}"), Err(odd.to_owned()));
    }
}
