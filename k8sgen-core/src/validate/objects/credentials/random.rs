//! Texts that no person would think of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::value::is_spoken;

/// Fewer letters than this say nothing.
const LEAST: usize = 24;
/// Bits for each letter, above which a text is taken for random: words have about 3.5, and 4 is all that hex has.
const BITS: f64 = 4.2;

/// Whether a text is one long random word, such as a key that a program made. Digests, UUIDs, certificates and
/// base64 of texts are not.
#[must_use]
pub fn is_random(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_end_matches('=');
    let is_letter =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
    if !(LEAST..=128).contains(&bare.len()) || !bare.bytes().all(is_letter) {
        return false;
    }
    let count = |is: fn(&u8) -> bool| bare.bytes().filter(is).count();
    let (lower, upper, digit) = (
        count(u8::is_ascii_lowercase),
        count(u8::is_ascii_uppercase),
        count(u8::is_ascii_digit),
    );
    let other = bare.len() - lower - upper - digit;
    // Names and paths of several words have more that is between words, or one kind of letter only.
    if lower < 3 || upper < 3 || digit < 2 || other * 6 > bare.len() {
        return false;
    }
    bits(bare) > BITS && changes(bare) * 3 > bare.len() && !is_text(text) && !is_spoken(text)
}

/// How many bits a letter carries, by how often each is there.
#[expect(clippy::cast_precision_loss, reason = "a text has few letters")]
fn bits(text: &str) -> f64 {
    let mut counts = [0usize; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let all = text.len() as f64;
    let shares = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| *count as f64 / all);
    shares.map(|share| -share * share.log2()).sum()
}

/// How often another kind of letter follows: in `dbHostName` twice, in a random text about every other time.
fn changes(text: &str) -> usize {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let bytes = text.as_bytes();
    bytes
        .windows(2)
        .filter(|pair| kind(pair[0]) != kind(pair[1]))
        .count()
}

/// Whether it is base64 of something that can be read, or of a certificate.
fn is_text(text: &str) -> bool {
    let padded = text.len().is_multiple_of(4);
    let decoded = padded.then(|| STANDARD.decode(text).ok()).flatten();
    decoded.is_some_and(|bytes| {
        let is_readable = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
        bytes.iter().all(is_readable)
            || bytes.starts_with(&[0x30, 0x82])
            || bytes.starts_with(&[0x1f, 0x8b])
    })
}
