//! Attacks while the plugin says who it is.

use std::mem::ManuallyDrop;

use crate::bindings::tamis::plugin::types::{Argument, DataType, Description, Label, Volatility};

/// Where the test writes the attack's name: `describe` sees no config.
static MARKER: [u8; 48] = *b"describe-attack=nothing.........................";

/// The description that the marker asks for.
pub(crate) fn run() -> Description {
    let marker = String::from_utf8_lossy(std::hint::black_box(&MARKER));
    let attack = marker.trim_start_matches("describe-attack=").trim_end_matches('.');
    macro_rules! dispatch {
        (describe { $($name:ident)* } open { $($open:ident)* } rows { $($row:ident)* }) => {
            match attack {
                $(stringify!($name) => attacks::$name(honest()),)*
                "nothing" => honest(),
                other => panic!("there is no attack `{other}`"),
            }
        };
    }
    filter_attacks!(dispatch)
}

fn honest() -> Description {
    Description {
        name: "hostile_filter".into(),
        version: "0.1.0".into(),
        doc: "Drops `bad`, and attacks.".into(),
        source: String::new(),
        arguments: vec![argument("text")],
        labels: vec![label("bad")],
        volatility: Volatility::Immutable,
        cost: 1,
        config: r#"{"attack": "nothing"}"#.into(),
    }
}

fn argument(name: &str) -> Argument {
    Argument { name: name.into(), data_type: DataType::Text, constant: false, nullable: false, doc: String::new() }
}

fn label(name: &str) -> Label {
    Label { name: name.into(), doc: String::new() }
}

mod attacks {
    use super::*;

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn panics(_: Description) -> Description {
        panic!("who am I?")
    }

    pub(super) fn spins(honest: Description) -> Description {
        while std::hint::black_box(true) {}
        honest
    }

    pub(super) fn long_name(honest: Description) -> Description {
        Description { name: "n".repeat(10_000), ..honest }
    }

    pub(super) fn wrong_name(honest: Description) -> Description {
        Description { name: "drop table\x1b[2J".into(), ..honest }
    }

    pub(super) fn long_version(honest: Description) -> Description {
        Description { version: "1.".repeat(33), ..honest }
    }

    pub(super) fn long_doc(honest: Description) -> Description {
        Description { doc: "d".repeat(5_000), ..honest }
    }

    pub(super) fn no_arguments(honest: Description) -> Description {
        Description { arguments: Vec::new(), ..honest }
    }

    pub(super) fn many_arguments(honest: Description) -> Description {
        Description { arguments: (0..17).map(|n| argument(&format!("a{n}"))).collect(), ..honest }
    }

    pub(super) fn same_arguments(honest: Description) -> Description {
        Description { arguments: vec![argument("text"), argument("text")], ..honest }
    }

    pub(super) fn first_argument_is_a_number(honest: Description) -> Description {
        Description { arguments: vec![Argument { data_type: DataType::Int64, ..argument("n") }], ..honest }
    }

    pub(super) fn first_argument_is_constant(honest: Description) -> Description {
        Description { arguments: vec![Argument { constant: true, ..argument("text") }], ..honest }
    }

    pub(super) fn no_labels(honest: Description) -> Description {
        Description { labels: Vec::new(), ..honest }
    }

    pub(super) fn many_labels(honest: Description) -> Description {
        Description { labels: (0..300).map(|n| label(&format!("l{n}"))).collect(), ..honest }
    }

    pub(super) fn long_label(honest: Description) -> Description {
        Description { labels: vec![label(&"l".repeat(10_000))], ..honest }
    }

    pub(super) fn wrong_label(honest: Description) -> Description {
        Description { labels: vec![label("Bad'; --")], ..honest }
    }

    pub(super) fn same_labels(honest: Description) -> Description {
        Description { labels: vec![label("bad"), label("bad")], ..honest }
    }

    pub(super) fn same_long_labels(honest: Description) -> Description {
        Description { labels: vec![label(&"l".repeat(10_000)), label(&"l".repeat(10_000))], ..honest }
    }

    /// A few bytes of answer that stand for 100 GiB: every label's name is the same MiB.
    #[expect(unsafe_code, reason = "the attack; the strings are given to the host and never freed")]
    pub(super) fn overlapping_labels(honest: Description) -> Description {
        let mut name = ManuallyDrop::new("l".repeat(1 << 20));
        let same = |_| {
            // SAFETY: not kept. The strings share one allocation, which no safe program may do, and the host must cope.
            let name = unsafe { String::from_raw_parts(name.as_mut_ptr(), name.len(), name.len()) };
            Label { name, doc: String::new() }
        };
        Description { labels: (0..100 << 10).map(same).collect(), ..honest }
    }

    pub(super) fn long_config(honest: Description) -> Description {
        Description { config: format!(r#"{{"attack": "{}"}}"#, "x".repeat(70_000)), ..honest }
    }

    pub(super) fn config_is_no_json(honest: Description) -> Description {
        Description { config: "attack = nothing".into(), ..honest }
    }

    pub(super) fn config_is_a_list(honest: Description) -> Description {
        Description { config: format!("[{}0]", "0,".repeat(10_000)), ..honest }
    }

    pub(super) fn config_is_deep(honest: Description) -> Description {
        Description { config: "[".repeat(60_000), ..honest }
    }
}
