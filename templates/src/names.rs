//! Names and small values that are checked once, where they come in.
//!
//! Parse, don't validate: a [`DnsLabel`] that exists is a valid DNS label, so a template can write
//! it and a plan can compare it without asking again. Every type here is read with
//! [`FromStr`](std::str::FromStr), `TryFrom` or serde, written with `Display`, and refuses a bad
//! value with an [`InvalidName`] that says what is wrong with which value and, where there is one,
//! what to write instead.
//!
//! `Display` writes each value as one chunk, because the escaper of the templates is called once a
//! chunk (see [`crate::scalar`]).

#[macro_use]
mod text;

mod arn;
mod aws;
mod chart;
mod cidr;
mod cron;
mod dns;
mod env;
mod error;
mod host;
mod image;
mod label;
mod path;
mod port;
mod quantity;
mod secret;

pub use arn::Arn;
pub use aws::{AccountId, Partition, Region};
pub use chart::ChartVersion;
pub use cidr::Cidr;
pub use cron::{CronSchedule, TimeZone};
pub use dns::{DnsLabel, DnsSubdomain, Namespace};
pub use env::{ConfigKey, EnvVarName};
pub use error::InvalidName;
pub use host::{DomainName, HostName};
pub use image::{ImageDigest, ImageRef, ImageTag};
pub use label::{AnnotationKey, LabelKey, LabelValue};
pub use path::{HttpPath, MountPath, RepoPath};
pub use port::{Port, PortName};
pub use quantity::Quantity;
pub use secret::SecretsManagerName;
