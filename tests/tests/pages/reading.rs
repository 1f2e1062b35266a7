//! A page of a generated repository, read as its readers' programs read it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What is on a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Where its links lead.
    pub(crate) links: Vec<String>,
    /// The anchors of its headings, as GitHub makes them.
    pub(crate) anchors: Vec<String>,
    /// What is set as code inside of text.
    pub(crate) spans: Vec<String>,
    /// Its fenced blocks: language and text.
    pub(crate) blocks: Vec<(String, String)>,
    /// All other text.
    pub(crate) text: String,
}

impl Page {
    /// Reads Markdown with tables.
    pub(crate) fn read(markdown: &str) -> Self {
        let mut page = Self::default();
        let (mut in_block, mut heading) = (false, None::<String>);
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let language = match kind {
                        CodeBlockKind::Fenced(language) => language.to_string(),
                        CodeBlockKind::Indented => panic!("a block without a fence:\n{markdown}"),
                    };
                    page.blocks.push((language, String::new()));
                    in_block = true;
                }
                Event::End(TagEnd::CodeBlock) => in_block = false,
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    page.anchors
                        .extend(heading.take().map(|text| anchor(&text)));
                    page.text.push('\n');
                }
                Event::Text(text) if in_block => {
                    let (_, block) = page.blocks.last_mut().expect("a block is open");
                    block.push_str(&text);
                }
                Event::Text(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                    page.text.push_str(&text);
                }
                Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                    page.spans.push(text.to_string());
                }
                Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
                _ => page.text.push('\n'),
            }
        }
        page
    }

    /// Its blocks of a language.
    pub(crate) fn blocks_of<'a>(&'a self, language: &'a str) -> impl Iterator<Item = &'a str> {
        let blocks = self.blocks.iter().filter(move |(of, _)| of == language);
        blocks.map(|(_, text)| text.as_str())
    }
}

/// The anchor of a heading: small letters, digits and `-`.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}
