//! What the files of one location are, by their names; one table reads one kind.

use std::collections::BTreeMap;

use datafusion::datasource::file_format::file_compression_type::FileCompressionType;

use crate::format::{FileKind, Format};
use crate::glob::above_wild;
use crate::listing::{Listing, relative};
use crate::{CorpusError, Location};

/// The kind of the files in `listing`, which is that of `at`. In a folder, files of other endings than those of `wanted`
/// do not count; a file or a pattern means what it names, whatever the ending, once `wanted` has been said.
///
/// # Errors
/// [`CorpusError::NothingToRead`], [`CorpusError::MixedFormats`] or [`CorpusError::UnknownEnding`].
pub(crate) fn kind_of(at: &Location, listing: &Listing, wanted: Option<Format>) -> Result<FileKind, CorpusError> {
    let by_endings = listing.many && !at.is_pattern();
    // How many files there are of each kind, and the ending of the first.
    let mut kinds: Vec<(FileKind, usize)> = Vec::new();
    for file in &listing.files {
        let name = file.location.as_ref();
        let kind = match (FileKind::of(name), wanted) {
            (Some(kind), Some(format)) if kind.format != format => (!by_endings).then(|| as_told(format)),
            (None, Some(format)) => (!by_endings).then(|| as_told(format)),
            (None, None) if !by_endings => {
                return Err(CorpusError::UnknownEnding { path: at.name_of(&file.location), known: Format::all_wanted() });
            }
            (kind, _) => kind,
        };
        let Some(kind) = kind else { continue };
        match kinds.iter_mut().find(|(known, _)| (known.format, known.compression) == (kind.format, kind.compression)) {
            Some((_, n)) => *n += 1,
            None => kinds.push((kind, 1)),
        }
    }
    match kinds.len() {
        0 => Err(CorpusError::NothingToRead {
            location: at.to_string(),
            n_files: listing.n_seen(),
            wanted: wanted.map_or_else(Format::all_wanted, Format::wanted),
        }),
        1 => Ok(kinds.swap_remove(0).0),
        _ => Err(mixed(at, kinds.into_iter().map(|(kind, n)| (kind.ending, n)).collect())),
    }
}

/// The error for files of several `kinds`: how many there are of each ending.
pub(crate) fn mixed(at: &Location, kinds: BTreeMap<String, usize>) -> CorpusError {
    let found = kinds.iter().map(|(ending, n)| format!("{n} {ending}")).collect::<Vec<_>>().join(", ");
    let most = kinds.iter().max_by_key(|(_, n)| **n).map_or("", |(ending, _)| ending);
    let folder = match at.is_pattern() {
        true => above_wild(at.as_str()).to_owned(),
        false => format!("{}/", at.as_str().trim_end_matches('/')),
    };
    CorpusError::MixedFormats { location: at.to_string(), found, hint: format!("'{folder}**/*{most}'") }
}

/// True for what other programs leave beside data: `_SUCCESS`, `_temporary/..`, `_delta_log/..`.
pub(crate) fn is_marker(root: &str, path: &str) -> bool {
    relative(root, path).is_some_and(|path| path.split('/').any(|name| name.starts_with('_')))
}

/// A file of which only the user says what it is.
fn as_told(format: Format) -> FileKind {
    FileKind { format, compression: FileCompressionType::UNCOMPRESSED, ending: String::new() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_hint_of_mixed_formats_is_a_pattern_below_the_same_folder() {
        let cases = [
            ("dir/docs.json*", "'dir/**/*.jsonl.zst'"),
            ("docs.*", "'**/*.jsonl.zst'"),
            ("dir/[ab]/x.*", "'dir/**/*.jsonl.zst'"),
            ("s3://b/crawl/", "'s3://b/crawl/**/*.jsonl.zst'"),
            ("s3://b/crawl", "'s3://b/crawl/**/*.jsonl.zst'"),
        ];
        for (text, wanted) in cases {
            let kinds = [(".json".to_owned(), 1), (".jsonl.zst".to_owned(), 2)].into();
            let error = mixed(&Location::parse(text).unwrap(), kinds).to_string();
            let (said, hint) = error.split_once(", such as ").unwrap();
            assert_eq!(said, format!("{text} mixes formats (1 .json, 2 .jsonl.zst); name one kind with a pattern"));
            assert_eq!(hint, wanted);
        }
    }
}
