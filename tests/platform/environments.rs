//! What an environment says takes effect.

use serde_json::{Value, json};

use crate::project::{Project, step};

fn planned(environment: &'static str) -> (Project, Value) {
    let endpoint = emulators::shared_ministack().endpoint();
    let project = Project::new(environment, endpoint, "123456789012");
    let plan = project.plan();
    (project, plan)
}

/// The settings that differ, as the plan would make them.
fn settings(plan: &Value) -> Value {
    let table = &step(plan, "dynamodb.table.user-profiles")["after"];
    let function = &step(plan, "lambda.function.post-authentication")["after"];
    let bucket = &step(plan, "s3.bucket.user-content")["after"];
    json!({
        "point_in_time_recovery": table["point_in_time_recovery"],
        "deletion_protection": table["deletion_protection"],
        "retention": step(plan, "logs.log_group.post-authentication")["after"]["retention_days"],
        "memory": function["memory"],
        "reserved": function["reserved_concurrency"],
        "versioning": bucket["versioning"],
        "older_versions_expire": bucket["lifecycle_rules"]["expire-older-versions"]["enabled"],
        "transitions": bucket["lifecycle_rules"]["move-to-cheaper-storage"]["transitions"],
        "origins": bucket["cors_rules"][0]["allowed_origins"],
        "cost_center": table["tags"]["CostCenter"],
        "name": table["name"],
    })
}

#[test]
fn dev_staging_and_prod_differ_as_their_files_say() {
    let (_, dev) = planned("dev");
    let (_, staging) = planned("staging");
    let (_, prod) = planned("prod");
    insta::assert_json_snapshot!(json!({
        "dev": settings(&dev),
        "staging": settings(&staging),
        "prod": settings(&prod),
    }));
}

/// None of these kinds has an id that AWS invents, so a plan for them prints no unknown at all.
#[test]
fn a_prod_plan_prints_no_unknown() {
    let (prod, _) = planned("prod");
    let plan = prod.must(&["plan"]).stdout;
    assert!(!plan.contains("${"), "{plan}");
}

#[test]
fn no_environment_of_the_platform_has_an_error() {
    for environment in ["local", "dev", "staging", "prod"] {
        Project::new(environment, "http://127.0.0.1:1", "").must(&["validate"]);
    }
}
