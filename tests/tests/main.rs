//! k8sgen from outside: what it generates for the demo, and for projects that look otherwise.
//!
//! - [`golden`]: the demo's repository and context files, byte by byte;
//! - [`types`], [`facts`], [`reachability`]: what that repository says, read back;
//! - [`gitops`]: what deploys it, and what AWS lets it do;
//! - [`kustomize_build`]: what k8sgen takes for the result of a kustomization;
//! - [`kustomize`], [`judges`]: what programs say about it that know nothing of k8sgen;
//! - [`command_line`]: the real binary, end to end;
//! - [`inventories`], [`order`]: other inputs than the demo's, and the demo's in another order;
//! - [`pages`]: what the repository says about itself;
//! - [`variants`]: small projects of every shape, byte by byte.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read and write folders, and the environment says how strict they are"
)]

mod command_line;
mod explain;
mod facts;
mod gitops;
mod golden;
mod harness;
mod inventories;
mod judges;
mod kustomize;
mod kustomize_build;
mod order;
mod pages;
mod reachability;
mod types;
mod variants;
