//! The filter itself: honest until a row asks for the attack.

use crate::bindings::exports::tamis::plugin::filter::{Guest, GuestPlugin, Plugin};
use crate::bindings::tamis::plugin::types::{Batch, Description, Fault, Scalar};
use crate::{describe, open, rows, sent};

struct Hostile;

struct Opened {
    attack: String,
}

impl Guest for Hostile {
    type Plugin = Opened;

    fn describe() -> Description {
        describe::run()
    }
}

impl GuestPlugin for Opened {
    fn open(config: String, _constants: Vec<Scalar>) -> Result<Plugin, String> {
        let attack = sent::attack_of(&config);
        open::run(&attack)?;
        Ok(Plugin::new(Self { attack }))
    }

    fn judge(&self, batch: Batch) -> Result<Vec<u8>, Fault> {
        let texts = sent::texts(&batch);
        match sent::attacked(&texts) {
            Some(row) => rows::run(&self.attack, row, texts.len()).inspect_err(|_| sent::pardon()),
            // A NULL row is called bad too: what is said of it must not count.
            None => Ok(texts.iter().map(|text| u8::from(text.is_none_or(|text| text == "bad"))).collect()),
        }
    }
}

#[expect(unsafe_code, unreachable_pub, reason = "generated")]
mod export {
    use super::Hostile;

    crate::bindings::export!(Hostile with_types_in crate::bindings);
}
