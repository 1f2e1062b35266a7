//! The templates keep to what the law of the YAML escaper needs: an interpolation stands alone.
//!
//! The escaper sees one interpolation at a time. It cannot know that a template has put text, a
//! quote or a bracket around it, so no template may.

use std::path::Path;

/// Stands for an interpolation, where a template has been reduced to its text.
const HOLE: char = '\u{E000}';

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may read the templates")]
fn every_interpolation_stands_alone() {
    let folders =
        ["manifests", "pages"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join(name));
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder of templates"));
    let mut complaints = Vec::new();
    let mut count = 0;
    for entry in files {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let text = std::fs::read_to_string(&path).expect("a template");
            complaints.extend(
                check(&text)
                    .into_iter()
                    .map(|(line, what)| format!("{}:{line}: {what}", path.display())),
            );
            count += 1;
        }
    }
    assert!(count > 0, "no templates in {folders:?}");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The lines of a template that break the rules, by their number, each with what is wrong.
fn check(template: &str) -> Vec<(usize, &'static str)> {
    let mut complaints = Vec::new();
    let flat = flatten(template, &mut complaints);
    check_lines(&flat, &mut complaints);
    complaints.sort_unstable();
    complaints
}

/// A template's text, each character with the number of its line, and holes for interpolations.
type Flat = Vec<(usize, char)>;

