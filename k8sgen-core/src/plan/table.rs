//! A plan for the terminal.

use std::fmt::Write as _;

use super::Plan;

/// The plan as a table: one line a step, its arguments as JSON.
#[must_use]
pub fn to_table(plan: &Plan) -> String {
    let width = |of: fn(&super::Step) -> usize| plan.steps().iter().map(of).max().unwrap_or(0);
    let (ids, tools) = (width(|step| step.id.len()), width(|step| step.tool.len()));
    let mut table = String::new();
    for (level, steps) in plan.levels() {
        let number = u8::from(level);
        let _ = writeln!(
            table,
            "level {number}: {} ({} in parallel)",
            level.name(),
            steps.len()
        );
        for step in steps {
            let _ = writeln!(
                table,
                "  {:ids$}  {:tools$}  {}",
                step.id, step.tool, step.path
            );
        }
    }
    table
}
