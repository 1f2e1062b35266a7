//! A plan as a picture that GitHub shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Level, Plan};

/// The plan as a Mermaid flowchart: a box a level, a node a tool with the number of its calls, and what
/// comes after what.
#[must_use]
pub fn to_mermaid(plan: &Plan) -> String {
    let mut nodes: IndexMap<(Level, &str), usize> = IndexMap::new();
    for step in plan.steps() {
        *nodes.entry((step.level, step.tool.as_str())).or_default() += 1;
    }
    let node_of = |id: &str| {
        let step = plan.steps().iter().find(|step| step.id == id)?;
        nodes.get_index_of(&(step.level, step.tool.as_str()))
    };
    let mut picture = "flowchart TD\n".to_owned();
    for (level, _) in plan.levels() {
        let number = u8::from(level);
        let _ = writeln!(
            picture,
            "  subgraph level_{number}[\"{number}: {}\"]",
            level.name()
        );
        for (at, ((_, tool), calls)) in nodes
            .iter()
            .enumerate()
            .filter(|(_, ((of, _), _))| *of == level)
        {
            let times = if *calls == 1 {
                String::new()
            } else {
                format!(" x {calls}")
            };
            let _ = writeln!(picture, "    s{at}[\"{tool}{times}\"]");
        }
        picture.push_str("  end\n");
    }
    let edges: BTreeSet<(usize, usize)> = plan
        .steps()
        .iter()
        .flat_map(|step| {
            step.after
                .iter()
                .map(|after| (after.as_str(), step.id.as_str()))
        })
        .filter_map(|(from, to)| Some((node_of(from)?, node_of(to)?)))
        .collect();
    for (from, to) in edges {
        let _ = writeln!(picture, "  s{from} --> s{to}");
    }
    picture
}
