//! The editor itself: honest until a row asks for the attack.

use crate::bindings::exports::tamis::plugin::editor::{Edits, Guest, GuestPlugin, Plugin};
use crate::bindings::tamis::plugin::types::{Argument, Batch, DataType, Description, Fault, Scalar, Volatility};
use crate::edits::{self, literal, own};
use crate::sent;

struct Hostile;

struct Opened {
    attack: String,
}

impl Guest for Hostile {
    type Plugin = Opened;

    fn describe() -> Description {
        let (data_type, doc) = (DataType::Text, String::new());
        Description {
            name: "hostile_editor".into(),
            version: "0.1.0".into(),
            doc: "Drops `bad`, quotes `loud`, and attacks.".into(),
            source: String::new(),
            arguments: vec![Argument { name: "text".into(), data_type, constant: false, nullable: false, doc }],
            labels: Vec::new(),
            volatility: Volatility::Immutable,
            cost: 1,
            config: r#"{"attack": "nothing"}"#.into(),
        }
    }
}

impl GuestPlugin for Opened {
    fn open(config: String, _constants: Vec<Scalar>) -> Result<Plugin, String> {
        Ok(Plugin::new(Self { attack: sent::attack_of(&config) }))
    }

    fn edit(&self, batch: Batch) -> Result<Edits, Fault> {
        let texts = sent::texts(&batch);
        match sent::attacked(&texts) {
            Some(row) => edits::run(&self.attack, row as u32, texts.len() as u32).inspect_err(|_| sent::pardon()),
            None => Ok(honest(&texts)),
        }
    }
}

fn honest(texts: &[Option<&str>]) -> Edits {
    let (rows, ends, pieces, dropped) = Default::default();
    let mut edits = Edits { rows, ends, pieces, literals: "\"a NULL row's text".into(), dropped };
    for (row, text) in (0..).zip(texts) {
        match text {
            Some("bad") => edits.dropped.push(row),
            Some("loud") => {
                edits.pieces.extend([literal(0, 1), own(0, 4), literal(0, 1)]);
                edits.rows.push(row);
                edits.ends.push(edits.pieces.len() as u32);
            }
            Some(_) => {}
            // What is said of a NULL row must not count.
            None => {
                edits.pieces.push(literal(1, 17));
                edits.rows.push(row);
                edits.ends.push(edits.pieces.len() as u32);
            }
        }
    }
    edits
}

#[expect(unsafe_code, unreachable_pub, reason = "generated")]
mod export {
    use super::Hostile;

    crate::bindings::export!(Hostile with_types_in crate::bindings);
}
