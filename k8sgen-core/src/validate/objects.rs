//! What objects mean, read once for all rules: pods and their containers, selectors, who makes a Secret, what scales a
//! workload, when something runs, amounts.

mod accounts;
mod address;
mod amount;
mod autoscaler;
mod calls;
mod container;
pub mod credentials;
mod defaults;
mod entrance;
mod flux;
mod iam;
mod image;
mod labels;
mod lookout;
mod makers;
pub mod permission;
mod pod_security;
mod policies;
mod ports;
mod probe;
mod quantity;
mod renames;
mod rolling;
mod schedule;
mod secrets;
mod selector;
mod service;
pub mod statement;
mod sync;
mod targets;
mod time_zone;
mod together;
mod uses;
mod wave;
mod workload;

pub use accounts::{Accounts, ROLE, store_accounts};
pub use address::{Address, Name};
pub use amount::{Amount, number};
pub use autoscaler::{Autoscaler, Autoscalers, Metric};
pub use calls::{Call, calls};
pub use container::{Container, Place, Variable};
pub use defaults::{Defaults, has_resources};
pub use entrance::{Entrance, Way, backends, entrances, has_alb_parameters, is_alb};
pub use flux::{DEPENDENTS, Dependency, dependencies};
pub use iam::{Identity, Subject, Trust, trusts};
pub use image::{image_ref, is_stand_in};
pub use labels::Labels;
pub use lookout::{Lookout, Nothing, certainty, instead};
pub(in crate::validate) use pod_security::Namespaces;
pub use pod_security::{
    APP_ARMOR_ANNOTATION, Context, Demand, LABEL as POD_SECURITY_LABEL, PodSecurity, Said,
    UnknownLevel, contexts, has_own_users, is_true, is_windows, name_mark, serves_nodes, title,
};
pub use policies::{Direction, Policies, Policy, PolicyRule, Verdict, covers_everyone};
pub use ports::{
    Port, declares_ports, is_injected_into, is_part, pod_ports, port_number, service_ports,
};
pub use probe::{Probe, set};
pub use quantity::quantity;
pub use renames::{Renames, Setting, settings};
pub use rolling::Rolling;
pub use schedule::{InvalidSchedule, Schedule, Times};
pub use secrets::{Keys, Secrets, Source, keys_of};
pub use selector::{Miss, Selector};
pub use service::{ServicePort, container_port, ports};
pub use sync::{Leads, Roots, SYNCS, Synced, argo_sources, argo_spec, is_known, may_fit};
pub use targets::{ROUTES, Target, targets};
pub use time_zone::UnknownTimeZone;
pub use together::Together;
pub use uses::{Held, Holder, Use, say_missing_keys, unhashed, uses};
pub use wave::Wave;
pub use workload::{Workload, Workloads};

/// Whether something else will replace this text before Kubernetes reads it, such as `${REPLICAS}` for Flux. A
/// rule that looks at such a text says nothing.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.contains("${") && text.contains('}')
}

/// Whether a name ends in a hash, as kustomize's generators give it: ten letters and digits without vowels.
#[must_use]
pub fn has_hash(name: &str) -> bool {
    const LENGTH: usize = 10;
    let last = name.rsplit_once('-').map_or("", |(_, last)| last);
    last.len() == LENGTH && last.chars().all(|c| "bcdfghkmt2456789".contains(c))
}
