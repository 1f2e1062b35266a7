//! One interpolation stays what it is on a page, whatever the string: text stays text, a cell a cell, a word of a
//! command one word, a label one label.
//!
//! A page is rendered twice, with plain names and with strings of what Markdown, shells and Mermaid give a meaning to.
//! A reader of Markdown must find the same headings, tables, links and blocks in both.

use std::path::Path;
use std::process::Command;

use indexmap::IndexMap;
use k8sgen_templates::markdown::{code, json, label, shell};
use k8sgen_templates::mermaid::{Direction, Flowchart, Line, Shape};
use k8sgen_templates::page::{
    Architecture, Backing, Bootstrap, BuiltImages, ChartRelease, Demand, DeploymentGuide, Engine,
    ExampleCall, ExampleProbe, ExampleService, Fact, GitAddress, GitSecret, GuideEnvironment,
    GuideRole, GuideSecret, IamSetup, LoadBalancer, Openness, Page, Place, Readme,
    ReadmeEnvironment, ReadmeIam, ReadmeWaiver, RoleWorkload, SecretsGuide, Shell, Tier,
    TierService, Troubleshooting, WritablePaths,
};
use proptest::prelude::*;
use proptest::test_runner::Config;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Strings of what has a meaning in Markdown, HTML, shells or Mermaid, and of anything else.
fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => r#"[-a-z0-9 `*_\[\]()<>&|~#$!{}\\"'/:;,.+=@^%?\n\t]{1,16}"#,
        1 => any::<String>(),
        1 => proptest::sample::select(vec![
            "```", "~~~", "---", "# a", "- a", "1. a", "| a | b |", "[a](b)", "![a](b)", "<b>", "</details>",
            "<!--", "&lt;", "a\nEOF\nb", "EOF", "$(date)", "`date`", "'", "\"", "a\n```\nb", "\\", "*a*", "end",
            "a --> b", "%% a", "http://a.b/",
        ]).prop_map(str::to_owned),
    ]
}

/// Gives one string after the other.
struct Strings<'a> {
    of: &'a [String],
    at: usize,
}

impl Strings<'_> {
    fn next(&mut self) -> String {
        let next = self.of[self.at % self.of.len()].clone();
        self.at += 1;
        next
    }

    fn two(&mut self) -> Vec<String> {
        vec![self.next(), self.next()]
    }
}

fn picture(s: &mut Strings<'_>) -> Flowchart {
    let mut picture = Flowchart::new(Direction::Down);
    let (from, to) = (
        picture.node(Shape::Plain, s.next()),
        picture.node(Shape::Store, s.next()),
    );
    let (frame, ()) = picture.frame(s.next(), |it| {
        it.node(Shape::Round, s.next());
    });
    picture.arrow(from, frame, Line::Solid);
    picture.labelled(from, to, Line::Dotted, s.next());
    picture
}

fn the_shell(s: &mut Strings<'_>) -> Shell {
    let places = (0..2).map(|_| Place {
        name: s.next(),
        namespace: s.next(),
    });
    let places = places.collect();
    Shell {
        region: Some(s.next()),
        cluster: Some(s.next()),
        places,
    }
}

/// Every page, with a string in every field that takes one.
fn pages(strings: &[String]) -> Vec<String> {
    let s = &mut Strings { of: strings, at: 0 };
    let mut pages = Vec::new();
    for engine in [Some(Engine::ArgoCd), Some(Engine::Flux), None] {
        pages.push(readme(s, engine).to_markdown());
        pages.push(architecture(s, engine).to_markdown());
        pages.push(troubleshooting(s, engine).to_markdown());
    }
    let argocd = Bootstrap::ArgoCd {
        chart: Some(ChartRelease {
            repository: s.next(),
            name: s.next(),
            version: s.next(),
        }),
        secret: s.next(),
        ssh: false,
        root: s.next(),
        environments: s.two(),
    };
    let flux = Bootstrap::Flux {
        secret: Some(GitSecret {
            name: s.next(),
            url: s.next(),
        }),
        has_infrastructure: true,
        root: s.next(),
        environments: s.two(),
    };
    for engine in [Some(argocd), Some(flux), None] {
        pages.push(deployment_guide(s, engine).to_markdown());
    }
    pages.push(iam_setup(s).to_markdown());
    pages.push(secrets_guide(s).to_markdown());
    pages
}

