//! Settings of the API itself: patches, endpoints that take time to change, and conflicts.

use super::*;

#[tokio::test]
async fn the_settings_are_patched_by_their_documented_paths() {
    let script = live(&[(
        "GetRestApi",
        json!({
            "id": "a1", "name": "users", "description": "old", "minimumCompressionSize": 100,
            "binaryMediaTypes": ["image/gif"],
            "endpointConfiguration": { "types": ["REGIONAL"], "ipAddressType": "ipv4" },
        }),
    )]);
    let wanted = spec(json!({
        "endpoint_type": "PRIVATE",
        "vpc_endpoint_ids": ["vpce-1"],
        "security_policy": "TLS_1_2",
        "binary_media_types": ["image/png"],
        "disable_execute_api_endpoint": true,
    }));
    let requests = update(&script, wanted).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(
        patches(&requests[0]),
        [
            "remove /description", "replace /endpointConfiguration/types/REGIONAL PRIVATE",
            "replace /endpointConfiguration/ipAddressType dualstack",
            "add /endpointConfiguration/vpcEndpointIds vpce-1", "replace /securityPolicy TLS_1_2",
            "add /binaryMediaTypes/image~1png", "remove /binaryMediaTypes/image~1gif",
            "replace /minimumCompressionSize", "replace /disableExecuteApiEndpoint true",
        ]
    );
}

#[tokio::test]
async fn an_update_waits_until_the_endpoints_have_changed() {
    let script = live(&[("UpdateRestApi", json!({ "apiStatus": "UPDATING" }))]);
    update(&script, spec(json!({ "security_policy": "TLS_1_2" }))).await;
    assert_eq!(script.requests_of("GetRestApi").len(), 2);
}

#[tokio::test]
async fn an_api_that_is_changing_is_waited_for() {
    let changing = json!({ "id": "a1", "name": "users", "apiStatus": "UPDATING" });
    let script = live(&[("GetRestApi", changing)]).answer(
        "GetRestApi",
        200,
        json!({ "id": "a1", "apiStatus": "AVAILABLE" }).to_string(),
    );
    update(&script, spec(json!({ "description": "Users" }))).await;
    let operations = operations(&script);
    let waited = operations.iter().rposition(|name| name == "GetRestApi");
    let written = operations.iter().position(|name| name == "UpdateRestApi");
    assert_eq!(script.requests_of("GetRestApi").len(), 2);
    assert!(waited < written);
}

/// AWS turns none into an edge API (Change a public or private API endpoint type).
#[tokio::test]
async fn a_private_api_comes_to_the_edge_by_way_of_its_region() {
    let script = live(&[(
        "GetRestApi",
        json!({
            "id": "a1", "name": "users",
            "endpointConfiguration": {
                "types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"],
            },
        }),
    )]);
    let requests = update(&script, base()).await;
    let steps: Vec<_> = requests.iter().map(patches).collect();
    assert_eq!(
        steps,
        [
            &[
                "replace /endpointConfiguration/types/PRIVATE REGIONAL",
                "replace /endpointConfiguration/ipAddressType ipv4",
                "remove /endpointConfiguration/vpcEndpointIds vpce-1",
            ][..],
            &["replace /endpointConfiguration/types/REGIONAL EDGE"][..],
        ]
    );
}

#[tokio::test]
async fn changes_that_meet_are_tried_again_and_taken_names_are_not() {
    let refusal = |message: &str| json!({ "message": message }).to_string();
    let header = [("x-amzn-errortype", "ConflictException")];
    let meeting =
        "Unable to complete operation due to concurrent modification. Please try again later.";
    let script = ScriptedCloud::default()
        .answer_with("DeleteRestApi", 409, &header, refusal(meeting))
        .answer("DeleteRestApi", 202, "");
    let aws = script.aws().await;
    kind().delete(&aws, "a1").await.unwrap();
    assert_eq!(script.requests().len(), 2);

    let taken = "Another resource with the same parent already has this name: users";
    let script =
        ScriptedCloud::default().answer_with("DeleteRestApi", 409, &header, refusal(taken));
    let aws = script.aws().await;
    let error = kind().delete(&aws, "a1").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused);
    assert_eq!(script.requests().len(), 1);
}
