//! What was found of each class, and what was not: the committed files, and whether they are true.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use indexmap::IndexMap;
use k8sgen_core::validate::RULES;

use crate::class::Effect;
use crate::classes::{MISSED, NEVER_HIT};
use crate::judge::Judged;

const RATES: &str = "../tests/mutations/rates.txt";
const MISSES: &str = "../tests/mutations/misses.md";

fn is_bless() -> bool {
    std::env::var("K8SGEN_BLESS").is_ok_and(|bless| bless == "1")
}

/// Whether more than the usual changes are made, to which the files do not apply.
fn is_usual() -> bool {
    std::env::var_os("K8SGEN_MUTATIONS").is_none()
}

/// How many were made of a class, how many of them were found, and by which rules.
#[derive(Debug, Default)]
struct Rate {
    made: usize,
    found: usize,
    rules: BTreeSet<String>,
}

fn by_class(judged: &[Judged]) -> IndexMap<&'static str, Rate> {
    let mut rates: IndexMap<&'static str, Rate> = IndexMap::new();
    for judged in judged.iter().filter(|judged| judged.breaks()) {
        let rate = rates.entry(judged.class).or_default();
        rate.made += 1;
        rate.found += usize::from(!judged.found.is_empty());
        rate.rules.extend(judged.found.iter().cloned());
    }
    rates
}

/// Prints the rates, and compares them with the committed ones.
#[expect(clippy::print_stdout, reason = "the rates are what the test is for")]
pub(crate) fn rates(judged: &[Judged]) {
    let rates = by_class(judged);
    let mut text = "# What is found of each class of changes that break something: class, made, found. Less is a failure.\n".to_owned();
    let (mut made, mut found) = (0, 0);
    for (class, rate) in &rates {
        let _ = writeln!(text, "{class} {} {}", rate.made, rate.found);
        let rules: Vec<&str> = rate.rules.iter().map(String::as_str).collect();
        println!(
            "{class:32} {:4} of {:4}  {:3}%  {}",
            rate.found,
            rate.made,
            rate.found * 100 / rate.made,
            rules.join(" ")
        );
        made += rate.made;
        found += rate.found;
    }
    let advised = judged
        .iter()
        .filter(|judged| judged.effect == Effect::Advised);
    let advised = advised.count();
    let harmless = judged.len() - made - advised;
    println!(
        "{found} of {made} found; beside them {advised} that are worth a word, and {harmless} harmless ones"
    );
    if !is_usual() {
        for judged in judged.iter().filter(|judged| judged.is_missed()) {
            println!(
                "missed: {}: {}: {}",
                judged.class, judged.sort.what, judged.place
            );
        }
        return;
    }
    if is_bless() {
        fs::write(RATES, &text).expect("a file");
    }
    let committed = fs::read_to_string(RATES).expect("the rates");
    let lines = committed.lines().filter(|line| !line.starts_with('#'));
    let mut known = BTreeMap::new();
    for line in lines {
        let mut words = line.split(' ');
        let class = words.next().unwrap_or_default();
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok());
        let (made, found) = number().zip(number()).expect("two numbers");
        known.insert(class, (made, found));
    }
    for (class, rate) in &rates {
        let (made, found) = known
            .remove(class)
            .unwrap_or_else(|| panic!("{class} is new: `K8SGEN_BLESS=1` writes {RATES} anew"));
        assert!(
            rate.found * made >= found * rate.made,
            "of {class}, {} of {} are found; {found} of {made} were",
            rate.found,
            rate.made
        );
    }
    assert!(known.is_empty(), "there is no such class: {known:?}");
}

/// Compares what was missed with the committed list of it, and of the rules that nothing hit.
pub(crate) fn misses(judged: &[Judged]) {
    if !is_usual() {
        return;
    }
    let broken = judged.iter().filter(|judged| judged.breaks());
    let missed = broken.clone().filter(|judged| judged.is_missed());
    let mut text = format!(
        "# Changes that break something and are not found\n\n{} of {} that the test makes are neither an error nor a warning. `K8SGEN_BLESS=1 cargo test -p k8sgen-core --test mutations` writes this.\n",
        missed.count(),
        broken.clone().count(),
    );
    let mut sorts: IndexMap<(&str, &str), (usize, Vec<&Judged>)> = IndexMap::new();
    for judged in broken {
        let (made, missed) = sorts.entry((judged.class, judged.sort.what)).or_default();
        *made += 1;
        missed.extend(judged.is_missed().then_some(judged));
    }
    let reasons: BTreeMap<&str, &str> = MISSED.iter().copied().collect();
    sorts.retain(|_, (_, missed)| !missed.is_empty());
    for ((class, what), (made, missed)) in sorts {
        let advised: BTreeSet<&str> = missed
            .iter()
            .flat_map(|missed| &missed.rules)
            .map(String::as_str)
            .collect();
        let why = match reasons.get(what) {
            Some(why) => (*why).to_owned(),
            None if advised.is_empty() => "Open: no rule finds this yet.".to_owned(),
            None => "It is worth a word, and no more.".to_owned(),
        };
        let _ = write!(
            text,
            "\n## {class}: {what}\n\n{} of {made}. {why}",
            missed.len()
        );
        if !advised.is_empty() {
            let rules: Vec<&str> = advised.into_iter().collect();
            let _ = write!(text, " Said as information: {}.", rules.join(", "));
        }
        text.push_str("\n\n");
        for missed in missed {
            let _ = writeln!(text, "- `{}`", missed.place);
        }
    }
    let _ = write!(text, "\n# Rules that no change hits\n\n");
    let hit: BTreeSet<&str> = judged
        .iter()
        .flat_map(|judged| &judged.rules)
        .map(String::as_str)
        .collect();
    for rule in RULES.iter().filter(|rule| !hit.contains(rule.code)) {
        let mut reasons = NEVER_HIT.iter();
        let own = reasons.find(|(code, _)| *code == rule.code);
        let why = own.map_or("Open: no class of changes brings it yet", |(_, why)| *why);
        let _ = writeln!(text, "- {} {}: {why}", rule.code, rule.name);
    }
    let stale: Vec<&str> = NEVER_HIT
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| hit.contains(code))
        .collect();
    assert!(
        stale.is_empty(),
        "these are hit, and need no reason: {stale:?}"
    );
    if is_bless() {
        fs::write(MISSES, &text).expect("a file");
    }
    let committed = fs::read_to_string(MISSES).unwrap_or_default();
    assert!(
        committed == text,
        "{MISSES} is not true any more; `K8SGEN_BLESS=1 cargo test -p k8sgen-core --test mutations` writes it anew:\n{text}"
    );
}
