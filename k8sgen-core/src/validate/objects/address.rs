//! Addresses in settings: which texts name a host and a port, and which hosts are Services.

/// Schemes of what is called over the network, and their ports.
const SCHEMES: [(&str, Option<u16>); 22] = [
    ("amqp", Some(5672)),
    ("amqps", Some(5671)),
    ("clickhouse", None),
    ("grpc", None),
    ("grpcs", None),
    ("h2c", None),
    ("http", Some(80)),
    ("https", Some(443)),
    ("kafka", None),
    ("mariadb", Some(3306)),
    ("mongodb", Some(27017)),
    ("mqtt", Some(1883)),
    ("mysql", Some(3306)),
    ("nats", Some(4222)),
    ("postgres", Some(5432)),
    ("postgresql", Some(5432)),
    ("redis", Some(6379)),
    ("rediss", Some(6379)),
    ("smtp", Some(25)),
    ("tcp", None),
    ("ws", Some(80)),
    ("wss", Some(443)),
];

/// A number after a colon that is smaller than this is rather a tag, as in `redis:7`.
const SMALLEST_BARE_PORT: u16 = 80;

/// A host, and a port of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// The host, as it is written.
    pub host: &'a str,
    /// The port: the one that is written, or else its scheme's.
    pub port: Option<u16>,
    /// The scheme that the port comes from, if none is written.
    pub port_of: Option<&'a str>,
    /// In which line of the text it stands, counted from 0.
    pub line: usize,
}

/// The name of a Service in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The Service.
    pub service: &'a str,
    /// Its namespace; the caller's own, if it names none.
    pub namespace: Option<&'a str>,
    /// Whether it can be nothing but a Service: `.svc` follows.
    pub is_certain: bool,
}

/// Whether it can be a host: letters, digits, hyphens and dots, and at least one letter.
fn is_host(text: &str) -> bool {
    let is_of_host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    text.chars().all(is_of_host)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().any(|c| c.is_ascii_lowercase())
}

impl<'a> Address<'a> {
    /// All addresses in a text: those after a scheme, anywhere in it; or else it is a list of hosts with ports.
    #[must_use]
    pub fn all(text: &'a str) -> Vec<Self> {
        if text.contains("${") || text.contains("$(") {
            return Vec::new();
        }
        if text.contains("://") {
            let lines = text.lines().enumerate();
            let lines = lines.filter(|(_, line)| !is_comment(line));
            return lines
                .flat_map(|(number, line)| after_schemes(line, number))
                .collect();
        }
        let list = match text.split_once('=') {
            Some((flag, value)) if flag.starts_with('-') => value,
            _ => text,
        };
        let listed = list.trim().split(',').filter_map(Self::bare);
        listed.collect()
    }

    /// A host alone.
    #[must_use]
    pub fn host(text: &'a str) -> Option<Self> {
        is_host(text).then_some(Self {
            host: text,
            port: None,
            port_of: None,
            line: 0,
        })
    }

    /// `api:8080`.
    fn bare(text: &'a str) -> Option<Self> {
        let (host, port) = text.split_once(':')?;
        let port = port.parse().ok().filter(|port| *port >= SMALLEST_BARE_PORT);
        Some(Self {
            port: Some(port?),
            ..Self::host(host)?
        })
    }

    /// Which Service the host is, if it is one.
    #[must_use]
    pub fn name(&self) -> Option<Name<'a>> {
        let labels: Vec<&str> = self.host.trim_end_matches('.').split('.').collect();
        let (before, is_certain) = match labels.iter().position(|label| *label == "svc") {
            Some(at) if at >= 2 => (&labels[..at], true),
            None if labels.len() <= 2 => (&labels[..], false),
            _ => return None,
        };
        Some(match before {
            [service] => Name {
                service,
                namespace: None,
                is_certain,
            },
            // One pod of a StatefulSet has a label before its Service's.
            [.., service, namespace] => Name {
                service,
                namespace: Some(namespace),
                is_certain,
            },
            [] => return None,
        })
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["#", "//", ";", "-- ", "* "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// The addresses after each `://` of a line.
fn after_schemes(line: &str, number: usize) -> Vec<Address<'_>> {
    let mut found = Vec::new();
    let mut parts = line.split("://");
    let mut before = parts.next().unwrap_or_default();
    for after in parts {
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && !"+.-".contains(c));
        let scheme = &before[start.map_or(0, |at| at + 1)..];
        before = after;
        let Some((scheme, port)) = SCHEMES.iter().find(|(known, _)| *known == scheme) else {
            continue;
        };
        let end = after.find(|c: char| c.is_whitespace() || "/?#\"'`<>(){}|\\;".contains(c));
        let authority = &after[..end.unwrap_or(after.len())];
        let hosts = authority.rsplit('@').next().unwrap_or_default();
        for host in hosts.split(',') {
            let (host, written) = match host.split_once(':') {
                Some((host, written)) => match written.parse() {
                    Ok(written) => (host, Some(written)),
                    Err(_) => continue,
                },
                None => (host, None),
            };
            if is_host(host) {
                found.push(Address {
                    host,
                    port: written.or(*port),
                    port_of: port.filter(|_| written.is_none()).map(|_| *scheme),
                    line: number,
                });
            }
        }
    }
    found
}
