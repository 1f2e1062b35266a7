//! The names of time zones.

use crate::problem::slip_of;

/// Those of the time zones' database, 2025b, a line each. It is in the public domain. Later ones may have more.
const NAMES: &str = include_str!("time_zones.txt");

/// A name that is none of the database's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownTimeZone {
    /// The name that may be meant.
    pub meant: Option<&'static str>,
    /// Whether it is in one of the database's areas, such as `Europe`, to which a later version may have added it.
    pub may_be_new: bool,
}

impl UnknownTimeZone {
    /// What is to be said of a name; nothing, if it is a time zone's.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        if NAMES.lines().any(|known| known == name) {
            return None;
        }
        let given = name.trim();
        let (area, place) = match given.split_once('/') {
            Some((area, _)) => (area, given.rsplit('/').next()),
            None => ("", Some(given)),
        };
        let is_there = |known: &&str| {
            let own = known.rsplit('/').next();
            known.eq_ignore_ascii_case(given) || own == place
        };
        let slip = || slip_of(given, NAMES.lines().filter(|_| !area.is_empty()));
        let mut areas = NAMES.lines().filter_map(|known| known.split_once('/'));
        Some(Self {
            meant: NAMES.lines().find(is_there).or_else(slip),
            may_be_new: given == name && areas.any(|(known, _)| known == area),
        })
    }
}
