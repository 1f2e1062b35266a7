//! What objects mean, read once for all rules: pods and their containers, selectors, who makes a Secret, amounts.

mod address;
mod calls;
mod container;
mod entrance;
mod labels;
mod policies;
mod quantity;
mod secrets;
mod selector;
mod service;
mod workload;

pub use address::{Address, Name};
pub use calls::{Call, calls};
pub use container::{Container, Place, Variable};
pub use entrance::{Entrance, Way, backends, entrances, has_alb_parameters, is_alb};
pub use labels::Labels;
pub use policies::{Direction, Policies, Policy, PolicyRule, Verdict, covers_everyone};
pub use quantity::quantity;
pub use secrets::{Keys, Secrets, Source, keys_of};
pub use selector::{Miss, Selector};
pub use service::{ServicePort, container_port, ports};
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
