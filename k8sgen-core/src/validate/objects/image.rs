//! References to images: what a container runtime can't read, and what only stands in for one.

use k8sgen_templates::names::{ImageRef, InvalidName};

/// Longer digests than the usual one, and how many hexadecimal digits they have.
const OTHER_DIGESTS: [(&str, usize); 2] = [("@sha384:", 96), ("@sha512:", 128)];

/// Whether a build, a script or a person puts the image in later: `ko://…`, `$IMAGE`, `<image>`, `PROJECT_ID/web`.
#[must_use]
pub fn is_stand_in(text: &str) -> bool {
    let is_shouted = |part: &str| {
        part.len() > 1
            && part.contains(|c: char| c.is_ascii_uppercase())
            && !part.contains(|c: char| c.is_ascii_lowercase())
    };
    text.contains("://")
        || text.contains("...")
        || text.starts_with("//")
        || text.contains(['$', '{', '<', '%', '['])
        || text.split(['/', ':', '@']).any(is_shouted)
}

/// Reads a reference as the kubelet does.
///
/// # Errors
///
/// The text is none: its name, its tag or its digest is not what the grammar of `distribution/reference` allows.
pub fn image_ref(text: &str) -> Result<ImageRef, InvalidName> {
    for (digest, length) in OTHER_DIGESTS {
        if let Some((name, digits)) = text.split_once(digest) {
            let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            if digits.len() == length && digits.bytes().all(is_digit) {
                return name.parse();
            }
        }
    }
    text.parse()
}
