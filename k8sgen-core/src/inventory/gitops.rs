//! What keeps the cluster as the repository says, and what it installs beside the application.

use std::fmt;

use indexmap::IndexMap;
use k8sgen_templates::names::{ChartVersion, RepoPath};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::Inventory;
use super::error::Error;
use super::service::Service;
use crate::yaml::{Mark, Node};

/// What keeps the cluster as the repository says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GitOps {
    /// Argo CD, by what is in `argocd-apps/`.
    ArgoCd,
    /// Flux, by what is in `flux/`.
    Flux,
    /// Nothing: people apply it.
    None,
}

/// Something that the cluster needs beside the application.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Addon {
    /// External Secrets Operator: it copies secrets from AWS Secrets Manager.
    ExternalSecrets,
    /// AWS Load Balancer Controller: it makes the load balancers of Ingresses.
    AwsLoadBalancerController,
    /// Argo CD, which then keeps itself as the repository says.
    #[serde(rename = "argocd")]
    ArgoCd,
}

impl Addon {
    /// Its name, which is also its folder's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExternalSecrets => "external-secrets",
            Self::AwsLoadBalancerController => "aws-load-balancer-controller",
            Self::ArgoCd => "argocd",
        }
    }
}

impl fmt::Display for Addon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How an add-on is installed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddonSettings {
    /// Version of its Helm chart. k8sgen's own pin, if nobody says otherwise.
    #[schemars(example = &"2.11.0")]
    pub version: Option<ChartVersion>,
}

/// The engine: what is said, or Argo CD where there is a repository to read.
pub(super) fn engine(said: Option<GitOps>, has_repository: bool) -> GitOps {
    said.unwrap_or(if has_repository {
        GitOps::ArgoCd
    } else {
        GitOps::None
    })
}

/// The add-ons: those that are said, or else those that are needed.
pub(super) fn infrastructure(
    said: Option<IndexMap<Addon, AddonSettings>>,
    engine: GitOps,
    has_secrets: bool,
    services: &[Service],
) -> IndexMap<Addon, Option<ChartVersion>> {
    if let Some(said) = said {
        let said = said.into_iter();
        return said
            .map(|(addon, settings)| (addon, settings.version))
            .collect();
    }
    let has_ingress = services
        .iter()
        .any(|service| service.ingress_path.is_some());
    let needed = [
        (Addon::ExternalSecrets, has_secrets),
        (Addon::AwsLoadBalancerController, has_ingress),
        (Addon::ArgoCd, engine == GitOps::ArgoCd),
    ];
    needed
        .into_iter()
        .filter(|(_, needed)| *needed && engine != GitOps::None)
        .map(|(addon, _)| (addon, None))
        .collect()
}

/// A folder of a Git repository; `.` is its root.
pub(super) fn folder<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<RepoPath>, D::Error> {
    let text = String::deserialize(reader)?;
    let folder = text.trim_start_matches("./").trim_end_matches('/');
    match folder {
        "" | "." => Ok(None),
        folder => folder.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// Everything about GitOps that contradicts something else, and where.
pub(super) fn problems(inventory: &Inventory, root: &Node) -> Vec<(Mark, Error)> {
    let mut problems = Vec::new();
    let mark = |path: &[&str]| root.deepest(path.iter().copied()).mark;
    if inventory.gitops != GitOps::None && root.at(["repository"]).is_none() {
        let help = "write `repository: {url: https://github.com/example/manifests.git}`, where this \
                    tree will be pushed to, or `gitops: none`";
        problems.push((
            mark(&["gitops"]),
            Error::Contradiction {
                path: "gitops".to_owned(),
                why: "there is no `repository` that it could read".to_owned(),
                help: help.to_owned(),
            },
        ));
    }
    if inventory.gitops == GitOps::None && !inventory.infrastructure.is_empty() {
        problems.push((
            mark(&["infrastructure"]),
            Error::Contradiction {
                path: "infrastructure".to_owned(),
                why: "nothing would install these, because `gitops` is `none`".to_owned(),
                help: "write `gitops: argocd` or `gitops: flux`, and a `repository`; or take the \
                       list away"
                    .to_owned(),
            },
        ));
    }
    if let Some(repository) = &inventory.repository
        && let Some((why, help)) = misfit(&repository.url)
    {
        problems.push((
            mark(&["repository", "url"]),
            Error::Contradiction {
                path: "repository.url".to_owned(),
                why: why.to_owned(),
                help: help.to_owned(),
            },
        ));
    }
    let taken: &[&str] = match inventory.gitops {
        GitOps::ArgoCd => &["kustomization", "project", "root"],
        GitOps::Flux => &["infrastructure", "kustomization", "root", "source"],
        GitOps::None => &[],
    };
    for name in inventory.environments.keys() {
        if taken.contains(&name.as_str()) {
            problems.push((
                mark(&["environments", name.as_str()]),
                Error::Contradiction {
                    path: format!("environments.{name}"),
                    why: format!(
                        "the file `{name}.yaml` of the GitOps folder is for something else"
                    ),
                    help: "give the environment another name".to_owned(),
                },
            ));
        }
    }
    problems
}

/// What is wrong with a repository's address, if anything is, and what to do.
fn misfit(url: &str) -> Option<(&'static str, &'static str)> {
    const HELP: &str = "write it as `https://…`, `ssh://git@…`, or `git@host:path`";
    let over_http = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let over_ssh = url.strip_prefix("ssh://").or_else(|| {
        url.contains('@')
            .then_some(url)
            .filter(|url| !url.contains("://"))
    });
    let Some(rest) = over_http.or(over_ssh) else {
        return Some(("that is no address of a Git repository", HELP));
    };
    let host = rest.split('/').next().unwrap_or_default();
    if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some(("it has blanks in it", HELP));
    }
    if url.contains(['*', '?', '[', ']', '{', '}', '!']) {
        return Some((
            "an AppProject would read its wildcard, and allow other repositories too",
            "write the address of one repository",
        ));
    }
    if over_http.is_some() && host.contains('@') {
        return Some((
            "a user or a password stands in it",
            "leave it out: Argo CD and Flux have their own Secrets for that",
        ));
    }
    if host.is_empty() || (over_http.is_none() && !url.contains("://") && !rest.contains(':')) {
        return Some(("that is no address of a Git repository", HELP));
    }
    None
}
