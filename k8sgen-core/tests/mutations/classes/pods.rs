//! What pods may do, and what they run.

pub(super) mod credentials;
pub(super) mod images;
pub(super) mod privileges;
