//! Readers of what AWS writes: endpoints, ARNs, repositories, URLs of clusters and issuers.

use k8sgen_templates::names::{Arn, HostName, InvalidName, Port};
use serde_json::Value;

use super::super::FieldValue;
use super::super::aws::{self, AwsHost, Service};
use super::simple::items;
use super::{BUCKET, Claim, Misfit, REPOSITORY, Resource, Shape};

/// Ports of Redis, Valkey and Memcached, with and without TLS.
const CACHE_PORTS: [u16; 3] = [6379, 6380, 11211];

impl Shape {
    /// A port, if the number does not tell that it is another service's.
    pub(super) fn port_of(self, value: &Value, service: Service) -> Result<FieldValue, Misfit> {
        let port = self.parse::<Port>(value)?.get();
        if CACHE_PORTS.contains(&port) == (service == Service::Cache) {
            Ok(FieldValue::Number(port))
        } else {
            Err(self.misfit(value, None))
        }
    }

    /// Host and port of `host` or `host:port`. A host of another service is none; a shared name must prove its service.
    pub(super) fn endpoint(
        self,
        value: &Value,
        service: Service,
        claim: Claim,
    ) -> Result<(String, Option<Port>), Misfit> {
        let text = self.string(value)?;
        let refuse = |why: String| self.misfit(value, Some(why));
        let (host, port) = match text.split_once(':') {
            Some((host, port)) if !port.starts_with('/') => (host, Some(port)),
            _ => (text, None),
        };
        let port = port
            .map(str::parse)
            .transpose()
            .map_err(|error: InvalidName| refuse(format!("its port: {}", error.why)))?;
        let host: HostName = host
            .trim_end_matches('.')
            .to_ascii_lowercase()
            .parse()
            .map_err(|error: InvalidName| refuse(error.why))?;
        match AwsHost::of(host.as_str()) {
            Some(aws) if aws.service == service => Ok((host.to_string(), port)),
            None if claim == Claim::Own => Ok((host.to_string(), port)),
            _ => Err(refuse("it is the host of something else".to_owned())),
        }
    }

    pub(super) fn arn(self, value: &Value, resource: Resource) -> Result<Arn, Misfit> {
        let arn: Arn = self.parse(value)?;
        let (service, start) = resource;
        let of_bucket = resource != BUCKET || !arn.resource().contains('/');
        let whole = arn
            .resource()
            .strip_prefix(start)
            .is_some_and(|end| !end.is_empty());
        if arn.service() == service && whole && of_bucket {
            Ok(arn)
        } else {
            Err(self.misfit(value, Some("it is the ARN of something else".to_owned())))
        }
    }

    pub(super) fn registry(self, value: &Value, host: &str) -> Result<String, Misfit> {
        let aws =
            AwsHost::of(host).filter(|aws| aws.service == Service::Ecr && aws.account.is_some());
        aws.map(|_| host.to_owned())
            .ok_or_else(|| self.misfit(value, None))
    }

    /// Registry (where it is told) and name of each repository.
    pub(super) fn repositories(
        self,
        value: &Value,
    ) -> Result<Vec<(Option<String>, String)>, Misfit> {
        if let Value::String(text) = value {
            return Ok(vec![self.repository(value, text)?]);
        }
        let items = items(value).ok_or_else(|| self.misfit(value, None))?;
        let one = |item| {
            self.repository(item, self.repository_text(item)?)
                .map_err(Misfit::in_a_list)
        };
        items.into_iter().map(|(_, item)| one(item)).collect()
    }

    /// The URL, ARN or name of an item, which may be an object that holds it.
    pub(super) fn repository_text(self, item: &Value) -> Result<&str, Misfit> {
        let keys = ["repository_url", "url", "repository_arn", "arn", "name"];
        let held = keys
            .iter()
            .find_map(|key| item.get(key).and_then(Value::as_str));
        item.as_str()
            .or(held)
            .ok_or_else(|| self.misfit(item, None))
    }

    pub(super) fn repository(
        self,
        value: &Value,
        text: &str,
    ) -> Result<(Option<String>, String), Misfit> {
        let (host, name) = if text.starts_with("arn:") {
            let arn: Arn = text.parse().map_err(|_| self.misfit(value, None))?;
            let name = arn
                .resource()
                .strip_prefix(REPOSITORY.1)
                .filter(|_| arn.service() == REPOSITORY.0);
            let name = name.ok_or_else(|| self.misfit(value, None))?;
            (aws::registry(&arn), name.to_owned())
        } else {
            match text.trim_start_matches("https://").split_once('/') {
                Some((host, name)) if host.contains('.') => {
                    (Some(self.registry(value, host)?), name.to_owned())
                }
                _ => (None, text.to_owned()),
            }
        };
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
        let is_name = !name.is_empty()
            && name.split('/').all(|part| !part.is_empty() && part != "..")
            && name.chars().all(allowed);
        if is_name {
            Ok((host, name))
        } else {
            Err(self.misfit(
                value,
                Some(
                    "a repository's name has lowercase letters, digits and `._-/` only".to_owned(),
                ),
            ))
        }
    }

    pub(super) fn cluster_endpoint(self, value: &Value) -> Result<String, Misfit> {
        let url = self.string(value)?.trim_end_matches('/');
        let host = url.strip_prefix("https://").map(str::to_ascii_lowercase);
        let host = host.filter(|host| host.parse::<HostName>().is_ok());
        let aws = host.as_deref().and_then(AwsHost::of);
        let is_eks = aws.is_some_and(|host| host.service == Service::Eks);
        if is_eks {
            Ok(url.to_owned())
        } else {
            Err(self.misfit(value, None))
        }
    }

    pub(super) fn version(self, value: &Value) -> Result<String, Misfit> {
        let text = self.string(value)?;
        let digits = |part: &str| {
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
        };
        let is_version = text
            .split_once('.')
            .is_some_and(|(major, minor)| digits(major) && digits(minor));
        if is_version {
            Ok(text.to_owned())
        } else {
            Err(self.misfit(value, None))
        }
    }

    pub(super) fn issuer(self, value: &Value) -> Result<String, Misfit> {
        let text = self.string(value)?;
        let bare = text
            .strip_prefix("https://")
            .unwrap_or(text)
            .trim_end_matches('/');
        let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        if host.contains('.') && host.parse::<HostName>().is_ok() && path.chars().all(allowed) {
            Ok(format!("https://{bare}"))
        } else {
            Err(self.misfit(value, None))
        }
    }
}
