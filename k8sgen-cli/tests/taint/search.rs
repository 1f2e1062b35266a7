//! Looks for the secret in bytes: as it is, and as programs encode it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::inputs::{CORE, SECRET};

/// Every form of the secret that is looked for.
pub(crate) struct Search(Vec<(&'static str, Vec<u8>)>);

impl Search {
    pub(crate) fn new() -> Self {
        let hex = CORE.bytes().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let mut forms = vec![
            ("plain", SECRET.as_bytes().to_vec()),
            // Whatever becomes of the characters around them, these letters stay.
            ("in part", CORE.as_bytes().to_vec()),
            ("in lower case", CORE.to_ascii_lowercase().into_bytes()),
            (
                "JSON",
                serde_json::Value::from(SECRET)
                    .to_string()
                    .trim_matches('"')
                    .into(),
            ),
            (
                "URL",
                utf8_percent_encode(SECRET, NON_ALPHANUMERIC)
                    .to_string()
                    .into_bytes(),
            ),
            ("hex", hex.into_bytes()),
        ];
        // Three bytes are four letters: where the secret begins in a text decides which. What shares a letter with
        // a neighbour is left out.
        for skipped in 0..3 {
            let whole = &CORE.as_bytes()[skipped..];
            let whole = &whole[..whole.len() / 3 * 3];
            forms.push(("base64", STANDARD.encode(whole).into_bytes()));
            forms.push(("base64 for URLs", URL_SAFE.encode(whole).into_bytes()));
        }
        Self(forms)
    }

    /// The first form that is there.
    fn found(&self, bytes: &[u8]) -> Option<&'static str> {
        let is_there = |form: &[u8]| bytes.windows(form.len()).any(|window| window == form);
        self.0
            .iter()
            .find(|(_, form)| is_there(form))
            .map(|(name, _)| *name)
    }

    pub(crate) fn finds(&self, bytes: &[u8]) -> bool {
        self.found(bytes).is_some()
    }

    /// Nothing of it is in these bytes.
    pub(crate) fn none(&self, place: &str, bytes: &[u8]) {
        if let Some(form) = self.found(bytes) {
            panic!(
                "the secret ({form}) is in {place}:\n{}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}
