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
    color: bool,
    result_color: validate::Color,
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
            result_color: if on(std::io::stdout().is_terminal()) {
                validate::Color::Ansi
            } else {
                validate::Color::None
            },
        }
    }

    /// Whether a result may have colours.
    pub(crate) fn result_color(&self) -> validate::Color {
        self.result_color
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
