//! States in, outcomes and candidates out.

use serde_json::{Value, json};

use super::*;
use terraform::source::Source;
use terraform::state::Provider;
use terraform::testing::document;
use terraform::testing::state;

fn file(name: &str, instances: &[(&str, Value)]) -> StateFile {
    let instances = || instances.iter().cloned();
    StateFile {
        source: Source::File(name.into()),
        bytes: document(instances()).to_string().into_bytes(),
        state: state(instances()),
    }
}

fn outcomes(inventory: &Inventory) -> Vec<(String, Outcome)> {
    inventory
        .outcomes()
        .map(|(id, outcome)| (inventory.instance(id).address.to_string(), outcome.clone()))
        .collect()
}

fn outcome_of(inventory: &Inventory, address: &str) -> Outcome {
    let found = outcomes(inventory).into_iter().find(|(known, _)| known == address);
    found.expect(address).1
}

fn inventory(instances: &[(&str, Value)]) -> Inventory {
    take_inventory(vec![file("a", instances)], &Selection::default())
}

#[test]
fn parts_fold_into_their_object() {
    let inventory = inventory(&[
        ("aws_s3_bucket_versioning.uploads", json!({ "bucket": "shop-uploads" })),
        ("aws_s3_bucket.uploads", json!({ "bucket": "shop-uploads", "region": "eu-west-1" })),
        ("aws_s3_bucket_policy.uploads", json!({ "bucket": "shop-uploads" })),
        ("aws_s3_bucket_website_configuration.site", json!({ "bucket": "somebody-elses" })),
        ("aws_kinesis_stream.jobs", json!({ "id": "https://sqs/jobs" })),
        ("random_password.admin", json!({ "result": "x" })),
        ("aws_dynamodb_table.unknown", json!({})),
        ("data.aws_region.current", json!({})),
    ]);
    let [candidate] = inventory.candidates.as_slice() else {
        panic!("one candidate");
    };
    assert_eq!((candidate.kind.name(), candidate.id.as_str()), ("s3.bucket", "shop-uploads"));
    assert_eq!(candidate.place.region.as_deref(), Some("eu-west-1"));
    let addresses: Vec<String> =
        candidate.instances().map(|id| inventory.instance(id).address.to_string()).collect();
    assert_eq!(
        addresses,
        [
            "aws_s3_bucket.uploads", "aws_s3_bucket_versioning.uploads",
            "aws_s3_bucket_policy.uploads"
        ]
    );
    let orphan =
        Outcome::Orphan { kind: "s3.bucket", id: "somebody-elses".to_owned(), account: None };
    assert_eq!(outcome_of(&inventory, "aws_s3_bucket_website_configuration.site"), orphan);
    assert_eq!(outcome_of(&inventory, "aws_kinesis_stream.jobs"), Outcome::Unsupported);
    assert_eq!(
        outcome_of(&inventory, "random_password.admin"),
        Outcome::NoObject { only_copy: true }
    );
    assert_eq!(outcome_of(&inventory, "aws_dynamodb_table.unknown"), Outcome::Unidentified);
    assert_eq!(outcome_of(&inventory, "data.aws_region.current"), Outcome::DataSource);
}

#[test]
fn a_part_goes_with_its_object_whatever_is_selected() {
    let instances = [
        ("aws_iam_role.api", json!({ "name": "api" })),
        ("aws_iam_role_policy.other", json!({ "role": "api" })),
        ("aws_iam_role.web", json!({ "name": "web" })),
        ("aws_iam_role_policy.web_api", json!({ "role": "web" })),
    ];
    let selection = Selection { matches: vec!["api".parse().unwrap()], ..Selection::default() };
    let inventory = take_inventory(vec![file("a", &instances)], &selection);
    let candidate = Outcome::Candidate { candidate: 0 };
    assert_eq!(outcome_of(&inventory, "aws_iam_role_policy.other"), candidate);
    assert_eq!(
        outcome_of(&inventory, "aws_iam_role.web"),
        Outcome::NotSelected(NotSelected::Address)
    );
    assert!(matches!(
        outcome_of(&inventory, "aws_iam_role_policy.web_api"),
        Outcome::WithoutObject { .. }
    ));
}

#[test]
fn two_addresses_of_one_object_conflict() {
    let role = |name: &str| json!({ "name": name, "arn": format!("arn:aws:iam::123456789012:role/{name}") });
    let first = file("a", &[("aws_iam_role.api", role("api")), ("aws_iam_role.web", role("web"))]);
    let second = file(
        "b",
        &[
            ("aws_iam_role.again", role("api")),
            ("aws_iam_role_policy.web", json!({ "role": "web" })),
        ],
    );
    let inventory = take_inventory(vec![first, second], &Selection::default());
    assert!(matches!(outcome_of(&inventory, "aws_iam_role.api"), Outcome::Conflict { .. }));
    assert!(matches!(outcome_of(&inventory, "aws_iam_role.again"), Outcome::Conflict { .. }));
    let [web] = inventory.candidates.as_slice() else {
        panic!("one candidate");
    };
    assert_eq!(web.instances().count(), 2, "the part in the other state is folded in");
}

