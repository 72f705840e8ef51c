//! An editor's edits: checked, then turned into a text column that shares the input's buffers wherever a text is one span of it.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ByteView, StringViewArray, make_view};
use datafusion::arrow::buffer::{Buffer, NullBuffer, ScalarBuffer};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_datafusion_err};

use crate::arguments::Arguments;
use crate::bindings::exports::tamis::plugin::editor;
use crate::limits::Limits;

/// The bit that marks a piece as a span of the literals.
const LITERAL: u64 = 1 << 63;

/// Bytes of new text after which another buffer is begun; a view's offset has 32 bits.
const BLOCK_BYTES: usize = 64 << 20;

/// A view with at most this many bytes holds its text itself.
const INLINE_BYTES: usize = 12;

/// The texts of one invocation: the input's views, changed where rows are.
pub(crate) struct Edited<'a> {
    limits: &'a Limits,
    input: StringViewArray,
    views: Vec<u128>,
    buffers: Vec<Buffer>,
    /// New text that is not in a buffer yet; it becomes the next one.
    fresh: Vec<u8>,
    dropped: Vec<usize>,
}

impl<'a> Edited<'a> {
    /// Every text as it is, until an answer changes it.
    pub(crate) fn new(limits: &'a Limits, arguments: &Arguments) -> Result<Self> {
        let Some(column) = arguments.columns.first() else {
            return Err(exec_datafusion_err!("an editor without a text column"));
        };
        let mut array = cast(&column.array, &DataType::Utf8View)?;
        if array.len() != arguments.rows {
            let repeated = datafusion::arrow::array::UInt32Array::from(vec![0; arguments.rows]);
            array = datafusion::arrow::compute::take(&array, &repeated, None)?;
        }
        let input = array.as_string_view().clone();
        let (views, buffers) = (input.views().to_vec(), input.data_buffers().to_vec());
        Ok(Self { limits, input, views, buffers, fresh: Vec::new(), dropped: Vec::new() })
    }

    /// Takes the edits of some rows, to which `input` bytes were sent.
    pub(crate) fn collect(&mut self, rows: Range<usize>, edits: &editor::Edits, input: usize) -> Result<(), String> {
        rising("rows", &edits.rows, rows.len())?;
        rising("dropped", &edits.dropped, rows.len())?;
        if edits.ends.len() != edits.rows.len() {
            return Err(format!("{} ends for {} rows", edits.ends.len(), edits.rows.len()));
        }
        let (mut start, mut room) = (0, self.limits.output_for(input));
        for (row, end) in edits.rows.iter().zip(&edits.ends) {
            let pieces = edits
                .pieces
                .get(start..*end as usize)
                .ok_or_else(|| format!("the pieces of row {row} are {start}..{end}, where there are {}", edits.pieces.len()))?;
            let row = rows.start + *row as usize;
            let len = self.rewrite(row, pieces, &edits.literals, room)?.ok_or_else(|| {
                format!(
                    "more than {} bytes of new text for {input} bytes of input; raise `output` if it needs more",
                    self.limits.output_for(input)
                )
            })?;
            room = room.saturating_sub(len);
            start = *end as usize;
        }
        if start != edits.pieces.len() {
            return Err(format!("{} pieces, of which {} belong to no row", edits.pieces.len(), edits.pieces.len() - start));
        }
        for row in &edits.dropped {
            if edits.rows.binary_search(row).is_ok() {
                return Err(format!("row {} is both rewritten and dropped", rows.start + *row as usize));
            }
            self.dropped.push(rows.start + *row as usize);
        }
        Ok(())
    }

    /// Gives a row its new text, of which the length is returned; `None` if that is more than `room`.
    fn rewrite(&mut self, row: usize, pieces: &[u64], literals: &str, room: usize) -> Result<Option<usize>, String> {
        // A NULL row has no text of its own to keep.
        let text = if self.input.is_valid(row) { self.input.value(row) } else { "" };
        let span = |piece: u64| {
            let (start, len) = ((piece >> 32 & 0x7fff_ffff) as usize, (piece & 0xffff_ffff) as usize);
            let (from, what) = if piece & LITERAL == 0 { (text, "its text") } else { (literals, "the literals") };
            let found = from.get(start..start + len);
            found.ok_or_else(|| {
                let (end, bytes) = (start + len, from.len());
                let how = if end <= bytes { "cuts a character of" } else { "is outside of" };
                format!("a span {start}..{end} for row {row} {how} {what} of {bytes} bytes")
            })
        };
        let (view, len) = match pieces {
            [piece] if piece & LITERAL == 0 => {
                let kept = span(*piece)?;
                (self.view_of_input(row, (piece >> 32) as usize, kept), kept.len())
            }
            pieces => {
                // All spans are looked up before any is copied, so that a bad one leaves no bytes behind.
                let mut len = 0_usize;
                for piece in pieces {
                    len = len.saturating_add(span(*piece)?.len());
                }
                if len > room {
                    return Ok(None);
                }
                let mut text = String::with_capacity(len);
                for piece in pieces {
                    text.push_str(span(*piece)?);
                }
                (self.view_of_fresh(text.as_bytes()), len)
            }
        };
        if len > room {
            return Ok(None);
        }
        if let Some(slot) = self.views.get_mut(row) {
            *slot = view;
        }
        Ok(Some(len))
    }