/// Leaves out tags and comments as the template engine does, with what `-` trims around them.
fn flatten(template: &str, complaints: &mut Vec<(usize, &'static str)>) -> Flat {
    let mut flat = Flat::new();
    let mut loops = Vec::new();
    let mut rest = template;
    let mut line = 1;
    let mut trim_next = false;
    while let Some(c) = rest.chars().next() {
        let close = match rest.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                if !(trim_next && c.is_whitespace()) {
                    trim_next = false;
                    flat.push((line, c));
                }
                line += usize::from(c == '\n');
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        let end = rest.find(close).map_or(rest.len(), |at| at + 2);
        let (tag, after) = rest.split_at(end);
        let inside = tag
            .trim_start_matches(['{', '%', '#'])
            .trim_end_matches(['}', '%', '#']);
        let code = inside.trim_start_matches('-').trim_end_matches('-').trim();
        if inside.starts_with(['~', '+']) || inside.ends_with(['~', '+']) {
            complaints.push((line, "of the marks for blanks, only `-` is used"));
        }
        trim_next = inside.ends_with('-');
        if inside.starts_with('-') {
            while flat.last().is_some_and(|(_, c)| c.is_whitespace()) {
                flat.pop();
            }
        }
        if close == "}}" {
            if inside.starts_with('-') || inside.ends_with('-') {
                complaints.push((line, "an interpolation trims the blanks that it needs"));
            }
            if code.split('|').skip(1).any(bypasses) {
                complaints.push((line, "a filter goes round the escaper"));
            }
            flat.push((line, HOLE));
        } else if close == "%}" {
            check_tag(code, line, &flat, &mut loops, complaints);
        }
        line += tag.matches('\n').count();
        rest = after;
    }
    flat
}

/// Whether a filter, by how its call begins, writes what the escaper does not see.
fn bypasses(filter: &str) -> bool {
    let name = filter
        .trim()
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next();
    matches!(name, Some("safe" | "escape" | "e"))
}

/// Keeps where each loop begins, and complains of one that writes its turns on one line.
fn check_tag(
    code: &str,
    line: usize,
    flat: &Flat,
    loops: &mut Vec<usize>,
    complaints: &mut Vec<(usize, &'static str)>,
) {
    match code.split_whitespace().next() {
        Some("filter") => complaints.push((line, "a filter over a block goes round the escaper")),
        Some("for") => loops.push(flat.len()),
        Some("endfor") => {
            let body = loops
                .pop()
                .and_then(|start| flat.get(start..))
                .unwrap_or_default();
            let has = |wanted| body.iter().any(|&(_, c)| c == wanted);
            if has(HOLE) && !has('\n') {
                complaints.push((line, "a loop writes its interpolations on one line"));
            }
        }
        _ => {}
    }
}

/// Goes over the lines with what one line leaves open for the next.
///
/// A block of text is no place for an interpolation, but for Kustomize's `patch: |`: that text is
/// YAML once more, and a block of literal style carries each of its lines as it is.
fn check_lines(flat: &Flat, complaints: &mut Vec<(usize, &'static str)>) {
    let mut depth = 0;
    let mut block: Option<usize> = None;
    let mut before = String::from(":");
    for row in flat.split(|&(_, c)| c == '\n') {
        let text: String = row.iter().map(|&(_, c)| c).collect();
        let number = row.first().map_or(0, |&(number, _)| number);
        let indent = text.len() - text.trim_start().len();
        if text.trim().is_empty() {
            continue;
        }
        if block.is_some_and(|outer| indent <= outer) {
            block = None;
        }
        if block.is_some() {
            if text.contains(HOLE) {
                complaints.push((number, "an interpolation is in a block of text"));
            }
            continue;
        }
        if text.trim_start().starts_with('#') {
            continue;
        }
        if text.contains(HOLE) {
            if depth > 0 {
                complaints.push((number, "an interpolation is in `[]` or `{}`"));
            } else if let Some(what) = misplaced(text.trim(), &before) {
                complaints.push((number, what));
            }
        }
        depth += brackets(&text);
        let bare = without_comment(&text);
        let mark = bare.rsplit(' ').next().unwrap_or_default();
        let yaml = bare.trim_start().starts_with("patch: |");
        if matches!(mark.trim_end_matches(['-', '+']), "|" | ">") && !yaml {
            block = Some(indent);
        }
        bare.clone_into(&mut before);
    }
}

/// What is wrong with the place of an interpolation in a line, if anything is.
///
/// Right is `- ` any number of times, then a value, or a key with or without a value, then a
/// comment or nothing; where a key and a value are each literal text, or a hole alone.
fn misplaced(line: &str, before: &str) -> Option<&'static str> {
    let mut rest = line;
    let mut item = false;
    while let Some(inner) = rest.strip_prefix("- ") {
        rest = inner.trim_start();
        item = true;
    }
    let content = without_comment(rest);
    if rest[content.len()..].contains(HOLE) {
        return Some("an interpolation is in a comment that is not the whole line");
    }
    let alone = content.strip_prefix(HOLE).is_some_and(str::is_empty);
    if alone {
        return (!item && !before.ends_with(':'))
            .then_some("an interpolation continues the line before");
    }
    let key_end = content
        .find(": ")
        .or_else(|| content.ends_with(':').then(|| content.len() - 1));
    let Some((key, value)) = key_end.map(|end| (&content[..end], content[end + 1..].trim())) else {
        return Some("text is glued to an interpolation");
    };
    let stands = |part: &str| !part.contains(HOLE) || part.chars().eq([HOLE]);
    if value.contains(HOLE) && value.starts_with(['[', '{']) {
        return Some("an interpolation is in `[]` or `{}`");
    }
    if value.contains(HOLE) && value.starts_with(['"', '\'']) {
        return Some("an interpolation is in quotes");
    }
    if stands(key) && stands(value) {
        None
    } else {
        Some("text is glued to an interpolation")
    }
}

/// The line up to a comment, without blanks at its end.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if last == ' ' => return line[..at].trim_end(),
            (None, '"' | '\'') if " [{,".contains(last) => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        last = c;
    }
    line.trim_end()
}

/// How many brackets a line opens more than it closes, but for those in quotes and comments.
fn brackets(line: &str) -> i32 {
    let mut quote = None;
    let mut depth = 0;
    for c in without_comment(line).chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth
}

