//! `[models.<name>]`: language models and embeddings that functions refer to by name.

use super::plugin::{Place, place};
use super::section::Section;

/// A model by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelEntry {
    /// Where the model's file or folder is.
    pub place: Place,
    /// What kind of model it is.
    pub kind: ModelKind,
    /// Where its tokenizer is, for kinds that have one.
    pub tokenizer: Option<std::path::PathBuf>,
}

/// The kinds of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// An n-gram language model: ARPA or a KenLM binary.
    Ngram,
    /// A static table of token embeddings.
    Static,
    /// Hashed n-grams with weights fitted on a corpus.
    Hashed,
}

pub(super) fn read(mut section: Section<'_>) -> Option<ModelEntry> {
    let key = section.need_one_of(&["path", "url"]);
    let place = key.and_then(|key| place(&mut section, key));
    section.need("kind");
    let kind = match section.one_of("kind", &["ngram", "static", "hashed"]) {
        Some("ngram") => Some(ModelKind::Ngram),
        Some("static") => Some(ModelKind::Static),
        Some("hashed") => Some(ModelKind::Hashed),
        _ => None,
    };
    let tokenizer = section.path("tokenizer");
    section.finish();
    Some(ModelEntry { place: place?, kind: kind?, tokenizer })
}
