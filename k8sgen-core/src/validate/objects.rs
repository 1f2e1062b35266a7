//! What objects mean, read once for all rules: pods and their containers, selectors, who makes a Secret, amounts.

mod accounts;
mod container;
mod flux;
mod iam;
mod labels;
mod quantity;
mod renames;
mod secrets;
mod selector;
mod sync;
mod workload;

pub use accounts::{Accounts, ROLE};
pub use container::{Container, Place, Variable};
pub use flux::{DEPENDENTS, Dependency, dependencies};
pub use iam::{Identity, Subject, Trust, trusts};
pub use labels::Labels;
pub use quantity::quantity;
pub use renames::{Renames, Setting, settings};
pub use secrets::{Keys, Secrets, Source, keys_of};
pub use selector::{Miss, Selector};
pub use sync::{Leads, Roots, SYNCS, Synced, argo_sources, argo_spec, is_known, may_fit};
pub use workload::{Workload, Workloads};

/// Whether something else will replace this text before Kubernetes reads it, such as `${REPLICAS}` for Flux. A
/// rule that looks at such a text says nothing.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.contains("${") && text.contains('}')
}