fn readme(s: &mut Strings<'_>, engine: Option<Engine>) -> Readme {
    Readme {
        project: s.next(),
        terraform_environment: s.next(),
        services: 2,
        cluster: Some(s.next()),
        region: Some(s.next()),
        has_secrets: true,
        has_ingress: true,
        has_autoscaling: true,
        infrastructure: s.two(),
        engine,
        iam: Some(ReadmeIam::WithAgent),
        namespace: s.next(),
        environments: vec![ReadmeEnvironment {
            name: s.next(),
            namespace: s.next(),
            hosts: s.two(),
            pods: s.next(),
            allowed: s.next(),
        }],
        waivers: vec![ReadmeWaiver {
            tool: s.next(),
            check: s.next(),
            place: s.next(),
            why: s.next(),
        }],
    }
}

fn architecture(s: &mut Strings<'_>, engine: Option<Engine>) -> Architecture {
    Architecture {
        project: s.next(),
        tiers: vec![Tier {
            name: s.next(),
            services: vec![TierService {
                name: s.next(),
                ports: vec![8080],
                account: s.next(),
                pods: s.next(),
                calls: s.two(),
                file: s.next(),
            }],
        }],
        calls: picture(s),
        is_counted: false,
        hubs: s.two(),
        aws: picture(s),
        facts: vec![Fact {
            what: s.next(),
            names: s.two(),
        }],
        delivery: picture(s),
        engine,
        waves: Vec::new(),
        has_ingress: true,
        backing: vec![Backing {
            what: s.next(),
            address: s.next(),
            users: s.two(),
        }],
    }
}

fn troubleshooting(s: &mut Strings<'_>, engine: Option<Engine>) -> Troubleshooting {
    Troubleshooting {
        project: s.next(),
        shell: the_shell(s),
        engine,
        root: s.next(),
        git: s.next(),
        has_iam: true,
        has_secrets: true,
        store: s.next(),
        repository: Some(s.next()),
        example: Some(s.next()),
        probe: Some(ExampleProbe {
            object: s.next(),
            port: 80,
            path: s.next(),
        }),
        call: Some(ExampleCall {
            from: s.next(),
            to: s.next(),
            policy: s.next(),
        }),
        demands: vec![Demand {
            name: s.next(),
            pods: 1,
            cpu: s.next(),
            memory: s.next(),
        }],
        writable: vec![WritablePaths {
            name: s.next(),
            paths: s.two(),
        }],
        users: "10001".to_owned(),
        open: s.two(),
        without_budget: s.two(),
        autoscaled: Some(s.next()),
        fixed: s.two(),
        ingress: Some(LoadBalancer {
            object: s.next(),
            has_tls: true,
            environments: vec![Openness {
                name: s.next(),
                allowed: s.next(),
            }],
        }),
    }
}

fn deployment_guide(s: &mut Strings<'_>, engine: Option<Bootstrap>) -> DeploymentGuide {
    DeploymentGuide {
        project: s.next(),
        shell: the_shell(s),
        account: Some(s.next()),
        has_iam: true,
        has_secrets: true,
        has_autoscaling: true,
        needs_agent: true,
        registry: Some(BuiltImages {
            host: s.next(),
            built: 2,
            example: s.next(),
        }),
        by_hand: s.two(),
        infrastructure: s.two(),
        repository: Some(GitAddress {
            url: s.next(),
            revision: s.next(),
            path: Some(s.next()),
        }),
        engine,
        environments: (0..2)
            .map(|number| GuideEnvironment {
                name: s.next(),
                namespace: s.next(),
                folder: s.next(),
                tag: Some(s.next()),
                urls: if number == 0 { s.two() } else { Vec::new() },
            })
            .collect(),
        ingress: Some(s.next()),
        paths: s.two(),
        has_deployments: true,
        example: Some(ExampleService {
            workload: s.next(),
            service: s.next(),
            port: Some(80),
            health: s.next(),
        }),
        preview: s.next(),
        preview_namespace: s.next(),
    }
}

