//! Which lines of a text are others in another one.

use similar::{DiffOp, TextDiff};

/// Numbers of the lines of `before` that `after` does not have, counted from 0.
pub(super) fn lines(before: &str, after: &str) -> Vec<usize> {
    if before == after {
        return Vec::new();
    }
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    if old.len() == new.len() {
        // One value is another one: every line is where it was.
        let pairs = old.iter().zip(&new).enumerate();
        return pairs.filter(|(_, (a, b))| a != b).map(|(n, _)| n).collect();
    }
    let diff = TextDiff::from_slices(&old, &new);
    let gone = diff.ops().iter().flat_map(|op| match op {
        DiffOp::Equal { .. } | DiffOp::Insert { .. } => 0..0,
        DiffOp::Delete { .. } | DiffOp::Replace { .. } => op.old_range(),
    });
    gone.collect()
}

/// For each line of `now`, the line of `generated` that it is or, where it was edited, was. None for a line that
/// somebody added.
pub(super) fn origins(generated: &str, now: &str) -> Vec<Option<usize>> {
    let old: Vec<&str> = generated.lines().collect();
    let new: Vec<&str> = now.lines().collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut origins = vec![None; new.len()];
    for op in diff.ops() {
        if !matches!(op, DiffOp::Delete { .. } | DiffOp::Insert { .. }) {
            for (now, before) in op.new_range().zip(op.old_range()) {
                origins[now] = Some(before);
            }
        }
    }
    origins
}
