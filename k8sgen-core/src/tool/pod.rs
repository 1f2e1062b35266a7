//! Pods, as every tool that makes a workload fills them in.

mod volumes;

pub(super) use volumes::Volumes;
