//! Pictures: flowcharts in the language of Mermaid.
//!
//! Names of nodes are made here, so a label is the only place that a string reaches, and `label` escapes it.

use std::fmt;

use crate::markdown::label;

/// A flowchart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flowchart {
    direction: Direction,
    items: Vec<Item>,
    edges: Vec<Edge>,
    nodes: usize,
}

/// Where arrows lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Down.
    Down,
    /// To the right.
    Right,
}

/// What a node looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A box.
    Plain,
    /// A box with round ends.
    Round,
    /// A cylinder.
    Store,
}

/// What an arrow looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A solid line.
    Solid,
    /// A line of dots.
    Dotted,
}

/// A node or a frame, to draw an arrow from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeId(usize);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Node(NodeId, Shape, String),
    Open(NodeId, String),
    Close,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: NodeId,
    to: NodeId,
    line: Line,
    label: Option<String>,
}

impl Flowchart {
    /// An empty one.
    #[must_use]
    pub const fn new(direction: Direction) -> Self {
        Self {
            direction,
            items: Vec::new(),
            edges: Vec::new(),
            nodes: 0,
        }
    }

    fn next(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(self.nodes)
    }

    /// Adds a node; to the frame that is being filled, if one is.
    pub fn node(&mut self, shape: Shape, label: impl Into<String>) -> NodeId {
        let id = self.next();
        self.items.push(Item::Node(id, shape, label.into()));
        id
    }

    /// Adds a frame, and what `fill` puts into it.
    pub fn frame<T>(
        &mut self,
        label: impl Into<String>,
        fill: impl FnOnce(&mut Self) -> T,
    ) -> (NodeId, T) {
        let id = self.next();
        self.items.push(Item::Open(id, label.into()));
        let filled = fill(self);
        self.items.push(Item::Close);
        (id, filled)
    }

    /// Adds an arrow.
    pub fn arrow(&mut self, from: NodeId, to: NodeId, line: Line) {
        self.edges.push(Edge {
            from,
            to,
            line,
            label: None,
        });
    }

    /// Adds an arrow with text on it.
    pub fn labelled(&mut self, from: NodeId, to: NodeId, line: Line, label: impl Into<String>) {
        self.edges.push(Edge {
            from,
            to,
            line,
            label: Some(label.into()),
        });
    }

    /// How many arrows there are.
    #[must_use]
    pub const fn arrows(&self) -> usize {
        self.edges.len()
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

/// The picture's text, without the fence and without a newline at its end.
impl fmt::Display for Flowchart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.direction {
            Direction::Down => "flowchart TB",
            Direction::Right => "flowchart LR",
        })?;
        let mut depth = 1;
        for item in &self.items {
            if *item == Item::Close {
                depth -= 1;
            }
            write!(f, "\n{:1$}", "", depth * 2)?;
            match item {
                Item::Node(id, Shape::Plain, text) => write!(f, "{id}[{}]", label(text)),
                Item::Node(id, Shape::Round, text) => write!(f, "{id}([{}])", label(text)),
                Item::Node(id, Shape::Store, text) => write!(f, "{id}[({})]", label(text)),
                Item::Open(id, text) => {
                    depth += 1;
                    write!(f, "subgraph {id}[{}]", label(text))
                }
                Item::Close => f.write_str("end"),
            }?;
        }
        for edge in &self.edges {
            let arrow = match edge.line {
                Line::Solid => "-->",
                Line::Dotted => "-.->",
            };
            write!(f, "\n  {} {arrow}", edge.from)?;
            if let Some(text) = &edge.label {
                write!(f, "|{}|", label(text))?;
            }
            write!(f, " {}", edge.to)?;
        }
        Ok(())
    }
}
