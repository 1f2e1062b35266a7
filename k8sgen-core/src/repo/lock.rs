//! The lock: what was generated, by which k8sgen, from which inputs.
//!
//! It is committed with the repository, so it holds nothing that changes from one run to the next: no time,
//! no user, no absolute path of its own making. It records what was *generated*, also for a file that a
//! person edited afterwards; that difference is how an edit is seen.
//!
//! With it comes what the tree is a function of, the [`Recipe`]: so whoever has the repository can ask where a line
//! of it came from, without the inventory and without Terraform's files.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

use k8sgen_templates::names::RepoPath;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::context::Record;
use crate::inventory::Beside;
use crate::problem::{Place, Problem, Problems};
use crate::repo::error::RepoError;

/// Where the lock is, relative to the repository.
pub const LOCK_FILE: &str = ".k8sgen/lock.json";

/// [`LOCK_FILE`] as a path.
pub(super) fn path() -> RepoPath {
    own(LOCK_FILE)
}

/// One of the paths of this module.
pub(super) fn own(path: &str) -> RepoPath {
    path.parse().expect("it is a path in the repository")
}

/// The inventory's copy, relative to the repository.
pub const INVENTORY_COPY: &str = ".k8sgen/inventory.yaml";

/// The copy of a plan that was given, relative to the repository.
pub const PLAN_COPY: &str = ".k8sgen/plan.yaml";

/// The format of lock that this version writes, and the latest that it reads.
pub(super) const FORMAT: u64 = 1;

/// The SHA-256 of a content, written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sha256(String);

impl Sha256 {
    /// The SHA-256 of these bytes.
    #[must_use]
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        let mut digits = String::with_capacity(64);
        for byte in sha2::Sha256::digest(bytes) {
            write!(digits, "{byte:02x}").expect("a String takes everything");
        }
        Self(digits)
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a tree was made by, and from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The version of k8sgen.
    pub k8sgen: String,
    /// The inputs by their paths. Give the paths as they look from a place that is the same on every
    /// machine, such as the inventory's folder: the lock is committed.
    pub inputs: BTreeMap<String, Sha256>,
    /// What the same k8sgen makes the same tree from, once more. None for a tree that nobody will ask about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<Recipe>,
}

/// What a tree is a function of, whole. Nothing sensitive is in it that is not in the inventory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The inventory.
    pub inventory: Copied,
    /// The files that the inventory names.
    #[serde(default, skip_serializing_if = "Beside::is_empty")]
    pub beside: Beside,
    /// The plan, if it was not the inventory's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Copied>,
    /// What Terraform made.
    pub context: Record,
}

/// A file that the user wrote. The lock names it; its text is a file beside the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Copied {
    /// Where the user has it, from the inventory's folder.
    pub path: String,
    /// Its text, to the byte.
    #[serde(skip)]
    pub text: String,
}

impl Recipe {
    /// The copies that are kept beside the lock, by their paths there.
    pub(super) fn copies(recipe: Option<&Self>) -> [(&'static str, Option<&Copied>); 2] {
        [
            (INVENTORY_COPY, recipe.map(|recipe| &recipe.inventory)),
            (PLAN_COPY, recipe.and_then(|recipe| recipe.plan.as_ref())),
        ]
    }
}

/// The lock's content.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lock {
    format: u64,
    #[serde(flatten)]
    pub(super) origin: Origin,
    pub(super) files: BTreeMap<RepoPath, Sha256>,
}

impl Lock {
    pub(super) fn new(origin: Origin, files: BTreeMap<RepoPath, Sha256>) -> Self {
        Self {
            format: FORMAT,
            origin,
            files,
        }
    }

    /// Reads a lock; `place` is the file that the text is from.
    pub(super) fn parse(text: &[u8], place: &str) -> Result<Self, Problems> {
        #[derive(Deserialize)]
        struct Head {
            format: u64,
        }

        let bad = |error: &serde_json::Error| {
            let cause = error.to_string();
            let cause = cause
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned();
            let place = match error.line() {
                0 => Place::file(place),
                line => Place::line(place, line),
            };
            Problems::from(Problem::at(place, &RepoError::BadLock { cause }))
        };
        let head: Head = serde_json::from_slice(text).map_err(|error| bad(&error))?;
        if head.format > FORMAT {
            let error = RepoError::NewerLock { found: head.format };
            return Err(Problem::at(Place::file(place), &error).into());
        }
        serde_json::from_slice(text).map_err(|error| bad(&error))
    }

    /// The file's text: JSON in a fixed order, ending in a newline.
    pub(super) fn to_text(&self) -> String {
        let json =
            serde_json::to_string_pretty(self).expect("strings and maps of strings are JSON");
        json + "\n"
    }
}
