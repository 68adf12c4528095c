//! What people have changed past Terraform is told apart, and keeps nothing from being taken over.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::platform::Platform;
use crate::report::section;
use crate::states::state;

const LINEAGE: &str = "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a12";

#[test]
fn what_was_changed_past_terraform_is_told_apart() {
    let mut platform = Platform::empty("{}");
    let printed = platform.boto(include_str!("differences.py"));
    let said: Vec<(String, Value)> = serde_json::from_str(&printed).expect("JSON");
    platform.write("terraform.tfstate", &state(LINEAGE, &said));
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    let untold = report.find("## Different");
    assert_eq!(untold, None, "nothing differs yet:\n{report}");

    platform.boto(include_str!("drift.py"));
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert!(!report.contains("hunter"), "{report}");
    let ready = section(&report, "Can be taken over");
    assert_eq!(ready.matches("\n| `").count(), 9, "{ready}");
    let pool = said.iter().find(|(address, _)| address == "aws_cognito_user_pool.users");
    let pool = pool.expect("a pool").1["id"].as_str().expect("an id");
    let client = said.iter().find(|(address, _)| address == "aws_cognito_user_pool_client.web");
    let client = client.expect("a client").1["id"].as_str().expect("an id");
    let api = said.iter().find(|(address, _)| address == "aws_api_gateway_rest_api.shop");
    let api = api.expect("an API").1["id"].as_str().expect("an id");
    let told = |heading: &str| {
        section(&report, heading)
            .replace(&platform.account, "<account>")
            .replace(client, "<client>")
            .replace(pool, "<pool>")
            .replace(api, "<api>")
    };
    assert_snapshot!(told("Access that Terraform does not know of"), @r#"
    Access that Terraform does not know of

    Somebody has changed who may do what without Terraform. Specs are written from what AWS has, so **these grants would be taken over and kept**. Remove unwanted grants before that.

    | object | in Terraform | attribute | the state says | AWS has |
    |---|---|---|---|---|
    | `cognito.user_pool_client` `<pool>/<client>` | `aws_cognito_user_pool_client.web` | `allowed_oauth_scopes` | `["email","openid"]` | `["openid"]` |
    | `iam.role` `api` | `aws_iam_role.api` | `assume_role_policy.Statement[0].Principal.Service` | `lambda.amazonaws.com` | `ec2.amazonaws.com` |
    "#);
    assert_snapshot!(told("Added without Terraform"), @r#"
    Added without Terraform

    AWS has these, and no resource of Terraform's is any of them. Specs are written from what AWS has, so they would be taken over and kept.

    | object | in Terraform | attribute | the state says | AWS has |
    |---|---|---|---|---|
    | `dynamodb.table` `users` | `aws_dynamodb_table.users` | `ttl.enabled` | nothing | `expires_at` |
    | `iam.role` `api` | `aws_iam_role.api` | `tags_all.Team` | nothing | `web` |
    | `logs.log_group` `/api` | `aws_cloudwatch_log_group.api` | `retention_in_days` | nothing | `7` |
    "#);
    assert_snapshot!(told("Different from what the state says"), @r#"
    Different from what the state says

    Somebody has changed these objects without Terraform, or Terraform has not looked since. They can be taken over all the same: specs are written from what AWS has. Terraform would change them back.

    | object | in Terraform | attribute | the state says | AWS has |
    |---|---|---|---|---|
    | `cognito.user_pool` `<pool>` | `aws_cognito_user_group.admins` | `name` | `admins` | nothing |
    | `cognito.user_pool_client` `<pool>/<client>` | `aws_cognito_user_pool_client.web` | `access_token_validity` | `60 minutes` | `2 hours` |
    | `iam.role` `api` | `aws_iam_role_policy_attachment.read` | `policy_arn` | `arn:aws:iam::<account>:policy/read` | nothing |
    | `iam.role` `api` | `aws_iam_role_policy.logs` | `name` | `logs` | nothing |
    | `lambda.function` `api` | `aws_lambda_function.api` | `memory_size` | `256` | `512` |
    | `lambda.function` `api` | `aws_lambda_function.api` | `environment.variables.TOKEN` | (not shown) | differs |
    | `s3.bucket` `shop-<account>` | `aws_s3_bucket_versioning.shop` | `versioning_configuration.status` | `true` | nothing |
    | `s3.bucket` `shop-<account>` | `aws_s3_bucket_lifecycle_configuration.shop` | `rule` | `["old"]` | nothing |

    - object: `apigateway.rest_api` `<api>`; in Terraform: `aws_api_gateway_rest_api.shop`; attribute: `description`; the state says: `The shop`; AWS has: `Closed | for now`
    "#);
}

#[test]
fn what_the_state_marks_as_sensitive_is_not_shown() {
    let mut platform = Platform::empty("{}");
    platform.make_role("api", "hunter2");
    let attributes = json!({ "id": "api", "name": "api", "description": "hunter3" });
    let mut document = state(LINEAGE, &[("aws_iam_role.api".to_owned(), attributes)]);
    document["resources"][0]["instances"][0]["sensitive_attributes"] =
        json!([[{ "type": "get_attr", "value": "description" }]]);
    platform.write("terraform.tfstate", &document);
    let report = platform.must(&["import-legacy", "--state", "terraform.tfstate"]);
    assert!(!report.contains("hunter"), "{report}");
    let told = section(&report, "Different from what the state says");
    assert!(told.contains("| `description` | (not shown) | differs |"), "{told}");
}
