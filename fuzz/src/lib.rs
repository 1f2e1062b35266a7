//! What the fuzz targets share.

use k8sgen_core::Facts;
use k8sgen_core::context::{Context, Field, Mapping, Needs, allow_list};
use k8sgen_core::validate::Files;

/// Begins a file of a tree: the rest of the line is its path.
const FILE: &str = "# file: ";

/// Reads a file, and makes of it what can be made.
///
/// Every address is one that is read back, and the outcome does not depend on whether a field is needed.
pub fn read(file: &str, text: &str) {
    let facts = match Facts::read([(file, text)], &allow_list()) {
        Ok(facts) => facts,
        Err(problems) => {
            let _ = problems.to_string();
            return;
        }
    };
    for fact in &facts {
        let address = fact.source.address.to_string();
        let found = facts.at(&address).count();
        // A resource of a name that Terraform would refuse has an address that nobody can write.
        assert!(found > 0 || fact.source.address.resource().is_some(), "{address}");
    }
    let all: Needs = Field::ALL.iter().map(|field| (*field, "a.yaml")).collect();
    for needs in [Needs::default(), Needs::summary(), all] {
        match Context::bridge(&facts, &Mapping::default(), &needs) {
            Ok(context) => {
                let _ = format!("{context:?}");
            }
            Err(problems) => {
                let _ = problems.to_string();
            }
        }
    }
}

/// A tree of files from one text. Without `# file: PATH`, it is one file.
#[must_use]
pub fn files(text: &str) -> Files {
    let mut files = Files::default();
    let mut parts = text.split(FILE);
    if let Some(first) = parts.next().filter(|first| !first.is_empty()) {
        files.put("first.yaml", first);
    }
    for part in parts {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        files.put(path.trim(), text);
    }
    files
}
