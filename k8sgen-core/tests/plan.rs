//! The plan from the outside: its levels and edges, and what becomes of one that somebody edited.

use std::collections::BTreeMap;
use std::path::Path;

use k8sgen_core::plan::{self, Level, Plan, Step};
use k8sgen_core::{Inventory, inventory};
use proptest::prelude::*;

fn demo() -> Inventory {
    let path = Path::new("../examples/demo-replica-agent/k8sgen.yaml");
    inventory::load(path).expect("the example")
}

fn step<'a>(plan: &'a Plan, id: &str) -> &'a Step {
    let mut steps = plan.steps().iter();
    steps.find(|step| step.id == id).expect(id)
}

/// What is wrong with a plan, a line for each problem.
fn said(text: &str) -> Vec<String> {
    let problems = plan::read("plan.yaml", text).expect_err("a plan with a mistake");
    let line = |problem: k8sgen_core::Problem| {
        let line = problem.place.and_then(|place| place.line).expect("a line");
        format!("{line}: {}", problem.message)
    };
    problems.into_iter().map(line).collect()
}

/// A plan of steps without a meaning: each an id, a level, and what it comes after.
fn written(steps: &[(&str, u8, &[&str])]) -> String {
    let mut levels: BTreeMap<u8, String> = BTreeMap::new();
    for (id, level, after) in steps {
        let after = after.join(", ");
        let line = format!("      - {{id: {id}, tool: t, path: p, after: [{after}]}}\n");
        levels.entry(*level).or_default().push_str(&line);
    }
    let levels = levels
        .iter()
        .map(|(level, steps)| format!("  level_{level}:\n    steps:\n{steps}"));
    format!("generation_order:\n{}", levels.collect::<String>())
}

#[test]
fn there_are_nine_levels_with_their_names() {
    let plan = plan::build(&demo());
    let levels: Vec<_> = plan
        .levels()
        .map(|(level, _)| (u8::from(level), level.name()))
        .collect();
    let expected = [
        "documentation",
        "structure",
        "rbac",
        "configuration",
        "services",
        "workloads",
        "networking",
        "scaling",
        "kustomize",
    ];
    assert_eq!(levels, (0..9).zip(expected).collect::<Vec<_>>());
    assert_eq!(Level::ALL.len(), 9);
}

/// Every step comes after steps of lower levels that are there; so a level is one parallel group.
fn points_down(plan: &Plan) {
    let level = |id: &str| step(plan, id).level;
    let mut ids: Vec<&str> = plan.steps().iter().map(|step| step.id.as_str()).collect();
    for step in plan.steps() {
        for after in &step.after {
            assert!(level(after) < step.level, "{} -> {after}", step.id);
        }
    }
    assert!(plan.steps().is_sorted_by_key(|step| step.level));
    ids.sort_unstable();
    assert!(ids.is_sorted_by(|a, b| a < b), "no two steps of one name");
}

#[test]
fn edges_point_to_lower_levels() {
    let plan = plan::build(&demo());
    assert!(plan.steps().iter().any(|step| !step.after.is_empty()));
    points_down(&plan);
}

#[test]
fn services_that_call_each_other_are_no_cycle_of_steps() {
    let inventory = demo();
    let calls = |caller: &str, callee: &str| {
        let calls = &inventory.services[caller].calls;
        assert!(calls.iter().any(|name| name.as_str() == callee), "{caller}");
    };
    calls("order-service", "payment-service");
    calls("payment-service", "order-service");
    let plan = plan::build(&inventory);
    points_down(&plan);
    plan::read("plan.yaml", &plan::to_yaml(&plan, &inventory)).expect("no cycle");
}

#[test]
fn a_plan_is_the_same_when_it_is_read_back() {
    let inventory = demo();
    let plan = plan::build(&inventory);
    let text = plan::to_yaml(&plan, &inventory);
    let back = plan::read("plan.yaml", &text).expect("a plan");
    assert_eq!(plan::to_json(&back), plan::to_json(&plan));
    assert_eq!(plan::to_yaml(&back, &inventory), text);
    let place = step(&back, "deployment/web-ui").place.clone().expect("one");
    let line = text.lines().nth(place.line.expect("a line") - 1);
    assert_eq!(
        line.map(str::trim),
        Some("- id: deployment/web-ui"),
        "{place}"
    );
}

