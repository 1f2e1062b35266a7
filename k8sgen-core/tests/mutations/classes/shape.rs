//! What is no object of its kind any more.

pub(super) mod keys;
pub(super) mod names;
pub(super) mod objects;
pub(super) mod values;
