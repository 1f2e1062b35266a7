//! Private keys.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::credentials::{self, Certainty, Text};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG548",
    name: "private-key",
    severity: Severity::Error,
    finds: "A private key (`-----BEGIN … PRIVATE KEY-----`) in a value or in a file of the repository.",
    why: "Who has the key is who it stands for: the server, the user, the signer. One that a passphrase protects is a warning.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: proxy
data:
  tls.key: |
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQ4r0Zl8m9aXk2PqT
    5sYw7bNc1dVfHj3uGe6oKiLxRtShRANCAASv0pWm4nBqCzXyJ8kD2fUoEa7LgTiH
    -----END PRIVATE KEY-----
",
    right: "\
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: proxy
spec:
  secretName: proxy-tls
  dnsNames: [proxy.example.com]
  issuerRef:
    name: internal
",
    help: "make a new key, and let the cluster keep it (cert-manager, a secret store, a SealedSecret); what trusts this one must stop doing so",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    credentials::each_text_of(repository, |Text { key, mark, text }| {
        if let Some((_, certainty)) = credentials::private_key(text.as_bytes()) {
            let message = format!("`{}` holds a private key", shown(key));
            found.secret(mark, text, severity(certainty), message, None);
        }
    });
    for (mut mark, text) in credentials::other_files(repository) {
        if let Some((at, certainty)) = credentials::private_key(text.as_bytes()) {
            let before = &text[..at];
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            mark.line = before.matches('\n').count() + 1;
            mark.column = before[start..].chars().count() + 1;
            found.secret(
                mark,
                &text[at..],
                severity(certainty),
                "the file holds a private key",
                None,
            );
        }
    }
}

const fn severity(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Certain => Severity::Error,
        Certainty::Likely => Severity::Warning,
    }
}