#[test]
fn levels_may_be_written_in_any_order() {
    let text = "generation_order:\n  level_4: {steps: [{id: b, tool: t, path: p, after: [a]}]}\n  level_1: {steps: [{id: a, tool: t, path: p}]}\n";
    let plan = plan::read("plan.yaml", text).expect("a plan");
    let ids: Vec<&str> = plan.steps().iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn a_cycle_is_printed() {
    let two = written(&[("a", 1, &["b"]), ("b", 1, &["a"])]);
    assert_eq!(
        said(&two),
        ["4: these steps wait for each other: a -> b -> a"]
    );
    let itself = written(&[("a", 1, &["a"])]);
    assert_eq!(
        said(&itself),
        ["4: these steps wait for each other: a -> a"]
    );
    // Two rings that share a step are one knot; the way that is printed is a ring in it.
    let knot = written(&[
        ("a", 1, &["b"]),
        ("b", 2, &["c", "d"]),
        ("c", 3, &["a"]),
        ("d", 4, &["b"]),
    ]);
    let said = said(&knot);
    assert_eq!(said.len(), 1, "{said:?}");
    let (_, ring) = said[0]
        .split_once(": these steps wait for each other: ")
        .expect(&said[0]);
    let ring: Vec<&str> = ring.split(" -> ").collect();
    assert_eq!(ring.first(), ring.last());
    let edges = [("a", "b"), ("b", "c"), ("b", "d"), ("c", "a"), ("d", "b")];
    for pair in ring.windows(2) {
        assert!(edges.contains(&(pair[0], pair[1])), "{ring:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_in_the_order_of_the_file() {
    let text = written(&[
        ("a", 1, &["b"]),
        ("b", 1, &["a"]),
        ("c", 2, &["gone"]),
        ("c", 2, &[]),
        ("d", 3, &["e"]),
        ("e", 4, &[]),
    ]);
    let expected = [
        "4: these steps wait for each other: a -> b -> a",
        "8: step `c` comes after `gone`, which is not in the plan",
        "9: there are two steps `c`",
        "12: step `d` of level 3 comes after `e` of level 4",
    ];
    assert_eq!(said(&text), expected);
}

#[test]
fn a_step_that_was_refused_is_not_gone() {
    let text = "generation_order:\n  level_1: {steps: [{id: a, tool: t}]}\n  level_2: {steps: [{id: b, tool: t, path: p, after: [a]}]}\n";
    let expected = ["2: generation_order.level_1.steps[0]: `path` is missing"];
    assert_eq!(said(text), expected);
}

#[test]
fn no_path_leads_out_of_the_repository() {
    for path in [
        "../x",
        "/etc/passwd",
        "base/../../x",
        "a//b",
        "''",
        ".git/x",
        "a\\..\\b",
    ] {
        let text = format!(
            "generation_order:\n  level_1: {{steps: [{{id: a, tool: t, path: {path}}}]}}\n"
        );
        let said = said(&text);
        assert!(
            said[0].contains("is not a path in the repository"),
            "{said:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Whatever the edges are, the plan is one that can be run from top to bottom, or it is refused.
    #[test]
    fn any_edges_are_a_plan_or_refused(
        levels in prop::collection::vec(0u8..10, 1..12),
        edges in prop::collection::vec((0usize..12, 0usize..12), 0..20)
    ) {
        let names: Vec<String> = (0..12).map(|n| format!("s{n}")).collect();
        let after: Vec<Vec<&str>> = (0..levels.len())
            .map(|step| edges.iter().filter(|(from, _)| *from == step).map(|(_, to)| names[*to].as_str()).collect())
            .collect();
        let steps: Vec<(&str, u8, &[&str])> = (0..levels.len())
            .map(|step| (names[step].as_str(), levels[step], after[step].as_slice()))
            .collect();
        match plan::read("plan.yaml", &written(&steps)) {
            Ok(plan) => points_down(&plan),
            Err(problems) => {
                for problem in &problems {
                    prop_assert!(problem.place.as_ref().is_some_and(|place| place.line.is_some()));
                }
            }
        }
    }

    #[test]
    fn any_text_is_a_plan_or_problems(text in r"(generation_order:|\n  level_[0-9]: |\{steps: \[|\{id: a|, tool: t|, path: p|, after: \[a\]|\}|\]|, |args: |\PC){0,20}") {
        let _ = plan::read("plan.yaml", &text);
    }
}
