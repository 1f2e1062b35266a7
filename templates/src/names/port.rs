//! Ports and their names.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::InvalidName;
use super::dns::{bounded, is_label, nearest_label};
use super::error::Refusal;
use super::text::{Name, from_text_or_number};

/// A TCP or UDP port, 1 to 65535 ([RFC 6335]; Kubernetes refuses 0).
///
/// ```
/// use k8sgen_templates::names::Port;
///
/// assert_eq!("8080".parse::<Port>()?.get(), 8080);
/// assert!("0".parse::<Port>().is_err());
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [RFC 6335]: https://www.rfc-editor.org/rfc/rfc6335#section-6
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Port(u16);

impl Port {
    /// A port by its number, or nothing for 0.
    ///
    /// ```
    /// # use k8sgen_templates::names::Port;
    /// const HTTP: Port = Port::new(80).unwrap();
    /// assert_eq!(HTTP.get(), 80);
    /// ```
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number == 0 {
            None
        } else {
            Some(Self(number))
        }
    }

    /// The number, 1 to 65535.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Name for Port {
    const WHAT: &'static str = "a port";
}

impl FromStr for Port {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits
            .then(|| text.parse().ok().and_then(Self::new))
            .flatten()
            .ok_or_else(|| InvalidName::new(Self::WHAT, text, "a whole number from 1 to 65535"))
    }
}

impl TryFrom<&str> for Port {
    type Error = InvalidName;

    fn try_from(text: &str) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl TryFrom<String> for Port {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl TryFrom<u16> for Port {
    type Error = InvalidName;

    fn try_from(number: u16) -> Result<Self, InvalidName> {
        number.to_string().parse()
    }
}

impl From<Port> for u16 {
    fn from(port: Port) -> u16 {
        port.0
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        from_text_or_number(reader)
    }
}

impl JsonSchema for Port {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Port".into()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        "k8sgen_templates::names::Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 1, "maximum": 65535})
    }
}

text_name! {
    /// The name of a port: an [IANA service name], as Kubernetes asks of Services and containers.
    ///
    /// At most 15 characters: lowercase letters, digits and single `-` between them, at least one
    /// letter (`IsValidPortName` in Kubernetes' apimachinery).
    ///
    /// ```
    /// use k8sgen_templates::names::PortName;
    ///
    /// assert_eq!("http-metrics".parse::<PortName>()?.as_str(), "http-metrics");
    /// assert!("8080".parse::<PortName>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [IANA service name]: https://www.rfc-editor.org/rfc/rfc6335#section-5.1
    PortName is "a port name", checked by port_name, schema {
        "type": "string",
        "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        "maxLength": 15,
        "description": "Port name: lowercase letters, digits and `-`, with a letter.",
        "examples": ["http"]
    }
}

fn port_name(text: &str) -> Result<&str, Refusal> {
    bounded(text, 15)?;
    if !is_label(text) || text.contains("--") {
        return Err(Refusal::nearest(
            "lowercase letters, digits and single `-` between them",
            nearest_label(text),
        ));
    }
    if !text.bytes().any(|b| b.is_ascii_lowercase()) {
        return Err(Refusal::nearest(
            "at least one letter, best what it serves, like `http`",
            Some(format!("port-{text}")),
        ));
    }
    Ok(text)
}
