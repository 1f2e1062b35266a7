//! The four files of the context folder, for people and for agents that go on from here.

