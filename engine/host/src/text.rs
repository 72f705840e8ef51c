//! Text columns as the contract wants them: offsets from 0 and bytes back to back, without a copy where Arrow has them so already.

use std::borrow::Cow;
use std::ops::Range;

use datafusion::arrow::array::{Array, GenericStringArray, OffsetSizeTrait, StringViewArray, cast::AsArray};
use datafusion::arrow::datatypes::DataType;

/// A text array of one of Arrow's three layouts.
#[derive(Clone, Copy)]
pub(crate) enum TextArray<'a> {
    Utf8(&'a GenericStringArray<i32>),
    LargeUtf8(&'a GenericStringArray<i64>),
    Utf8View(&'a StringViewArray),
}

impl<'a> TextArray<'a> {
    /// The array, if it holds text.
    pub(crate) fn new(array: &'a dyn Array) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => array.as_string_opt().map(Self::Utf8),
            DataType::LargeUtf8 => array.as_string_opt().map(Self::LargeUtf8),
            DataType::Utf8View => array.as_string_view_opt().map(Self::Utf8View),
            _ => None,
        }
    }

    /// Bytes of one row's text, NULL rows included.
    pub(crate) fn row_len(&self, row: usize) -> usize {
        fn between<O: OffsetSizeTrait>(array: &GenericStringArray<O>, row: usize) -> usize {
            match array.value_offsets().get(row..row + 2) {
                Some([start, end]) => end.as_usize() - start.as_usize(),
                _ => 0,
            }
        }
        match self {
            Self::Utf8(array) => between(array, row),
            Self::LargeUtf8(array) => between(array, row),
            // The low 32 bits of a view are its length.
            Self::Utf8View(array) => array.views().get(row).map_or(0, |view| *view as u32 as usize),
        }
    }

    /// Bytes of all rows' texts, NULL rows included.
    pub(crate) fn total_len(&self) -> usize {
        fn between<O: OffsetSizeTrait>(array: &GenericStringArray<O>) -> usize {
            let offsets = array.value_offsets();
            offsets.last().zip(offsets.first()).map_or(0, |(last, first)| last.as_usize() - first.as_usize())
        }
        match self {
            Self::Utf8(array) => between(array),
            Self::LargeUtf8(array) => between(array),
            Self::Utf8View(array) => array.views().iter().map(|view| *view as u32 as usize).sum(),
        }
    }

    /// Some rows as offsets and bytes. Offsets stay below 4 GiB because the caller slices by bytes; a row of more saturates and is
    /// refused by the memory limit.
    pub(crate) fn span(&self, rows: Range<usize>) -> (Vec<u32>, Cow<'a, str>) {
        match self {
            Self::Utf8(array) => contiguous(array, rows),
            Self::LargeUtf8(array) => contiguous(array, rows),
            Self::Utf8View(array) => gathered(array, rows),
        }
    }
}

#[expect(unsafe_code, reason = "checking again would read every byte of text once more")]
fn contiguous<O: OffsetSizeTrait>(array: &GenericStringArray<O>, rows: Range<usize>) -> (Vec<u32>, Cow<'_, str>) {
    let offsets = array.value_offsets().get(rows.start..=rows.end).unwrap_or_default();
    let (Some(first), Some(last)) = (offsets.first(), offsets.last()) else { return (vec![0], Cow::Borrowed("")) };
    let (first, last) = (first.as_usize(), last.as_usize());
    let rebased = offsets.iter().map(|offset| u32::try_from(offset.as_usize() - first).unwrap_or(u32::MAX)).collect();
    let bytes = array.value_data().get(first..last).unwrap_or_default();
    // SAFETY: Arrow keeps the bytes between any two offsets of a string array valid UTF-8.
    (rebased, Cow::Borrowed(unsafe { std::str::from_utf8_unchecked(bytes) }))
}

fn gathered(array: &StringViewArray, rows: Range<usize>) -> (Vec<u32>, Cow<'_, str>) {
    let views = array.views().get(rows.clone()).unwrap_or_default();
    let total: usize = views.iter().map(|view| *view as u32 as usize).sum();
    let mut offsets = Vec::with_capacity(rows.len() + 1);
    let mut data = String::with_capacity(total);
    offsets.push(0);
    for row in rows {
        data.push_str(array.value(row));
        offsets.push(u32::try_from(data.len()).unwrap_or(u32::MAX));
    }
    (offsets, Cow::Owned(data))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;
    use datafusion::arrow::array::{ArrayRef, StringArray};
    use datafusion::arrow::compute::cast;

    #[test]
    fn every_layout_and_every_slice_gives_the_same_bytes() {
        let texts = [Some("a"), None, Some("a text that is longer than a view"), Some(""), Some("ü")];
        let plain: ArrayRef = std::sync::Arc::new(StringArray::from_iter(texts));
        for layout in [DataType::Utf8, DataType::LargeUtf8, DataType::Utf8View] {
            let array = cast(&plain, &layout).unwrap();
            for offset in 0..3 {
                let array = array.slice(offset, array.len() - offset);
                let texts = TextArray::new(&array).unwrap();
                let (offsets, data) = texts.span(1..array.len());
                let expected: String = plain.as_string::<i32>().iter().skip(offset + 1).flatten().collect();
                assert_eq!(data.as_ref(), expected, "{layout} from {offset}");
                assert_eq!(offsets.len(), array.len());
                assert_eq!(offsets[1] as usize, texts.row_len(1), "{layout} from {offset}");
            }
        }
    }
}
