//! A call to a Service that is not there, where one of nearly the same name is.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Call, Selector, Workload};
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Place, Scope, may_meet};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG449",
    name: "call-to-unknown-host",
    severity: Severity::Warning,
    finds: "A host in a variable, an argument or a ConfigMap that is no Service, but is spelled nearly like one, or \
        is the name of a workload whose Service is called otherwise; or `name.namespace.svc` without such a Service \
        in a namespace that is applied here.",
    why: "The name has no address: the pods log `no such host`, or restart until somebody looks.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: ORDERS_URL
          value: http://order
---
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  selector:
    app: orders
  ports:
    - port: 80
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: ORDERS_URL
          value: http://orders
---
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  selector:
    app: orders
  ports:
    - port: 80
",
    help: "write the name of a Service",
    check: Check::Applied(check),
};

/// What is said of a host, and what to do.
type Said = (String, String);

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    if scope.calls().is_empty() {
        return;
    }
    let documents = scope.documents().iter();
    let applied: HashSet<&str> = documents
        .filter_map(|document| document.namespace())
        .collect();
    let workloads = scope.workloads().iter();
    let workloads: HashMap<&str, &Workload<'a>> = workloads
        .filter(|workload| !matches!(workload.kind(), "Job" | "CronJob"))
        .map(|workload| (workload.document.name(), workload))
        .collect();
    let mut said: HashMap<(&str, Option<&str>, Place<'a>), Option<Said>> = HashMap::new();
    let spelled = LazyCell::new(|| spelled(scope));
    for call in scope.calls() {
        let (name, namespace) = (call.name.service, call.namespace());
        // What has a dot and no `.svc` is mostly a domain.
        let is_named = call.name.namespace.is_none() || call.name.is_certain;
        let is_there = || {
            !matches!(
                repository.presence(scope, "Service", namespace, name),
                Presence::Nowhere
            )
        };
        if !is_named || is_alias(call) || is_there() {
            continue;
        }
        let said = said
            .entry((name, namespace, scope.vicinity(call.by.document)))
            .or_insert_with(|| {
                let workload = workloads.get(name).copied();
                let meant = meant(scope, call, workload, &spelled);
                let misses = call.name.is_certain
                    && scope.is_whole
                    && namespace.is_some_and(|namespace| applied.contains(namespace));
                meant.or_else(|| {
                    let namespace = shown(namespace.filter(|_| misses)?);
                    let help = format!(
                        "add the Service `{}`, or call one that is there",
                        shown(name)
                    );
                    Some((
                        format!("namespace `{namespace}` has none of this name"),
                        help,
                    ))
                })
            });
        if let Some((reason, help)) = said {
            let host = shown(call.address.host);
            found.with_help(
                call.mark,
                format!("`{host}` is no Service: {reason}"),
                Some(help),
            );
        }
    }
}

/// The Service that is meant: one in front of the workload of this name, or one of nearly the same name.
fn meant<'a>(
    scope: &Scope<'a>,
    call: &Call<'a>,
    workload: Option<&Workload<'a>>,
    spelled: &Spelled<'a>,
) -> Option<Said> {
    let (name, namespace) = (call.name.service, call.namespace());
    let is_near = |document: &Document| {
        may_meet(document.namespace(), namespace) && scope.has_both(call.by.document, document)
    };
    let services = scope.of_kind("Service").iter();
    let services = || services.clone().filter(|service| is_near(service));
    let workload = workload.filter(|workload| is_near(workload.document));
    if let Some(workload) = workload {
        let leads = |service: &&&Document| {
            let selector = service.at(["spec", "selector"]).map(Selector::of_labels);
            selector
                .is_some_and(|selector| !selector.is_empty() && selector.fits(workload.labels()))
        };
        if let Some(service) = services().find(leads) {
            let (title, service) = (workload.title(), shown(service.name()));
            return Some((
                format!("{title} is reached through Service `{service}`"),
                format!("write `{service}`"),
            ));
        }
    }
    let rests = shortened(name);
    let alike = rests.iter().filter_map(|rest| spelled.get(rest)).flatten();
    let alike = alike.filter(|service| is_near(service));
    let near = alike
        .map(|service| service.name())
        .filter(|known| is_slip(name, known))
        .min()?;
    Some((
        format!("there is one called `{}`", shown(near)),
        format!("did you mean `{}`?", shown(near)),
    ))
}

/// The Services by their names with a letter less, and as they are: names that differ in one slip share one of these.
type Spelled<'a> = HashMap<String, Vec<&'a Document>>;

fn spelled<'a>(scope: &Scope<'a>) -> Spelled<'a> {
    let mut spelled = Spelled::new();
    for service in scope.of_kind("Service") {
        for rest in shortened(service.name()) {
            spelled.entry(rest).or_default().push(service);
        }
    }
    spelled
}

/// A name, and all that it becomes without one of its letters.
fn shortened(name: &str) -> BTreeSet<String> {
    let without = name
        .char_indices()
        .map(|(at, letter)| format!("{}{}", &name[..at], &name[at + letter.len_utf8()..]));
    without.chain([name.to_owned()]).collect()
}

/// Whether the pods know the host themselves.
fn is_alias(call: &Call<'_>) -> bool {
    let host = call.address.host;
    let aliases = call
        .by
        .spec
        .at(["hostAliases"])
        .map_or(&[][..], Node::items);
    let mut names = aliases
        .iter()
        .flat_map(|alias| alias.at(["hostnames"]).map_or(&[][..], Node::items));
    let hostname = call.by.spec.at(["hostname"]).and_then(Node::text);
    matches!(host, "localhost" | "kubernetes")
        || hostname == Some(host)
        || names.any(|name| name.text() == Some(host))
}

/// Whether a name is another one with a slip of the pen. Names that only differ in a number are two names.
fn is_slip(given: &str, known: &str) -> bool {
    if given.len() <= 3 || given.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let letters = |text: &str| {
        text.chars()
            .filter(|c| !c.is_ascii_digit())
            .collect::<String>()
    };
    letters(given) != letters(known) && strsim::damerau_levenshtein(given, known) == 1
}
