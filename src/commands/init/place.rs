//! Where what Terraform owns is, as its state says.

use std::collections::BTreeMap;
use std::path::Path;

use terraform::TerraformState;

/// An account and a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub account: String,
    pub region: String,
}

/// The account and the region of most objects of a state; nothing where it is not a file, or tells of none.
pub(super) fn place_of(file: &Path) -> Option<Place> {
    most(&std::fs::read(file).ok()?)
}

fn most(bytes: &[u8]) -> Option<Place> {
    let state = TerraformState::parse(bytes).ok()?;
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for instance in &state.instances {
        // arn:<partition>:<service>:<region>:<account>:<object>
        let arn = instance.attributes.text("arn").unwrap_or_default();
        if let ["arn", _, _, region, account, ..] = arn.split(':').collect::<Vec<_>>()[..]
            && !region.is_empty()
            && !account.is_empty()
        {
            *counts.entry((account, region)).or_default() += 1;
        }
    }
    let ((account, region), _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(Place { account: account.to_owned(), region: region.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_that_of_most_objects() {
        let object = |name: &str, arn: &str| {
            serde_json::json!({
                "mode": "managed", "type": "aws_sqs_queue", "name": name,
                "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
                "instances": [{ "schema_version": 0, "attributes": { "arn": arn, "id": name } }],
            })
        };
        let state = serde_json::json!({
            "version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "a", "outputs": {},
            "resources": [
                object("a", "arn:aws:sqs:eu-west-1:111111111111:a"),
                object("b", "arn:aws:sqs:us-east-2:111111111111:b"),
                object("c", "arn:aws:sqs:us-east-2:111111111111:c"),
                object("d", "arn:aws:iam::111111111111:role/d"),
            ],
        });
        let place = most(state.to_string().as_bytes());
        let expected = Place { account: "111111111111".to_owned(), region: "us-east-2".to_owned() };
        assert_eq!(place, Some(expected));
    }
}
