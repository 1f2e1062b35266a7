//! One service: its layers merged, and its settings with no holes.

use indexmap::IndexMap;
use k8sgen_templates::kind::RollingUpdate;
use k8sgen_templates::names::{ConfigKey, DnsLabel, DnsSubdomain};
use k8sgen_templates::pod::{ResourceList, Resources};

use super::containers::{self, Parts};
use super::{Resolver, fixed, layers};
use crate::inventory::error::Error;
use crate::inventory::service::{Budget, Service};
use crate::inventory::settings::{ResourceSettings, Settings, StrategySettings};
use crate::inventory::workload::Kind;
use crate::problem::Problem;
use crate::yaml::{self, Layer, Mark, Node, Segment};

impl Resolver<'_> {
    pub(super) fn service(
        &mut self,
        name: &DnsLabel,
        own: &Settings,
        defaults: &Settings,
    ) -> Option<Service> {
        let path = ["services", name.as_str()];
        let help = "write `tier: backend`, and define the tier under `tiers`";
        let tier = own.tier.clone().or_else(|| defaults.tier.clone());
        if tier.is_none() && self.has_refused(&["defaults", "tier"]) {
            return None;
        }
        let tier = self.required(tier, &["services", name.as_str(), "tier"], help)?;

        let merged = self.merged(&path, &tier);
        // What does not fit has been reported where it stands.
        let decoded = yaml::decode::<Settings>(&merged);
        let mut settings = decoded.value?;
        let mut refused = decoded.refused;
        if self.root.at(["tiers", tier.as_str()]).is_none() {
            // Nobody knows what that tier was to say.
            refused.push(Vec::new());
        }

        let resources = settings.resources.take().unwrap_or_default();
        let resources = amounts(resources.requests).zip(amounts(resources.limits));
        if resources.is_none() {
            refused.push(vec![Segment::Key("resources".to_owned())]);
        }
        let resources =
            resources.map_or_else(nothing, |(requests, limits)| Resources { requests, limits });
        let kind = settings.kind.unwrap_or_default();
        let mut found: Vec<(Mark, Error)> = Vec::new();
        let read = containers::Read {
            node: &merged,
            path: path.join("."),
            own: self.root.at(path),
            refused: &refused,
        };
        let Parts {
            ports,
            probes,
            init_containers,
            sidecars,
        } = read.all(kind, &mut settings, &mut found);
        let found = found.into_iter();
        let found = found.map(|(mark, error)| Problem::at(mark.place(self.file), &error));
        self.problems.extend(found.collect::<Vec<_>>());
        let strategy = settings.strategy.unwrap_or_default();
        let rolling_update = rolling_update(kind, strategy, &merged);
        let replicas = settings.replicas.unwrap_or(1);
        let autoscaling = settings.autoscaling.filter(|_| kind.has_replicas());
        let fewest = autoscaling.map_or(replicas, |scaling| scaling.min);
        let has_several = fewest > 1 || self.has_more_somewhere(name);
        let budget = has_several.then_some(Budget::MaxUnavailable(1));
        Some(Service {
            service_account: match settings.service_account {
                Some(account) => account,
                None => format!("{tier}-sa").parse::<DnsSubdomain>().ok()?,
            },
            name: name.clone(),
            tier,
            kind,
            schedule: settings.schedule,
            ports,
            image: settings.image,
            ecr_repository: settings.ecr_repository,
            image_tag: settings.image_tag,
            image_digest: settings.image_digest,
            command: settings.command.unwrap_or_default(),
            args: settings.args.unwrap_or_default(),
            replicas,
            calls: settings.calls.unwrap_or_default(),
            config: read_keys(settings.config),
            secrets: read_keys(settings.secrets),
            secrets_as: settings.secrets_as.unwrap_or_default(),
            env: settings.env.unwrap_or_default(),
            resources,
            probes,
            rolling_update,
            min_ready_seconds: settings.min_ready_seconds,
            termination_grace_period_seconds: settings
                .termination_grace_period_seconds
                .unwrap_or(30),
            pre_stop_sleep: settings.pre_stop_sleep,
            writable_paths: settings.writable_paths.unwrap_or_default(),
            volumes: settings.volumes.unwrap_or_default(),
            init_containers,
            sidecars,
            run_as_user: settings.run_as_user.unwrap_or(10001),
            autoscaling,
            budget: settings
                .min_available
                .map(Budget::MinAvailable)
                .or(budget)
                .filter(|_| kind.has_replicas()),
            ingress_path: settings.ingress_path.filter(|_| !kind.ends()),
            ingress_host: settings.ingress_host,
            aws: settings.aws.unwrap_or_default(),
            labels: settings.labels.unwrap_or_default(),
            annotations: settings.annotations.unwrap_or_default(),
            pod_annotations: settings.pod_annotations.unwrap_or_default(),
            service_annotations: settings.service_annotations.unwrap_or_default(),
            stateful_set: settings.stateful_set.unwrap_or_default(),
            job: settings.job.unwrap_or_default(),
            cron_job: settings.cron_job.unwrap_or_default(),
            merged,
            refused,
        })
    }

    /// The settings of a service: its own on its tier's, on the project's, on the built-in ones.
    fn merged(&self, path: &[&str], tier: &DnsLabel) -> Node {
        let mut merged = [&["defaults"][..], &["tiers", tier.as_str()], path]
            .into_iter()
            .filter_map(|layer| self.root.at(layer.iter().copied()))
            .filter(|layer| layer.value != yaml::Value::Null)
            .fold(self.builtin.clone(), |under, over| {
                layers::lay(&under, over)
            });
        layers::complete_containers(&mut merged, self.builtin);
        merged
    }

    /// Whether some environment gives a service more than one pod.
    fn has_more_somewhere(&self, service: &DnsLabel) -> bool {
        let mut environments = self.root.deepest(["environments"]).entries().iter();
        environments.any(|environment| {
            let own = ["services", service.as_str(), "replicas"];
            let own = environment.value.at(own).and_then(Node::text);
            let pods = own.or_else(|| environment.value.at(["replicas"]).and_then(Node::text));
            pods.and_then(|pods| pods.parse::<u32>().ok())
                .is_some_and(|pods| pods > 1)
        })
    }
}

