//! What API Gateway's kinds share: tags are written by ARN, and ARNs name no account.

pub(super) use super::patch::Patch;

use crate::apigateway::ApiGateway;
use aws::Aws;
use aws::tags::{self, Tags};
use kind::{Place, Result};

/// The most that a page of a list may hold.
pub(super) const PAGE: i32 = 500;

/// The ARN of something in a place: `arn:aws:apigateway:<region>::<path>`.
pub(super) fn arn(place: &Place, path: &str) -> String {
    let Place { partition, region, .. } = place;
    format!("arn:{partition}:apigateway:{region}::{path}")
}

/// The ARN of something that is there.
pub(super) fn arn_here(aws: &Aws, path: &str) -> String {
    arn(&aws.place(), path)
}

/// Writes the tags that differ.
pub(super) async fn update_tags(aws: &Aws, path: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    let Some(changes) = tags::changes(wanted, live) else {
        return Ok(());
    };
    let arn = arn_here(aws, path);
    if !changes.remove.is_empty() {
        let request = aws.api_gateway().untag_resource().resource_arn(&arn);
        request.set_tag_keys(Some(changes.remove)).send().await?;
    }
    if !changes.set.is_empty() {
        let request = aws.api_gateway().tag_resource().resource_arn(&arn);
        let tags = changes.set.into_iter().collect();
        request.set_tags(Some(tags)).send().await?;
    }
    Ok(())
}

/// Of several objects with one name those that carry our tags, or all where none does: the names of API
/// Gateway are not unique.
pub(super) fn ours_or_all(named: Vec<(String, Tags)>, ownership: &Tags) -> Vec<String> {
    let any_is_ours = named.iter().any(|(_, tags)| is_ours(tags, ownership));
    named
        .into_iter()
        .filter(|(_, tags)| !any_is_ours || is_ours(tags, ownership))
        .map(|(id, _)| id)
        .collect()
}

/// Whether tags are ours. Where it is not known which ours are, none is.
pub(super) fn is_ours(tags: &Tags, ownership: &Tags) -> bool {
    let mut wanted = ownership.iter();
    !ownership.is_empty() && wanted.all(|(key, value)| tags.get(key) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(stack: &str) -> Tags {
        Tags::from([(tags::STACK.to_owned(), stack.to_owned())])
    }

    #[test]
    fn only_ours_among_those_of_one_name_or_all() {
        let named = || {
            Vec::from([
                ("a".to_owned(), tags("one")),
                ("b".to_owned(), tags("two")),
                ("c".to_owned(), Tags::new()),
            ])
        };
        assert_eq!(ours_or_all(named(), &tags("two")), ["b"]);
        assert_eq!(ours_or_all(named(), &tags("three")), ["a", "b", "c"]);
        assert_eq!(ours_or_all(named(), &Tags::new()), ["a", "b", "c"]);
    }

    #[test]
    fn arns_have_no_account() {
        let place = Place::new("123456789012", "cn-north-1");
        assert_eq!(arn(&place, "/usageplans/x"), "arn:aws-cn:apigateway:cn-north-1::/usageplans/x");
    }
}
