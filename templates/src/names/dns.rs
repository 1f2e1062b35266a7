//! Names of Kubernetes objects: RFC 1123 labels and subdomains.

use super::error::Refusal;

/// The longest RFC 1123 label, in characters.
pub(crate) const LABEL_MAX: usize = 63;
/// The longest RFC 1123 subdomain, in characters.
pub(crate) const SUBDOMAIN_MAX: usize = 253;

text_name! {
    /// An [RFC 1123 label], as Kubernetes asks of the names of Services, containers and volumes.
    ///
    /// At most 63 characters: lowercase letters, digits and `-`, with a letter or digit first and
    /// last (`IsDNS1123Label` in Kubernetes' apimachinery).
    ///
    /// ```
    /// use k8sgen_templates::names::DnsLabel;
    ///
    /// assert_eq!("web-ui".parse::<DnsLabel>()?.as_str(), "web-ui");
    /// assert!("Web_UI".parse::<DnsLabel>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [RFC 1123 label]: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
    DnsLabel is "a DNS label", checked by label, schema {
        "type": "string",
        "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
        "maxLength": 63,
        "description": "DNS label: lowercase letters, digits and `-`.",
        "examples": ["web-ui"]
    }
}

text_name! {
    /// The name of a Kubernetes namespace: the same rule as a [`DnsLabel`].
    ///
    /// ```
    /// use k8sgen_templates::names::Namespace;
    ///
    /// assert_eq!("replica-prod".parse::<Namespace>()?.as_str(), "replica-prod");
    /// assert!("replica.prod".parse::<Namespace>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    Namespace is "a namespace", checked by label, schema {
        "type": "string",
        "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
        "maxLength": 63,
        "description": "Kubernetes namespace."
    }
}

text_name! {
    /// An [RFC 1123 subdomain], as Kubernetes asks of the names of most objects.
    ///
    /// At most 253 characters: labels of lowercase letters, digits and `-`, joined by dots
    /// (`IsDNS1123Subdomain` in Kubernetes' apimachinery, which does not bound a label by itself).
    ///
    /// ```
    /// use k8sgen_templates::names::DnsSubdomain;
    ///
    /// assert_eq!("web-ui.v2".parse::<DnsSubdomain>()?.as_str(), "web-ui.v2");
    /// assert!("web..ui".parse::<DnsSubdomain>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [RFC 1123 subdomain]: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
    DnsSubdomain is "an object name", checked by subdomain, schema {
        "type": "string",
        "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        "maxLength": 253,
        "description": "Kubernetes object name: lowercase letters, digits, `-` and `.`."
    }
}

impl From<Namespace> for DnsLabel {
    fn from(namespace: Namespace) -> Self {
        Self(namespace.0)
    }
}

impl From<DnsLabel> for DnsSubdomain {
    fn from(label: DnsLabel) -> Self {
        Self(label.0)
    }
}

/// Whether this is lowercase letters, digits and `-`, with a letter or digit first and last.
pub(crate) fn is_label(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Refuses what is empty or too long, counted in characters.
pub(crate) fn bounded(text: &str, most: usize) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err("it is empty".into());
    }
    let length = text.chars().count();
    if length > most {
        let rule = format!("it has {length} characters, and at most {most} are allowed");
        return Err(rule.into());
    }
    Ok(())
}

/// The nearest label: lowercase, each run of other characters one `-`.
pub(crate) fn nearest_label(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
}

/// The nearest name of labels joined by dots.
pub(crate) fn nearest_subdomain(text: &str) -> Option<String> {
    let labels: Vec<String> = text.split('.').filter_map(nearest_label).collect();
    (!labels.is_empty()).then(|| labels.join("."))
}

fn label(text: &str) -> Result<&str, Refusal> {
    bounded(text, LABEL_MAX)?;
    if is_label(text) {
        return Ok(text);
    }
    Err(Refusal::nearest(
        "lowercase letters, digits and `-` only, with a letter or digit first and last",
        nearest_label(text),
    ))
}

fn subdomain(text: &str) -> Result<&str, Refusal> {
    bounded(text, SUBDOMAIN_MAX)?;
    if is_subdomain(text) {
        return Ok(text);
    }
    Err(Refusal::nearest(
        "lowercase letters, digits, `-` and `.` only, with a letter or digit at both ends of each part",
        nearest_subdomain(text),
    ))
}

/// Whether this is labels joined by dots.
pub(crate) fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}
