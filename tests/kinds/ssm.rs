use kind::registry;
use serde_json::json;

use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

round_trips! {
    kind: "ssm.parameter", base: json!({ "value": "v" }), prepare: &[];
    value: json!({ "value": "w" }) =>
        "client('ssm').get_parameter(Name=name)['Parameter']['Value']", json!("w"), On::Both;
    description: json!({ "description": "what for" }) =>
        "client('ssm').describe_parameters(Filters=[{'Key': 'Name', 'Values': [name]}])['Parameters'][0]['Description']",
        json!("what for"), On::Both;
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "[t['Value'] for t in client('ssm').list_tags_for_resource(ResourceType='Parameter', ResourceId=name)['TagList'] if t['Key'] == 'Team']",
        json!(["ai"]), On::Both;
}

#[test]
fn a_parameter_has_one_value() {
    let kind = registry::find("ssm.parameter").unwrap();
    let messages = |spec| kind.check(&spec).into_iter().map(|it| it.message).collect::<Vec<_>>();
    assert_eq!(messages(json!({ "name": "n", "value": "v" })), [""; 0]);
    let one = "a parameter has one of `value`, `list` and `secret`";
    assert_eq!(messages(json!({ "name": "n" })), [one]);
    assert_eq!(messages(json!({ "name": "n", "value": "v", "list": ["a"] })), [one]);
    assert_eq!(
        messages(json!({ "name": "n", "list": ["a,b"] })),
        ["an element of a list has no comma"]
    );
    assert_eq!(
        messages(json!({ "name": "/aws/n", "value": "v", "kms_key": "k" })),
        ["nothing is encrypted here", "a name does not begin with `aws` or `ssm`"]
    );
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("ssm.parameter").unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ParameterNotFound", true)] {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let script = ScriptedCloud::default().answer("GetParameter", 400, refusal);
        let read = kind.read(&script.aws().await, "n").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
