//! What objects mean, read once for all rules: pods and their containers, selectors, who makes a Secret, amounts.

mod backends;
mod container;
mod labels;
mod lookout;
mod makers;
mod ports;
mod quantity;
mod secrets;
mod selector;
mod uses;
mod workload;

pub use backends::{Backend, ROUTES, backends};
pub use container::{Container, Place, Variable};
pub use labels::Labels;
pub use lookout::{Lookout, Nothing, certainty, instead};
pub use ports::{Port, is_injected_into, is_part, number, pod_ports, service_ports};
pub use quantity::quantity;
pub use secrets::{Keys, Secrets, Source, keys_of};
pub use selector::{Miss, Selector};
pub use uses::{Held, Holder, Use, unhashed, uses};
pub use workload::{Workload, Workloads};

/// Whether something else will replace this text before Kubernetes reads it, such as `${REPLICAS}` for Flux. A
/// rule that looks at such a text says nothing.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.contains("${") && text.contains('}')
}
