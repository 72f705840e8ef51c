//! [`export!`](crate::export): from a plain function to a plugin. What the macro writes is small; the loops over rows live here,
//! where they are compiled once and tested natively.

use crate::arguments::{Argument, DataType, Value};
use crate::edit::{Edit, Edits};
use crate::labels::{Label, Reasons, Scores};
use crate::rows::Rows;

/// What the planner may assume of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volatility {
    /// The same arguments and config always give the same answer.
    Immutable,
    /// The same within one query.
    Stable,
    /// Every call counts.
    Volatile,
}

/// One argument as the host is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name in the function.
    pub name: &'static str,
    /// What SQL sends.
    pub data_type: DataType,
    /// Whether it is a literal, given once.
    pub constant: bool,
    /// Whether the function sees NULLs.
    pub nullable: bool,
}

impl Parameter {
    /// The parameter a Rust type stands for.
    pub fn of<'a, T: Argument<'a>>(name: &'static str) -> Self {
        Self { name, data_type: T::DATA_TYPE, constant: T::CONSTANT, nullable: T::NULLABLE }
    }
}

/// What a plugin says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The function's name.
    pub name: &'static str,
    /// The crate's version.
    pub version: &'static str,
    /// The crate's description.
    pub doc: &'static str,
    /// The crate's homepage: the paper or page the rule comes from.
    pub source: &'static str,
    /// In SQL order.
    pub arguments: Vec<Parameter>,
    /// Reasons or scores.
    pub labels: &'static [Label],
    /// What the planner may assume.
    pub volatility: Volatility,
    /// About how many nanoseconds 1,000 bytes take.
    pub cost: u32,
    /// Every config key with its default, as JSON.
    pub config: String,
}

/// A plugin of any kind: described once, opened once an instance.
pub trait Plugin: Sized + 'static {
    /// Who it is.
    fn description() -> Description;

    /// Opens it with its config and its constants.
    ///
    /// # Errors
    ///
    /// A sentence for the user.
    fn open(config: &str, constants: Vec<Value>) -> Result<Self, String>;

    /// The rows of the present call.
    fn rows(&mut self) -> &mut Rows;
}

/// A plugin that keeps or drops rows.
pub trait Filter: Plugin {
    /// Why rows are dropped.
    type Reason: Reasons;

    /// The verdict on a row; `None` when an argument is NULL.
    fn judge(&self, row: usize) -> Option<Result<(), Self::Reason>>;
}

/// A plugin that measures rows.
pub trait Scorer: Plugin {
    /// What it measures.
    type Scores: Scores;

    /// The scores of a row; `None` when an argument is NULL.
    fn score(&self, row: usize) -> Option<Self::Scores>;
}

/// A plugin that rewrites rows.
pub trait Editor: Plugin {
    /// The text of a row; `None` when an argument is NULL.
    fn text(&self, row: usize) -> Option<&str>;

