//! The lines of a file that k8sgen wrote: what each is the key of. Such files are in block style, so lines suffice.

/// A line that says something.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its number, counted from 0.
    pub(crate) number: usize,
    /// Where its key or its value begins.
    pub(crate) column: usize,
    /// Where its dash stands, if an item begins here.
    pub(crate) dash: Option<usize>,
    /// The keys and indexes down to its value.
    pub(crate) path: Vec<String>,
    /// Whether it has a key.
    pub(crate) is_entry: bool,
    /// The text behind the key, or the item.
    pub(crate) value: String,
}

/// The lines of one document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) lines: Vec<Line>,
    /// The lines that belong to it, without `---`.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

struct Level {
    column: usize,
    segment: String,
    is_item: bool,
}

impl Document {
    /// The text below top-level keys, as far as it stands in one line each.
    pub(crate) fn text(&self, path: &[&str]) -> &str {
        let line = self.lines.iter().find(|line| line.path == path);
        line.map_or("", |line| unquoted(&line.value))
    }

    /// `Deployment`, and `Deployment.apps`.
    pub(crate) fn kind(&self) -> [String; 2] {
        let kind = self.text(&["kind"]);
        let group = self.text(&["apiVersion"]).rsplit_once('/');
        [
            kind.to_owned(),
            format!("{kind}.{}", group.map_or("", |(group, _)| group)),
        ]
    }

    /// Whether it is of one of these kinds; of any, if there is none.
    pub(crate) fn is_of(&self, kinds: &str) -> bool {
        let own = self.kind();
        let mut kinds = kinds.split(' ');
        kinds.any(|kind| match kind {
            "" => !own[0].is_empty(),
            kind => own.iter().any(|own| own == kind),
        })
    }

    /// All texts whose paths fit.
    pub(crate) fn texts(&self, pattern: &str) -> impl Iterator<Item = &str> {
        let words: Vec<&str> = pattern.split(' ').collect();
        let fitting = self
            .lines
            .iter()
            .filter(move |line| fits(&words, &line.path));
        fitting.map(|line| unquoted(&line.value))
    }

    /// The number of the line behind the block that begins with this line: behind its key's value, or behind its item.
    pub(crate) fn end(&self, line: &Line, is_item: bool) -> usize {
        let column = if is_item {
            line.dash.unwrap_or(line.column)
        } else {
            line.column
        };
        let below = self
            .lines
            .iter()
            .skip_while(|other| other.number <= line.number);
        let below = below.take_while(|other| other.dash.unwrap_or(other.column) > column);
        below.last().unwrap_or(line).number + 1
    }
}

/// The text of a scalar without its quotes.
pub(crate) fn unquoted(value: &str) -> &str {
    value.trim_matches(['\'', '"'])
}

/// The documents of a file.
pub(crate) fn read(text: &str) -> Vec<Document> {
    let mut documents = vec![Document::default()];
    let mut stack: Vec<Level> = Vec::new();
    let mut count = 0;
    for (number, text) in text.lines().enumerate() {
        count = number + 1;
        if text == "---" {
            stack.clear();
            documents.push(Document {
                from: number + 1,
                ..Document::default()
            });
            continue;
        }
        let document = documents.last_mut().expect("one is there from the start");
        document.to = number + 1;
        let mut rest = text.trim_start();
        if rest.is_empty() || rest.starts_with('#') {
            continue;
        }
        let mut column = text.len() - rest.len();
        let mut dash = None;
        while let Some(item) = rest.strip_prefix("- ") {
            while stack
                .last()
                .is_some_and(|top| top.column > column || top.column == column && !top.is_item)
            {
                stack.pop();
            }
            match stack.last_mut() {
                Some(top) if top.column == column => {
                    let index: usize = top.segment.parse().unwrap_or_default();
                    top.segment = (index + 1).to_string();
                }
                _ => stack.push(Level {
                    column,
                    segment: "0".to_owned(),
                    is_item: true,
                }),
            }
            dash = dash.or(Some(column));
            column += 2;
            rest = item;
        }
        while stack.last().is_some_and(|top| top.column >= column) {
            stack.pop();
        }
        let entry = match rest.split_once(": ") {
            Some((key, value)) => Some((key, value.trim())),
            None => rest.strip_suffix(':').map(|key| (key, "")),
        };
        let entry = entry.filter(|(key, _)| !key.contains([' ', '{', '[']));
        if let Some((key, _)) = entry {
            stack.push(Level {
                column,
                segment: unquoted(key).to_owned(),
                is_item: false,
            });
        }
        document.lines.push(Line {
            number,
            column,
            dash,
            path: stack.iter().map(|level| level.segment.clone()).collect(),
            is_entry: entry.is_some(),
            value: entry.map_or(rest, |(_, value)| value).to_owned(),
        });
    }
    if let Some(last) = documents.last_mut() {
        last.to = count;
    }
    documents
}

/// Whether a path fits words: `*` is any one step, `**` any number of them.
pub(crate) fn fits(words: &[&str], path: &[String]) -> bool {
    match (words, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => (0..=path.len()).any(|skipped| fits(rest, &path[skipped..])),
        ([word, words @ ..], [step, path @ ..]) => {
            (*word == "*" || word.split('|').any(|word| word == step)) && fits(words, path)
        }
        _ => false,
    }
}
