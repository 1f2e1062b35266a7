//! What surely follows from fields that are known: AWS builds these ARNs by rule.

use super::{Context, Field, FieldValue, How, Origin};

/// A rule: the field that follows, the one whose source it is said to have, and how.
type Rule = (Field, Field, fn(&Context) -> Option<String>);

const RULES: &[Rule] = &[
    (Field::BucketArn, Field::BucketName, |context| {
        let (partition, bucket) = (context.partition?, context.storage.bucket_name.as_ref()?);
        Some(format!("arn:{partition}:s3:::{bucket}"))
    }),
    (Field::OidcProviderArn, Field::OidcIssuerUrl, |context| {
        let (partition, account) = (context.partition?, context.aws_account_id.as_ref()?);
        let issuer = context
            .kubernetes
            .oidc_issuer_url
            .as_ref()?
            .strip_prefix("https://")?;
        Some(format!(
            "arn:{partition}:iam::{account}:oidc-provider/{issuer}"
        ))
    }),
];

/// Fills what can be filled.
pub(super) fn derive(context: &mut Context) {
    for (field, from, rule) in RULES.iter().copied() {
        if context.value(field).is_some() {
            continue;
        }
        let Some(text) = rule(context) else { continue };
        let sources = context
            .origin(from)
            .map(|origin| origin.sources.clone())
            .unwrap_or_default();
        if context.set(field, &FieldValue::Text(text)).is_ok() {
            context.origins.insert(
                field,
                Origin {
                    sources,
                    how: How::From(from),
                },
            );
        }
    }
}
