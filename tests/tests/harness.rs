//! What several of the tests stand on.

pub(crate) mod binary;
pub(crate) mod builds;
pub(crate) mod demo;
pub(crate) mod files;
pub(crate) mod manifest;
pub(crate) mod tools;
pub(crate) mod workspace;
