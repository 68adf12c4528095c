//! What is taken over, and what is not.

use serde_json::json;

use crate::platform::{Platform, importing};
use crate::states::state;

impl Platform {
    /// Replaces a text in the spec files of a folder.
    fn edit(&self, folder: &str, from: &str, to: &str) {
        let mut edited = 0;
        for file in std::fs::read_dir(self.project.path().join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            edited += text.matches(from).count();
            std::fs::write(&path, text.replace(from, to)).expect("a writable file");
        }
        assert_eq!(edited, 1, "`{from}` in {folder}");
    }
}

#[test]
fn what_the_state_calls_secret_becomes_a_variable() {
    let mut platform = Platform::empty("{}");
    platform.make_role("api", "hunter2");
    let role = ("aws_iam_role.api".to_owned(), json!({ "id": "api", "name": "api" }));
    let mut document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a11", &[role]);
    document["resources"][0]["instances"][0]["sensitive_attributes"] =
        json!([[{ "type": "get_attr", "value": "description" }]]);
    platform.write("terraform.tfstate", &document);
    platform.import(&["--write", "specs/legacy"]);
    let specs = platform.project.path().join("specs/legacy/access.yaml");
    let specs = std::fs::read_to_string(specs).expect("specs");
    assert!(!specs.contains("hunter2"), "{specs}");
    assert!(specs.contains("description: ${var."), "{specs}");
}

/// What an API's stages show is known by its methods alone.
#[test]
fn an_api_that_was_not_deployed_since_it_changed_is_not_taken_for_what_it_is() {
    let mut platform = Platform::empty("{}");
    let id = platform.boto(
        r#"
        import boto3
        gateway = boto3.client("apigateway")
        api = gateway.create_rest_api(name="app", endpointConfiguration=dict(types=["REGIONAL"]))["id"]
        root = gateway.get_resources(restApiId=api)["items"][0]["id"]
        def method(verb):
            of_api = dict(restApiId=api, resourceId=root, httpMethod=verb)
            gateway.put_method(**of_api, authorizationType="NONE")
            gateway.put_integration(**of_api, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        method("GET")
        for stage in ["v1", "v2"]:
            deployment = gateway.create_deployment(restApiId=api)["id"]
            gateway.create_stage(restApiId=api, stageName=stage, deploymentId=deployment)
        method("POST")
        deployment = gateway.create_deployment(restApiId=api)["id"]
        gateway.update_stage(restApiId=api, stageName="v2", patchOperations=[dict(op="replace", path="/deploymentId", value=deployment)])
        print(api)
        "#,
    );
    let id = id.trim();
    let api = ("aws_api_gateway_rest_api.app".to_owned(), json!({ "id": id, "name": "app" }));
    platform.write("terraform.tfstate", &state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a12", &[api]));
    platform.import(&["--write", "specs/legacy"]);
    let run = platform.run(&importing(&["--adopt", "--auto-approve"]));
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("without POST /"), "{said}");
    platform.import(&["--adopt", "--accept-changes", "--auto-approve"]);
    // The next apply deploys it, and then it is known.
    platform.must(&["apply", "--auto-approve"]);
    platform.must(&["plan", "--detailed-exitcode"]);
    let shown = platform.boto(&format!(
        r#"
        import boto3
        gateway = boto3.client("apigateway")
        stages = gateway.get_stages(restApiId="{id}")["item"]
        print(len({{stage["deploymentId"] for stage in stages}}))
        "#
    ));
    assert_eq!(shown.trim(), "1", "both stages show what was deployed");
}

/// What was taken on trust ends with the first change of the spec.
#[test]
fn an_api_taken_on_trust_is_deployed_when_its_spec_changes() {
    let mut platform = Platform::empty("{}");
    let printed = platform.boto(
        r#"
        import boto3
        gateway = boto3.client("apigateway")
        api = gateway.create_rest_api(name="app", description="just made", endpointConfiguration=dict(types=["REGIONAL"]))["id"]
        root = gateway.get_resources(restApiId=api)["items"][0]["id"]
        of_api = dict(restApiId=api, resourceId=root, httpMethod="GET")
        gateway.put_method(**of_api, authorizationType="NONE")
        gateway.put_integration(**of_api, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        deployment = gateway.create_deployment(restApiId=api)["id"]
        gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment)
        print(api, deployment)
        "#,
    );
    let (id, deployment) = printed.trim().split_once(' ').expect("two ids");
    let shown = |platform: &Platform| {
        let printed = platform.boto(&format!(
            r#"
            import boto3
            print(boto3.client("apigateway").get_stage(restApiId="{id}", stageName="v1")["deploymentId"])
            "#
        ));
        printed.trim().to_owned()
    };
    let api = ("aws_api_gateway_rest_api.app".to_owned(), json!({ "id": id, "name": "app" }));
    platform.write("terraform.tfstate", &state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a13", &[api]));
    platform.import(&["--write", "specs/legacy", "--adopt", "--auto-approve"]);
    assert_eq!(shown(&platform), deployment);

    platform.edit("specs/legacy", "just made", "taken over");
    platform.must(&["apply", "--auto-approve"]);
    assert_eq!(shown(&platform), deployment, "a description needs none");

    platform.edit("specs/legacy", "200", "204");
    platform.must(&["apply", "--auto-approve"]);
    assert_ne!(shown(&platform), deployment);
    platform.must(&["plan", "--detailed-exitcode"]);
}
