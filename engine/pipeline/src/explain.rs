//! What DataFusion says about a wrong expression, in the words of a mistake in a file: what is wrong, and a hint.

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use tamis::config::nearest;

use crate::error::plainly;

/// The message and, where there is one, the hint.
pub(crate) fn explain(error: &DataFusionError) -> (String, Option<String>) {
    let root = error.find_root();
    if let DataFusionError::SchemaError(schema, _) = root
        && let SchemaError::FieldNotFound { field, valid_fields } = schema.as_ref()
    {
        let names: Vec<&str> = valid_fields.iter().map(|field| field.name.as_str()).collect();
        let known = names.join(", ");
        let hint = match nearest(&field.name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? columns here: {known}"),
            None => format!("columns here: {known}"),
        };
        return (format!("no column `{}`", field.name), Some(hint));
    }
    let text = plainly(root);
    let text = text.trim_start_matches("Error during planning: ").trim();
    if let Some((name, near)) = text.strip_prefix("Invalid function '").and_then(|rest| rest.split_once("'.\nDid you mean '")) {
        let near = near.trim_end_matches("'?");
        return (format!("unknown function `{name}`"), Some(format!("did you mean `{near}`?")));
    }
    let (message, more) = text.split_once('\n').unwrap_or((text, ""));
    let more: Vec<&str> = more.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    (lower(message.trim()), (!more.is_empty()).then(|| more.join(" ")))
}

/// `text` with a small first letter, unless its first word is an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_and_capitals_are_taken_off() {
        let error = DataFusionError::Plan("Invalid function 'lenght'.\nDid you mean 'length'?".to_owned()).context("somewhere");
        assert_eq!(explain(&error), ("unknown function `lenght`".into(), Some("did you mean `length`?".into())));
        let error = DataFusionError::Plan("No match\n\tCandidates:\n\tlength(Utf8)".to_owned());
        assert_eq!(explain(&error), ("no match".into(), Some("Candidates: length(Utf8)".into())));
        assert_eq!(explain(&DataFusionError::Plan("SQL it is".into())), ("SQL it is".into(), None));
    }
}
