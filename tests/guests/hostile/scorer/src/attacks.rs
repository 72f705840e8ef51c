//! The list of attacks. The guest turns every name into a call of a function, the tests into a test, so that neither can lack one.

/// Hands the names to a macro.
macro_rules! scorer_attacks {
    ($then:ident) => {
        $then! {
            rows {
                too_few_values
                too_many_values
                values_of_one_score_only
                short_validity
                long_validity
                panics
            }
        }
    };
}