/// All amounts. One that is missing was refused or is null, and has been reported.
pub(super) fn amounts(amounts: ResourceSettings) -> Option<ResourceList> {
    Some(ResourceList {
        cpu: amounts.cpu?,
        memory: amounts.memory?,
        ephemeral_storage: amounts.ephemeral_storage?,
    })
}

/// Amounts in the place of some that have been reported.
pub(super) fn nothing() -> Resources {
    let none = || ResourceList {
        cpu: fixed("0"),
        memory: fixed("0"),
        ephemeral_storage: fixed("0"),
    };
    Resources {
        requests: none(),
        limits: none(),
    }
}

/// What a service reads. An empty list takes away what its tier or the defaults say.
pub(super) fn read_keys(
    keys: Option<IndexMap<DnsSubdomain, Vec<ConfigKey>>>,
) -> IndexMap<DnsSubdomain, Vec<ConfigKey>> {
    keys.unwrap_or_default()
        .into_iter()
        .filter(|(_, keys)| !keys.is_empty())
        .collect()
}

/// How a new version replaces the old one. A node has room for the pods that a DaemonSet has there, and often for
/// no more: what the built-in layer says is not for it.
fn rolling_update(kind: Kind, strategy: StrategySettings, merged: &Node) -> RollingUpdate {
    let (surge, unavailable) = (strategy.max_surge, strategy.max_unavailable);
    if kind != Kind::DaemonSet {
        return RollingUpdate {
            max_surge: surge.unwrap_or(1),
            max_unavailable: unavailable.unwrap_or(0),
        };
    }
    let said = |key, number: Option<u32>| {
        let node = merged.at(["strategy", key]);
        number.filter(|_| node.is_some_and(|node| node.mark.layer == Layer::File))
    };
    let max_surge = said("max_surge", surge).unwrap_or(0);
    RollingUpdate {
        max_surge,
        max_unavailable: said("max_unavailable", unavailable).unwrap_or(u32::from(max_surge == 0)),
    }
}
