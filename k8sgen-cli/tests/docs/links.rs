//! Links from page to page, to files, and to headings.

use crate::page::{Page, anchor, root};

/// Links of a page that lead nowhere.
pub(crate) fn broken(page: &Page) -> Vec<String> {
    let folder = root()
        .join(&page.path)
        .parent()
        .expect("a folder")
        .to_owned();
    let leads = |link: &String| {
        let (path, heading) = link.split_once('#').unwrap_or((link, ""));
        let target = if path.is_empty() {
            root().join(&page.path)
        } else {
            folder.join(path)
        };
        let text = if target.is_file() {
            std::fs::read_to_string(&target).ok()
        } else {
            None
        };
        let has = |text: &str| {
            prose(text).any(|line| {
                line.starts_with('#') && anchor(line.trim_start_matches('#')) == heading
            })
        };
        target.exists() && (heading.is_empty() || text.is_some_and(|text| has(&text)))
    };
    let links: Vec<String> = prose(&page.text).flat_map(links).collect();
    let relative = links
        .into_iter()
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    relative
        .filter(|link| !leads(link))
        .map(|link| format!("{}: {link}", page.path))
        .collect()
}

/// Lines outside of fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter(move |line| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// Targets of the links in a line, code left out.
fn links(line: &str) -> Vec<String> {
    let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("_");
    let ends = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    ends.map(|(target, _)| target.to_owned()).collect()
}
