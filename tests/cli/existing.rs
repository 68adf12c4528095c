//! `existing:`, what is looked up and never changed.

use insta::assert_snapshot;
use serde_json::json;

use crate::project::TestProject;

/// A project with another team's state beside it.
fn project(spec: &str) -> TestProject {
    let state = json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 7,
        "lineage": "a",
        "outputs": {
            "names": { "value": ["a", "b"], "type": ["list", "string"] },
            "token": { "value": "hunter2", "type": "string", "sensitive": true },
            "vpc_id": { "value": "vpc-0a1b2c3d", "type": "string" },
        },
        "resources": [],
    });
    TestProject::with_spec(spec).raw_file("core/terraform.tfstate", state.to_string().as_bytes())
}

#[test]
fn an_output_keeps_its_type_and_may_decide_what_exists() {
    let project = project(
        r#"
        locals:
          core: core
        existing:
          terraform.state:
            core: { path: "${local.core}/terraform.tfstate" }
        logs.log_group:
          api:
            for_each: ${existing.terraform.state.core.names}
            name: /${existing.terraform.state.core.vpc_id}/${each.key}
        "#,
    );
    assert_snapshot!(project.prints(&["validate", "-e", "dev"]), @"shop-dev is valid: 2 resources");
    assert_snapshot!(project.prints(&["graph", "-e", "dev", "--format", "mermaid"]), @"");
}

#[test]
fn an_output_that_is_not_there() {
    let project = project(
        r#"
        existing:
          terraform.state:
            core: { path: core/terraform.tfstate }
        logs.log_group:
          api: { name: "${existing.terraform.state.core.vpc}" }
          web: { name: "${existing.terraform.state.cor.vpc_id}" }
          all: { name: "${existing.terraform.states.core.vpc_id}" }
          cut: { name: "${existing.terraform.state}" }
        "#,
    );
    assert_snapshot!(project.errors(), @"");
}

#[test]
fn a_sensitive_output_is_not_shown() {
    let project = project(
        r#"
        existing:
          terraform.state:
            core: { path: core/terraform.tfstate }
        logs.log_group:
          api: { name: "${existing.terraform.state.core.token}" }
          web: { retention_days: "${existing.terraform.state.core.token}" }
        "#,
    );
    let errors = project.errors();
    assert!(!errors.contains("hunter"), "{errors}");
    assert_snapshot!(errors, @"");
}

#[test]
fn what_cannot_be_looked_up() {
    let project = project(
        r#"
        variables:
          secret: { default: x, sensitive: true }
        existing:
          terraform.stat:
            core: { path: core/terraform.tfstate }
          terraform.state:
            missing: { path: ../nowhere.tfstate }
            other: { path: environments/dev.yaml }
            bucket: { path: s3://states/core/terraform.tfstate }
            folder: { path: core }
            misspelt: { pat: core/terraform.tfstate }
            hidden: { path: "${var.secret}/terraform.tfstate" }
            resource: { path: "${logs.log_group.api.name}" }
        logs.log_group:
          api: { name: "${existing.terraform.state.missing.vpc_id}" }
        "#,
    );
    assert_snapshot!(project.errors(), @"");
}

#[test]
fn a_section_that_holds_no_lookups() {
    assert_snapshot!(project("existing: [core]").errors(), @"");
}
