//! Images that a service names itself must not contradict the repositories that Terraform made.

use crate::context::{Context, ContextError, Field, is_registry};
use crate::inventory::Inventory;
use crate::problem::{Problem, nearest};

/// Every image that is in the project's registry, but in none of its repositories; or that has the name of one of its
/// repositories, but is in another registry.
pub(super) fn check(inventory: &Inventory, context: &Context) -> Vec<Problem> {
    let registry = &context.container_registry;
    let (Some(base), false) = (&registry.ecr_base_url, registry.repositories.is_empty()) else {
        return Vec::new();
    };
    let source = |field| match context.source(field) {
        Some(source) => format!(" in {source}"),
        None => String::new(),
    };
    let mut problems = Vec::new();
    for service in inventory.services.values() {
        let Some(image) = &service.image else {
            continue;
        };
        let host = image.registry().unwrap_or_default();
        let Some(name) = image.repository().strip_prefix(host) else {
            continue;
        };
        let name = name.trim_start_matches('/');
        let is_known = registry.repositories.iter().any(|known| known == name);
        let is_here = host == base.as_str();
        if is_here == is_known || !is_registry(host) {
            continue;
        }
        let said = if is_here {
            format!(
                "that there is no such repository{}",
                source(Field::Repositories)
            )
        } else {
            format!("that `{name}` is in {base}{}", source(Field::EcrBaseUrl))
        };
        let known = registry.repositories.iter().map(String::as_str);
        let error = ContextError::OtherImage {
            service: service.name.to_string(),
            image: image.repository().to_owned(),
            said,
            meant: nearest(name, known).filter(|_| is_here).map(str::to_owned),
        };
        problems.push(Problem {
            place: inventory.place(&["services", service.name.as_str(), "image"]),
            ..Problem::new(&error)
        });
    }
    problems
}
