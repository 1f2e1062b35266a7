//! Results on standard output, everything else on standard error. A broken pipe is a quiet end.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};
use k8sgen_core::{Problems, validate};

use crate::Status;
use crate::args::Color;

/// A file that was edited by hand is no bad input.
const CONFLICT: &str = "repo/conflict";

/// Where everything is printed.
#[derive(Debug)]
pub(crate) struct Printer {
    quiet: bool,
    /// Whether standard error is coloured.
    color: bool,
    /// Whether standard output is.
    color_results: bool,
}

/// What a part of a result is, which says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// What was asked about.
    Subject,
    /// The answer.
    Source,
    /// What is beside it.
    Aside,
    /// What is not there any more.
    Before,
    /// What is there instead.
    After,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Subject => Style::new().bold(),
            Self::Source => AnsiColor::Cyan.on_default(),
            Self::Aside => Style::new().dimmed(),
            Self::Before => AnsiColor::Red.on_default(),
            Self::After => AnsiColor::Green.on_default(),
        }
    }
}

impl Printer {
    pub(crate) fn new(quiet: bool, color: Color) -> Self {
        let on = |is_terminal: bool| match color {
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none(),
            Color::Always => true,
            Color::Never => false,
        };
        Self {
            quiet,
            color: on(std::io::stderr().is_terminal()),
            color_results: on(std::io::stdout().is_terminal()),
        }
    }

    /// Whether a result may have colours.
    pub(crate) fn result_color(&self) -> validate::Color {
        color(self.color_results)
    }

    /// Whether what is said beside a result may have colours.
    pub(crate) fn color(&self) -> validate::Color {
        color(self.color)
    }

    /// A part of a result, in its colour.
    pub(crate) fn paint(&self, tone: Tone, text: impl Display) -> String {
        if self.color_results {
            let style = tone.style();
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }

    /// A command's result. Who reads it may have gone; that is no error.
    #[expect(
        clippy::unused_self,
        reason = "everything that is printed goes through the printer"
    )]
    pub(crate) fn result(&self, text: impl Display) {
        let mut out = std::io::stdout().lock();
        let _ = write!(out, "{text}").and_then(|()| out.flush());
    }

    /// What was done.
    pub(crate) fn status(&self, text: impl Display) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// What is found, where standard output is for something else.
    pub(crate) fn report(&self, text: impl Display) {
        self.say(format_args!("{text}").to_string().trim_end());
    }

    /// What is worth a word and no error.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            let note = self.styled("note", AnsiColor::Cyan.on_default().bold());
            self.say(format_args!("{note}: {text}"));
        }
    }

    /// What is wrong, all of it.
    pub(crate) fn problems(&self, problems: &Problems) -> Status {
        let count = problems.iter().count();
        for problem in problems {
            let text = problem.to_string();
            match text.split_once(": ") {
                Some((code, rest)) => {
                    let code = self.styled(code, AnsiColor::Red.on_default().bold());
                    self.say(format_args!("{code}: {rest}\n"));
                }
                None => self.say(format_args!("{text}\n")),
            }
        }
        let noun = if count == 1 { "problem" } else { "problems" };
        self.say(format_args!("{count} {noun}; nothing was written"));
        if problems.iter().all(|problem| problem.code == CONFLICT) {
            Status::Findings
        } else {
            Status::BadInput
        }
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    #[expect(
        clippy::unused_self,
        reason = "everything that is printed goes through the printer"
    )]
    fn say(&self, text: impl Display) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

fn color(is_on: bool) -> validate::Color {
    if is_on {
        validate::Color::Ansi
    } else {
        validate::Color::None
    }
}
