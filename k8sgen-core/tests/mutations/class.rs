//! What a class of changes is.

use crate::edit::{Edit, Site};

/// Changes of one kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// What all of its sorts do.
    pub(crate) effect: Effect,
    pub(crate) sorts: &'static [Sort],
}

/// What changes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is refused, not built, or does not run as it should.
    Breaks,
    /// It runs, or nobody can know from the files that it does not; but a word about it is due.
    Advised,
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
    /// Whether it does so at this place, by what else is in the tree.
    pub(crate) only: fn(&Site<'_>) -> bool,
}

impl Sort {
    /// The same change, at such places alone.
    pub(crate) const fn only(self, only: fn(&Site<'_>) -> bool) -> Self {
        Self { only, ..self }
    }
}

const fn anywhere(_: &Site<'_>) -> bool {
    true
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
        only: anywhere,
    }
}

/// A change of whole documents.
pub(crate) const fn document(what: &'static str, kinds: &'static str, edit: Edit) -> Sort {
    Sort {
        what,
        at: At::Document(kinds),
        edit,
        only: anywhere,
    }
}

/// A change of whole files.
pub(crate) const fn file(what: &'static str, ends: &'static str, edit: Edit) -> Sort {
    Sort {
        what,
        at: At::File(ends),
        edit,
        only: anywhere,
    }
}