#[test]
fn the_check_accepts_what_stands_alone() {
    for good in [
        "name: {{ name }}",
        "name: {{ name }} # why",
        "  - {{ item }}\n  - - {{ item }}",
        "- name: {{ name }}\n  port: {{ port|number }}",
        "{{ key }}: {{ value }}",
        "  - {{ key }}:\n      nested: true",
        "{{ key }}: [a, b]\n{{ key }}: 'text'",
        "key:\n  {{ value }}",
        "# made for {{ name }} by {{ who }}",
        "args: [\"#\", '[']\nname: {{ name }}",
        "app.kubernetes.io/name: {{ name }}",
        "labels:\n  {%- for (key, value) in labels %}\n  {{ key }}: {{ value }}\n  {%- endfor %}",
        "{% if let Some(x) = x -%}\nname: {{ x }}\n{% endif -%}\nother: {{ y }}",
        "{# a comment {{ with }} #}\nname: {{ name }}",
        "text: |\n  plain\nname: {{ name }}",
        "patch: |-\n  - op: replace\n    value: {{ value }}",
        "optional: {% if optional %}true{% else %}false{% endif %}",
    ] {
        assert_eq!(check(good), [], "{good}");
    }
}

#[test]
fn the_check_refuses_what_does_not() {
    for (bad, what) in [
        ("name: {{ name }}-db", "text is glued to an interpolation"),
        ("name: db-{{ name }}", "text is glued to an interpolation"),
        ("name: the {{ name }}", "text is glued to an interpolation"),
        ("name: {{ a }}{{ b }}", "text is glued to an interpolation"),
        ("name: {{ a }} {{ b }}", "text is glued to an interpolation"),
        ("- a: b: {{ c }}", "text is glued to an interpolation"),
        ("name:{{ name }}", "text is glued to an interpolation"),
        ("name: {{ name }}#x", "text is glued to an interpolation"),
        (
            "prefix-{{ key }}: value",
            "text is glued to an interpolation",
        ),
        ("{{ key }}:{{ value }}", "text is glued to an interpolation"),
        ("-{{ item }}", "text is glued to an interpolation"),
        ("name: &{{ anchor }}", "text is glued to an interpolation"),
        ("name: \"{{ name }}\"", "an interpolation is in quotes"),
        ("name: '{{ name }}'", "an interpolation is in quotes"),
        ("args: [{{ a }}]", "an interpolation is in `[]` or `{}`"),
        ("env: {a: {{ a }} }", "an interpolation is in `[]` or `{}`"),
        (
            "args: [\n  {{ a }}\n]",
            "an interpolation is in `[]` or `{}`",
        ),
        (
            "name: x # {{ name }}",
            "an interpolation is in a comment that is not the whole line",
        ),
        (
            "name: text\n  {{ more }}",
            "an interpolation continues the line before",
        ),
        (
            "text: |\n  {{ text }}",
            "an interpolation is in a block of text",
        ),
        (
            "- >-\n  a\n\n  b: {{ text }}",
            "an interpolation is in a block of text",
        ),
        (
            "patch: >-\n  value: {{ value }}",
            "an interpolation is in a block of text",
        ),
        (
            "patch: |-\n  value: a-{{ value }}",
            "text is glued to an interpolation",
        ),
        ("name: {{ name|safe }}", "a filter goes round the escaper"),
        (
            "name: {{ name | lower | safe }}",
            "a filter goes round the escaper",
        ),
        (
            "name: {{ name|escape(\"txt\") }}",
            "a filter goes round the escaper",
        ),
        (
            "{% filter lower %}\nx: y\n{% endfilter %}",
            "a filter over a block goes round the escaper",
        ),
        (
            "name: {{- name }}",
            "an interpolation trims the blanks that it needs",
        ),
        (
            "name: {%- if a %}{{ a }}{% endif %}",
            "text is glued to an interpolation",
        ),
        (
            "name: {% for a in b %}{{ a }}{% endfor %}",
            "a loop writes its interpolations on one line",
        ),
        (
            "a: b\n{%~ if c %}\nd: e\n{% endif %}",
            "of the marks for blanks, only `-` is used",
        ),
    ] {
        let complaints = check(bad);
        assert!(
            complaints.iter().any(|&(_, said)| said == what),
            "{bad}\n{complaints:?}"
        );
    }
}

#[test]
fn a_complaint_names_the_line() {
    let template = "a: b\n{# two\nlines #}\n{% if c %}\nname: {{ c }}-d\n{% endif %}\n";
    assert_eq!(check(template), [(5, "text is glued to an interpolation")]);
}
