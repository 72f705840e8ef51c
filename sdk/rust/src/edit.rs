//! What an editor writes: changes to a text, never the text itself, so that what stays is not copied.

use std::ops::Range;

/// Marks a piece as a span of the literals rather than of the row.
const LITERAL: u64 = 1 << 63;

/// The changes to one row's text.
///
/// Ranges are byte ranges of the row's text; they must not go backwards and must lie on char boundaries. A row on which nothing is
/// called stays as it is.
///
/// ```
/// let text = "Menu\nBread needs time, water and salt.\n";
/// let edited = tamis_sdk::edited(text, |edit| {
///     edit.remove(0..5);
///     edit.replace(29..32, "&");
/// });
/// assert_eq!(edited.as_deref(), Some("Bread needs time, water & salt.\n"));
/// ```
#[derive(Debug)]
pub struct Edit<'a> {
    text: &'a str,
    /// Up to where the text has been dealt with.
    cursor: usize,
    /// Whether text that nothing names is removed (after the first `keep`) or kept.
    only_kept: bool,
    dropped: bool,
    first_piece: usize,
    edits: &'a mut Edits,
}

impl<'a> Edit<'a> {
    /// Changes to `text`, collected in `edits`.
    pub fn new(text: &'a str, edits: &'a mut Edits) -> Self {
        let first_piece = edits.pieces.len();
        Self { text, cursor: 0, only_kept: false, dropped: false, first_piece, edits }
    }

    /// Removes a range.
    ///
    /// # Panics
    ///
    /// If the range begins before the end of the one named last, or is not a range of the text on char boundaries.
    pub fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Writes `with` in place of a range; an empty range inserts.
    ///
    /// # Panics
    ///
    /// As for [`remove`](Self::remove).
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        self.advance(&range);
        if !with.is_empty() {
            let start = self.edits.literals.len();
            self.edits.literals.push_str(with);
            self.piece(LITERAL, start, with.len());
        }
    }

    /// Keeps a range. From a row's first `keep` on, whatever is not kept or replaced is removed.
    ///
    /// # Panics
    ///
    /// As for [`remove`](Self::remove).
    pub fn keep(&mut self, range: Range<usize>) {
        self.only_kept = true;
        self.advance(&range);
        self.piece(0, range.start, range.len());
    }

    /// Drops the row, whatever else was called.
    pub fn drop_row(&mut self) {
        self.dropped = true;
    }

    /// Moves the cursor behind `range`, keeping the gap before it if gaps are kept.
    #[expect(clippy::panic, reason = "a wrong range is a bug of the plugin; its panic text reaches the user through the host")]
    fn advance(&mut self, range: &Range<usize>) {
        if range.start < self.cursor || self.text.get(range.clone()).is_none() {
            let (bytes, cursor) = (self.text.len(), self.cursor);
            panic!(
                "edit of {range:?} in a text of {bytes} bytes, of which {cursor} are dealt with: ranges must rise and lie on char boundaries"
            );
        }
        if !self.only_kept {
            self.piece(0, self.cursor, range.start - self.cursor);
        }
        self.cursor = range.end;
    }

    /// Adds a piece, or lengthens the last one where both meet.
    fn piece(&mut self, mark: u64, start: usize, len: usize) {
        if len == 0 {
            return;
        }
        let (start, len) = (start as u64, len as u64);
        if let Some(last) = self.edits.pieces.get_mut(self.first_piece..).and_then(<[u64]>::last_mut)
            && *last & LITERAL == mark
            && ((*last >> 32) & 0x7fff_ffff) + (*last & 0xffff_ffff) == start
        {
            *last += len;
            return;
        }
        self.edits.pieces.push(mark | start << 32 | len);
    }

    /// Ends the row: a drop, pieces, or nothing where the text stays.
    pub fn finish(mut self, row: u32) {
        if self.dropped {
            self.edits.pieces.truncate(self.first_piece);
            self.edits.dropped.push(row);
            return;
        }
        if !self.only_kept {
            self.piece(0, self.cursor, self.text.len() - self.cursor);
        }
        let pieces = self.edits.pieces.get(self.first_piece..).unwrap_or_default();
        if pieces == [self.text.len() as u64] || (pieces.is_empty() && self.text.is_empty()) {
            self.edits.pieces.truncate(self.first_piece);
            return;
        }
        self.edits.rows.push(row);
        self.edits.ends.push(self.edits.pieces.len() as u32);
    }
}