#[test]
fn tables_of_one_name_in_two_regions_are_two() {
    let table = |region: &str| json!({ "name": "users", "arn": format!("arn:aws:dynamodb:{region}:123456789012:table/users") });
    let inventory = inventory(&[
        ("aws_dynamodb_table.east", table("us-east-2")),
        ("aws_dynamodb_table.west", table("us-west-2")),
    ]);
    let regions: Vec<_> = inventory
        .candidates
        .iter()
        .filter_map(|candidate| candidate.place.region.as_deref())
        .collect();
    assert_eq!(regions, ["us-east-2", "us-west-2"]);
}

#[test]
fn a_part_belongs_to_the_object_of_its_provider_where_there_are_two() {
    let table = |region: &str| json!({ "name": "users", "arn": format!("arn:aws:dynamodb:{region}:123456789012:table/users") });
    let part = json!({ "table_name": "users" });
    let west = Provider::parse("provider[\"registry.terraform.io/hashicorp/aws\"].west");
    let inventory_of = |instances: &[(&str, Value)], of_west: &[usize]| {
        let mut file = file("a", instances);
        for index in of_west {
            file.state.instances[*index].provider = west.clone();
        }
        take_inventory(vec![file], &Selection::default())
    };
    let both = inventory_of(
        &[
            ("aws_dynamodb_table.east", table("us-east-2")),
            ("aws_dynamodb_table.west", table("us-west-2")),
            ("aws_dynamodb_contributor_insights.west", part.clone()),
        ],
        &[1, 2],
    );
    let parts: Vec<usize> = both.candidates.iter().map(|candidate| candidate.parts.len()).collect();
    assert_eq!(parts, [0, 1]);
    let alone = inventory_of(
        &[
            ("aws_dynamodb_table.east", table("us-east-2")),
            ("aws_dynamodb_contributor_insights.other", part),
        ],
        &[1],
    );
    assert_eq!(alone.candidates[0].parts.len(), 1, "there is no other object that it could be of");
}

#[test]
fn a_part_in_another_account_is_of_another_object() {
    let role =
        |account: &str| json!({ "name": "api", "arn": format!("arn:aws:iam::{account}:role/api") });
    let other = Provider::parse("provider[\"registry.terraform.io/hashicorp/aws\"].other");
    let mut file = file(
        "a",
        &[
            ("aws_iam_role.api", role("123456789012")),
            ("aws_iam_role_policy.ours", json!({ "role": "api", "id": "api:ours" })),
            ("aws_iam_role_policy.theirs", json!({ "role": "api", "id": "api:theirs" })),
            ("data.aws_caller_identity.other", json!({ "account_id": "999999999999" })),
        ],
    );
    for index in [2, 3] {
        file.state.instances[index].provider = other.clone();
    }
    let inventory = take_inventory(vec![file], &Selection::default());
    assert_eq!(inventory.candidates[0].parts.len(), 1);
    let theirs = Outcome::Orphan {
        kind: "iam.role",
        id: "api".to_owned(),
        account: Some("999999999999".to_owned()),
    };
    assert_eq!(outcome_of(&inventory, "aws_iam_role_policy.theirs"), theirs);
}

#[test]
fn an_account_is_known_by_whatever_says_it() {
    let api = json!({
        "id": "a1b2c3",
        "arn": "arn:aws:apigateway:us-east-2::/restapis/a1b2c3",
        "execution_arn": "arn:aws:execute-api:us-east-2:999999999999:a1b2c3",
    });
    let inventory = inventory(&[
        ("aws_api_gateway_rest_api.shop", api),
        ("aws_s3_bucket.uploads", json!({ "bucket": "uploads" })),
    ]);
    for candidate in &inventory.candidates {
        let account = candidate.place.account.as_deref();
        assert_eq!(account, Some("999999999999"), "{}", candidate.id);
    }
}

#[test]
fn what_terraform_means_to_destroy_is_not_taken() {
    let mut state = state([
        ("aws_iam_role.tainted", json!({ "name": "a" })),
        ("aws_iam_role.deposed", json!({ "name": "b" })),
    ]);
    state.instances[0].tainted = true;
    state.instances[1].deposed = Some("1a2b3c4d".to_owned());
    let file = StateFile { source: Source::StandardInput, bytes: Vec::new(), state };
    let inventory = take_inventory(vec![file], &Selection::default());
    assert_eq!(outcome_of(&inventory, "aws_iam_role.tainted"), Outcome::Tainted);
    assert_eq!(outcome_of(&inventory, "aws_iam_role.deposed"), Outcome::Deposed);
    assert!(inventory.candidates.is_empty());
}
