//! The list of attacks. The guest turns every name into a call of a function, the tests into a test, so that neither can lack one.

/// Hands the names to a macro: those on `describe`, those on `open`, those on rows.
macro_rules! filter_attacks {
    ($then:ident) => {
        $then! {
            describe {
                panics
                spins
                long_name
                wrong_name
                long_version
                long_doc
                no_arguments
                many_arguments
                same_arguments
                first_argument_is_a_number
                first_argument_is_constant
                no_labels
                many_labels
                long_label
                wrong_label
                same_labels
                same_long_labels
                overlapping_labels
                long_config
                config_is_no_json
                config_is_a_list
                config_is_deep
            }
            open {
                refuses
                refuses_at_length
                refuses_in_control_characters
                panics
                spins
                memory_bomb
                asks_for_an_artifact
            }
            rows {
                spins
                spins_in_the_log
                memory_bomb
                stack_overflow
                panics
                panics_in_control_characters
                exits
                too_few_verdicts
                too_many_verdicts
                no_verdicts
                unknown_reason
                answer_outside_memory
                huge_answer
                fault_on_a_row
                fault_on_no_row
                fault_at_length
                reads_a_file
                writes_a_file
                lists_a_folder
                connects
                resolves_a_name
                looks_around
                reads_standard_input
                sleeps
                starts_a_thread
                starts_a_process
                asks_for_an_artifact
                asks_for_many_random_bytes
                floods_standard_error
                floods_standard_output
                floods_the_log
            }
        }
    };
}
