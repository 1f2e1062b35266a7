//! Everything that a page names is in the repository.
//!
//! A page's words are of two sorts: those that k8sgen always writes, which stand in its templates, and those of this
//! project, which must stand in another file of the tree or in what Terraform made. Beyond that, paths lead to files,
//! objects are documents, and namespaces are some environment's.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use k8sgen_core::Project;

use super::reading::Page;
use crate::harness::demo;
use crate::harness::files::Files;
use crate::harness::manifest::{self, Manifest};

/// The folders that a tree can have.
const FOLDERS: [&str; 7] = [
    "argocd-apps",
    "base",
    "docs",
    "flux",
    "iam",
    "infrastructure",
    "overlays",
];

/// Objects that others bring: EKS, a Helm chart, and a page's own commands.
const OF_OTHERS: [&str; 4] = [
    "daemonset/aws-node",
    "daemonset/eks-pod-identity-agent",
    "deployment/aws-load-balancer-controller",
    "pod/who-am-i",
];

/// Namespaces of what others bring: EKS, and a Helm chart that people install by hand where there is no engine.
const NAMESPACES_OF_OTHERS: [&str; 2] = ["external-secrets", "kube-system"];

/// Kinds, as `kubectl` takes them before a `/`.
const KINDS: [&str; 15] = [
    "application",
    "cronjob",
    "daemonset",
    "deployment",
    "externalsecret",
    "horizontalpodautoscaler",
    "ingress",
    "job",
    "kustomization.kustomize.toolkit.fluxcd.io",
    "namespace",
    "networkpolicy",
    "pod",
    "secretstore",
    "service",
    "statefulset",
];

/// A repository, as far as its pages can name it.
pub(crate) struct Repository {
    pub(crate) files: Files,
    /// Words of files that are no pages, of paths, and of what Terraform made.
    words: BTreeSet<String>,
    /// Such as `deployment/web-ui`.
    objects: BTreeSet<String>,
    namespaces: BTreeSet<String>,
    /// Names of secrets in AWS Secrets Manager.
    remotes: BTreeSet<String>,
    project: String,
}

/// Whether a file is a page.
pub(crate) fn is_page(path: &str) -> bool {
    path == "README.md" || path.starts_with("docs/")
}

impl Repository {
    /// What is generated for a project.
    pub(crate) fn of(project: &Project) -> Self {
        let tree = project.generate().expect("its inputs are right");
        let context = serde_json::to_string(&project.context).expect("JSON");
        let inventory = &project.inventory;
        Self::read(Files::from(&tree), &context, inventory.project.as_str())
    }

    /// The same project with other files.
    fn with(&self, files: Files) -> Self {
        Self {
            files,
            words: self.words.clone(),
            objects: self.objects.clone(),
            namespaces: self.namespaces.clone(),
            remotes: self.remotes.clone(),
            project: self.project.clone(),
        }
    }

    fn read(files: Files, context: &str, project: &str) -> Self {
        let mut words: BTreeSet<String> = words(context).map(str::to_owned).collect();
        let others = || files.iter().filter(|(path, _)| !is_page(path));
        for (path, text) in others() {
            words.extend(
                self::words(text)
                    .chain(self::words(path))
                    .map(str::to_owned),
            );
        }
        words.extend(files.paths().flat_map(self::words).map(str::to_owned));
        let yaml = files.yaml().filter(|(path, _)| !is_page(path));
        let documents: Vec<Manifest> = yaml.flat_map(|(_, text)| manifest::of_text(text)).collect();
        let text = |document: &Manifest, pointer: &str| {
            let value = document.0.pointer(pointer).and_then(|value| value.as_str());
            value.map(str::to_owned)
        };
        let mut objects = BTreeSet::new();
        let mut namespaces = BTreeSet::from(NAMESPACES_OF_OTHERS.map(str::to_owned));
        let mut remotes = BTreeSet::new();
        for document in &documents {
            let kind = document.kind().to_lowercase();
            let group = match document.api_version().split_once('/') {
                Some((group, _)) if group.ends_with("fluxcd.io") => format!(".{group}"),
                _ => String::new(),
            };
            objects.insert(format!("{kind}{group}/{}", document.name()));
            if document.kind() == "Namespace" {
                namespaces.insert(document.name().to_owned());
            }
            let of = [
                "/namespace",
                "/metadata/namespace",
                "/spec/destination/namespace",
                "/spec/targetNamespace",
            ];
            namespaces.extend(of.into_iter().filter_map(|pointer| text(document, pointer)));
            let data = document.0["spec"]["data"].as_array().into_iter().flatten();
            let keys = data.filter_map(|entry| entry["remoteRef"]["key"].as_str());
            remotes.extend(keys.map(str::to_owned));
        }
        objects.extend(namespaces.iter().map(|name| format!("namespace/{name}")));
        objects.extend(OF_OTHERS.map(str::to_owned));
        let project = project.to_owned();
        Self {
            files,
            words,
            objects,
            namespaces,
            remotes,
            project,
        }
    }

