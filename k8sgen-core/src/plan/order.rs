//! Whether a plan can be run from top to bottom.

use std::collections::HashMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Error, Plan, Step};

/// A plan of these steps, sorted by level, and what is wrong with it: the step's place in the list, and
/// the error.
pub(super) fn arrange(steps: Vec<Step>) -> Result<Plan, Vec<(usize, Error)>> {
    let mut problems = Vec::new();
    let mut nodes: HashMap<&str, NodeIndex> = HashMap::new();
    let mut graph: DiGraph<usize, ()> = DiGraph::new();
    for (place, step) in steps.iter().enumerate() {
        let node = graph.add_node(place);
        if nodes.insert(&step.id, node).is_some() {
            problems.push((place, Error::Twice(step.id.clone())));
        }
    }
    for (place, step) in steps.iter().enumerate() {
        for after in &step.after {
            if let Some(&before) = nodes.get(after.as_str()) {
                graph.add_edge(nodes[step.id.as_str()], before, ());
            } else {
                let known = steps.iter().map(|step| step.id.clone()).collect();
                problems.push((
                    place,
                    Error::Gone {
                        step: step.id.clone(),
                        after: after.clone(),
                        known,
                    },
                ));
            }
        }
    }
    let mut in_cycle = vec![false; steps.len()];
    for component in tarjan_scc(&graph) {
        let waits_for_itself =
            component.len() == 1 && graph.contains_edge(component[0], component[0]);
        if component.len() > 1 || waits_for_itself {
            let cycle = walk(&graph, &component);
            for node in &component {
                in_cycle[graph[*node]] = true;
            }
            let names = cycle.iter().map(|&place| steps[place].id.clone()).collect();
            problems.push((cycle[0], Error::Cycle(names)));
        }
    }
    for edge in graph.edge_indices() {
        let Some((step, after)) = graph.edge_endpoints(edge) else {
            continue;
        };
        let (step, after) = (&steps[graph[step]], &steps[graph[after]]);
        if after.level >= step.level && !in_cycle[graph[nodes[step.id.as_str()]]] {
            let error = Error::Upward {
                step: step.id.clone(),
                level: step.level.into(),
                after: after.id.clone(),
                after_level: after.level.into(),
            };
            problems.push((graph[nodes[step.id.as_str()]], error));
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|(place, _)| *place);
        return Err(problems);
    }
    let mut steps = steps;
    steps.sort_by_key(|step| step.level);
    Ok(Plan { steps })
}

/// A way through a strongly connected component that ends where it began, from its first step.
fn walk(graph: &DiGraph<usize, ()>, component: &[NodeIndex]) -> Vec<usize> {
    let first = component
        .iter()
        .copied()
        .min_by_key(|node| graph[*node])
        .unwrap_or(component[0]);
    let mut seen = vec![first];
    let mut node = first;
    loop {
        let mut next: Vec<NodeIndex> = graph
            .neighbors(node)
            .filter(|next| component.contains(next))
            .collect();
        next.sort_by_key(|next| graph[*next]);
        let Some(to) = next
            .iter()
            .find(|next| !seen.contains(next))
            .or(next.first())
            .copied()
        else {
            break;
        };
        if let Some(at) = seen.iter().position(|before| *before == to) {
            seen.drain(..at);
            seen.push(to);
            break;
        }
        seen.push(to);
        node = to;
    }
    seen.into_iter().map(|node| graph[node]).collect()
}
