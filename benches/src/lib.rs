//! How fast k8sgen is. `scripts/bench.sh` runs all of it, and ends with an error if it is not fast enough.
//!
//! - [`rendering`]: the demo's Deployments by askama and by Jinja2, side by side;
//! - [`process`]: `k8sgen generate` on the demo as a shell sees it, from start to exit;
//! - [`state`]: a state of 100 MB, its time and its memory;
//! - [`binding`]: what the wheel adds to a tool's call, and its import;
//! - [`validator`]: `k8sgen validate` beside kubeconform and kube-linter, on the demo's tree and on 50,000 documents;
//! - `benches/stages.rs`: what a run spends its time on, stage by stage.
//!
//! Other programs only ever make a measurement longer, so the shortest one is the closest to the truth, and
//! is what a bound is held against. The medians beside it say how quiet the machine was.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock, and is no part of what is generated"
)]

mod answer;
pub mod binding;
pub mod demo;
mod jinja2;
mod machine;
pub mod process;
pub mod rendering;
pub mod state;
mod times;
pub mod validator;

pub use answer::{Result, Verdict};
pub use machine::machine;
