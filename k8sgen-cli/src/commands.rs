//! One file a command.

pub(crate) mod completions;
pub(crate) mod context;
pub(crate) mod diff;
pub(crate) mod generate;
pub(crate) mod plan;
pub(crate) mod rule;
pub(crate) mod schema;
pub(crate) mod tool;
pub(crate) mod validate;

use k8sgen_core::Problems;

use crate::Status;

/// How a command ends: with a status, or with everything that is wrong.
pub(crate) type Outcome = Result<Status, Problems>;
