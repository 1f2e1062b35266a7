//! The tree meets a folder: what changes, the writing of it, and the lock that remembers it.
//!
//! [`compare`] only reads, and says what a write would do; [`apply`] does that and nothing else, **all or
//! nothing**: whatever goes wrong on the way, the folder is afterwards as it was before. [`recover`] does
//! the same for a run that was killed in the middle.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use k8sgen_core::repo::{self, OnConflict, Origin};
//!
//! # let tree = k8sgen_core::Tree::default();
//! let folder = Path::new("k8s-manifests");
//! repo::recover(folder)?;
//! let changes = repo::compare(&tree, &Origin::default(), folder, OnConflict::Refuse)?;
//! let report = repo::apply(&changes)?;
//! assert_eq!(report.unchanged + report.written(), tree.len());
//! # Ok::<(), k8sgen_core::Problems>(())
//! ```
//!
//! # Who a file belongs to
//! The lock, [`LOCK_FILE`], holds the SHA-256 of every file as it was **generated**. So a file on disk is one
//! of four: as generated (ours to update or delete), edited by hand, deleted by hand (made again: a
//! repository with holes does not build), or not in the lock (someone else's). Ours is only ever written
//! over if nobody touched it; [`Action`] lists the cases. Files that no lock and no tree names are not looked at.

mod apply;
mod changes;
mod compare;
mod create;
mod disk;
mod error;
mod guard;
mod lock;
mod replace;
mod repository;
mod staging;

pub use apply::{Report, apply, recover};
pub use changes::{Action, Changes, FileChange};
pub use compare::{OnConflict, compare};
pub use create::create;
pub use error::{Clash, RepoError};
pub use lock::{Copied, INVENTORY_COPY, LOCK_FILE, Origin, PLAN_COPY, Recipe, Sha256};
pub use replace::{Replacement, replace};
pub use repository::Repository;

/// The folder inside of the repository that is k8sgen's own.
const OWN_FOLDER: &str = ".k8sgen";
