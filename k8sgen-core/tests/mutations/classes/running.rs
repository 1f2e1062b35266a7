//! What is accepted, and does not do what it should.

pub(super) mod advice;
pub(super) mod probes;
pub(super) mod rollout;
pub(super) mod scaling;
pub(super) mod state;
