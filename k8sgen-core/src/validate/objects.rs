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
pub use entrance::{Entrance, Way, entrances};
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
