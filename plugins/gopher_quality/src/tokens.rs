//! Cuts a text into tokens, near enough to spaCy's English tokenizer to reach the same verdicts, in one pass without
//! allocation.
//!
//! The rule. White space separates chunks. From the ends of a chunk, marks and quotes come off one at a time as tokens
//! of their own (`affixes`), dots in a row, two apostrophes in a row and the `'s` of a possessive as one; common
//! abbreviations keep their dot.
//! What remains is one token if it is a web or mail address (`address`), two if it is a contraction (`do` + `n't`), and
//! otherwise is cut at marks between its parts (`infixes`): `well-known` is three tokens, `1,000` is one.
//!
//! Tokens are not visited in text order, which no rule here depends on: what comes off a chunk's ends is visited first.
//!
//! Known differences from spaCy: contractions without an apostrophe (`cannot`, `dont`, and so also the German `im`,
//! which spaCy takes for `I'm`) stay whole; emoticons fall into marks; the lists of abbreviations and units are
//! shorter; pictures are recognized by block, not by Unicode category.

use crate::address::is_address;
use crate::affixes::{contraction, is_abbreviation, prefix, suffix};
use crate::chars::{is_letter, is_punctuation, is_space};
use crate::infixes::each_part;

/// A token.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// Its length in chars.
    pub(crate) chars: u64,
    /// Whether it has a letter.
    pub(crate) alphabetic: bool,
    /// Whether it is punctuation only.
    pub(crate) punctuation: bool,
}

impl<'a> Token<'a> {
    fn new(text: &'a str) -> Self {
        let mut token = Self { text, chars: 0, alphabetic: false, punctuation: true };
        for c in text.chars() {
            token.chars += 1;
            token.alphabetic |= is_letter(c);
            token.punctuation &= is_punctuation(c);
        }
        token
    }
}

/// What a chunk holds besides letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chunk {
    Letters,
    Digits,
    Mixed,
}

/// Calls `visit` with every token of `text`.
pub(crate) fn each_token<'a>(text: &'a str, visit: &mut impl FnMut(Token<'a>)) {
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let (bytes, chars, chunk) = scan(rest);
        let Some(word) = rest.get(..bytes) else { return };
        match chunk {
            _ if bytes == 0 => start += rest.chars().next().map_or(1, char::len_utf8),
            Chunk::Letters => visit(Token { text: word, chars, alphabetic: true, punctuation: false }),
            Chunk::Digits => visit(Token { text: word, chars, alphabetic: false, punctuation: false }),
            Chunk::Mixed => split(word, visit),
        }
        start += bytes;
    }
}

/// What a byte can add to a chunk, one bit each, so that a chunk's bytes are summed up with `|`.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const OTHER: u8 = 4;
const SPACE: u8 = 8;
const NOT_ASCII: u8 = 16;

/// The kind of every byte.
#[expect(clippy::indexing_slicing, reason = "evaluated while compiling")]
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t'..=b'\r' | 0x1c..=0x1f => SPACE,
            0..=0x7f => OTHER,
            _ => NOT_ASCII,
        };
        byte += 1;
    }
    kinds
};

/// What a byte adds to a chunk.
#[expect(clippy::indexing_slicing, reason = "a byte is below 256, which the compiler sees too")]
fn kind(byte: u8) -> u8 {
    KINDS[usize::from(byte)]
}