    /// Calls the function on a row that has a text.
    fn edit(&self, row: usize, edit: &mut Edit<'_>);
}

/// One byte per row: 0 keeps, `n` drops for reason number `n - 1`.
pub fn judge_rows<F: Filter>(plugin: &F, rows: usize) -> Vec<u8> {
    let verdict = |row| match plugin.judge(row) {
        Some(Err(reason)) => u8::try_from(reason.index() + 1).unwrap_or(u8::MAX),
        Some(Ok(())) | None => 0,
    };
    (0..rows).map(verdict).collect()
}

/// The scores of all rows, score after score, and which of them are not NULL (empty: all).
pub fn score_rows<S: Scorer>(plugin: &S, rows: usize) -> (Vec<f64>, Vec<u8>) {
    let n_scores = S::Scores::LABELS.len().max(1);
    let mut values = vec![0.0; n_scores * rows];
    let mut validity = vec![u8::MAX; (n_scores * rows).div_ceil(8)];
    let mut all_valid = true;
    for row in 0..rows {
        let mut index = row;
        let mut put = |score: Option<f64>| {
            if let (Some(slot), Some(byte)) = (values.get_mut(index), validity.get_mut(index / 8)) {
                *slot = score.unwrap_or_default();
                if score.is_none() {
                    *byte &= !(1 << (index % 8));
                    all_valid = false;
                }
            }
            index += rows;
        };
        match plugin.score(row) {
            Some(scores) => scores.each(&mut put),
            None => (0..n_scores).for_each(|_| put(None)),
        }
    }
    (values, if all_valid { Vec::new() } else { validity })
}

/// The edits of all rows.
pub fn edit_rows<E: Editor>(plugin: &E, rows: usize) -> Edits {
    let mut edits = Edits::default();
    for row in 0..rows {
        if let Some(text) = plugin.text(row) {
            let mut edit = Edit::new(text, &mut edits);
            plugin.edit(row, &mut edit);
            edit.finish(row as u32);
        }
    }
    edits
}

/// Makes a function a plugin.
///
/// ```text
/// export!(filter my_filter(text: &str; config: Config) -> Reason);
/// export!(scorer my_scorer(text: &str, lang: Const<&str>) -> f64);
/// export!(editor my_editor(text: &str; config: Config));
/// ```
///
/// The line repeats the function's arguments, with the config (any type that is [`Open`](crate::Open); leave it out if there is none)
/// behind a semicolon. The function takes the config by reference. Further facts may follow, for example `, cost: 2_000` (nanoseconds
/// per 1,000 bytes, 1,000 by default) or `, volatility: tamis_sdk::plugin::Volatility::Volatile`.
///
/// On a native target this only checks that function and line agree; for WebAssembly it exports the component.
#[macro_export]
macro_rules! export {
    (filter $name:ident($($arg:ident: $type:ty),+ $(; config: $config:ty)?) -> $reason:ty $(, $key:ident: $value:expr)*) => {
        const _: () = {
            $crate::plugin_type!($name($($arg: $type),+ $(; $config)?), <$reason as $crate::Reasons>::LABELS, $($key: $value),*);

            impl $crate::plugin::Filter for Exported {
                type Reason = $reason;

                fn judge(&self, row: usize) -> Option<Result<(), $reason>> {
                    $crate::read_arguments!(self, row, $($arg: $type),+);
                    Some($name($($arg),+ $(, self.config::<$config>())?))
                }
            }

            #[cfg(target_family = "wasm")]
            $crate::export_component!(filter Exported);
        };
    };
    (scorer $name:ident($($arg:ident: $type:ty),+ $(; config: $config:ty)?) -> $scores:ty $(, $key:ident: $value:expr)*) => {
        const _: () = {
            $crate::plugin_type!($name($($arg: $type),+ $(; $config)?), <$scores as $crate::Scores>::LABELS, $($key: $value),*);

            impl $crate::plugin::Scorer for Exported {
                type Scores = $scores;

                fn score(&self, row: usize) -> Option<$scores> {
                    $crate::read_arguments!(self, row, $($arg: $type),+);
                    Some($name($($arg),+ $(, self.config::<$config>())?))
                }
            }

            #[cfg(target_family = "wasm")]
            $crate::export_component!(scorer Exported);
        };
    };
    (editor $name:ident($text:ident: $text_type:ty $(, $arg:ident: $type:ty)* $(; config: $config:ty)?) $(, $key:ident: $value:expr)*) => {
        const _: () = {
            $crate::plugin_type!($name($text: $text_type $(, $arg: $type)* $(; $config)?), &[], $($key: $value),*);

            impl Exported {
                fn call(&self, row: usize, edit: Option<&mut $crate::Edit<'_>>) -> Option<&str> {
                    $crate::read_arguments!(self, row, $text: $text_type $(, $arg: $type)*);
                    if let Some(edit) = edit {
                        $name($text $(, $arg)* $(, self.config::<$config>())?, edit);
                    }
                    Some($text)
                }
            }

            impl $crate::plugin::Editor for Exported {
                fn text(&self, row: usize) -> Option<&str> {
                    self.call(row, None)
                }

                fn edit(&self, row: usize, edit: &mut $crate::Edit<'_>) {
                    self.call(row, Some(edit));
                }
            }

            #[cfg(target_family = "wasm")]
            $crate::export_component!(editor Exported);
        };
    };
}

/// The type behind an exported plugin: its config and the rows of the present call.
#[doc(hidden)]
#[macro_export]
macro_rules! plugin_type {
    ($name:ident($($arg:ident: $type:ty),+ $(; $config:ty)?), $labels:expr, $($key:ident: $value:expr),*) => {
        type Settings = $crate::config_type!($($config)?);

        #[cfg_attr(not(target_family = "wasm"), expect(dead_code, reason = "only a component is ever opened"))]
        struct Exported {
            settings: Settings,
            rows: $crate::Rows,
        }

        impl Exported {
            #[allow(dead_code, reason = "a plugin without config never asks for it")]
            fn config<T>(&self) -> &Settings {
                &self.settings
            }
        }

        impl $crate::plugin::Plugin for Exported {
            fn description() -> $crate::plugin::Description {
                #[allow(clippy::needless_update, reason = "a plugin may state none of the further facts")]
                $crate::plugin::Description {
                    $($key: $value,)*
                    ..$crate::plugin::Description {
                        name: stringify!($name),
                        version: env!("CARGO_PKG_VERSION"),
                        doc: env!("CARGO_PKG_DESCRIPTION"),
                        source: env!("CARGO_PKG_HOMEPAGE"),
                        arguments: vec![$($crate::plugin::Parameter::of::<$type>(stringify!($arg))),+],
                        labels: $labels,
                        volatility: $crate::plugin::Volatility::Immutable,
                        cost: 1_000,
                        config: $crate::default_config::<Settings>(),
                    }
                }
            }

            fn open(config: &str, constants: Vec<$crate::Value>) -> Result<Self, String> {
                let constant = [$(<$type as $crate::Argument<'_>>::CONSTANT),+];
                Ok(Self { settings: $crate::open(config)?, rows: $crate::Rows::new(&constant, constants) })
            }

            fn rows(&mut self) -> &mut $crate::Rows {
                &mut self.rows
            }
        }
    };
}

/// The config's type, or the one of a plugin without.
#[doc(hidden)]
#[macro_export]
macro_rules! config_type {
    () => {
        $crate::NoConfig
    };
    ($config:ty) => {
        $config
    };
}

/// Binds each argument of a row, or returns `None` at a NULL.
#[doc(hidden)]
#[macro_export]
macro_rules! read_arguments {
    ($self:ident, $row:ident, $($arg:ident: $type:ty),+) => {
        let mut next = 0..;
        $(let $arg = <$type as $crate::Argument<'_>>::read(&$self.rows, next.next()?, $row)?;)+
    };
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::rows::{Column, Texts, Values};

    struct Short(Rows);

    impl Plugin for Short {
        fn description() -> Description {
            Description {
                name: "short",
                version: "0",
                doc: "",
                source: "",
                arguments: vec![Parameter::of::<&str>("text")],
                labels: &[],
                volatility: Volatility::Immutable,
                cost: 1,
                config: "{}".into(),
            }
        }

        fn open(_config: &str, constants: Vec<Value>) -> Result<Self, String> {
            Ok(Self(Rows::new(&[false], constants)))
        }

        fn rows(&mut self) -> &mut Rows {
            &mut self.0
        }
    }

    impl Scorer for Short {
        type Scores = Option<f64>;

        fn score(&self, row: usize) -> Option<Option<f64>> {
            let text = <&str as Argument<'_>>::read(&self.0, 0, row)?;
            Some((!text.is_empty()).then_some(text.len() as f64))
        }
    }

    #[test]
    fn a_null_argument_and_a_null_score_are_both_null() {
        let mut plugin = Short::open("{}", vec![]).unwrap();
        let texts = Texts::new(vec![0, 2, 2, 2], "ab".into());
        plugin.rows().fill(3, vec![Column::new(Values::Text(texts), vec![0b101], false)]);
        assert_eq!(score_rows(&plugin, 3), (vec![2.0, 0.0, 0.0], vec![0b1111_1001]));
    }
}
