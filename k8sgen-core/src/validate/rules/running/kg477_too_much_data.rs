//! Objects that are larger than Kubernetes takes.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG477",
    name: "too-much-data",
    severity: Severity::Error,
    finds: "A ConfigMap or Secret with more than 1 MiB of data, or with one key in `data` and in `binaryData`; \
        annotations of more than 256 KiB.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  logo.svg: <svg/>
binaryData:
  logo.svg: PHN2Zy8+
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  logo.svg: <svg/>
binaryData:
  logo.png: iVBORw0KGgo=
",
    help: "keep large files in an image or in storage, or split the object",
    check: Check::Applied(check),
};

/// Bytes of all values of a ConfigMap or a Secret.
const MOST_DATA: usize = 1 << 20;
/// Bytes of all annotations of an object.
const MOST_ANNOTATIONS: usize = 256 << 10;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for document in scope.documents() {
        let annotations = document.at(["metadata", "annotations"]);
        let entries = annotations.map_or(&[][..], Node::entries).iter();
        let bytes: usize = entries.map(|entry| entry.key.len() + length(entry)).sum();
        if let Some(node) = annotations.filter(|_| bytes > MOST_ANNOTATIONS) {
            let message =
                format!("the annotations have {bytes} bytes, and may have {MOST_ANNOTATIONS}");
            found.with_help(node.mark, message, Some("keep what is large elsewhere"));
        }
    }
    for kind in ["ConfigMap", "Secret"] {
        for document in scope.of_kind(kind) {
            data(document, found);
        }
    }
}

/// Bytes of a value.
fn length(entry: &Entry) -> usize {
    entry.value.text().map_or(0, str::len)
}

fn data(document: &Document, found: &mut Found<'_>) {
    let list = |list: &str| document.at([list]).map_or(&[][..], Node::entries);
    for entry in list("binaryData") {
        if list("data").iter().any(|other| other.key == entry.key) {
            let message = format!("`{}` stands in `data` as well", shown(&entry.key));
            found.with_help(entry.mark, message, Some("keep one of the two"));
        }
    }
    let texts: usize = list("stringData").iter().map(length).sum();
    let data: usize = list("data").iter().map(length).sum();
    let binary: usize = list("binaryData").iter().map(length).sum();
    // Four letters of base64 are three bytes.
    let bytes = match document.kind() {
        "Secret" => texts + data / 4 * 3,
        _ => data + binary / 4 * 3,
    };
    if bytes > MOST_DATA {
        let message =
            format!("the data has {bytes} bytes, and may have {MOST_DATA}, which is 1 MiB");
        let node = document
            .at(["data"])
            .or_else(|| document.at(["binaryData"]));
        found.at(node.unwrap_or(&document.node).mark, message);
    }
}