fn iam_setup(s: &mut Strings<'_>) -> IamSetup {
    let roles = [true, false].map(|by_irsa| GuideRole {
        name: s.next(),
        arn: s.next(),
        account: s.next(),
        namespaces: s.two(),
        fixed_namespace: (!by_irsa).then(|| s.next()),
        by_irsa,
        allows: s.next(),
        trust: s.next(),
        permissions: s.next(),
        import: s.next(),
        workload: Some(RoleWorkload {
            service: s.next(),
            object: s.next(),
        }),
    });
    IamSetup {
        project: s.next(),
        shell: the_shell(s),
        roles: roles.into(),
        image_pull: Some(s.next()),
        oidc_provider: Some(s.next()),
    }
}

fn secrets_guide(s: &mut Strings<'_>) -> SecretsGuide {
    let secrets = [true, false].map(|by_terraform| GuideSecret {
        name: s.next(),
        remote: s.next(),
        by_terraform,
        properties: s.two(),
        // A key of its own, so that two strings that are the same are still two properties.
        shape: IndexMap::from([
            (format!("{}1", s.next()), String::new()),
            (format!("{}2", s.next()), String::new()),
        ]),
        keys: s.two(),
        readers: s.two(),
        workloads: s.two(),
        object: s.next(),
        file: s.next(),
        uri: s.next(),
    });
    SecretsGuide {
        project: s.next(),
        shell: the_shell(s),
        picture: picture(s),
        store: s.next(),
        account: s.next(),
        role: s.next(),
        permissions: s.next(),
        refresh: "1h".to_owned(),
        as_files: false,
        is_flux: true,
        secrets: secrets.into(),
    }
}

/// What a page consists of, without its text.
fn skeleton(page: &str) -> Vec<String> {
    let events = Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let events = events.filter_map(|event| match event {
        Event::Text(_) | Event::SoftBreak => None,
        Event::Code(_) => Some("code".to_owned()),
        // Where a link leads is a string, too.
        Event::Start(Tag::Link { .. }) => Some("link".to_owned()),
        other => Some(format!("{other:?}")),
    });
    events.collect()
}

