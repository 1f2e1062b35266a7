//! What can be named and not be there.

use std::str::FromStr;

use k8sgen_templates::names::{ConfigKey, DnsLabel, DnsSubdomain};

/// A kind of thing that others name.
pub(super) struct What {
    /// Its noun.
    pub(super) noun: &'static str,
    /// Whether a text can be the name of one. A key of the file that can't has been refused.
    pub(super) is_name: fn(&str) -> bool,
}

pub(super) const TIER: What = named::<DnsLabel>("tier");
pub(super) const SERVICE: What = named::<DnsLabel>("service");
pub(super) const CONFIG_MAP: What = named::<DnsSubdomain>("ConfigMap");
pub(super) const SECRET: What = named::<DnsSubdomain>("Secret");
pub(super) const VOLUME: What = named::<DnsLabel>("volume");
pub(super) const KEY: What = named::<ConfigKey>("key");

const fn named<T: FromStr>(noun: &'static str) -> What {
    What {
        noun,
        is_name: |text| text.parse::<T>().is_ok(),
    }
}