/// How many ASCII letters `bytes` begins with, told eight at a time: a loop over single bytes is what WebAssembly is slow at.
fn letters(bytes: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (mut found, (eights, rest)) = (0, bytes.as_chunks::<8>());
    for eight in eights {
        // Upper case becomes lower. The sums set a byte's high bit where it is at least `a`, and where it is past `z`; no sum of
        // seven bits reaches the next byte.
        let lower = u64::from_le_bytes(*eight) | 0x2020_2020_2020_2020;
        let seven = lower & !HIGH;
        let (from_a, past_z) = (seven + 0x1f1f_1f1f_1f1f_1f1f, seven + 0x0505_0505_0505_0505);
        let others = !(from_a & !past_z & !lower) & HIGH;
        if others != 0 {
            return found + others.trailing_zeros() as usize / 8;
        }
        found += 8;
    }
    found + rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// The chunk that `text` begins with: its bytes, its chars, and what it is made of. No bytes where `text` begins with
/// white space.
fn scan(text: &str) -> (usize, u64, Chunk) {
    let all = text.as_bytes();
    let run = letters(all);
    // Most chunks are a run of letters and nothing else.
    if run > 0 && all.get(run).is_none_or(|byte| kind(*byte) == SPACE) {
        return (run, run as u64, Chunk::Letters);
    }
    // Bytes that are not the first of their char.
    let mut inner = 0;
    let (mut bytes, mut kinds) = (run, if run > 0 { LETTER } else { 0 });
    loop {
        for byte in all.get(bytes..).unwrap_or_default() {
            let kind = kind(*byte);
            if kind >= SPACE {
                break;
            }
            kinds |= kind;
            bytes += 1;
        }
        if all.get(bytes).is_none_or(u8::is_ascii) {
            break;
        }
        let Some(c) = text.get(bytes..).and_then(|rest| rest.chars().next()).filter(|&c| !is_space(c)) else { break };
        kinds |= if is_letter(c) { LETTER } else { OTHER };
        bytes += c.len_utf8();
        inner += c.len_utf8() - 1;
    }
    let chunk = match kinds {
        LETTER => Chunk::Letters,
        DIGIT => Chunk::Digits,
        _ => Chunk::Mixed,
    };
    (bytes, (bytes - inner) as u64, chunk)
}

/// Cuts a chunk that is not just letters or just digits.
fn split<'a>(chunk: &'a str, visit: &mut impl FnMut(Token<'a>)) {
    let mut core = chunk;
    while !is_abbreviation(core) {
        // One end at a time: what comes off the back is looked for once nothing comes off the front, as the two could
        // overlap.
        let (off, rest) = match prefix(core) {
            0 => match suffix(core) {
                0 => break,
                bytes => core.split_at_checked(core.len() - bytes).map_or(("", core), |(rest, off)| (off, rest)),
            },
            bytes => core.split_at_checked(bytes).unwrap_or(("", core)),
        };
        if off.is_empty() {
            break;
        }
        visit(Token::new(off));
        core = rest;
    }
    if is_abbreviation(core) || is_address(core) {
        visit(Token::new(core));
    } else if let Some((stem, tail)) = contraction(core) {
        visit(Token::new(stem));
        visit(Token::new(tail));
    } else {
        each_part(core, &mut |part| visit(Token::new(part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of `text` in the order of the text, joined by bars.
    fn cut(text: &str) -> String {
        let mut tokens = vec![];
        each_token(text, &mut |token| tokens.push(token.text));
        tokens.sort_by_key(|token| token.as_ptr());
        tokens.join("¦")
    }

    #[test]
    fn runs_of_letters_end_at_any_other_byte() {
        for byte in (0..=255_u8).filter(|byte| !byte.is_ascii_alphabetic()) {
            for run in 0..20 {
                let mut bytes = vec![b'Q'; run];
                bytes.push(byte);
                bytes.extend(*b"azAZ`{@[0");
                assert_eq!(letters(&bytes), run, "{byte:#x} after {run} letters");
            }
        }
        assert_eq!(letters(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), 52);
    }

    #[test]
    fn white_space_of_every_kind_separates() {
        assert_eq!(cut(""), "");
        assert_eq!(cut(" \t\r\n\u{a0}\u{3000}\u{1f}"), "");
        assert_eq!(cut("a b\tc\u{a0}d\u{2003}e\u{1c}f"), "a¦b¦c¦d¦e¦f");
    }

    #[test]
    fn marks_and_quotes_come_off_the_ends() {
        assert_eq!(cut("\"Stop!\" (she said), 'now'."), "\"¦Stop¦!¦\"¦(¦she¦said¦)¦,¦'¦now¦'¦.");
        assert_eq!(cut("## **bold** `code`"), "#¦#¦*¦*¦bold¦*¦*¦`¦code¦`");
        assert_eq!(cut("- | / --- @ ^"), "-¦|¦/¦---¦@¦^");
        assert_eq!(cut("''so'', it''s"), "''¦so¦''¦,¦it¦'¦'s");
        assert_eq!(cut("«Ja», „nein“…"), "«¦Ja¦»¦,¦„¦nein¦“¦…");
    }

    #[test]
    fn dots_end_sentences_but_not_abbreviations() {
        assert_eq!(cut("It ends. In 1999. In NATO. In $5)."), "It¦ends¦.¦In¦1999¦.¦In¦NATO¦.¦In¦$¦5¦)¦.");
        assert_eq!(cut("Dr. No, e.g. (i.e. him) etc. J. Doe"), "Dr.¦No¦,¦e.g.¦(¦i.e.¦him¦)¦etc.¦J.¦Doe");
        assert_eq!(cut("wait... what.... so"), "wait¦...¦what¦....¦so");
    }

    #[test]
    fn contractions_and_possessives_are_two() {
        assert_eq!(cut("don't we'll they’re cat's dogs' it’s"), "do¦n't¦we¦'ll¦they¦’re¦cat¦'s¦dogs¦'¦it¦’s");
    }

    #[test]
    fn numbers_keep_their_inner_marks_and_lose_their_units() {
        assert_eq!(cut("1,000 3.14 10km 5% 20€ 6pm 1-2 7+"), "1,000¦3.14¦10¦km¦5¦%¦20¦€¦6¦pm¦1¦-¦2¦7¦+");
        assert_eq!(cut("$20 +5 + a=b"), "$¦20¦+5¦+¦a¦=¦b");
    }

    #[test]
    fn words_are_cut_where_marks_join_them() {
        assert_eq!(cut("well-known this/that end—start a,b key:value"), "well¦-¦known¦this¦/¦that¦end¦—¦start¦a¦,¦b¦key¦:¦value");
        assert_eq!(cut("yes...no snake_case f(x)y (and/or)"), "yes¦...¦no¦snake_case¦f(x)y¦(¦and/or¦)");
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(cut("(https://a.example/b-c?d=e#f)."), "(¦https://a.example/b-c?d=e#f¦)¦.");
        assert_eq!(cut("mail joe@mail.example or see www.site.example/x,"), "mail¦joe@mail.example¦or¦see¦www.site.example/x¦,");
        assert_eq!(cut("src/lib.rs lib.rs"), "src¦/¦lib.rs¦lib.rs");
    }

    #[test]
    fn other_scripts_are_cut_by_the_same_rules() {
        assert_eq!(cut("这是一句话。好！"), "这是一句话。好¦！");
        assert_eq!(cut("مرحبا، كيف حالك؟"), "مرحبا¦،¦كيف¦حالك¦؟");
        assert_eq!(cut("tea🍵🍵 ok"), "tea¦🍵¦🍵¦ok");
        assert_eq!(cut("gr\u{fffd}n"), "gr¦\u{fffd}¦n");
    }

    #[test]
    fn a_token_knows_its_kind() {
        let kind = |text| {
            let token = Token::new(text);
            (token.chars, token.alphabetic, token.punctuation)
        };
        assert_eq!(kind("naïve"), (5, true, false));
        assert_eq!(kind("123"), (3, false, false));
        assert_eq!(kind("--"), (2, false, true));
        assert_eq!(kind("•"), (1, false, false));
        assert_eq!(kind("。"), (1, false, true));
    }
}
