//! A plan for Graphviz, step by step.

use std::fmt::Write as _;

use super::Plan;

/// The plan as a Graphviz digraph: a rank a level, an edge from each step to those that come after it.
#[must_use]
pub fn to_dot(plan: &Plan) -> String {
    let mut graph = "digraph plan {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for (level, steps) in plan.levels() {
        let _ = write!(graph, "  {{ rank=same; // {}\n   ", level.name());
        for step in steps {
            let _ = write!(graph, " {};", quoted(&step.id));
        }
        graph.push_str("\n  }\n");
    }
    for step in plan.steps() {
        for after in &step.after {
            let _ = writeln!(graph, "  {} -> {};", quoted(after), quoted(&step.id));
        }
    }
    graph.push_str("}\n");
    graph
}

/// A string of the DOT language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
