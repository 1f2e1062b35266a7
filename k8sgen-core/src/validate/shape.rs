//! Whether documents fit their kinds: one walk over every value, and everything that does not fit noted.
//!
//! Each shape rule then says its part of it, so that a value is looked at once, however many rules there are.

mod names;
mod scalar;
mod walk;

use super::document::{Document, Documents, Role};
use super::schema::{Known, Schemas};
use crate::yaml::Mark;

/// One thing that does not fit its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands.
    pub mark: Mark,
    /// In which way it does not fit.
    pub wrong: Wrong,
    /// What is wrong with it, with its path and value.
    pub message: String,
    /// What to do, where more can be said than the rule does.
    pub help: Option<String>,
}

/// The ways in which something does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A field that is not known.
    UnknownField,
    /// A value of another type.
    Type,
    /// A field that is not there.
    Missing,
    /// A text that is none of those that may stand here.
    Choice,
    /// A number that is too small or too large.
    Range,
    /// A boolean or a number where text is read.
    NotText,
    /// A name that Kubernetes refuses.
    Name,
    /// A key or a value of a label, or the key of an annotation.
    Label,
    /// An amount of something.
    Quantity,
    /// A port's number or name.
    Port,
    /// A selector that selects nothing, or is refused.
    Selector,
    /// Text that is not base64, or no moment.
    Encoding,
}

/// Everything that does not fit, document by document.
pub(super) fn check(documents: &Documents, schemas: &Schemas) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for document in documents.documents.iter().chain(&documents.inline) {
        check_document(document, schemas, &mut misfits);
    }
    misfits
}

fn check_document(document: &Document, schemas: &Schemas, misfits: &mut Vec<Misfit>) {
    if !document.is_object() {
        return;
    }
    if document.role == Role::Manifest {
        names::check(document, misfits);
    }
    let (Known::BuiltIn(known) | Known::Custom(known)) =
        schemas.find(document.api_version(), document.kind())
    else {
        return;
    };
    // What is only asked of the API server is no object, and has no name.
    let is_object = !known.kind.ends_with("Review") && !known.kind.ends_with("List");
    if document.role == Role::Manifest && is_object && document.node.entry("metadata").is_none() {
        misfits.push(Misfit {
            mark: document.mark(),
            wrong: Wrong::Missing,
            message: "`metadata.name` is missing".to_owned(),
            help: None,
        });
    }
    if let Some(of) = &known.of {
        walk::check(document, of, misfits);
    }
}
