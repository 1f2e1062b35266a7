//! Whether documents fit their kinds: one walk over every value, and everything that does not fit noted.
//!
//! Each shape rule then says its part of it, so that a value is looked at once, however many rules there are.

mod limits;
mod names;
mod scalar;
mod values;
mod walk;

use super::applied::Overlays;
use super::document::{Document, Documents, Role};
use super::schema::{ApiKind, Schemas};
use crate::hands::{self, Load};
use crate::yaml::{Mark, Node, Value};

/// So many documents are one part of the work.
const OF_A_PART: usize = 32;

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
    /// What mends it, where there is one right answer.
    pub mend: Option<Mend>,
}

/// What mends a misfit: another spelling of what stands at its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// A key or a value is misspelled.
    Spell {
        /// As it is written.
        old: String,
        /// What is meant.
        new: String,
    },
    /// A value belongs into quotes.
    Quote(String),
    /// A value does not belong into quotes.
    Unquote(String),
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
    /// A text that does not match the pattern of its definition.
    Pattern,
    /// A number that is too small or too large, or too much of something.
    Range,
    /// Too little of something: letters, items or entries.
    TooFew,
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
    /// Text that is no network.
    Network,
    /// Memory in parts of a byte.
    Fraction,
}

/// Everything that does not fit, document by document.
///
/// What is missing in a file that kustomizations take in is missing only if none of them adds it.
pub(super) fn check(documents: &Documents, overlays: &Overlays, schemas: &Schemas) -> Vec<Misfit> {
    let written = documents.documents.iter().chain(&documents.inline);
    let written = written.map(|document| match document.role {
        Role::Manifest if overlays.uses(&document.path) > 0 => (document, View::AllButMissing),
        _ => (document, View::All),
    });
    let built = overlays.overlays.iter();
    let built = built.flat_map(|overlay| &overlay.documents);
    let views: Vec<(&Document, View)> = written
        .chain(built.map(|document| (document, View::Missing)))
        .collect();
    let parts: Vec<&[(&Document, View)]> = views.chunks(OF_A_PART).collect();
    let load = Load::heavy_if(parts.len() > 1);
    let found = hands::each(&parts, load, || {
        |part: &&[(&Document, View)]| {
            let mut misfits = Vec::new();
            for (document, view) in *part {
                let before = misfits.len();
                check_document(document, schemas, &mut misfits);
                let mut own = misfits.split_off(before);
                own.retain(|misfit| view.shows(misfit.wrong));
                misfits.append(&mut own);
            }
            misfits
        }
    });
    found.concat()
}

/// The whole number that Kubernetes reads here: it knows octal ones. Nothing, if it reads none.
pub(super) fn whole_number(node: &Node) -> Option<i128> {
    match &node.value {
        Value::Scalar { text, plain: true } => match scalar::plain(text) {
            scalar::Plain::Integer(number) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text is a network: `10.0.0.0/16`.
pub(super) fn is_network(text: &str) -> bool {
    values::network(text).is_some()
}

/// What of a document is looked at here; the rest is looked at elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    All,
    AllButMissing,
    Missing,
}

impl View {
    fn shows(self, wrong: Wrong) -> bool {
        match self {
            Self::All => true,
            Self::AllButMissing => !is_of_the_whole(wrong),
            Self::Missing => is_of_the_whole(wrong),
        }
    }
}

/// Whether this is asked of what is applied, since a base may leave it to its overlays.
fn is_of_the_whole(wrong: Wrong) -> bool {
    matches!(wrong, Wrong::Missing | Wrong::TooFew | Wrong::Pattern)
}

fn check_document(document: &Document, schemas: &Schemas, misfits: &mut Vec<Misfit>) {
    if document.role == Role::Kustomization {
        names::check_namespace(document.at(["namespace"]), "namespace", misfits);
    }
    if !document.is_object() {
        return;
    }
    if document.role == Role::Manifest {
        names::check(document, misfits);
    }
    let readings = schemas.readings(document.api_version(), document.kind());
    let Some((known, others)) = readings.split_first() else {
        walk::check_metadata(document, misfits);
        return;
    };
    if document.role == Role::Manifest && is_named(known) {
        misfits.extend(names::missing(document));
    }
    let before = misfits.len();
    if let Some(of) = &known.of {
        walk::check(document, of, misfits);
    }
    for other in others {
        if misfits.len() == before {
            return;
        }
        let mut again = Vec::new();
        if let Some(of) = &other.of {
            walk::check(document, of, &mut again);
        }
        let own = misfits.split_off(before);
        let place = |misfit: &Misfit| (misfit.mark, misfit.wrong);
        let in_both = |misfit: &Misfit| again.iter().any(|other| place(other) == place(misfit));
        misfits.extend(own.into_iter().filter(in_both));
    }
}

/// Whether objects of a kind have names. What is only asked of the API server is no object.
fn is_named(known: &ApiKind) -> bool {
    !known.kind.ends_with("Review") && !known.kind.ends_with("List")
}
