//! Numbers of a service, and how it is reached.

use std::collections::BTreeMap;

use k8sgen_templates::names::Quantity;
use k8sgen_templates::pod::Resources;

use super::Checker;
use crate::inventory::error::Error;
use crate::inventory::service::{Budget, Service};
use crate::inventory::workload::Kind;

impl Checker<'_> {
    /// Numbers of a service that can't be true together.
    pub(super) fn pods(&mut self, service: &Service) {
        self.autoscaling(service);
        self.budget(service);
        self.amounts(service);
        let rollout = service.rolling_update;
        if service.kind == Kind::DaemonSet {
            self.one_by_one(service);
        } else if rollout.max_surge == 0 && rollout.max_unavailable == 0 {
            let why = "a rollout that may neither add nor take a pod never ends".to_owned();
            self.contradiction(service, &["strategy"], why, "write `max_surge: 1`");
        }
        let grace = service.termination_grace_period_seconds;
        if let Some(sleep) = service.pre_stop_sleep
            && sleep >= grace
            && !service.has_refused("termination_grace_period_seconds")
        {
            let why =
                format!("a pod that has {grace} s to end and sleeps {sleep} s of them is killed");
            let help = "sleep less, or raise `termination_grace_period_seconds`";
            self.contradiction(service, &["pre_stop_sleep"], why, help);
        }
    }

    pub(super) fn contradiction(
        &mut self,
        service: &Service,
        keys: &[&str],
        why: String,
        help: &str,
    ) {
        let error = Error::Contradiction {
            path: [&["services", service.name.as_str()], keys]
                .concat()
                .join("."),
            why,
            help: help.to_owned(),
        };
        let mark = service.merged.deepest(keys.iter().copied()).mark;
        self.note(mark, &error);
    }

    fn autoscaling(&mut self, service: &Service) {
        let Some(scaling) = service.autoscaling else {
            return;
        };
        let mut refuse =
            |why: String, help: &str| self.contradiction(service, &["autoscaling"], why, help);
        if scaling.min == 0 {
            let why = "the minimum is 0, and an autoscaler always keeps a pod".to_owned();
            refuse(why, "write `min: 1`, or more");
        } else if scaling.max < scaling.min {
            let (most, fewest) = (scaling.max, scaling.min);
            let why = format!("the maximum {most} is under the minimum {fewest}");
            refuse(why, "raise `max`, or lower `min`");
        }
        let targets = [scaling.cpu_percent, scaling.memory_percent];
        if targets.contains(&Some(0)) {
            let help = "write a percentage of the request, such as `cpu_percent: 70`";
            refuse("no use at all can't be kept".to_owned(), help);
        }
        if targets == [None, None] && !service.has_refused("autoscaling") {
            let why = "nothing says by what to scale".to_owned();
            refuse(why, "write `cpu_percent: 70`");
        }
    }

    fn budget(&mut self, service: &Service) {
        let unknown = service.has_refused("replicas") || service.has_refused("autoscaling");
        let fewest = service.fewest_pods();
        if let Some(Budget::MinAvailable(pods)) = service.budget
            && fewest > 0
            && pods >= fewest
            && !unknown
        {
            let why = format!(
                "{pods} of {fewest} pods must stay, so no node that runs one can ever be drained"
            );
            let help = format!("at most {}, or more pods", fewest - 1);
            self.contradiction(service, &["min_available"], why, &help);
        }
    }

    /// A DaemonSet adds pods to nodes, or takes them away first, but not both.
    fn one_by_one(&mut self, service: &Service) {
        let rollout = service.rolling_update;
        if (rollout.max_surge == 0) == (rollout.max_unavailable == 0) {
            let why = "a DaemonSet either adds a pod to a node or takes one away first".to_owned();
            let help = "write one of `max_surge` and `max_unavailable`";
            self.contradiction(service, &["strategy"], why, help);
        }
    }

    fn amounts(&mut self, service: &Service) {
        if !service.has_refused("resources") {
            self.limits(service, &service.resources, &["resources"]);
        }
    }

    /// No limit is under its request.
    pub(super) fn limits(&mut self, service: &Service, resources: &Resources, at: &[&str]) {
        let Resources { requests, limits } = resources;
        let storage = (&requests.ephemeral_storage, &limits.ephemeral_storage);
        let amounts = [
            ("cpu", (&requests.cpu, &limits.cpu)),
            ("memory", (&requests.memory, &limits.memory)),
            ("ephemeral_storage", storage),
        ];
        for (resource, (request, limit)) in amounts {
            if Quantity::milli(limit) < Quantity::milli(request) {
                let why = format!("the limit {limit} is under the request {request}");
                let keys = [at, &["limits", resource]].concat();
                self.contradiction(service, &keys, why, "a limit is at least its request");
            }
        }
    }

    /// An image has one version.
    pub(super) fn image(&mut self, service: &Service) {
        let Some(image) = &service.image else {
            return;
        };
        let (said, tag) = self.said(service, &["image_tag"]);
        let is_its_own = said.starts_with("services.") && service.image_tag.is_some();
        if is_its_own && (image.tag().is_some() || image.digest().is_some()) {
            let error = Error::Contradiction {
                path: said,
                why: format!("`{image}` says already which version it is"),
                help: "keep one of the two".to_owned(),
            };
            self.note(tag.mark, &error);
        }
    }

    /// No two services are reached under one path or, with a domain, under one host.
    pub(super) fn ingress_paths(&mut self) {
        let mut paths: BTreeMap<&str, &Service> = BTreeMap::new();
        let mut hosts: BTreeMap<&str, &Service> = BTreeMap::new();
        for service in self.inventory.services.values() {
            let Some(path) = &service.ingress_path else {
                continue;
            };
            let mark = service.merged.deepest(["ingress_path"]).mark;
            if service.ports.is_empty() && !service.has_refused_ports() {
                let why = "the service has no port to send requests to".to_owned();
                let help = "give it a `port`, or take the path away";
                self.contradiction(service, &["ingress_path"], why, help);
            }
            if let Some(first) = paths.insert(path.as_str(), service) {
                let error = Error::PathTaken {
                    path: path.to_string(),
                    first: first.name.to_string(),
                    second: service.name.to_string(),
                };
                self.note(mark, &error);
            }
            if service.has_refused("ingress_host") {
                continue;
            }
            let host = service.ingress_host.as_ref().unwrap_or(&service.name);
            if let Some(first) = hosts.insert(host.as_str(), service) {
                let error = Error::HostTaken {
                    host: host.to_string(),
                    first: first.name.to_string(),
                    second: service.name.to_string(),
                };
                self.note(service.merged.deepest(["ingress_host"]).mark, &error);
            }
        }
    }
}
