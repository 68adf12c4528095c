//! What an environment says takes effect.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::project::{Project, step};

/// What would be made of production, planned once for all tests.
pub static PROD: LazyLock<(Project, Value)> = LazyLock::new(|| planned("prod"));

fn planned(environment: &'static str) -> (Project, Value) {
    let endpoint = emulators::shared_ministack().endpoint();
    let project = Project::beside_core(environment, endpoint, "123456789012");
    let plan = project.plan();
    (project, plan)
}

/// The settings that differ, as the plan would make them.
fn settings(plan: &Value) -> Value {
    let table = &step(plan, "dynamodb.table.user-profiles")["after"];
    let function =
        &step(plan, "component.function.post-authentication/lambda.function.function")["after"];
    let bucket = &step(plan, "s3.bucket.user-content")["after"];
    let pool = &step(plan, "cognito.user_pool.main")["after"];
    let client = &step(plan, "cognito.user_pool_client.web")["after"];
    let usage_plan = &step(plan, "apigateway.usage_plan.registration")["after"];
    let api = &step(plan, "apigateway.rest_api.platform")["after"];
    let stages = api["stages"].as_object().expect("stages");
    let has = |address: &str| {
        let mut steps = plan["steps"].as_array().into_iter().flatten();
        steps.any(|step| step["address"] == address)
    };
    json!({
        "point_in_time_recovery": table["point_in_time_recovery"],
        "deletion_protection": table["deletion_protection"],
        "retention": step(plan, "component.function.post-authentication/logs.log_group.log")["after"]["retention_days"],
        "memory": function["memory"],
        "reserved": function["reserved_concurrency"],
        "versioning": bucket["versioning"],
        "older_versions_expire": bucket["lifecycle_rules"]["expire-older-versions"]["enabled"],
        "transitions": bucket["lifecycle_rules"]["move-to-cheaper-storage"]["transitions"],
        "origins": bucket["cors_rules"][0]["allowed_origins"],
        "mfa": pool["mfa"]["mode"],
        "password_policy": pool["password_policy"],
        "advanced_security": pool["advanced_security"],
        "risk": pool["risk"],
        "tier": pool["tier"],
        "authentication_flows": client["authentication_flows"],
        "oauth_flows": client["oauth"]["flows"],
        "callback_urls": client["oauth"]["callback_urls"],
        "token_validity": client["token_validity"],
        "throttling": stages.values().map(|stage| &stage["methods"]["*"]).collect::<Vec<_>>(),
        "stages": stages.keys().collect::<Vec<_>>(),
        "cors": api["cors"]["allow_origins"],
        "registration": [&usage_plan["throttle"], &usage_plan["quota"]],
        "access_log_retention": step(plan, "logs.log_group.api")["after"]["retention_days"],
        "owns_the_account": has("apigateway.account.main"),
        "cost_center": table["tags"]["CostCenter"],
        "name": table["name"],
    })
}

#[test]
fn dev_staging_and_prod_differ_as_their_files_say() {
    let (_, dev) = planned("dev");
    let (_, staging) = planned("staging");
    let (_, prod) = &*PROD;
    insta::assert_json_snapshot!(json!({
        "dev": settings(&dev),
        "staging": settings(&staging),
        "prod": settings(prod),
    }));
}

/// What can be known is known: a plan prints no unknown but ids that AWS invents, and what is made of
/// them.
#[test]
fn a_prod_plan_knows_all_but_what_aws_invents() {
    let (prod, _) = &*PROD;
    let plan = prod.must(&["plan"]).stdout;
    let reference = regex::Regex::new(r"\$\{([a-z_]+\.[a-z_]+\.[^}]+)\}").expect("a pattern");
    let unknown: BTreeSet<&str> = reference
        .captures_iter(&plan)
        .map(|found| found.get(1).expect("a group").as_str())
        .collect();
    assert_eq!(
        unknown.into_iter().collect::<Vec<_>>(),
        [
            "apigateway.api_key.web.id", "apigateway.rest_api.platform.execution_arn",
            "apigateway.rest_api.platform.id", "apigateway.rest_api.platform.url",
            "cognito.identity_pool.main.id", "cognito.user_pool.main.arn",
            "cognito.user_pool.main.endpoint", "cognito.user_pool.main.id",
            "cognito.user_pool_client.web.id", "dynamodb.table.user-content-metadata.stream_arn",
            "kms.key.alerts.arn",
        ]
    );
}

/// Developers and testers look at prod, and cannot even write to its log.
#[test]
fn nobody_develops_in_prod() {
    let (_, prod) = &*PROD;
    for (group, actions) in [
        (
            "Development",
            vec![
                "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "s3:GetObject",
                "s3:ListBucket",
            ],
        ),
        ("Testing", vec![]),
    ] {
        let role = &step(prod, &format!("iam.role.group[\"{group}\"]"))["after"];
        assert_eq!(allowed(role), actions.into_iter().collect(), "{group}");
    }
}

/// The matrix of isolation, which knows no specs, is held against the policy that is deployed.
#[test]
fn the_policy_of_tenants_data_is_the_one_that_the_matrix_evaluates() {
    let (_, prod) = &*PROD;
    let role = &step(prod, "iam.role.tenant-data")["after"];
    let deployed = format!("{:#}\n", role["inline_policies"]["tables"]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("lambdas/api/tests/isolation/tenant-data-policy.json");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &deployed).expect("the policy is written");
    }
    let evaluated = std::fs::read_to_string(&file).expect("there is a policy");
    assert!(evaluated == deployed, "run this with INSTA_UPDATE=always, and look at the difference");

    // Whoever is let in says for whom, and is one of the functions.
    let trust = &role["trust_policy"]["Statement"][0];
    assert_eq!(
        trust["Principal"],
        json!({ "AWS": [
            "arn:aws:iam::123456789012:role/aws-devops-prod-education-api",
            "arn:aws:iam::123456789012:role/aws-devops-prod-organizations-api",
            "arn:aws:iam::123456789012:role/aws-devops-prod-uploads-api",
        ] })
    );
    for tag in ["organization_id", "user_id", "staff"] {
        assert_eq!(trust["Condition"]["Null"][format!("aws:RequestTag/{tag}")], "false", "{tag}");
    }
}

/// The actions that the inline policies of a role allow.
fn allowed(role: &Value) -> BTreeSet<&str> {
    let policies = role["inline_policies"].as_object();
    let policies = policies.into_iter().flat_map(|policies| policies.values());
    let statements = policies.flat_map(|policy| policy["Statement"].as_array());
    let actions = statements.flatten().map(|statement| &statement["Action"]);
    let texts = actions.flat_map(|action| match action {
        Value::Array(several) => several.iter().collect(),
        one => vec![one],
    });
    texts.filter_map(Value::as_str).collect()
}

#[test]
fn no_environment_of_the_platform_has_an_error() {
    for environment in ["local", "dev", "staging", "prod"] {
        Project::new(environment, "http://127.0.0.1:1", "").must(&["validate"]);
    }
}