/// The blocks of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut inside) = (Vec::<String>::new(), false);
    let fence = format!("```{language}");
    for line in page.lines().map(str::trim_start) {
        match line {
            "```" => inside = false,
            line if line == fence => {
                blocks.push(String::new());
                inside = true;
            }
            line if inside => {
                let block = blocks.last_mut().expect("it was begun");
                block.push_str(line);
                block.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

/// Strings that show something: no field of a page is blank.
fn visible() -> impl Strategy<Value = String> {
    nasty().prop_map(|text| {
        let is_blank = text.chars().all(|c| c.is_control() || c.is_whitespace());
        if is_blank { format!("{text}x") } else { text }
    })
}

fn plain() -> Vec<String> {
    vec!["name".to_owned()]
}

proptest! {
    #![proptest_config(Config { cases: 256, ..Config::default() })]

    #[test]
    fn a_page_stays_as_it_is_whatever_the_strings(strings in proptest::collection::vec(visible(), 1..40)) {
        for (expected, page) in pages(&plain()).iter().zip(pages(&strings)) {
            let (expected, found) = (skeleton(expected), skeleton(&page));
            prop_assert_eq!(expected, found, "{}", page);
        }
    }

    #[test]
    fn code_reads_back(text in nasty()) {
        // In a table, as everywhere: the bar is where it could end early.
        let page = format!("| a | b |\n|---|---|\n| {} | end |\n", code(&text));
        let found: Vec<String> = Parser::new_ext(&page, Options::ENABLE_TABLES)
            .filter_map(|event| match event {
                Event::Code(code) => Some(code.to_string()),
                _ => None,
            })
            .collect();
        let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // Markdown itself takes away one blank at both ends.
        prop_assert_eq!(found.len(), 1, "{}", page);
        prop_assert_eq!(found[0].trim(), shown.trim());
    }

    #[test]
    fn a_label_reads_back(text in any::<String>()) {
        let label = label(&text);
        let inside = label.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).expect("quotes");
        let mut read = String::new();
        let mut rest = inside.replace("<br>", "\n");
        prop_assert!(!rest.contains(['"', '<', '>', '&', '`', '\\', '{', '}', '%']), "{}", label);
        while let Some((before, after)) = rest.split_once('#') {
            let (entity, after) = after.split_once(';').expect("an entity ends");
            let c = if entity == "quot" { Some('"') } else { entity.parse().ok().and_then(char::from_u32) };
            read.push_str(before);
            read.push(c.expect("a known entity"));
            rest = after.to_owned();
        }
        read.push_str(&rest);
        let shown: String = text
            .chars()
            .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
            .collect();
        prop_assert_eq!(read, shown);
    }

    /// No line of it can end a block of code, or a here-document.
    #[test]
    fn an_object_reads_back(shape in proptest::collection::btree_map(nasty(), nasty(), 1..4)) {
        let text = json(&shape);
        for line in text.lines() {
            prop_assert!(line == "{" || line == "}" || line.starts_with("  \""), "{}", text);
        }
        let read: std::collections::BTreeMap<String, String> = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(read, shape);
    }
}

proptest! {
    // Each case starts a shell.
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn a_shell_reads_every_word_as_one(words in proptest::collection::vec(nasty(), 1..60)) {
        let line: Vec<String> = words.iter().map(|word| shell(word)).collect();
        let script = format!("printf '%s\\0' {}", line.join(" "));
        let output = Command::new("bash").args(["-c", &script]).output().expect("there is a bash");
        let read = String::from_utf8(output.stdout).expect("UTF-8");
        let expected = words.iter().map(|word| {
            let word: String = word.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            word + "\0"
        });
        prop_assert_eq!(read, expected.collect::<String>());
    }

    #[test]
    fn commands_parse_whatever_the_strings(strings in proptest::collection::vec(nasty(), 1..40)) {
        let scripts: Vec<String> = pages(&strings).iter().flat_map(|page| blocks(page, "sh")).collect();
        prop_assert!(scripts.len() > 60);
        let script = scripts.concat();
        let output = Command::new("bash").args(["-n", "-c", &script]).output().expect("there is a bash");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        prop_assert!(said.is_empty(), "{}\n{}", said, script);
    }
}

/// Inside of a block of code, an interpolation goes through the escaper of that block's language; outside of one, none
/// of these is used.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may read the templates")]
fn every_interpolation_is_escaped_for_where_it_stands() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of the templates") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let template = std::fs::read_to_string(&path).expect("a template");
        let mut block: Option<&str> = None;
        for line in template.lines() {
            let of = match line.trim_start().strip_prefix("```") {
                Some(_) if block.is_some() => {
                    block = None;
                    continue;
                }
                Some(language) => {
                    block = Some(language);
                    continue;
                }
                None => block,
            };
            for piece in line.split("{{").skip(1) {
                let (interpolation, _) = piece.split_once("}}").expect("an end on the same line");
                let filter = interpolation.split('|').nth(1).map(str::trim);
                let fitting: &[Option<&str>] = match of {
                    // A number needs none.
                    Some("sh") if interpolation.trim().ends_with("port") => &[None],
                    Some("sh") => &[Some("shell"), Some("hcl"), Some("yaml"), Some("pretty")],
                    Some("yaml") => &[Some("yaml")],
                    Some("json") => &[Some("pretty")],
                    Some("mermaid") => &[Some("diagram")],
                    Some(language) => panic!("{}: no escaper for {language}", path.display()),
                    None => &[None, Some("code"), Some("url")],
                };
                assert!(fitting.contains(&filter), "{}: {line}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} interpolations");
}
