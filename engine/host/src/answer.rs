//! Checks what a plugin answered and collects it into one Arrow column, whatever the kind.

use std::ops::Range;

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;

use crate::arguments::Arguments;
use crate::editor::Edited;
use crate::filter::Verdicts;
use crate::function::Facet;
use crate::instance::Answer;
use crate::plugin::Plugin;
use crate::scorer::Scores;

/// The answers of one invocation so far.
pub(crate) enum Collector<'a> {
    Filter(Verdicts<'a>),
    Scorer(Scores<'a>),
    Editor(Edited<'a>),
}

impl<'a> Collector<'a> {
    /// Nothing yet, for the rows of these arguments.
    pub(crate) fn new(plugin: &'a Plugin, facet: Facet, arguments: &Arguments) -> Result<Self> {
        let labels = &plugin.description().labels;
        Ok(match facet {
            Facet::Keep | Facet::Reason => Self::Filter(Verdicts::new(labels, arguments.rows)),
            Facet::Score => Self::Scorer(Scores::new(labels, arguments.rows)),
            Facet::Edit => Self::Editor(Edited::new(plugin.limits(), arguments)?),
        })
    }

    /// Takes the answer for some rows, to which `input` bytes of text were sent.
    ///
    /// # Errors
    ///
    /// The rule of the contract that the answer breaks.
    pub(crate) fn collect(&mut self, rows: Range<usize>, answer: Answer, input: usize) -> Result<(), String> {
        match (self, answer) {
            (Self::Filter(verdicts), Answer::Verdicts(answer)) => verdicts.collect(rows, &answer),
            (Self::Scorer(scores), Answer::Scores(answer)) => scores.collect(rows, &answer),
            (Self::Editor(edited), Answer::Edits(answer)) => edited.collect(rows, &answer, input),
            _ => Err("it is of another kind than the plugin".into()),
        }
    }

    /// The column, NULL where the arguments say so.
    pub(crate) fn finish(self, facet: Facet, arguments: &Arguments) -> Result<ArrayRef> {
        let nulls = arguments.nulls.clone();
        match self {
            Self::Filter(verdicts) if facet == Facet::Keep => Ok(verdicts.kept(nulls)),
            Self::Filter(verdicts) => verdicts.reasons(nulls),
            Self::Scorer(scores) => scores.finish(nulls),
            Self::Editor(edited) => Ok(edited.finish(nulls)),
        }
    }
}
