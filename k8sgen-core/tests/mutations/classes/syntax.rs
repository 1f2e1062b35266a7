//! What makes of a file something else than was meant, before anybody asks what it says.

use super::without_quotes;
use crate::class::{Class, Effect, file, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "broken-yaml",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a tab indents a line",
                "",
                "** spec|data|metadata *",
                Edit::Line(tab),
            ),
            on("a colon is gone", "", "** *", Edit::Line(no_colon)),
            on(
                "no space behind the colon",
                "",
                "spec **",
                Edit::Line(no_space),
            ),
            on(
                "a quote is never closed",
                "",
                "** *",
                Edit::Line(open_quote),
            ),
            on(
                "a bracket is never closed",
                "",
                "** *",
                Edit::Line(open_bracket),
            ),
            on(
                "a value begins with @",
                "",
                "metadata name",
                Edit::Line(at_sign),
            ),
            on(
                "an anchor that nobody set",
                "",
                "metadata name",
                Edit::Set("*base"),
            ),
            on(
                "a template's braces are left behind",
                "",
                "metadata name",
                Edit::Set("{{ .Values.name }}"),
            ),
            file("a merge was never settled", ".yaml", Edit::Whole(conflict)),
            file("a policy's last bracket is gone", ".json", Edit::Whole(cut)),
        ],
    },
    Class {
        name: "wrong-indentation",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "one space too many",
                "Deployment StatefulSet Service",
                "spec *",
                Edit::Line(deeper),
            ),
            on(
                "one space too few",
                "Deployment StatefulSet Job Service",
                "spec *",
                Edit::Line(less_deep),
            ),
            on(
                "a container's key stands beside the containers",
                "",
                "** containers * image",
                Edit::Line(far_less_deep),
            ),
        ],
    },
    Class {
        name: "duplicate-key",
        effect: Effect::Breaks,
        sorts: &[
            on("in a spec", "", "spec *", Edit::Twice),
            on(
                "in the metadata",
                "",
                "metadata name|labels|annotations",
                Edit::Twice,
            ),
            on(
                "in a container",
                "",
                "** containers * image|resources|env|ports",
                Edit::Twice,
            ),
            on("in a ConfigMap's data", "ConfigMap", "data *", Edit::Twice),
            on(
                "in a kustomization",
                "",
                "resources|patches|images|labels",
                Edit::Twice,
            ),
        ],
    },
    Class {
        name: "quotes-dropped",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of an annotation that looks like a number",
                "",
                "metadata annotations *",
                Edit::Change(number_without_quotes),
            ),
            on(
                "of data that look like a number or a boolean",
                "ConfigMap",
                "data *",
                Edit::Change(without_quotes),
            ),
            on(
                "of a variable that looks like a number",
                "",
                "** env * value",
                Edit::Change(without_quotes),
            ),
            on(
                "of a label that is made a number",
                "",
                "metadata labels *",
                Edit::Set("1.10"),
            ),
            on(
                "of a variable that is made a boolean",
                "",
                "** env * value",
                Edit::Set("yes"),
            ),
            on(
                "of data that are made a boolean",
                "ConfigMap",
                "data *",
                Edit::Set("on"),
            ),
        ],
    },
];

fn number_without_quotes(value: &str) -> Option<String> {
    without_quotes(value).filter(|value| value.parse::<f64>().is_ok())
}

fn tab(line: &str) -> Option<String> {
    Some(format!("\t{}", line.trim_start()))
}

fn no_colon(line: &str) -> Option<String> {
    line.contains(": ").then(|| line.replacen(": ", " ", 1))
}

fn no_space(line: &str) -> Option<String> {
    line.contains(": ").then(|| line.replacen(": ", ":", 1))
}

fn open_quote(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    Some(format!("{key}: \"{}", value.trim_matches('\'')))
}

fn open_bracket(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    Some(format!("{key}: [{value}"))
}

fn at_sign(line: &str) -> Option<String> {
    Some(line.replacen(": ", ": @", 1))
}

fn deeper(line: &str) -> Option<String> {
    Some(format!(" {line}"))
}

fn less_deep(line: &str) -> Option<String> {
    line.strip_prefix(' ').map(str::to_owned)
}

fn far_less_deep(line: &str) -> Option<String> {
    line.strip_prefix("    ").map(str::to_owned)
}

fn conflict(text: &str) -> Option<String> {
    let half = text.lines().count() / 2;
    let mut lines: Vec<&str> = text.lines().collect();
    lines.splice(half..half, ["<<<<<<< HEAD", "=======", ">>>>>>> main"]);
    Some(lines.join("\n") + "\n")
}

fn cut(text: &str) -> Option<String> {
    text.trim_end().strip_suffix('}').map(str::to_owned)
}
