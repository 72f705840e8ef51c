//! Reasons and scores, declared once: their names and sentences go into the manual, their order into the contract.

/// A name with the sentence that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// A lower-case SQL name.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// The reasons of a filter; written by [`reasons!`](crate::reasons).
pub trait Reasons: Copy {
    /// Every reason, in declaration order.
    const LABELS: &'static [Label];
    /// The reason's place in `LABELS`.
    fn index(self) -> usize;
    /// The reason's name.
    fn name(self) -> &'static str {
        Self::LABELS.get(self.index()).map_or("", |label| label.name)
    }
}

/// A single score: `f64` (NaN is a value), or `Option<f64>`, where `None` is NULL.
pub trait Score {
    /// The score, `None` for NULL.
    fn score(self) -> Option<f64>;
}

impl Score for f64 {
    fn score(self) -> Option<f64> {
        Some(self)
    }
}

impl Score for Option<f64> {
    fn score(self) -> Self {
        self
    }
}

/// What a scorer returns: one [`Score`], or a struct of several written by [`scores!`](crate::scores).
pub trait Scores {
    /// The scores' names, in order. A single score is named like the function, which is what an empty list means.
    const LABELS: &'static [Label];
    /// Hands out each score in order.
    fn each(self, put: &mut dyn FnMut(Option<f64>));
}

impl<T: Score> Scores for T {
    const LABELS: &'static [Label] = &[];

    fn each(self, put: &mut dyn FnMut(Option<f64>)) {
        put(self.score());
    }
}

/// Declares the reasons of a filter: an enum whose variants carry their name in SQL and, as doc comment, their meaning.
///
/// ```
/// tamis_sdk::reasons! {
///     /// Why a text is dropped.
///     pub enum Reason {
///         /// Fewer than 50 words.
///         TooShort = "too_short",
///         /// More than 100,000 words.
///         TooLong = "too_long",
///     }
/// }
/// use tamis_sdk::Reasons;
/// assert_eq!(Reason::TooLong.name(), "too_long");
/// assert_eq!(Reason::LABELS[0].doc, "Fewer than 50 words.");
/// ```
#[macro_export]
macro_rules! reasons {
    ($(#[$meta:meta])* $vis:vis enum $enum:ident { $($(#[doc = $doc:literal])+ $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $enum { $($(#[doc = $doc])+ $variant),+ }

        impl $crate::Reasons for $enum {
            const LABELS: &'static [$crate::Label] =
                &[$($crate::Label { name: $name, doc: $crate::sentence(concat!($($doc),+)) }),+];

            fn index(self) -> usize {
                self as usize
            }
        }
    };
}

/// Declares the scores of a scorer: a struct whose fields (`f64`, or `Option<f64>` where NULL is an answer) are named as in SQL and
/// carry their meaning as doc comment.
///
/// ```
/// tamis_sdk::scores! {
///     /// What a text is made of.
///     pub struct Stats {
///         /// Bytes.
///         pub bytes: f64,
///         /// Mean bytes a line; NULL without lines.
///         pub mean_line: Option<f64>,
///     }
/// }
/// use tamis_sdk::Scores;
/// let mut seen = vec![];
/// Stats { bytes: 3.0, mean_line: None }.each(&mut |score| seen.push(score));
/// assert_eq!(seen, [Some(3.0), None]);
/// ```
#[macro_export]
macro_rules! scores {
    ($(#[$meta:meta])* $vis:vis struct $struct:ident {
        $($(#[doc = $doc:literal])+ $field_vis:vis $field:ident: $type:ty),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        $vis struct $struct { $($(#[doc = $doc])+ $field_vis $field: $type),+ }

        impl $crate::Scores for $struct {
            const LABELS: &'static [$crate::Label] =
                &[$($crate::Label { name: stringify!($field), doc: $crate::sentence(concat!($($doc),+)) }),+];

            fn each(self, put: &mut dyn FnMut(Option<f64>)) {
                $(put($crate::Score::score(self.$field));)+
            }
        }
    };
}

/// A doc comment without the space that follows its slashes.
#[doc(hidden)]
pub const fn sentence(doc: &'static str) -> &'static str {
    match doc.as_bytes() {
        [b' ', ..] => doc.split_at(1).1,
        _ => doc,
    }
}