    /// A view of a part of a row's own text, `start` bytes in.
    fn view_of_input(&self, row: usize, start: usize, kept: &str) -> u128 {
        if kept.len() <= INLINE_BYTES {
            return make_view(kept.as_bytes(), 0, 0);
        }
        // The part is longer than a view can hold, so the whole was too: the row's view points into a buffer.
        let whole = ByteView::from(self.input.views().get(row).copied().unwrap_or_default());
        make_view(kept.as_bytes(), whole.buffer_index, whole.offset + start as u32)
    }

    /// A view of new text, which is copied.
    fn view_of_fresh(&mut self, text: &[u8]) -> u128 {
        if text.len() <= INLINE_BYTES {
            return make_view(text, 0, 0);
        }
        if self.fresh.len() + text.len() > BLOCK_BYTES {
            self.seal();
        }
        let offset = self.fresh.len() as u32;
        self.fresh.extend_from_slice(text);
        make_view(text, self.buffers.len() as u32, offset)
    }

    /// Makes a buffer of the new text so far.
    fn seal(&mut self) {
        if !self.fresh.is_empty() {
            self.buffers.push(Buffer::from_vec(std::mem::take(&mut self.fresh)));
        }
    }

    /// The column. When under half of the bytes that the input referred to are still in use, it is copied together, so that large
    /// buffers do not live on for a few words.
    #[expect(unsafe_code, reason = "checking the views again would read every byte of text once more")]
    pub(crate) fn finish(mut self, nulls: Option<NullBuffer>) -> ArrayRef {
        self.seal();
        let nulls = self.nulls(nulls);
        let n_input = self.input.data_buffers().len() as u32;
        let kept: usize =
            self.views.iter().map(|view| ByteView::from(*view)).filter(|view| view.buffer_index < n_input).map(in_buffer).sum();
        let before: usize = self.input.views().iter().map(|view| in_buffer(ByteView::from(*view))).sum();
        // SAFETY: a view is either one of the input array's, which Arrow has validated; or made by `make_view` from a `str` that is a
        // part of the row's own text (`str::get` checked bounds and char boundaries) and from the place in the buffer where exactly
        // that part stands; or made from bytes of a `String` that were appended at that offset of the buffer with that index. Buffers
        // are only ever appended, and `nulls` has one bit per view.
        let array = unsafe { StringViewArray::new_unchecked(ScalarBuffer::from(self.views), self.buffers, nulls) };
        Arc::new(if kept * 2 < before { array.gc() } else { array })
    }

    /// NULL where an argument was, and where the row is dropped.
    fn nulls(&self, nulls: Option<NullBuffer>) -> Option<NullBuffer> {
        if self.dropped.is_empty() {
            return nulls;
        }
        let mut kept = vec![true; self.views.len()];
        for row in &self.dropped {
            if let Some(slot) = kept.get_mut(*row) {
                *slot = false;
            }
        }
        NullBuffer::union(nulls.as_ref(), Some(&NullBuffer::from(kept)))
    }
}

/// Bytes a view refers to outside itself.
fn in_buffer(view: ByteView) -> usize {
    if view.length as usize > INLINE_BYTES { view.length as usize } else { 0 }
}

fn rising(what: &str, rows: &[u32], n_rows: usize) -> Result<(), String> {
    if !rows.is_sorted_by(|one, next| one < next) {
        return Err(format!("its list `{what}` does not rise strictly"));
    }
    match rows.last() {
        Some(last) if *last as usize >= n_rows => Err(format!("its list `{what}` names row {last} of {n_rows}")),
        _ => Ok(()),
    }
}
