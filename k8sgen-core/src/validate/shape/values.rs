//! Texts of which Kubernetes takes only some, and which its schemas call strings.

use std::net::IpAddr;

use k8sgen_templates::names::DnsLabel;

use super::Wrong;
use crate::problem::shown;
use crate::validate::schema::Type;

/// What a container uses of a node; what others add has a domain before it.
pub(super) const RESOURCES: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
pub(super) const NO_PORT_NAME: &str =
    "is no name of a port: at most 15 lower-case letters, digits and `-`, one of them a letter";
/// The longest key of a ConfigMap.
const MOST_OF_KEY: usize = 253;

/// Why a text may not stand where this type belongs.
pub(super) fn refused(of: &Type, text: &str) -> Option<(Wrong, String)> {
    match of {
        _ if text.is_empty() => None,
        Type::PortName if !is_port_name(text) => {
            Some((Wrong::Port, format!("`{}` {NO_PORT_NAME}", shown(text))))
        }
        Type::DnsLabel => {
            let error = text.parse::<DnsLabel>().err()?;
            Some((Wrong::Name, error.to_string()))
        }
        Type::Network if network(text).is_none() => {
            let why = format!("`{}` is no network, such as `10.0.0.0/16`", shown(text));
            Some((Wrong::Network, why))
        }
        _ => None,
    }
}

/// `IsValidPortName` of Kubernetes' apimachinery.
pub(super) fn is_port_name(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=15).contains(&text.len())
        && text.chars().all(letters)
        && text.chars().any(|c| c.is_ascii_lowercase())
        && !text.contains("--")
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// `IsConfigMapKey` of Kubernetes' apimachinery.
pub(super) fn is_data_key(key: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=MOST_OF_KEY).contains(&key.len())
        && key.chars().all(letters)
        && key != "."
        && !key.starts_with("..")
}

pub(super) fn is_resource(key: &str) -> bool {
    RESOURCES.contains(&key) || key.starts_with("hugepages-") || key.contains('/')
}

/// An address, and how many of its bits name the network.
pub(super) fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.parse().ok().filter(|bits| *bits <= most)?;
    Some((address, bits))
}

/// Whether a network is a part of another one, and not all of it; nothing, if one of them is none.
pub(super) fn is_inside(inner: &str, outer: &str) -> Option<bool> {
    let ((inner, longer), (outer, shorter)) = (network(inner)?, network(outer)?);
    let (inner, outer, width) = match (inner, outer) {
        (IpAddr::V4(inner), IpAddr::V4(outer)) => {
            (u128::from(inner.to_bits()), u128::from(outer.to_bits()), 32)
        }
        (IpAddr::V6(inner), IpAddr::V6(outer)) => (inner.to_bits(), outer.to_bits(), 128),
        _ => return Some(false),
    };
    let rest = u32::from(width - shorter);
    let first = |bits: u128| bits.checked_shr(rest).unwrap_or(0);
    Some(longer > shorter && first(inner) == first(outer))
}
