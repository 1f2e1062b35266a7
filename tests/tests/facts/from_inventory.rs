//! A fact as the inventory says it.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use k8sgen_core::inventory::{self, Ask, Budget, Service};
use k8sgen_templates::names::{ConfigKey, DnsSubdomain};
use k8sgen_templates::pod::ResourceList;

use super::{Amounts, Autoscaling, Fact, Keys, Probe, Probes, Resources, Strategy};

/// Everything that is known about a service.
pub(super) fn fact(service: &Service) -> Fact {
    let env = service.env.iter();
    let paths = service.writable_paths.iter();
    Fact {
        port: service
            .main_port()
            .expect("no service of the demo is a worker")
            .port
            .get(),
        tier: service.tier.to_string(),
        service_account: service.service_account.to_string(),
        replicas: service.replicas,
        calls: texts(&service.calls),
        config: keys(&service.config),
        secrets: keys(&service.secrets),
        env: env
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .collect(),
        storage: std::collections::BTreeMap::new(),
        resources: Resources {
            requests: amounts(&service.resources.requests),
            limits: amounts(&service.resources.limits),
        },
        probes: Probes {
            readiness: service.probes.readiness.as_ref().map(probe),
            liveness: service.probes.liveness.as_ref().map(probe),
            startup: service.probes.startup.as_ref().map(probe),
        },
        strategy: Strategy {
            max_surge: service.rolling_update.max_surge,
            max_unavailable: service.rolling_update.max_unavailable,
        },
        min_ready_seconds: service.min_ready_seconds,
        termination_grace_period_seconds: service.termination_grace_period_seconds,
        pre_stop_sleep: service.pre_stop_sleep,
        writable_paths: paths.map(ToString::to_string).collect(),
        autoscaling: service.autoscaling.map(|scaling| Autoscaling {
            min: scaling.min,
            max: scaling.max,
            cpu_percent: scaling.cpu_percent,
            memory_percent: scaling.memory_percent,
        }),
        min_available: match service.budget {
            Some(Budget::MinAvailable(pods)) => Some(pods),
            _ => None,
        },
        ingress_path: service.ingress_path.as_ref().map(ToString::to_string),
    }
}

fn texts(items: &[impl ToString]) -> BTreeSet<String> {
    items.iter().map(ToString::to_string).collect()
}

fn keys(of: &IndexMap<DnsSubdomain, Vec<ConfigKey>>) -> Keys {
    of.iter()
        .map(|(name, keys)| (name.to_string(), texts(keys)))
        .collect()
}

fn amounts(list: &ResourceList) -> Amounts {
    Amounts {
        cpu: list.cpu.to_string(),
        memory: list.memory.to_string(),
    }
}

fn probe(probe: &inventory::Probe) -> Probe {
    Probe {
        path: match &probe.action {
            Ask::Http { path, .. } => path.to_string(),
            other => panic!("the demo asks by HTTP, not {other:?}"),
        },
        initial_delay: probe.initial_delay,
        period: probe.period,
        timeout: probe.timeout,
        failure_threshold: probe.failure_threshold,
    }
}
