//! Secrets never flow: one is planted in every kind of input at every place where Terraform keeps some, every command
//! and every tool is run, and every byte that is written or printed is searched for it, however it is encoded.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests write the inputs, and look at what was made of them"
)]

#[path = "../harness/mod.rs"]
#[expect(dead_code, reason = "the other test needs the rest")]
mod harness;
mod inputs;
mod search;

use std::fmt::Write as _;
use std::path::PathBuf;

use harness::Sandbox;
use inputs::{Input, inputs};
use k8sgen_core::context::{Context, Mapping, Needs, allow_list};
use k8sgen_core::terraform::{self, Environment};
use k8sgen_core::tool::{self, Call};
use k8sgen_core::{Project, Sources, Tree};
use search::Search;
use serde_json::json;

/// What a call of any tool may name.
const NAMES: [&str; 5] = [
    "web",
    "cart",
    "database-config",
    "database-credentials",
    "production",
];

/// Every command, and every tool for every name; what fails is as much searched as what does not.
fn script(input: &Input) -> String {
    let terraform = input.terraform;
    // What can't be read is not read for the first name, and not for the others either.
    let names = if input.is_good {
        &NAMES[..]
    } else {
        &NAMES[..1]
    };
    let mut script = format!(
        "all() {{\n\
         k8sgen context {terraform} -o k8s-context\n\
         mv k8sgen.yaml kept; k8sgen context {terraform} -o bare-context; mv kept k8sgen.yaml\n\
         for format in table yaml json mermaid dot; do k8sgen plan --format $format; done\n\
         k8sgen plan --format yaml > plan.yaml\n\
         k8sgen generate {terraform}\n\
         k8sgen generate {terraform} --plan plan.yaml --dry-run\n\
         k8sgen generate {terraform} -o elsewhere --force\n\
         k8sgen diff {terraform} -o nowhere\n\
         k8sgen tool list\n\
         k8sgen schema\n\
         k8sgen completions bash\n"
    );
    for tool in tool::NAMES {
        let _ = writeln!(script, "k8sgen tool schema {tool}");
        for name in names {
            let args = json!({ "name": name });
            let _ = writeln!(
                script,
                "k8sgen tool call {tool} --args '{args}' {terraform}"
            );
        }
    }
    script.push_str("}\nset +e\nall\nexit 0\n");
    script
}

fn lay(sandbox: &Sandbox, input: &Input) {
    for (path, bytes) in &input.files {
        sandbox.write(path, bytes);
    }
}

/// A good deal of shell for each input: the commands as people call them.
#[test]
fn no_command_and_no_tool_lets_a_secret_out() {
    let search = Search::new();
    for input in inputs() {
        let sandbox = Sandbox::new();
        lay(&sandbox, &input);
        let ran = sandbox.run(&script(&input));
        assert_eq!(ran.status, Some(0), "{}: {}", input.name, ran.stderr);
        assert!(
            !ran.stderr.contains("panicked"),
            "{}: {}",
            input.name,
            ran.stderr
        );
        search.none(
            &format!("{}: standard output", input.name),
            ran.stdout.as_bytes(),
        );
        search.none(
            &format!("{}: standard error", input.name),
            ran.stderr.as_bytes(),
        );
        let mut written = 0;
        for (path, file) in sandbox.files() {
            if !input.files.iter().any(|(given, _)| *given == path) {
                search.none(&format!("{}: {path}", input.name), file.content());
                search.none(&format!("{}: a name", input.name), path.as_bytes());
                written += 1;
            }
        }
        let generates = sandbox.files().contains_key("k8s-manifests/README.md");
        assert_eq!(generates, input.is_good, "{}: {}", input.name, ran.stderr);
        assert!(written > 0, "{}: nothing was looked at", input.name);
        let planted = input.files.iter().any(|(_, bytes)| search.finds(bytes));
        assert!(
            planted || input.name.contains("gzip"),
            "{}: nothing is planted",
            input.name
        );
    }
}

/// The same through the library, and what its types print of themselves.
#[test]
fn no_type_of_the_library_shows_a_secret() {
    let search = Search::new();
    for input in inputs() {
        let sandbox = Sandbox::new();
        lay(&sandbox, &input);
        let folder = sandbox.folder();
        let Some(path) = input.terraform.strip_prefix("--terraform ") else {
            continue;
        };
        if path.contains('<') {
            continue;
        }
        let paths = vec![folder.join(path)];
        let facts = terraform::load(&paths, &Environment::Unknown, &allow_list());
        search.none(input.name, format!("{facts:?} {facts:#?}").as_bytes());
        if let Ok(facts) = facts {
            let context = Context::bridge(&facts, &Mapping::default(), &Needs::summary());
            search.none(input.name, format!("{context:?} {context:#?}").as_bytes());
            let all = Context::bridge(
                &facts,
                &Mapping::default(),
                &k8sgen_core::context::Field::ALL
                    .iter()
                    .map(|field| (*field, "a.yaml"))
                    .collect(),
            );
            search.none(input.name, format!("{all:?}").as_bytes());
        }
        let sources = Sources::from(paths);
        let project = Project::load(&folder.join("k8sgen.yaml"), &sources, None);
        search.none(input.name, format!("{project:?}").as_bytes());
        let Ok(project) = project else { continue };
        search.none(
            input.name,
            format!("{:?} {:?}", project.origin(), project.notes()).as_bytes(),
        );
        let tree = Tree::default();
        let inputs = tool::Inputs::new(&project.context, &project.inventory, &tree);
        for tool in tool::NAMES {
            for name in NAMES {
                let args = json!({ "name": name });
                let made = Call::read(tool, args.as_object().expect("an object"))
                    .and_then(|call| call.run(&inputs));
                search.none(input.name, format!("{made:?}").as_bytes());
            }
        }
    }
}

/// The search itself finds what is there: else it would prove nothing.
#[test]
fn the_search_finds_every_encoding() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    let search = Search::new();
    for before in ["", "a", "ab", "abc"] {
        let text = format!("{before}{}tail", inputs::SECRET);
        assert!(search.finds(text.as_bytes()));
        assert!(search.finds(STANDARD.encode(&text).as_bytes()), "{before}");
        assert!(
            search.finds(URL_SAFE_NO_PAD.encode(&text).as_bytes()),
            "{before}"
        );
        assert!(search.finds(json!(text).to_string().as_bytes()));
        assert!(search.finds(format!("{text:?}").as_bytes()));
        let url = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
        assert!(search.finds(url.to_string().as_bytes()));
    }
    assert!(!search.finds(b"k8sgen"));
    let _: PathBuf = Sandbox::new().folder();
}
