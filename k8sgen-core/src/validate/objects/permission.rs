//! What Roles allow, and to whom bindings give them.

use crate::validate::document::Document;
use crate::validate::scope::Scope;
use crate::yaml::Node;

/// One rule of a Role or a `ClusterRole`.
#[derive(Debug, Clone, Copy)]
pub struct Permission<'a> {
    /// The Role or `ClusterRole`.
    pub role: &'a Document,
    /// The item of its `rules`.
    pub node: &'a Node,
}

impl<'a> Permission<'a> {
    /// Everything that the Roles and `ClusterRole`s of a scope allow.
    pub fn all(scope: &Scope<'a>) -> impl Iterator<Item = Self> {
        let roles = ["Role", "ClusterRole"].into_iter();
        let roles = roles.flat_map(|kind| scope.of_kind(kind).iter().copied());
        roles.flat_map(|role| {
            let items = role.at(["rules"]).map_or(&[][..], Node::items);
            items.iter().map(move |node| Self { role, node })
        })
    }

    /// The items of `apiGroups`, `resources`, `verbs` or `resourceNames`.
    #[must_use]
    pub fn items(&self, list: &str) -> &'a [Node] {
        self.node.at([list]).map_or(&[][..], Node::items)
    }

    /// The item of a list that says exactly this.
    #[must_use]
    pub fn item(&self, list: &str, text: &str) -> Option<&'a Node> {
        self.items(list)
            .iter()
            .find(|item| item.text() == Some(text))
    }

    /// Whether it is about a group of APIs, by its name or as one of all.
    #[must_use]
    pub fn is_in(&self, group: &str) -> bool {
        self.item("apiGroups", group).is_some() || self.item("apiGroups", "*").is_some()
    }

    /// Whether it names the objects that it is about.
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.items("resourceNames").is_empty()
    }

    /// Those of these verbs that it allows, in their order; all of them, if it allows every verb.
    #[must_use]
    pub fn verbs(&self, verbs: &[&'static str]) -> Vec<&'static str> {
        let every = self.item("verbs", "*").is_some();
        let allows = |verb: &&&str| every || self.item("verbs", verb).is_some();
        verbs.iter().filter(allows).copied().collect()
    }

    /// ``ClusterRole `web` ``: for a message.
    #[must_use]
    pub fn title(&self) -> String {
        format!(
            "{} `{}`",
            self.role.kind(),
            crate::problem::shown(self.role.name())
        )
    }

    /// Where its objects are: for a message.
    #[must_use]
    pub fn reach(&self) -> &'static str {
        if self.role.kind() == "Role" {
            "its namespace"
        } else {
            "every namespace that it is bound in"
        }
    }
}

/// A RoleBinding or a `ClusterRoleBinding`.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// The object.
    pub document: &'a Document,
    /// The kind of what it gives: `Role` or `ClusterRole`.
    pub kind: &'a str,
    /// The name of what it gives.
    pub role: &'a Node,
}

impl<'a> Binding<'a> {
    /// All bindings of a scope.
    pub fn all(scope: &Scope<'a>) -> impl Iterator<Item = Self> {
        let bindings = ["RoleBinding", "ClusterRoleBinding"].into_iter();
        let bindings = bindings.flat_map(|kind| scope.of_kind(kind).iter().copied());
        bindings.filter_map(|document| {
            Some(Self {
                document,
                kind: document.text_at(["roleRef", "kind"])?,
                role: document.at(["roleRef", "name"])?,
            })
        })
    }

    /// The name of what it gives.
    #[must_use]
    pub fn role(&self) -> &'a str {
        self.role.text().unwrap_or_default()
    }

    /// Whether it gives this `ClusterRole`.
    #[must_use]
    pub fn gives(&self, role: &str) -> bool {
        self.kind == "ClusterRole" && self.role() == role
    }

    /// Whether it counts in every namespace.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.document.kind() == "ClusterRoleBinding"
    }

    /// Those to whom it gives it: their kind, and their name.
    pub fn subjects(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let subjects = self.document.at(["subjects"]).map_or(&[][..], Node::items);
        subjects
            .iter()
            .filter_map(|subject| Some((subject.at(["kind"])?.text()?, subject.at(["name"])?)))
    }
}