/// The changes to the rows of one call, laid out as the contract's `edits`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// Rows with a new text.
    pub rows: Vec<u32>,
    /// Where the pieces of each of `rows` end.
    pub ends: Vec<u32>,
    /// Spans: bit 63 literal, bits 32 to 62 start, bits 0 to 31 length, in bytes.
    pub pieces: Vec<u64>,
    /// Text that is not in the input.
    pub literals: String,
    /// Rows to drop.
    pub dropped: Vec<u32>,
}

/// What an editor makes of one text: the way to call it in a native test. `None` means that it drops the row.
///
/// ```
/// assert_eq!(tamis_sdk::edited("a b", |edit| edit.keep(2..3)).as_deref(), Some("b"));
/// assert_eq!(tamis_sdk::edited("a b", |edit| edit.drop_row()), None);
/// assert_eq!(tamis_sdk::edited("a b", |_| ()).as_deref(), Some("a b"));
/// ```
pub fn edited(text: &str, editor: impl FnOnce(&mut Edit<'_>)) -> Option<String> {
    let mut edits = Edits::default();
    let mut edit = Edit::new(text, &mut edits);
    editor(&mut edit);
    edit.finish(0);
    if !edits.dropped.is_empty() {
        return None;
    }
    if edits.rows.is_empty() {
        return Some(text.to_owned());
    }
    let span = |piece: &u64| {
        let (start, len) = ((piece >> 32 & 0x7fff_ffff) as usize, (piece & 0xffff_ffff) as usize);
        let from = if piece & LITERAL == 0 { text } else { edits.literals.as_str() };
        from.get(start..start + len)
    };
    edits.pieces.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, editor: impl FnOnce(&mut Edit<'_>)) -> Edits {
        let mut edits = Edits::default();
        let mut edit = Edit::new(text, &mut edits);
        editor(&mut edit);
        edit.finish(4);
        edits
    }

    #[test]
    fn an_untouched_row_is_named_nowhere() {
        assert_eq!(pieces("abc", |_| ()), Edits::default());
        assert_eq!(pieces("abc", |edit| edit.keep(0..3)), Edits::default());
        assert_eq!(pieces("", |edit| edit.remove(0..0)), Edits::default());
    }

    #[test]
    fn spans_that_meet_are_one_piece() {
        let edits = pieces("abcdef", |edit| [1..3, 3..5].into_iter().for_each(|range| edit.keep(range)));
        assert_eq!(edits, Edits { rows: vec![4], ends: vec![1], pieces: vec![1 << 32 | 4], ..Edits::default() });
    }

    #[test]
    fn a_row_can_become_empty_or_be_dropped() {
        let emptied = pieces("ab", |edit| edit.remove(0..2));
        assert_eq!(emptied, Edits { rows: vec![4], ends: vec![0], ..Edits::default() });
        let dropped = pieces("ab", |edit| {
            edit.remove(0..1);
            edit.drop_row();
        });
        assert_eq!(dropped, Edits { dropped: vec![4], ..Edits::default() });
    }

    #[test]
    fn keep_and_replace_mix() {
        let text = "one two three four";
        let edited = edited(text, |edit| {
            edit.keep(0..3);
            edit.replace(4..7, "-2-");
            edit.keep(8..13);
        });
        assert_eq!(edited.as_deref(), Some("one-2-three"));
    }

    #[test]
    #[should_panic(expected = "ranges must rise and lie on char boundaries")]
    fn a_range_inside_a_char_is_a_bug() {
        edited("é", |edit| edit.remove(0..1));
    }
}