    /// What its pages name and it has not.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (path, text) in self.files.iter().filter(|(path, _)| is_page(path)) {
            let page = Page::read(text);
            let mut found = Vec::new();
            self.links(path, &page, &mut found);
            self.names(&page, &mut found);
            self.commands(&page, &mut found);
            complaints.extend(found.into_iter().map(|what| format!("{path}: {what}")));
        }
        complaints
    }

    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.get(path).is_some() || self.files.paths().any(|file| file.starts_with(&folder))
    }

    fn links(&self, path: &str, page: &Page, found: &mut Vec<String>) {
        for link in page.links.iter().filter(|link| !link.contains("://")) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() {
                path.to_owned()
            } else {
                beside(path, target)
            };
            if !self.has(&target) {
                found.push(format!("a link to {target}"));
            } else if !anchor.is_empty() {
                let page = Page::read(self.files.get(&target).unwrap_or_default());
                if !page.anchors.iter().any(|one| one == anchor) {
                    found.push(format!("a link to {target}#{anchor}"));
                }
            }
        }
    }

    /// Words that neither k8sgen nor this project knows.
    fn names(&self, page: &Page, found: &mut Vec<String>) {
        let made = made(page);
        let blocks = page.blocks.iter().map(|(_, text)| text.as_str());
        let spans = page.spans.iter().map(String::as_str);
        for text in blocks.chain(spans).chain([page.text.as_str()]) {
            for word in words(text) {
                let is_known = vocabulary().contains(word)
                    || self.words.contains(word)
                    || made.contains(word)
                    || is_node(word)
                    || word == format!("{}-preview", self.project);
                if !is_known {
                    found.push(format!("the word {word}"));
                }
            }
        }
    }

    /// Paths, objects, namespaces and secrets of commands and of code inside of text.
    fn commands(&self, page: &Page, found: &mut Vec<String>) {
        let made = made(page);
        let blocks = page.blocks_of("sh");
        for text in blocks.chain(page.spans.iter().map(String::as_str)) {
            let parts: Vec<&str> = text
                .split(|c: char| c.is_whitespace() || "\"'()<>|;&`=".contains(c))
                .filter(|part| !part.is_empty())
                .collect();
            for (at, part) in parts.iter().enumerate() {
                let before = at.checked_sub(1).map_or("", |before| parts[before]);
                let (first, rest) = part.split_once('/').unwrap_or((part, ""));
                let is_path = FOLDERS.contains(&first) && !rest.is_empty();
                let file = Path::new(part)
                    .file_name()
                    .map(|name| name.to_string_lossy());
                if is_path && !self.has(part) && !file.is_some_and(|file| made.contains(&*file)) {
                    found.push(format!("the path {part}"));
                }
                if KINDS.contains(&first) && !rest.is_empty() && !self.objects.contains(*part) {
                    found.push(format!("the object {part}"));
                }
                let is_variable = part.starts_with('$');
                match before {
                    "--namespace" | "NAMESPACE"
                        if !is_variable && !self.namespaces.contains(*part) =>
                    {
                        found.push(format!("the namespace {part}"));
                    }
                    "kustomize" | "--kustomize"
                        if !self.has(&format!("{part}/kustomization.yaml")) =>
                    {
                        found.push(format!("the folder {part} to build"));
                    }
                    "--secret-id" if !self.remotes.contains(*part) => {
                        found.push(format!("the secret {part}"));
                    }
                    "kustomization" => {
                        let object = format!("{}/{part}", KINDS[8]);
                        if !part.starts_with('-') && !self.objects.contains(&object) {
                            found.push(format!("the Kustomization {part}"));
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// The same repository, a page of it with another text at the first place that has `before`.
    pub(crate) fn mutated(&self, path: &str, before: &str, after: &str) -> Self {
        let text = self.files.get(path).expect("a page");
        assert!(text.contains(before), "`{before}` in {path}");
        let files = self.files.iter().map(|(of, text)| {
            let text = if of == path {
                text.replacen(before, after, 1)
            } else {
                text.to_owned()
            };
            (of.to_owned(), text)
        });
        self.with(files.collect())
    }
}

/// A relative path from a page.
fn beside(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Names of files and Secrets that a page's own commands make.
fn made(page: &Page) -> BTreeSet<String> {
    let mut made = BTreeSet::new();
    for block in page.blocks_of("sh") {
        let parts: Vec<&str> = block.split_whitespace().collect();
        for pair in parts.windows(2) {
            let is_made = match pair[0] {
                ">" | "generic" => true,
                // `flux create secret git`
                "git" => !pair[1].starts_with('-'),
                _ => false,
            };
            if is_made {
                let file = pair[1].rsplit('/').next().unwrap_or_default();
                made.insert(file.to_owned());
            }
        }
    }
    made
}

/// The words of a text that have a letter: what a name can be made of, without marks at its ends.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.split(move |c: char| !is_inside(c))
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
}

/// Names of nodes in pictures.
fn is_node(word: &str) -> bool {
    let number = word.strip_prefix('n');
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// Every word that k8sgen itself writes: of the pages' templates, and of texts in the code that fills them.
fn vocabulary() -> &'static BTreeSet<String> {
    static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let read = |path: &str| {
            let files = Files::read(&demo::root().join(path));
            let texts = files
                .iter()
                .map(|(name, text)| (name.to_owned(), text.to_owned()));
            texts.collect::<Vec<_>>()
        };
        let mut known = BTreeSet::new();
        for (_, template) in read("templates/pages") {
            // Without what is put in, and without tags.
            let literal = template.replace("{{", "\u{0}").replace("{%", "\u{0}");
            let mut pieces = literal.split('\u{0}');
            let first = pieces.next().unwrap_or_default();
            let rest = pieces.map(|piece| piece.split_once('}').map_or("", |(_, after)| after));
            for piece in std::iter::once(first).chain(rest) {
                known.extend(words(piece).map(str::to_owned));
            }
        }
        for (name, code) in read("k8sgen-core/src") {
            if FILLERS.contains(&name.as_str()) {
                let texts = code.split('"').skip(1).step_by(2);
                known.extend(texts.flat_map(words).map(str::to_owned));
                // `\n` is an end of a line, not a letter.
                let texts = code.split('"').skip(1).step_by(2);
                let lines = texts.flat_map(|text| text.split("\\n"));
                known.extend(lines.flat_map(words).map(str::to_owned));
            }
        }
        let picture = ["flowchart", "subgraph", "end", "TB", "LR", "br", "quot"];
        known.extend(picture.map(str::to_owned));
        known.extend(KINDS.map(str::to_owned));
        known
    })
}

/// The code that fills pages.
const FILLERS: [&str; 12] = [
    "addon.rs",
    "tool/architecture_doc.rs",
    "tool/deployment_guide.rs",
    "tool/external_secret.rs",
    "tool/guide.rs",
    "tool/iam_setup.rs",
    "tool/pictures.rs",
    "tool/readme.rs",
    "tool/secret_store.rs",
    "tool/secrets_guide.rs",
    "tool/troubleshooting.rs",
    "tool/waivers.rs",
];
