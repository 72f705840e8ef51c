//! The list of attacks. The guest turns every name into a call of a function, the tests into a test, so that neither can lack one.

/// Hands the names to a macro.
macro_rules! editor_attacks {
    ($then:ident) => {
        $then! {
            rows {
                rows_that_fall
                same_row_twice
                row_of_no_batch
                dropped_rows_that_fall
                dropped_row_of_no_batch
                edited_and_dropped
                too_few_ends
                too_many_ends
                ends_that_fall
                end_past_the_pieces
                pieces_of_no_row
                span_outside_its_row
                span_begins_outside_its_row
                span_of_another_row
                span_cuts_a_character
                span_outside_the_literals
                span_cuts_a_literal
                literals_of_no_utf8
                oversized_output
                output_of_terabytes
                output_of_many_rows
                spins
            }
        }
    };
}
