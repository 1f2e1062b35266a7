//! `k8sgen tool`: the tools, one by one, for shells and for other languages.

use clap::Subcommand;
use k8sgen_core::tool::{self, Call, Error};
use k8sgen_core::{Problem, Problems, Project, Tree, tool::Inputs as ToolInputs};
use serde_json::{Map, Value};

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
        #[command(flatten)]
        inputs: Inputs,
    },
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
        Args::Call { name, args, inputs } => {
            let args = object(name, args).map_err(|error| problem(&error))?;
            let call = Call::read(name, &args)?;
            let project = Project::load(&inputs.config, &inputs.terraform.sources(), None)?;
            let tree = Tree::default();
            let inputs = ToolInputs::new(&project.context, &project.inventory, &tree);
            let made = call.run(&inputs)?;
            let texts: Vec<&str> = made
                .documents
                .iter()
                .map(|document| document.text.as_str())
                .collect();
            printer.result(texts.join("---\n"));
        }
    }
    Ok(Status::Done)
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
    })
}
