//! What YAML has that JSON has not.

use serde_json::json;

use super::{first_error, local};

#[test]
fn a_tag_that_means_nothing_here_is_an_error() {
    for value in [
        "!Ref users",
        "!Sub '${x}'",
        "!GetAtt users.Arn",
        "!Join ['', [a]]",
        "!Custom { a: 1 }",
        "[!Ref users]",
    ] {
        let error = first_error(&format!("outputs: {{ it: {value} }}"));
        assert_eq!(error.message, "malformed YAML", "{value}");
        assert!(error.labels[0].text.contains("tags"), "{value}: {error:?}");
        assert!(
            error.help.is_some_and(|help| help.contains("!Ref")),
            "{value}"
        );
    }
}

#[test]
fn anchors_merge_keys_and_tags_of_yaml_itself_stay() {
    assert_eq!(local("  it: !!str 007"), Ok(json!("007")));
    assert_eq!(
        local("  base: &base { a: 1 }\n  it: { <<: *base, b: *base }"),
        Ok(json!({ "a": 1, "b": { "a": 1 } }))
    );
    assert!(local("  base: &base 1.10\n  it: *base").is_err());
}
