//! What the validator finds when one thing is changed in a tree with which nothing is wrong.
//!
//! [`classes`] says which changes there are, where they fit, and what each does: it breaks something, it is worth a
//! word, or it is harmless. Each is made at places of the golden tree and of the variants, which a hash of the place chooses, so that
//! every run makes the same. One that breaks something is found if an error or a warning is said that was not said
//! before, about the file that was changed or about what it names. Of one that is worth a word, advice is enough, and
//! some is due; a harmless one must not be found. An object that is added with one thing wrong in it is harmless without.
//!
//! `tests/mutations/rates.txt` is what was found of each class: less is a failure. `tests/mutations/misses.md` is what
//! was not, and why, and which rules nothing hits. `K8SGEN_BLESS=1` writes both anew; `K8SGEN_MUTATIONS=400` makes up
//! to 400 of each sort instead of a few, for which `--release` is worth its while.
#![expect(
    clippy::disallowed_methods,
    reason = "the test reads trees and what is expected of them"
)]

mod additions;
mod class;
#[expect(
    clippy::unnecessary_wraps,
    reason = "all changes have one type, and what gives nothing does not fit"
)]
mod classes;
mod edit;
mod judge;
mod lines;
mod places;
mod readers;
mod report;
mod text;
mod trees;

use std::sync::LazyLock;

use class::Effect;
use judge::Judged;

/// All of them, judged once for all tests.
static JUDGED: LazyLock<Vec<Judged>> = LazyLock::new(|| judge::all(&classes::all()));

#[test]
fn there_are_at_least_two_thousand() {
    let broken = JUDGED.iter().filter(|judged| judged.breaks());
    assert!(broken.count() >= 2000);
    let without: Vec<String> = classes::all()
        .iter()
        .flat_map(|class| class.sorts.iter().map(move |sort| (class, sort)))
        .filter(|(class, sort)| {
            let mut judged = JUDGED.iter();
            !judged.any(|judged| judged.class == class.name && judged.sort.what == sort.what)
        })
        .map(|(class, sort)| format!("{}: {}", class.name, sort.what))
        .collect();
    assert!(without.is_empty(), "these fit nowhere: {without:#?}");
}

#[test]
fn what_is_worth_a_word_gets_one() {
    let silent: Vec<String> = JUDGED
        .iter()
        .filter(|judged| judged.effect == Effect::Advised && judged.found.is_empty())
        .map(|judged| format!("{}: {}", judged.place, judged.sort.what))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn what_is_harmless_is_no_finding() {
    let said: Vec<String> = JUDGED
        .iter()
        .filter(|judged| judged.effect == Effect::Harmless && !judged.found.is_empty())
        .map(|judged| {
            format!(
                "{} {}: {}: {:?}",
                judged.place, judged.class, judged.sort.what, judged.said
            )
        })
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn no_class_is_found_less_often_than_before() {
    report::rates(&JUDGED);
}

#[test]
fn what_is_missed_is_listed_with_its_reason() {
    report::misses(&JUDGED);
}
