//! What a class of changes is.

use crate::edit::{Edit, Site};

/// Changes of one kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// All of its sorts do this.
    pub(crate) effect: Effect,
    pub(crate) sorts: &'static [Sort],
}

/// What changes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is refused, not built, or does not run as it should.
    Breaks,
    /// It runs as before, and who reads it would have a word about it: information is enough.
    Weakens,
    /// All runs as before.
    Harmless,
}

/// Where one change fits, and what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort {
    /// What it does, in a few words.
    pub(crate) what: &'static str,
    pub(crate) at: At,
    pub(crate) edit: Edit,
    /// At which of these places it does that; at all of them, if nothing is said.
    pub(crate) only: Option<fn(&Site<'_>) -> bool>,
}

impl Sort {
    /// The same, at such places alone.
    pub(crate) const fn only(mut self, fits: fn(&Site<'_>) -> bool) -> Self {
        self.only = Some(fits);
        self
    }
}

/// The places in which a change fits.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    /// Entries and items in documents of these kinds; of any kind, if there is none.
    Path(&'static str, &'static str),
    /// Whole documents of these kinds.
    Document(&'static str),
    /// Files whose path ends so.
    File(&'static str),
}

/// A change of entries and items.
pub(crate) const fn on(
    what: &'static str,
    kinds: &'static str,
    path: &'static str,
    edit: Edit,
) -> Sort {
    Sort {
        what,
        at: At::Path(kinds, path),
        edit,
        only: None,
    }
}

/// A change of whole documents.
pub(crate) const fn document(what: &'static str, kinds: &'static str, edit: Edit) -> Sort {
    Sort {
        what,
        at: At::Document(kinds),
        edit,
        only: None,
    }
}

/// A change of whole files.
pub(crate) const fn file(what: &'static str, ends: &'static str, edit: Edit) -> Sort {
    Sort {
        what,
        at: At::File(ends),
        edit,
        only: None,
    }
}
