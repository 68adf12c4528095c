//! What API Gateway's kinds share: tags are written by ARN, and ARNs name no account.

use std::collections::HashMap;

use crate::apigateway::ApiGateway;
use crate::ownership;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::tags;
use kind::Place;

/// The operations on tags, which act on the tags of an ARN: an exception in `ACCESS`.
pub(crate) const ON_TAGS: (&[&str], &[&str]) =
    (&["TagResource", "UntagResource"], &["arn:{partition}:apigateway:{region}::/tags/*"]);

/// The most that a page of a list may hold.
pub(super) const PAGE: i32 = 500;

/// The HTTP methods that API Gateway knows; `ANY` stands for all without a method of their own.
pub(super) const METHODS: [&str; 8] =
    ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// The ARN of something in a place: `arn:aws:apigateway:<region>::<path>`.
pub(crate) fn arn(place: &Place, path: &str) -> String {
    let Place { partition, region, .. } = place;
    format!("arn:{partition}:apigateway:{region}::{path}")
}

/// Writes the tags that differ.
pub(super) async fn update_tags(aws: &Aws, path: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    let (api_gateway, arn) = (aws.api_gateway(), arn(&aws.place(), path));
    let (untag, tag) = (api_gateway.untag_resource(), api_gateway.tag_resource());
    write_tags!(*wanted, *live, untag.resource_arn(&arn), tag.resource_arn(&arn));
    Ok(())
}

/// Every item of a list, by the largest pages that there are.
macro_rules! items {
    ($request:expr) => {
        $crate::lists::items!($request.limit($crate::apigateway::support::PAGE))
    };
}
pub(super) use items;

/// Sends a request with the operations of a patch, unless there are none.
macro_rules! send_patch {
    ($patch:expr, $request:expr) => {
        if let Some(operations) = $patch.operations() {
            $request.set_patch_operations(Some(operations)).send().await?;
        }
    };
}
pub(super) use send_patch;

/// Of several objects with one name, by id and tags, those that carry our tags, or all where none does: the names
/// of API Gateway are not unique.
pub(crate) fn ours_or_all(
    named: impl Iterator<Item = (String, Option<HashMap<String, String>>)>,
    ownership: &Tags,
) -> Vec<String> {
    let named = named.map(|(id, tags)| (id, tags::from_aws(tags.unwrap_or_default())));
    ownership::ours_or_all(named, ownership)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags<T: FromIterator<(String, String)>>(stack: &str) -> T {
        T::from_iter([(tags::STACK.to_owned(), stack.to_owned())])
    }

    #[test]
    fn only_ours_among_those_of_one_name_or_all() {
        let named = || {
            let found = [("a", Some(tags("one"))), ("b", Some(tags("two"))), ("c", None)];
            found.into_iter().map(|(id, tags)| (id.to_owned(), tags))
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
