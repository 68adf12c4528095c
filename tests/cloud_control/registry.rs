//! Types that are newer than the program.

use kind::registry;

use crate::scripted::ScriptedCloud;

fn described(schema: &str) -> String {
    let schema = schema.replace('"', "&quot;");
    format!(
        "<DescribeTypeResponse><DescribeTypeResult><Schema>{schema}</Schema></DescribeTypeResult></DescribeTypeResponse>"
    )
}

const NEW: &str = r#"{"typeName":"AWS::Demo::Learnt","properties":{"Name":{"type":"string"}},"primaryIdentifier":["/properties/Name"],"handlers":{"create":{"permissions":[]},"read":{"permissions":[]},"delete":{"permissions":[]}},"additionalProperties":false}"#;

#[tokio::test]
async fn unknown_types_are_requested_by_name() {
    let script = ScriptedCloud::default().answer("DescribeType", 200, described(NEW));
    assert!(registry::find("AWS::Demo::Learnt").is_none());
    let names = ["AWS::Demo::Learnt".to_owned()];
    assert!(cloud_control::learn(&script.aws().await, names).await.unwrap());
    let kind = registry::find("AWS::Demo::Learnt").expect("a kind");
    assert!(kind.schema().properties.contains_key("Name"));
    let body = &script.requests_of("DescribeType")[0].body;
    assert!(
        body.contains("TypeName=AWS%3A%3ADemo%3A%3ALearnt") && body.contains("Type=RESOURCE"),
        "{body}"
    );
}

#[tokio::test]
async fn types_that_aws_does_not_know_stay_unknown() {
    let refused = "<ErrorResponse><Error><Code>TypeNotFoundException</Code><Message>no</Message></Error></ErrorResponse>";
    let script = ScriptedCloud::default().answer("DescribeType", 404, refused);
    let names = ["AWS::Demo::Nothing".to_owned()];
    assert!(!cloud_control::learn(&script.aws().await, names).await.unwrap());
    assert!(registry::find("AWS::Demo::Nothing").is_none());
}

#[tokio::test]
async fn a_type_with_an_invalid_schema_is_an_error() {
    let script = ScriptedCloud::default().answer("DescribeType", 200, described("{"));
    let names = ["AWS::Demo::Broken".to_owned()];
    let error = cloud_control::learn(&script.aws().await, names).await.unwrap_err();
    assert!(error.to_string().contains("the schema of AWS::Demo::Broken"), "{error}");
}
