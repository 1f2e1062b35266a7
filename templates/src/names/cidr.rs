//! Networks.

use std::net::IpAddr;

use ipnet::IpNet;

use super::error::Refusal;

/// A network in [CIDR notation], IPv4 or IPv6, with no host bits set: `10.0.0.0/16`.
///
/// It is written in its canonical form: `FD00::/8` becomes `fd00::/8`.
///
/// ```
/// use k8sgen_templates::names::Cidr;
///
/// let vpc: Cidr = "10.0.0.0/16".parse()?;
/// assert!(!vpc.contains_everything());
/// let error = "10.0.3.7/16".parse::<Cidr>().unwrap_err();
/// assert!(error.why.ends_with("write `10.0.0.0/16`"));
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [CIDR notation]: https://www.rfc-editor.org/rfc/rfc4632#section-3.1
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    network: IpNet,
    text: String,
}

impl_name!(Cidr is "a network", read with from_text, schema {
    "type": "string",
    "pattern": "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
    "description": "Network in CIDR notation.",
    "examples": ["10.0.0.0/16"]
});

impl Cidr {
    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is the whole of the internet: `0.0.0.0/0` or `::/0`.
    #[must_use]
    pub fn contains_everything(&self) -> bool {
        self.network.prefix_len() == 0
    }

    /// Whether every address of `other` is in this network.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.network.contains(&other.network)
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        let Ok(network) = text.parse::<IpNet>() else {
            return Err(Refusal::nearest(
                "an address, `/`, and how many of its bits name the network, like `10.0.0.0/16`",
                text.parse()
                    .map(|one: IpAddr| IpNet::from(one).to_string())
                    .ok(),
            ));
        };
        if network.addr() != network.network() {
            return Err(Refusal::nearest(
                format!("it has bits set after its first {}", network.prefix_len()),
                Some(network.trunc().to_string()),
            ));
        }
        let text = network.to_string();
        Ok(Self { network, text })
    }
}
