//! Names that DNS resolves: domains of ours, and hosts of what we connect to.

use super::InvalidName;
use super::dns::{LABEL_MAX, SUBDOMAIN_MAX, bounded, is_label, nearest_subdomain};
use super::error::{Refusal, shown};

text_name! {
    /// A domain name with at least two labels: `example.com` ([RFC 1123], lowercase, and
    /// [RFC 3696] for the last label, which is not a number).
    ///
    /// ```
    /// use k8sgen_templates::names::DomainName;
    ///
    /// let domain: DomainName = "example.com".parse()?;
    /// assert_eq!(domain.child("app")?.as_str(), "app.example.com");
    /// assert!("localhost".parse::<DomainName>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [RFC 1123]: https://www.rfc-editor.org/rfc/rfc1123#section-2
    /// [RFC 3696]: https://www.rfc-editor.org/rfc/rfc3696#section-2
    DomainName is "a domain name", checked by domain, schema {
        "type": "string",
        "pattern": "^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
        "maxLength": 253,
        "description": "Domain name, lowercase.",
        "examples": ["app.example.com"]
    }
}

text_name! {
    /// The host of an endpoint, such as the address of an RDS database: [RFC 1123], lowercase,
    /// without a scheme, port or final dot. An IPv4 address is one too.
    ///
    /// ```
    /// use k8sgen_templates::names::HostName;
    ///
    /// assert!("db.abc123.us-east-1.rds.amazonaws.com".parse::<HostName>().is_ok());
    /// assert!("db.abc123.us-east-1.rds.amazonaws.com:5432".parse::<HostName>().is_err());
    /// ```
    ///
    /// [RFC 1123]: https://www.rfc-editor.org/rfc/rfc1123#section-2
    HostName is "a host name", checked by host, schema {
        "type": "string",
        "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$",
        "maxLength": 253,
        "description": "Host name without scheme or port."
    }
}

impl DomainName {
    /// The domain `label` under this one: `app` under `example.com` is `app.example.com`.
    ///
    /// # Errors
    /// When `label` is not one or more DNS labels, or the whole is longer than 253 characters.
    pub fn child(&self, label: &str) -> Result<Self, InvalidName> {
        format!("{label}.{self}").parse()
    }
}

impl From<DomainName> for HostName {
    fn from(domain: DomainName) -> Self {
        Self(domain.0)
    }
}

fn domain(text: &str) -> Result<&str, Refusal> {
    labels(text)?;
    let Some((_, last)) = text.rsplit_once('.') else {
        return Err("it has one part; give the whole name, like `app.example.com`".into());
    };
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err("its last part is a number, as in an IP address".into());
    }
    Ok(text)
}

fn host(text: &str) -> Result<&str, Refusal> {
    if text.contains([':', '/']) {
        let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
        let bare = after_scheme.split([':', '/']).next().map(str::to_owned);
        return Err(Refusal::nearest(
            "a host alone, without scheme, port or path",
            bare,
        ));
    }
    labels(text)?;
    Ok(text)
}

/// Labels of at most 63 characters, joined by dots.
fn labels(text: &str) -> Result<(), Refusal> {
    bounded(text, SUBDOMAIN_MAX)?;
    if let Some(long) = text
        .split('.')
        .find(|part| part.chars().count() > LABEL_MAX)
    {
        let (part, length) = (shown(long), long.chars().count());
        return Err(format!(
            "its part `{part}` has {length} characters, and at most {LABEL_MAX} are allowed"
        )
        .into());
    }
    if text.split('.').all(is_label) {
        return Ok(());
    }
    Err(Refusal::nearest(
        "lowercase letters, digits and `-` only, in parts joined by dots",
        nearest_subdomain(text),
    ))
}
