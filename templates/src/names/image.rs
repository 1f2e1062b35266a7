//! Container images: tag, digest, and the whole reference.

use super::dns::bounded;
use super::error::{Refusal, shown};

text_name! {
    /// A tag of an image ([OCI distribution specification]): at most 128 letters, digits, `_`,
    /// `.` and `-`, of which `.` and `-` are not first.
    ///
    /// ```
    /// use k8sgen_templates::names::ImageTag;
    ///
    /// assert_eq!("v1.2.3".parse::<ImageTag>()?.as_str(), "v1.2.3");
    /// assert!("v1/2".parse::<ImageTag>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [OCI distribution specification]: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    ImageTag is "an image tag", checked by tag, schema {
        "type": "string",
        "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]*$",
        "maxLength": 128,
        "description": "Image tag.",
        "examples": ["v1.2.3"]
    }
}

text_name! {
    /// The digest of an image ([OCI image specification]): `sha256:` and 64 hexadecimal digits.
    ///
    /// ```
    /// use k8sgen_templates::names::ImageDigest;
    ///
    /// let text = format!("sha256:{}", "0a".repeat(32));
    /// assert_eq!(text.parse::<ImageDigest>()?.as_str(), text);
    /// assert!("sha256:0a".parse::<ImageDigest>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [OCI image specification]: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
    ImageDigest is "an image digest", checked by digest, schema {
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "Image digest."
    }
}

/// A reference to an image: a repository, and the tag or digest of one image in it
/// (the grammar of [distribution/reference]).
///
/// ```
/// use k8sgen_templates::names::ImageRef;
///
/// let image: ImageRef = "localhost:5000/team/web-ui:v1".parse()?;
/// assert_eq!(image.registry(), Some("localhost:5000"));
/// assert_eq!(image.repository(), "localhost:5000/team/web-ui");
/// assert_eq!(image.tag().map(|tag| tag.as_str()), Some("v1"));
/// assert!("Team/Web-UI:v1".parse::<ImageRef>().is_err());
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [distribution/reference]: https://github.com/distribution/reference/blob/main/reference.go
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageRef {
    text: String,
    repository: String,
    tag: Option<ImageTag>,
    digest: Option<ImageDigest>,
}

impl_name!(ImageRef is "an image reference", read with from_text, schema {
    "type": "string",
    "pattern": "^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?$",
    "maxLength": 500,
    "description": "Container image: repository, then `:tag`, `@digest` or both.",
    "examples": ["ghcr.io/acme/web-ui:v1.2.3"]
});

impl ImageRef {
    /// The whole reference.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The repository, with its registry where it names one, without tag or digest.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The registry, with its port; nothing for Docker Hub's short names.
    #[must_use]
    pub fn registry(&self) -> Option<&str> {
        split_registry(&self.repository).0
    }

    /// The tag.
    #[must_use]
    pub fn tag(&self) -> Option<&ImageTag> {
        self.tag.as_ref()
    }

    /// The digest.
    #[must_use]
    pub fn digest(&self) -> Option<&ImageDigest> {
        self.digest.as_ref()
    }

    /// The image of this tag in the same repository. A digest goes, because it would win.
    #[must_use]
    pub fn with_tag(&self, tag: ImageTag) -> Self {
        Self::compose(self.repository.clone(), Some(tag), None)
    }

    /// The image of this digest in the same repository. The tag stays, for people to read.
    #[must_use]
    pub fn with_digest(&self, digest: ImageDigest) -> Self {
        Self::compose(self.repository.clone(), self.tag.clone(), Some(digest))
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        if let Some((_, rest)) = text.split_once("://") {
            return Err(Refusal::nearest(
                "an image has no scheme",
                Some(rest.to_owned()),
            ));
        }
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest.parse()?)),
            None => (text, None),
        };
        let (repository, tag) = match name.rsplit_once(':') {
            // A colon before a slash belongs to the registry's port.
            Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag.parse()?)),
            _ => (name, None),
        };
        check_repository(repository).map_err(|rule| {
            let lower = repository.to_ascii_lowercase();
            Refusal::nearest(rule, Some(text.replacen(repository, &lower, 1)))
        })?;
        Ok(Self::compose(repository.to_owned(), tag, digest))
    }

    fn compose(repository: String, tag: Option<ImageTag>, digest: Option<ImageDigest>) -> Self {
        let mut text = repository.clone();
        for (mark, part) in [
            (':', tag.as_ref().map(ImageTag::as_str)),
            ('@', digest.as_ref().map(ImageDigest::as_str)),
        ] {
            if let Some(part) = part {
                text.push(mark);
                text.push_str(part);
            }
        }
        Self {
            text,
            repository,
            tag,
            digest,
        }
    }
}

fn tag(text: &str) -> Result<&str, Refusal> {
    bounded(text, 128)?;
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
    if text.bytes().all(inner) && !text.starts_with(['.', '-']) {
        return Ok(text);
    }
    Err("letters, digits, `_`, `.` and `-` only, of which `.` and `-` are not first".into())
}

fn digest(text: &str) -> Result<&str, Refusal> {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    match text.strip_prefix("sha256:") {
        Some(digits) if digits.len() == 64 && digits.bytes().all(hex) => Ok(text),
        _ => Err("`sha256:` and then 64 lowercase hexadecimal digits".into()),
    }
}

/// The registry of a repository, where its first part is one, and the rest.
fn split_registry(repository: &str) -> (Option<&str>, &str) {
    match repository.split_once('/') {
        Some((first, rest))
            if first.contains(['.', ':'])
                || first == "localhost"
                || first.bytes().any(|b| b.is_ascii_uppercase()) =>
        {
            (Some(first), rest)
        }
        _ => (None, repository),
    }
}

fn check_repository(repository: &str) -> Result<(), String> {
    if repository.is_empty() || repository.len() > 255 {
        return Err("its repository has between 1 and 255 characters".to_owned());
    }
    let (registry, path) = split_registry(repository);
    if let Some(registry) = registry.filter(|registry| !is_registry(registry)) {
        return Err(format!("`{}` is no registry host", shown(registry)));
    }
    if path.split('/').all(is_component) {
        return Ok(());
    }
    Err(
        "lowercase letters, digits, and `.`, `_` or `-` between them, in parts joined by `/`"
            .to_owned(),
    )
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "443"));
    let label = |part: &str| super::dns::is_label(&part.to_ascii_lowercase());
    host.split('.').all(label) && port.parse::<super::Port>().is_ok()
}

/// Lowercase letters and digits, with `.`, `_`, `__` or any number of `-` between them.
fn is_component(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(letter)
        && text.ends_with(letter)
        && text
            .split(letter)
            .all(|gap| matches!(gap, "" | "." | "_" | "__") || gap.bytes().all(|b| b == b'-'))
}
