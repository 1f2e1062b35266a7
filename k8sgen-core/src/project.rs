//! A whole run: the inventory, what Terraform made, and the plan that joins them.

mod images;

use std::path::{Component, Path, PathBuf};

use crate::context::{Context, Mapping, Record, allow_list};
use crate::generate::{check, generate};
use crate::inventory::{self, Inventory};
use crate::plan::{self, Plan};
use crate::portable;
use crate::problem::{Place, Problem, Problems, choices, shown};
use crate::repo::{Copied, LOCK_FILE, Origin, Recipe, RepoError, Sha256};
use crate::terraform::{self, Environment, Facts};
use crate::tool::image::repository_name;
use crate::tree::Tree;
use crate::validate::{self, Files, Options, Report};

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
    /// The file that the plan was read from, if it is not the inventory's own.
    pub plan_file: Option<Copied>,
}

impl Project {
    /// Reads the inventory at `config`, and what Terraform made from `sources`. The plan is the inventory's own,
    /// or the one at `plan`.
    ///
    /// # Errors
    /// Everything that is wrong with the inputs.
    pub fn load(
        config: &Path,
        sources: &Sources,
        plan_path: Option<&Path>,
    ) -> Result<Self, Problems> {
        let inventory = inventory::load(config);
        let plan = plan_path.map(|path| plan::load(path, check)).transpose();
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
        let folder = folder_of(config);
        let (plan, plan_file) = match (plan, plan_path) {
            (Some((plan, text)), Some(path)) => {
                let path = portable::path(folder, &path.to_string_lossy());
                (Some(plan), Some(Copied { path, text }))
            }
            _ => (None, None),
        };
        let facts = match given {
            Some(facts) => facts,
            None => own_facts(&inventory, config, &environment)?,
        };
        Ok(Self {
            plan_file,
            ..Self::of(inventory, &facts, plan)?
        })
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
            plan_file: None,
        })
    }

    /// The project that a tree was made from, out of the tree's own lock.
    ///
    /// # Errors
    /// Everything that this version of k8sgen takes exception to, and the one that wrote the lock did not.
    pub fn of_recipe(recipe: &Recipe) -> Result<Self, Problems> {
        let Copied { path, text } = &recipe.inventory;
        let inventory = inventory::read_beside(path, text, &recipe.beside)?;
        let plan = match &recipe.plan {
            Some(Copied { path, text }) => plan::read(path, text)?,
            None => plan::build(&inventory),
        };
        let context = recipe.context.context().map_err(|error| {
            let cause = error.to_string();
            Problem::at(Place::file(LOCK_FILE), &RepoError::BadLock { cause })
        })?;
        Ok(Self {
            inventory,
            context,
            plan,
            plan_file: recipe.plan.clone(),
        })
    }

    /// What the repository can be made from once more, in words that mean the same on every machine.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        let file = Path::new(&self.inventory.file);
        let folder = folder_of(file);
        let is_own = self.plan.is_like(&plan::build(&self.inventory));
        // A plan that somebody made in memory is written down as one that was given.
        let given = || {
            self.plan_file.clone().unwrap_or_else(|| Copied {
                path: "plan.yaml".to_owned(),
                text: plan::to_yaml(&self.plan, &self.inventory),
            })
        };
        let plan = (!is_own).then(given);
        Recipe {
            inventory: Copied {
                path: portable::path(folder, &self.inventory.file),
                text: self.inventory.text.clone(),
            },
            beside: self.inventory.beside.clone(),
            plan,
            context: Record::of(&self.context, |file| portable::path(folder, file)),
        }
    }

    /// The repository, in memory.
    ///
    /// # Errors
    /// Everything that its plan's calls miss or refuse.
    pub fn generate(&self) -> Result<Tree, Problems> {
        generate(&self.plan, &self.context, &self.inventory)
    }

    /// What the validator says of a tree of this project before it is written, with what the inventory's `validate`
    /// says counts.
    ///
    /// # Errors
    /// What the inventory asks of the validator, and can't.
    pub fn judge(&self, tree: &Tree) -> Result<Report, Problems> {
        let options = Options::of(&self.inventory)?;
        Ok(validate::files(&Files::from(tree), &options))
    }

    /// The repository, in memory, if the validator has nothing against it.
    ///
    /// # Errors
    /// Everything that its plan's calls miss or refuse; then every error that the validator finds.
    pub fn generate_judged(&self) -> Result<Tree, Problems> {
        let tree = self.generate()?;
        let errors = self.judge(&tree)?.into_errors().map(Problem::from);
        Problems::check(tree, errors.collect())
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
            recipe: Some(self.recipe()),
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
    let folder = Path::new(".").join(folder_of(config));
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

/// The folder that an inventory is in.
fn folder_of(config: &Path) -> &Path {
    config.parent().unwrap_or(Path::new(""))
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
