//! A whole run: the inventory, what Terraform made, and the plan that joins them.

mod images;

use std::path::{Component, Path, PathBuf};

use crate::context::{Context, Mapping, allow_list};
use crate::generate::{check, generate};
use crate::inventory::{self, Inventory};
use crate::plan::{self, Plan};
use crate::problem::{Problem, Problems, choices, shown};
use crate::repo::{Origin, Sha256};
use crate::terraform::{self, Environment, Facts};
use crate::tool::image::repository_name;
use crate::tree::Tree;

/// Where what Terraform made is read from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Files, folders, or `-` for standard input. Where the inventory says, if there are none.
    pub paths: Vec<PathBuf>,
    /// Which environment of a folder that holds several. The inventory's, if none is named here.
    pub environment: Option<String>,
}

impl Sources {
    fn environment(&self, usual: Option<&str>) -> Environment {
        match (&self.environment, usual) {
            (Some(name), _) => Environment::Chosen(name.clone()),
            (None, Some(name)) => Environment::Usual(name.to_owned()),
            (None, None) => Environment::Unknown,
        }
    }

    /// Reads what Terraform made, where there is no inventory.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn facts(&self) -> Result<Facts, Problems> {
        terraform::load(&self.paths, &self.environment(None), &allow_list())
    }

    /// Reads what Terraform made, for the environment that an inventory describes.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn facts_for(&self, inventory: &Inventory) -> Result<Facts, Problems> {
        let environment = self.environment(Some(inventory.environment.as_ref()));
        terraform::load(&self.paths, &environment, &allow_list())
    }
}

impl From<Vec<PathBuf>> for Sources {
    fn from(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            environment: None,
        }
    }
}

/// What a repository is made from.
#[derive(Debug, Clone)]
pub struct Project {
    /// What the user says.
    pub inventory: Inventory,
    /// What Terraform made.
    pub context: Context,
    /// What will be made of both.
    pub plan: Plan,
}

impl Project {
    /// Reads the inventory at `config`, and what Terraform made from `sources`. The plan is the inventory's own,
    /// or the one at `plan`.
    ///
    /// # Errors
    /// Everything that is wrong with the inputs.
    pub fn load(config: &Path, sources: &Sources, plan: Option<&Path>) -> Result<Self, Problems> {
        let inventory = inventory::load(config);
        let plan = plan.map(|path| plan::load(path, check)).transpose();
        let usual = inventory.as_ref().ok();
        let environment =
            sources.environment(usual.map(|inventory| inventory.environment.as_ref()));
        let given = (!sources.paths.is_empty())
            .then(|| terraform::load(&sources.paths, &environment, &allow_list()));
        let (inventory, plan, given) = match (inventory, plan, given.transpose()) {
            (Ok(inventory), Ok(plan), Ok(given)) => (inventory, plan, given),
            (inventory, plan, given) => {
                let problems = [inventory.err(), plan.err(), given.err()];
                let problems = problems.into_iter().flatten().flatten();
                return Err(Problems::from(problems.collect::<Vec<_>>()));
            }
        };
        let facts = match given {
            Some(facts) => facts,
            None => own_facts(&inventory, config, &environment)?,
        };
        Self::of(inventory, &facts, plan)
    }

    /// The project of an inventory and what Terraform made. The plan is the inventory's own, if there is none.
    ///
    /// # Errors
    /// Every field that the plan needs and that is not there, and every one that is wrong.
    pub fn of(inventory: Inventory, facts: &Facts, plan: Option<Plan>) -> Result<Self, Problems> {
        let plan = plan.unwrap_or_else(|| plan::build(&inventory));
        let pairs = inventory.terraform.map.iter().map(|(field, output)| {
            (
                field.as_str(),
                output.as_str(),
                inventory.place(&["terraform", "map", field.as_str()]),
            )
        });
        let mapping = Mapping::read(pairs)?;
        let mut context = Context::bridge(facts, &mapping, &plan.needs())?;
        Problems::check((), images::check(&inventory, &context))?;
        context.project_name = Some(inventory.project.to_string());
        context.environment = Some(inventory.environment.to_string());
        Ok(Self {
            inventory,
            context,
            plan,
        })
    }

    /// The repository, in memory.
    ///
    /// # Errors
    /// Everything that its plan's calls miss or refuse.
    pub fn generate(&self) -> Result<Tree, Problems> {
        generate(&self.plan, &self.context, &self.inventory)
    }

    /// What the repository is made by, and from: for its lock. Of Terraform only the values that are used
    /// count, so that nothing about a secret can be read from it.
    ///
    /// # Panics
    /// Never: the context is written to memory.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let context =
            serde_json::to_string(&self.context).expect("a context that is written to memory");
        let inputs = [
            ("context", Sha256::of(context)),
            ("inventory", Sha256::of(&self.inventory.text)),
            ("plan", Sha256::of(plan::to_json(&self.plan))),
        ];
        Origin {
            k8sgen: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: inputs
                .into_iter()
                .map(|(name, hash)| (name.to_owned(), hash))
                .collect(),
        }
    }

    /// What is worth a word and no error: repositories that no service uses, and what the bridge noticed.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let registry = &self.context.container_registry;
        let services = self.inventory.services.values();
        let used: Vec<&str> = services
            .filter_map(|service| repository_name(&self.context, service))
            .collect();
        let unused: Vec<String> = registry
            .repositories
            .iter()
            .filter(|name| !used.contains(&name.as_str()))
            .cloned()
            .collect();
        let unused = match unused.as_slice() {
            [] => None,
            [name] => Some(format!("the ECR repository `{name}` belongs to no service")),
            names => Some(format!(
                "{} ECR repositories belong to no service: {}",
                names.len(),
                choices(names)
            )),
        };
        self.context.notes().iter().cloned().chain(unused).collect()
    }
}

/// Problems of a path rather than of a file's content.
const MISPLACED: [&str; 3] = [
    "terraform/not-found",
    "terraform/no-json",
    "terraform/unreadable",
];

/// What Terraform made, read from where the inventory says. A source that is not there is a mistake in the
/// inventory's line.
fn own_facts(
    inventory: &Inventory,
    config: &Path,
    environment: &Environment,
) -> Result<Facts, Problems> {
    // A source `-` is a file of that name: what is generated must not depend on who calls.
    let folder = Path::new(".").join(config.parent().unwrap_or(Path::new("")));
    let sources = &inventory.terraform.sources;
    let paths: Vec<PathBuf> = sources.iter().map(|source| folder.join(source)).collect();
    terraform::load(&paths, environment, &allow_list()).map_err(|problems| {
        let named = problems.into_iter().map(|problem| {
            let file = problem
                .place
                .as_ref()
                .map(|place| PathBuf::from(&place.file));
            let source = paths
                .iter()
                .position(|path| file.as_deref().is_some_and(|file| same(file, path)));
            match source.filter(|_| MISPLACED.contains(&problem.code.as_str())) {
                Some(index) => Problem {
                    message: format!(
                        "terraform.sources: `{}`: {}",
                        shown(&sources[index]),
                        problem.message
                    ),
                    place: inventory.item_place(&["terraform", "sources"], index),
                    ..problem
                },
                None => problem,
            }
        });
        Problems::from(named.collect::<Vec<_>>())
    })
}

/// Whether two paths are one, but for `./`.
fn same(a: &Path, b: &Path) -> bool {
    let parts = |path: &'_ Path| -> Vec<_> {
        path.components()
            .filter(|part| *part != Component::CurDir)
            .map(|part| part.as_os_str().to_owned())
            .collect()
    };
    parts(a) == parts(b)
}
