//! The scorer itself: honest until a row asks for the attack.

use crate::bindings::exports::tamis::plugin::scorer::{Guest, GuestPlugin, Plugin, Scores};
use crate::bindings::tamis::plugin::types::{Argument, Batch, DataType, Description, Fault, Label, Scalar, Volatility};
use crate::sent;

struct Hostile;

struct Opened {
    attack: String,
}

impl Guest for Hostile {
    type Plugin = Opened;

    fn describe() -> Description {
        let label = |name: &str| Label { name: name.into(), doc: String::new() };
        let argument = |name: &str, constant| {
            let (data_type, doc) = (DataType::Text, String::new());
            Argument { name: name.into(), data_type, constant, nullable: false, doc }
        };
        Description {
            name: "hostile_scorer".into(),
            version: "0.1.0".into(),
            doc: "Counts bytes, and attacks.".into(),
            source: String::new(),
            arguments: vec![argument("text", false), argument("mood", true)],
            labels: vec![label("bytes"), label("one")],
            volatility: Volatility::Immutable,
            cost: 1,
            config: r#"{"attack": "nothing"}"#.into(),
        }
    }
}

impl GuestPlugin for Opened {
    fn open(config: String, constants: Vec<Scalar>) -> Result<Plugin, String> {
        while matches!(constants.first(), Some(Scalar::Text(mood)) if std::hint::black_box(mood) == "spinning") {}
        Ok(Plugin::new(Self { attack: sent::attack_of(&config) }))
    }

    fn score(&self, batch: Batch) -> Result<Scores, Fault> {
        let texts = sent::texts(&batch);
        // A NULL row has 7 bytes: what is said of it must not count.
        let bytes = texts.iter().map(|text| text.map_or(7.0, |text| text.len() as f64));
        let values = bytes.chain(texts.iter().map(|_| 1.0)).collect();
        let honest = Scores { values, validity: Vec::new() };
        match sent::attacked(&texts) {
            Some(row) => run(&self.attack, row, honest).inspect_err(|_| sent::pardon()),
            None => Ok(honest),
        }
    }
}

fn run(attack: &str, row: usize, honest: Scores) -> Result<Scores, Fault> {
    macro_rules! dispatch {
        (rows { $($name:ident)* }) => {
            match attack {
                $(concat!("rows_", stringify!($name)) => Ok(attacks::$name(honest)),)*
                other => Err(Fault { row: Some(row as u32), message: format!("there is no attack `{other}`") }),
            }
        };
    }
    scorer_attacks!(dispatch)
}

mod attacks {
    use super::Scores;

    pub(super) fn too_few_values(mut honest: Scores) -> Scores {
        honest.values.pop();
        honest
    }

    pub(super) fn too_many_values(mut honest: Scores) -> Scores {
        honest.values.push(f64::NAN);
        honest
    }

    pub(super) fn values_of_one_score_only(mut honest: Scores) -> Scores {
        honest.values.truncate(honest.values.len() / 2);
        honest
    }

    pub(super) fn short_validity(honest: Scores) -> Scores {
        let enough = honest.values.len().div_ceil(8);
        Scores { validity: vec![u8::MAX; enough - 1], ..honest }
    }

    pub(super) fn long_validity(honest: Scores) -> Scores {
        Scores { validity: vec![u8::MAX; honest.values.len()], ..honest }
    }

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn panics(_: Scores) -> Scores {
        panic!("no score for you")
    }
}

#[expect(unsafe_code, unreachable_pub, reason = "generated")]
mod export {
    use super::Hostile;

    crate::bindings::export!(Hostile with_types_in crate::bindings);
}
