//! Where a session stands: what is done, what is next, what is missing or wrong.

use std::fmt;

use serde::Serialize;

use super::Session;
use super::check::{self, Finding};
use super::reply::NextCall;
use crate::plan::Level;

/// How many of the next calls are named. Those of one level can be made in any order.
const NAMED: usize = 8;

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// Whether every step of the plan is made.
    pub done: bool,
    /// How many are.
    pub made: usize,
    /// How many the plan has.
    pub total: usize,
    /// The levels that have something left.
    pub levels: Vec<LevelLeft>,
    /// Calls that can be made now, the plan's next one first.
    pub next: Vec<NextCall>,
    /// How many calls can be made now.
    pub ready: usize,
    /// Calls that were made beside the plan.
    pub beside: Vec<NextCall>,
    /// What is wrong with what was made.
    pub findings: Vec<Finding>,
    /// What is worth knowing and no error.
    pub notes: Vec<String>,
}

/// A level that has something left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelLeft {
    /// Its number.
    pub level: Level,
    /// Its name.
    pub name: &'static str,
    /// How many of its steps are made.
    pub made: usize,
    /// How many it has.
    pub total: usize,
}

pub(super) fn observe(session: &Session) -> Observation {
    let plan = &session.project.plan;
    let levels = plan.levels().map(|(level, steps)| LevelLeft {
        level,
        name: level.name(),
        made: steps
            .iter()
            .filter(|step| session.is_made(&step.id))
            .count(),
        total: steps.len(),
    });
    let levels: Vec<LevelLeft> = levels.collect();
    let ready: Vec<NextCall> = session.ready().map(NextCall::from).collect();
    Observation {
        done: session.is_done(),
        made: levels.iter().map(|level| level.made).sum(),
        total: plan.steps().len(),
        levels: levels
            .into_iter()
            .filter(|level| level.made < level.total)
            .collect(),
        ready: ready.len(),
        next: ready.into_iter().take(NAMED).collect(),
        beside: session.beside().collect(),
        findings: check::all(&session.tree),
        notes: session.project.notes(),
    }
}

impl fmt::Display for Observation {
    /// For a terminal, and for a prompt.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {} steps are made", self.made, self.total)?;
        for left in &self.levels {
            let LevelLeft {
                level,
                name,
                made,
                total,
            } = left;
            writeln!(f, "level {} {name}: {made} of {total}", u8::from(*level))?;
        }
        for next in &self.next {
            let args = serde_json::Value::Object(next.args.clone());
            writeln!(f, "next: {} {args}", next.tool)?;
        }
        if self.ready > self.next.len() {
            let more = self.ready - self.next.len();
            writeln!(f, "and {more} more can be made now")?;
        }
        for finding in &self.findings {
            writeln!(f, "wrong: {}: {}", finding.path, finding.message)?;
        }
        Ok(())
    }
}
