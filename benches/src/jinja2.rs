//! Jinja2, in a Python of its own: `jinja2/render.py`.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use k8sgen_templates::kind::Deployment;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::times::Times;

/// Who quotes the strings that Jinja2 writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quoting {
    /// Jinja2, by the same rules as askama.
    AtEachInterpolation,
    /// Nobody: the strings are handed over quoted.
    Beforehand,
}

/// What it says when it is ready.
#[derive(Debug, Deserialize)]
pub(crate) struct Ready {
    pub(crate) jinja2: String,
    pub(crate) python: String,
    /// The documents, as it renders them.
    pub(crate) rendered: BTreeMap<Quoting, Vec<String>>,
}

/// The running Python, which holds the data.
#[derive(Debug)]
pub(crate) struct Jinja2 {
    python: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Jinja2 {
    pub(crate) fn start(python: &Path, documents: &[Deployment]) -> Result<(Self, Ready)> {
        let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "jinja2", "render.py"]
            .iter()
            .collect();
        let mut python = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (to, from) = python
            .stdin
            .take()
            .zip(python.stdout.take())
            .ok_or("pipes that were asked for are there")?;
        let mut jinja2 = Self {
            python,
            to,
            from: BufReader::new(from),
        };
        let ready = jinja2.ask(&documents)?;
        Ok((jinja2, ready))
    }

    /// Renders all documents over and over for about `time`, and adds how long each took.
    pub(crate) fn measure(
        &mut self,
        quoting: Quoting,
        time: Duration,
        documents: &mut [Times],
    ) -> Result<()> {
        let passes: Vec<Vec<f64>> = self.ask(&(quoting, time.as_secs_f64()))?;
        for pass in passes {
            for (times, seconds) in documents.iter_mut().zip(pass) {
                times.add(Duration::from_secs_f64(seconds));
            }
        }
        Ok(())
    }

    fn ask<T: DeserializeOwned>(&mut self, question: &impl Serialize) -> Result<T> {
        writeln!(self.to, "{}", serde_json::to_string(question)?)?;
        let mut answer = String::new();
        if self.from.read_line(&mut answer)? == 0 {
            return Err(format!("jinja2/render.py gave up: {}", self.python.wait()?).into());
        }
        Ok(serde_json::from_str(&answer)?)
    }
}
