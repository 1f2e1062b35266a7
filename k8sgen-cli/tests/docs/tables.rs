//! The tables that are made from the code, each between `<!-- generated: … -->` and `<!-- end -->`.

use std::fmt::Write as _;
use std::fs;

use k8sgen_core::context::{Field, KnownNames, known_names};
use k8sgen_core::inventory::Text;
use k8sgen_core::tool;
use serde_json::Value;

use crate::keys;
use crate::page::{Page, root};

/// The page with its tables as they are today.
pub(crate) fn renew(page: &Page) -> String {
    let mut text = String::new();
    let mut old = false;
    for line in page.text.lines() {
        if line == "<!-- end -->" {
            old = false;
        }
        if !old {
            text.push_str(line);
            text.push('\n');
        }
        if let Some(what) = line.strip_prefix("<!-- generated: ") {
            let what = what.trim_end_matches(" -->");
            let _ = write!(text, "\n{}\n", table(what, page));
            old = true;
        }
    }
    text
}

fn table(what: &str, page: &Page) -> String {
    match what.split_once(' ') {
        Some(("keys", section)) => keys::table(section, page),
        _ => match what {
            "built-in" => format!("```yaml\n{}```\n", keys::builtin_text()),
            "references" => references(),
            "names" => names(),
            "last names" => last_names(),
            "attributes" => attributes(),
            "tools" => tools(),
            _ => panic!("{}: nothing makes `{what}`", page.path),
        },
    }
}

/// What `${…}` can stand for, beside the context's fields: the error of a wrong one lists them.
fn own_names() -> Vec<String> {
    let error = "${}".parse::<Text>().expect_err("it stands for nothing");
    let (_, names) = error.split_once(", nor ").expect("the list of names");
    names.split(", ").map(str::to_owned).collect()
}

fn references() -> String {
    let mut table = "| reference | stands for |\n|---|---|\n".to_owned();
    let source =
        |path: &str| fs::read_to_string(root().join("k8sgen-core/src").join(path)).expect(path);
    let (own, fields) = (source("inventory/text.rs"), source("context/field.rs"));
    let own_names = own_names();
    for name in &own_names {
        let about = own
            .lines()
            .find_map(|line| line.trim().strip_prefix(&format!("/// `${{{name}}}`: ")));
        let _ = writeln!(table, "| `${{{name}}}` | {} |", capital(about.expect(name)));
    }
    let is_own = |field: &&Field| own_names.iter().any(|name| name == field.path());
    for field in Field::ALL.iter().filter(|field| !is_own(field)) {
        let lines: Vec<&str> = fields.lines().map(str::trim).collect();
        let end = format!("= \"{field}\",");
        let at = lines
            .iter()
            .position(|line| line.ends_with(&end))
            .expect("it stands in field.rs");
        let about = lines[at - 1].trim_start_matches("/// ");
        let _ = writeln!(table, "| `${{{field}}}` | {about} |");
    }
    table
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().to_string() + characters.as_str()
    })
}

fn codes<'a>(names: impl IntoIterator<Item = &'a &'a str>) -> String {
    names
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn names() -> String {
    let mut table =
        "| field | names of its own | shared names | the value is |\n|---|---|---|---|\n"
            .to_owned();
    for KnownNames {
        field,
        value,
        own,
        shared,
        ..
    } in known_names().filter(|known| !(known.own.is_empty() && known.shared.is_empty()))
    {
        let _ = writeln!(
            table,
            "| `{field}` | {} | {} | {value} |",
            codes(own),
            codes(shared)
        );
    }
    table
}

fn attributes() -> String {
    let mut table = "| field | attribute | of which resources |\n|---|---|---|\n".to_owned();
    for known in known_names() {
        for (attribute, which) in known.attributes {
            let _ = writeln!(table, "| `{}` | `{attribute}` | {which} |", known.field);
        }
    }
    table
}

fn last_names() -> String {
    let mut table = "| field | name | what is said then |\n|---|---|---|\n".to_owned();
    for known in known_names() {
        for (name, why) in known.last {
            let _ = writeln!(table, "| `{}` | `{name}` | {why} |", known.field);
        }
    }
    table
}

fn tools() -> String {
    let mut text = String::new();
    for name in tool::NAMES {
        let schema = tool::schema(name).expect(name);
        let about = schema["description"].as_str().expect(name);
        let _ = write!(text, "### `{name}`\n\n{about}\n\n");
        let arguments = schema["properties"].as_object();
        let arguments = arguments.filter(|arguments| !arguments.is_empty());
        if arguments.is_none() {
            text.push_str("It takes no arguments.\n\n");
        }
        for (n, (argument, about)) in arguments.into_iter().flatten().enumerate() {
            if n == 0 {
                text.push_str("| argument | meaning |\n|---|---|\n");
            }
            let needed = schema["required"]
                .as_array()
                .is_some_and(|all| all.contains(&Value::from(argument.as_str())));
            let needed = if needed { " Needed." } else { "" };
            let meaning = about["description"].as_str().expect(argument);
            let _ = writeln!(text, "| `{argument}` | {meaning}{needed} |");
        }
        if arguments.is_some() {
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}
