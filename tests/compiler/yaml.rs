//! What YAML has that JSON has not.

use serde_json::json;

use crate::{first_error, local};

#[test]
fn a_tag_that_means_nothing_here_is_an_error() {
    for value in [
        "!Ref users", "!Sub '${x}'", "!GetAtt users.Arn", "!Join ['', [a]]", "!Custom { a: 1 }",
        "[!Ref users]",
    ] {
        let error = first_error(&format!("outputs: {{ it: {value} }}"));
        assert_eq!(error.message, "malformed YAML", "{value}");
        assert!(error.labels[0].text.contains("tags"), "{value}: {error:?}");
        assert!(error.help.is_some_and(|help| help.contains("!Ref")), "{value}");
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

#[test]
fn a_rule_tells_what_its_message_makes() {
    let specs = |sensitive: bool| {
        format!(
            "variables:\n  size: {{ type: number, sensitive: {sensitive}, validation: {{ condition: '${{var.size < 5}}', \
             message: 'at most 4, and not ${{var.size}}' }} }}"
        )
    };
    let shown = crate::compiled(&specs(false), &[("size", "70123")]).map(drop).unwrap_err();
    assert!(shown.contains("at most 4, and not 70123"), "{shown}");
    let shown = crate::compiled(&specs(true), &[("size", "70123")]).map(drop).unwrap_err();
    assert!(shown.contains("breaks its rule") && !shown.contains("70123"), "{shown}");
}

#[test]
fn a_number_in_the_place_of_a_name_is_no_fraction() {
    let environment = "account: 000000000000\nregion: us-east-2\nproject: 007\n";
    let shown = crate::compiled_in(environment, "{}", &[]).map(drop).unwrap_err();
    assert!(!shown.contains("fraction"), "{shown}");
    assert!(shown.contains("put it in quotes: \"007\""), "{shown}");
    assert!(shown.contains("put it in quotes: \"000000000000\""), "{shown}");
}
