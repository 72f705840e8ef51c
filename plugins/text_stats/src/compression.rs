//! How small a text gets: DEFLATE at its fastest level, as every gzip and zlib does it, without a header.

use std::cell::RefCell;

use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params};

/// The fastest level: greedy matches within 32 KiB.
const LEVEL: i32 = 1;
/// No window size means no header and no checksum.
const RAW: i32 = 0;

thread_local! {
    /// The compressor's tables take hundreds of kilobytes, too much to make anew for every row.
    static COMPRESSOR: RefCell<CompressorOxide> =
        RefCell::new(CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0)));
}

/// The bytes that `text` takes as a raw DEFLATE stream.
pub(crate) fn compressed_bytes(text: &str) -> usize {
    let mut bytes = 0;
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        compress_to_output(compressor, text.as_bytes(), TDEFLFlush::Finish, |piece| {
            bytes += piece.len();
            true
        });
    });
    bytes
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// The whole stream, to show that its size is that of something which gives the text back.
    fn stream(text: &str) -> Vec<u8> {
        let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0));
        let mut stream = vec![];
        compress_to_output(&mut compressor, text.as_bytes(), TDEFLFlush::Finish, |piece| {
            stream.extend_from_slice(piece);
            true
        });
        stream
    }

    #[test]
    fn the_size_is_that_of_a_stream_that_unpacks() {
        let texts = [
            "",
            "a",
            "Grüße aus 東京 🍵",
            &"the wheel turns and ".repeat(5_000),
            &(0..50_000).map(|n| n.to_string()).collect::<String>(),
        ];
        for text in texts {
            let stream = stream(text);
            assert_eq!(miniz_oxide::inflate::decompress_to_vec(&stream).unwrap(), text.as_bytes());
            assert_eq!(compressed_bytes(text), stream.len());
        }
    }

    #[test]
    fn one_text_does_not_help_the_next() {
        let first = compressed_bytes("the miller opens the gate");
        compressed_bytes(&"the miller opens the gate".repeat(50));
        assert_eq!(compressed_bytes("the miller opens the gate"), first);
    }
}
