//! Labels and annotations.

use super::dns::{SUBDOMAIN_MAX, bounded, is_subdomain};
use super::error::{Refusal, shown};

/// The longest name in a key, and the longest value, in characters.
const MAX: usize = 63;
const WORD: &str = "letters, digits, `-`, `_` and `.` only, with a letter or digit first and last";

text_name! {
    /// The [key of a label]: a name, and before it a DNS subdomain and `/` where somebody owns it.
    ///
    /// The name has at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit first and
    /// last (`IsQualifiedName` in Kubernetes' apimachinery).
    ///
    /// ```
    /// use k8sgen_templates::names::LabelKey;
    ///
    /// let key: LabelKey = "app.kubernetes.io/name".parse()?;
    /// assert_eq!((key.prefix(), key.name()), (Some("app.kubernetes.io"), "name"));
    /// assert!("/name".parse::<LabelKey>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [key of a label]: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    LabelKey is "a key of a label or annotation", checked by key, schema {
        "type": "string",
        "pattern": "^([a-z0-9][-a-z0-9.]*/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$",
        "maxLength": 317,
        "description": "Key of a label or annotation.",
        "examples": ["app.kubernetes.io/name"]
    }
}

/// The key of an annotation: the same rule as a label's.
pub type AnnotationKey = LabelKey;

text_name! {
    /// The [value of a label]: empty, or at most 63 letters, digits, `-`, `_` and `.`, with a
    /// letter or digit first and last (`IsValidLabelValue` in Kubernetes' apimachinery).
    ///
    /// ```
    /// use k8sgen_templates::names::LabelValue;
    ///
    /// assert!("v1.2.3".parse::<LabelValue>().is_ok());
    /// assert!("".parse::<LabelValue>().is_ok());
    /// assert!("platform team".parse::<LabelValue>().is_err());
    /// ```
    ///
    /// [value of a label]: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    LabelValue is "the value of a label", checked by value, schema {
        "type": "string",
        "pattern": "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$",
        "maxLength": 63,
        "description": "Value of a label."
    }
}

impl LabelKey {
    /// Who owns the key: `app.kubernetes.io`.
    #[must_use]
    pub fn prefix(&self) -> Option<&str> {
        self.0.split_once('/').map(|(prefix, _)| prefix)
    }

    /// The name: what comes after the prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl From<super::DnsLabel> for LabelValue {
    fn from(label: super::DnsLabel) -> Self {
        Self(label.into())
    }
}

impl From<super::Namespace> for LabelValue {
    fn from(namespace: super::Namespace) -> Self {
        Self(namespace.into())
    }
}

fn key(text: &str) -> Result<&str, Refusal> {
    let name = match text.split_once('/') {
        None => text,
        Some((prefix, name)) => {
            if prefix.len() > SUBDOMAIN_MAX || !is_subdomain(prefix) {
                let prefix = shown(prefix);
                return Err(format!(
                    "its prefix `{prefix}` is not a DNS subdomain, like `app.kubernetes.io`"
                )
                .into());
            }
            name
        }
    };
    if name.is_empty() || name.chars().count() > MAX {
        return Err(format!("its name, after any `/`, has between 1 and {MAX} characters").into());
    }
    word(name).map(|_| text).map_err(|nearest| {
        let prefix = text.strip_suffix(name).unwrap_or_default();
        Refusal::nearest(WORD, Some(format!("{prefix}{nearest}")))
    })
}

fn value(text: &str) -> Result<&str, Refusal> {
    if text.is_empty() {
        return Ok(text);
    }
    bounded(text, MAX)?;
    word(text).map_err(|nearest| Refusal::nearest(WORD, Some(nearest).filter(|n| !n.is_empty())))
}

/// The text, if it keeps to [`WORD`], or else the nearest one that does, perhaps empty.
fn word(text: &str) -> Result<&str, String> {
    let end = |c: char| c.is_ascii_alphanumeric();
    let inner = |c: char| end(c) || "-_.".contains(c);
    if text.starts_with(end) && text.ends_with(end) && text.chars().all(inner) {
        return Ok(text);
    }
    let dashed = text.replace(|c: char| !inner(c), "-");
    Err(dashed.trim_matches(|c| !end(c)).to_owned())
}
