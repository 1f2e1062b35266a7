//! The guide is true: what it shows is run, what it lists is complete, and where it points there is something.
//!
//! `K8SGEN_BLESS=1 cargo test -p k8sgen-cli --test docs` writes its tables and the answers in its `console`
//! blocks anew. What makes a block run:
//!
//! - with `file=PATH` behind its language, or a `yaml` block that begins with `project:`, it is a file;
//! - of `sh`, and of `yaml` that is another program's, the lines that call `k8sgen` are run;
//! - of `console`, each `$ ` line is run, and what follows is its answer. A line `...` stands for any lines;
//! - `yaml` with keys of k8sgen.yaml is read as part of one.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the pages, and make the folders that k8sgen is run in"
)]

mod codes;
mod keys;
mod links;
mod page;
mod session;
mod tables;

use page::{Page, pages};

#[test]
fn everything_that_is_shown_is_what_k8sgen_says() {
    let bless = std::env::var("K8SGEN_BLESS").is_ok_and(|bless| bless == "1");
    for page in pages() {
        let renewed = session::answers(&page.with_text(tables::renew(&page)));
        if bless {
            page.write(&renewed);
        } else {
            let old = page.text.lines().zip(renewed.lines()).enumerate();
            let first = old.clone().find(|(_, (old, new))| old != new);
            assert!(
                page.text == renewed,
                "{} is not true any more, from here on: {first:#?}\n\
                 Look at what `K8SGEN_BLESS=1 cargo test -p k8sgen-cli --test docs` changes",
                page.path
            );
        }
    }
}

#[test]
fn every_link_leads_to_something() {
    let broken: Vec<String> = pages().iter().flat_map(links::broken).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_of_the_guide_is_in_its_index() {
    let index = Page::read("docs/README.md");
    for page in pages() {
        if let Some(name) = page
            .path
            .strip_prefix("docs/")
            .filter(|name| *name != "README.md")
        {
            assert!(
                index.text.contains(&format!("({name})")),
                "{name} is not in docs/README.md"
            );
        }
    }
}

#[test]
fn every_key_of_the_inventory_has_its_table() {
    let text = Page::read("docs/inventory.md").text;
    let missing: Vec<String> = keys::sections()
        .into_iter()
        .filter(|section| !text.contains(&format!("<!-- generated: keys {section} -->")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/inventory.md has no table of {missing:?}"
    );
}

#[test]
fn every_error_is_explained_and_no_other() {
    let (explained, there) = (codes::explained(), codes::in_code());
    let missing: Vec<_> = there.difference(&explained).collect();
    let gone: Vec<_> = explained.difference(&there).collect();
    assert!(missing.is_empty(), "the guide does not explain {missing:?}");
    assert!(
        gone.is_empty(),
        "the guide explains what there is not: {gone:?}"
    );
}
