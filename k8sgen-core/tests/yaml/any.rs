//! Any text, and what becomes of an inventory when something happens to its lines.

use super::*;

const EXAMPLE: &str = "../examples/demo-replica-agent/k8sgen.yaml";

fn example() -> Vec<String> {
    let text = std::fs::read_to_string(EXAMPLE).expect("the example");
    text.lines().map(str::to_owned).collect()
}

/// Reads an inventory: it is taken, or everything that is wrong is somewhere in the file.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let begun = Instant::now();
    if let Err(problems) = inventory::read("k8sgen.yaml", text) {
        prop_assert!(problems.iter().next().is_some());
        let lines = text.lines().count() + 1;
        for problem in &problems {
            let place = problem.place.as_ref();
            prop_assert!(place.is_some(), "{problem}");
            let line = place.and_then(|place| place.line);
            let is_whole = problem.code == "yaml/empty";
            prop_assert!(
                is_whole || line.is_some_and(|line| (1..=lines).contains(&line)),
                "{problem}"
            );
        }
    }
    prop_assert!(begun.elapsed() < Duration::from_secs(10));
    Ok(())
}

/// What can happen to a file.
#[derive(Debug, Clone)]
enum Change {
    Drop(usize),
    Repeat(usize),
    Swap(usize, usize),
    Indent(usize, usize),
    Cut(usize),
    Value(usize, String),
    Letter(usize, usize, char),
}

fn change() -> impl Strategy<Value = Change> {
    let line = 0usize..400;
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("0".to_owned()),
        Just("-1".to_owned()),
        Just("true".to_owned()),
        Just("'${'".to_owned()),
        Just("&x".to_owned()),
        Just("*x".to_owned()),
        Just("*slow".to_owned()),
        Just("!!int 3".to_owned()),
        Just("../../etc".to_owned()),
        Just("[a, {b: c}]".to_owned()),
        Just("{a: [b]}".to_owned()),
        "\\PC{0,12}",
    ];
    prop_oneof![
        line.clone().prop_map(Change::Drop),
        line.clone().prop_map(Change::Repeat),
        (line.clone(), line.clone()).prop_map(|(a, b)| Change::Swap(a, b)),
        (line.clone(), 0usize..9).prop_map(|(at, by)| Change::Indent(at, by)),
        line.clone().prop_map(Change::Cut),
        (line.clone(), value).prop_map(|(at, value)| Change::Value(at, value)),
        (line, 0usize..60, any::<char>()).prop_map(|(at, column, c)| Change::Letter(at, column, c)),
    ]
}

fn apply(lines: &mut Vec<String>, change: &Change) {
    let (Change::Drop(at)
    | Change::Repeat(at)
    | Change::Swap(at, _)
    | Change::Indent(at, _)
    | Change::Cut(at)
    | Change::Value(at, _)
    | Change::Letter(at, ..)) = change;
    let at = at % lines.len();
    match change {
        Change::Drop(_) => {
            lines.remove(at);
        }
        Change::Repeat(_) => lines.insert(at, lines[at].clone()),
        Change::Swap(_, other) => {
            let other = other % lines.len();
            lines.swap(at, other);
        }
        Change::Indent(_, by) => {
            lines[at] = format!("{}{}", " ".repeat(*by), lines[at].trim_start());
        }
        Change::Cut(_) => lines.truncate(at + 1),
        Change::Value(_, value) => {
            let key = lines[at].split(':').next().unwrap_or_default().to_owned();
            lines[at] = format!("{key}: {value}");
        }
        Change::Letter(_, column, letter) => {
            let mut letters: Vec<char> = lines[at].chars().collect();
            let column = column % (letters.len() + 1);
            letters.insert(column, *letter);
            lines[at] = letters.into_iter().collect();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_is_a_tree_or_problems(text in any::<String>()) {
        let begun = Instant::now();
        let _ = load(&text);
        holds(&text)?;
        prop_assert!(begun.elapsed() < Duration::from_secs(10));
    }

    /// Text that is nearly YAML goes deeper than any.
    #[test]
    fn any_nearly_yaml_is_a_tree_or_problems(
        text in r#"([-?:,\[\]{}#&*!|>'"%@` \n\t]|: |- |\n  |&a|\*a|!!str|<<: |---\n|\.\.\.\n|project|services|web|port|[a-z0-9]|\PC){0,60}"#
    ) {
        let _ = load(&text);
        holds(&text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_example_that_was_changed_is_taken_or_explained(changes in prop::collection::vec(change(), 1..4)) {
        let mut lines = example();
        for change in &changes {
            apply(&mut lines, change);
            if lines.is_empty() {
                break;
            }
        }
        holds(&(lines.join("\n") + "\n"))?;
    }
}
