//! Which names a piece of SQL mentions, read off its tokens: enough to know what to load before it is planned. A name too many does no
//! harm, since only names that stand for something are looked up.

use std::collections::BTreeSet;

use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

/// The names in a piece of SQL, as SQL reads them: lower-case unless quoted.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Names {
    /// Names followed by an opening parenthesis.
    pub(crate) called: BTreeSet<String>,
    /// Every name.
    pub(crate) mentioned: BTreeSet<String>,
}

impl Names {
    /// Adds the names in a piece of SQL. What cannot be read as SQL has none; planning says why.
    pub(crate) fn read(&mut self, sql: &str) {
        let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().unwrap_or_default();
        let mut tokens = tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).peekable();
        while let Some(token) = tokens.next() {
            let Token::Word(word) = token else { continue };
            let name = if word.quote_style.is_some() { word.value } else { word.value.to_lowercase() };
            if tokens.peek() == Some(&Token::LParen) {
                self.called.insert(name.clone());
            }
            self.mentioned.insert(name);
        }
    }

    /// Whether the list of all functions is asked for.
    pub(crate) fn asks_for_functions(&self) -> bool {
        let has = |name| self.mentioned.contains(name);
        (has("show") && has("functions")) || (has("information_schema") && (has("routines") || has("parameters")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_names_before_a_parenthesis() {
        let mut names = Names::default();
        names.read("SELECT Gopher_Quality (text), \"Odd\"(x) FROM docs -- not(this)\n WHERE a IN ('f(x)')");
        assert_eq!(names.called.iter().map(String::as_str).collect::<Vec<_>>(), ["Odd", "gopher_quality", "in"]);
        assert!(names.mentioned.contains("docs") && !names.mentioned.contains("not"));
    }

    #[test]
    fn broken_sql_has_no_names() {
        let mut names = Names::default();
        names.read("SELECT 'unclosed");
        assert_eq!(names, Names::default());
    }
}
