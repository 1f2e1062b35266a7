//! What each kind of workload can be told, and what belongs to none.

use k8sgen_templates::names::DnsLabel;

use super::Checker;
use crate::identity;
use crate::inventory::error::Error;
use crate::inventory::gitops::GitOps;
use crate::inventory::service::Service;
use crate::inventory::workload::Kind;

/// Settings that not every kind has, the kinds that have them, and what to do where they stand at another.
const FITS: [(&str, &[Kind], &str); 16] = [
    ("schedule", &[Kind::CronJob], "write `kind: CronJob`"),
    ("cron_job", &[Kind::CronJob], "write `kind: CronJob`"),
    ("job", &[Kind::CronJob, Kind::Job], "write `kind: Job`"),
    (
        "stateful_set",
        &[Kind::StatefulSet],
        "write `kind: StatefulSet`",
    ),
    ("replicas", SCALED, "leave it out"),
    ("autoscaling", SCALED, "leave it out"),
    ("min_available", SCALED, "leave it out"),
    (
        "strategy",
        &[Kind::Deployment, Kind::DaemonSet],
        "leave it out",
    ),
    ("min_ready_seconds", RUNNING, "leave it out"),
    (
        "port",
        RUNNING,
        "leave it out: nobody calls what ends by itself",
    ),
    (
        "ports",
        RUNNING,
        "leave it out: nobody calls what ends by itself",
    ),
    (
        "probes",
        RUNNING,
        "leave it out: what ends says by its exit code whether it worked",
    ),
    (
        "ingress_path",
        RUNNING,
        "leave it out: nobody calls what ends by itself",
    ),
    (
        "ingress_host",
        RUNNING,
        "leave it out: nobody calls what ends by itself",
    ),
    (
        "service_annotations",
        RUNNING,
        "leave it out: it has no Service",
    ),
    (
        "pre_stop_sleep",
        RUNNING,
        "leave it out: no load balancer sends it requests",
    ),
];
const SCALED: &[Kind] = &[Kind::Deployment, Kind::StatefulSet];
const RUNNING: &[Kind] = &[Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet];

impl Checker<'_> {
    /// What a service says for itself can be said of its kind. What its tier or the defaults say is for those of
    /// their services that it fits.
    pub(super) fn workload(&mut self, service: &Service) {
        if service.has_refused("kind") {
            return;
        }
        let kind = service.kind;
        for (setting, _, help) in FITS.iter().filter(|(_, kinds, _)| !kinds.contains(&kind)) {
            let own = self.root.at(["services", service.name.as_str(), setting]);
            if own.is_some_and(|own| own.value != crate::yaml::Value::Null) {
                let why = format!("a {kind} has no such setting");
                self.contradiction(service, &[setting], why, help);
            }
        }
        if kind == Kind::CronJob && service.schedule.is_none() && !service.has_refused("schedule") {
            let path = format!("services.{}.schedule", service.name);
            let help = "write when it runs, such as `schedule: 0 3 * * *`".to_owned();
            let mark = self.root.deepest(["services", service.name.as_str()]).mark;
            self.note(mark, &Error::Missing { path, help });
        }
        if let Some(most) = longest(kind)
            && service.name.as_str().len() > most
        {
            let why = format!(
                "the name of a {kind} has at most {most} characters: Kubernetes adds to it"
            );
            self.contradiction(service, &[], why, "give it a shorter name");
        }
        let engine = match self.inventory.gitops {
            GitOps::ArgoCd => "Argo CD",
            GitOps::Flux => "Flux",
            GitOps::None => return,
        };
        if kind == Kind::Job && service.job.ttl_seconds_after_finished.is_some() {
            let why = format!("when the Job is gone, {engine} makes it anew, and so runs it again");
            let help = "leave it out: the Job stays until its next version";
            self.contradiction(service, &["job", "ttl_seconds_after_finished"], why, help);
        }
    }

    /// A tier is in no tier.
    pub(super) fn tiers(&mut self) {
        for tier in self.root.deepest(["tiers"]).entries() {
            let Some(entry) = tier.value.entry("tier") else {
                continue;
            };
            let error = Error::Contradiction {
                path: format!("tiers.{}.tier", tier.key),
                why: "a tier is in no other tier".to_owned(),
                help: "leave it out; a service says in which tier it is".to_owned(),
            };
            self.note(entry.mark, &error);
        }
    }

    /// An environment says a number of pods only of what has one.
    pub(super) fn environment_replicas(
        &mut self,
        name: &DnsLabel,
        replicas: Option<u32>,
        path: &str,
        environment: &str,
    ) {
        let service = self.inventory.services.get(name);
        let Some(service) = service.filter(|one| !one.kind.has_replicas()) else {
            return;
        };
        if replicas.is_some() {
            let keys = [
                "environments",
                environment,
                "services",
                name.as_str(),
                "replicas",
            ];
            let error = Error::Contradiction {
                path: format!("{path}.replicas"),
                why: format!("a {} has no such setting", service.kind),
                help: "leave it out".to_owned(),
            };
            self.note(self.root.deepest(keys).mark, &error);
        }
    }

    /// A role has a name of its own where there is a role.
    pub(super) fn roles_of_nobody(&mut self) {
        let roles = identity::roles(self.inventory);
        for (account, settings) in &self.inventory.service_accounts {
            // One that no role can have has been reported.
            let name = settings.role_name.as_deref();
            let is_given = name.is_some_and(super::is_role);
            if !is_given || roles.iter().any(|role| role.account == *account) {
                continue;
            }
            let path = ["service_accounts", account.as_str(), "role_name"];
            let mark = self.root.deepest(path).mark;
            let error = Error::Contradiction {
                path: path.join("."),
                why: "nothing that runs as this account needs AWS, so it has no role".to_owned(),
                help: "leave it out, or write `aws:` at a service that runs as it".to_owned(),
            };
            self.note(mark, &error);
        }
    }
}

/// The most characters in the name of a workload of this kind, where that is fewer than in a label.
fn longest(kind: Kind) -> Option<usize> {
    match kind {
        // Eleven for the time of a run, or for the hash of a revision, which is part of a label of its pods.
        Kind::CronJob | Kind::StatefulSet => Some(52),
        Kind::Deployment | Kind::DaemonSet | Kind::Job => None,
    }
}
