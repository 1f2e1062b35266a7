//! `k8sgen tool`: the tools, one by one, for shells and for other languages.

use clap::{Subcommand, ValueEnum};
use k8sgen_core::session::Reply;
use k8sgen_core::tool::{self, Error};
use k8sgen_core::{Problem, Problems, Project, Session};
use serde_json::{Map, Value, json};

use super::Outcome;
use crate::Status;
use crate::args::Inputs;
use crate::printer::Printer;

#[derive(Debug, Subcommand)]
pub(crate) enum Args {
    /// List the tools and what each does.
    List,
    /// Print the JSON Schema of a tool's arguments.
    Schema {
        /// The tool.
        name: String,
    },
    /// Call a tool and print the documents that it makes. Nothing is written.
    Call {
        /// The tool.
        name: String,
        /// Its arguments, a JSON object.
        #[arg(long, value_name = "JSON", default_value = "{}")]
        args: String,
        /// How to print what it makes.
        #[arg(long, value_name = "FORMAT", default_value = "yaml")]
        format: Format,
        #[command(flatten)]
        inputs: Inputs,
    },
}

/// How a call's result is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// The documents, as they stand in their file.
    Yaml,
    /// For programs: the path, the documents, what was filled in and from where, and what is wrong.
    Json,
}

pub(crate) fn run(args: &Args, printer: &Printer) -> Outcome {
    match args {
        Args::List => {
            let width = tool::NAMES.iter().map(|name| name.len()).max().unwrap_or(0);
            for name in tool::NAMES {
                let summary = tool::summary(name).unwrap_or_default();
                printer.result(format_args!("{name:width$}  {summary}\n"));
            }
        }
        Args::Schema { name } => match tool::schema(name) {
            Some(schema) => printer.result(format_args!("{schema:#}\n")),
            None => return Err(problem(&Error::unknown_tool(name))),
        },
        Args::Call {
            name,
            args,
            format,
            inputs,
        } => {
            let args = object(name, args).map_err(|error| problem(&error))?;
            let project = Project::load(&inputs.config, &inputs.terraform.sources(), None)?;
            let reply = Session::new(project)?.try_alone(name, &args)?;
            match format {
                Format::Yaml => printer.result(documents(&reply)),
                Format::Json => printer.result(format_args!("{:#}\n", json!(reply))),
            }
        }
    }
    Ok(Status::Done)
}

/// The documents of the call's own file.
fn documents(reply: &Reply) -> String {
    let texts = reply.changes.iter().map(|change| change.text.as_str());
    texts.collect::<Vec<_>>().join("---\n")
}

fn problem(error: &Error) -> Problems {
    Problem::new(error).into()
}

fn object(tool: &str, args: &str) -> Result<Map<String, Value>, Error> {
    let why = match serde_json::from_str(args) {
        Ok(Value::Object(args)) => return Ok(args),
        Ok(_) => "`--args` is JSON, but no object".to_owned(),
        Err(error) => format!("`--args` is not JSON: {error}"),
    };
    Err(Error::Arguments {
        tool: tool.to_owned(),
        why,
        help: Some(r#"write an object, as in `--args '{"name": "web-ui"}'`"#.to_owned()),
        correction: Box::default(),
    })
}
