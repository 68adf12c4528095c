use serde_json::json;

use super::*;
use crate::state::Attributes;
use language::value::Value;

fn differ(pair: Pair, attributes: Value, live: Value) -> bool {
    let sides = pair.sides(&Attributes::of(attributes), &Siblings::default(), &live);
    sides.is_some_and(|sides| {
        let (said, live) = sides.plain();
        said != live
    })
}

#[test]
fn what_a_state_does_not_hold_is_no_difference() {
    let pair = same("a", "b");
    assert!(!differ(pair, json!({}), json!({ "b": 1 })));
    assert!(differ(pair, json!({ "a": null }), json!({ "b": 1 })));
    assert!(!differ(same("a.b.c", "d"), json!({ "a": [{}] }), json!({ "d": 1 })));
    assert!(!differ(same("a.b", "d"), json!({ "a": [{ "b": 1 }, { "b": 2 }] }), json!({ "d": 1 })));
    assert!(differ(same("a.b", "d"), json!({ "a": [] }), json!({ "d": 1 })));
}

#[test]
fn absent_empty_and_off_are_alike() {
    let empties = [json!(null), json!(""), json!([]), json!({}), json!(false), json!([{}])];
    for said in &empties {
        for live in &empties {
            let attributes = json!({ "a": said });
            assert!(!differ(same("a", "b"), attributes, json!({ "b": live })), "{said} {live}");
        }
        assert!(!differ(same("a", "b"), json!({ "a": said }), json!({})), "{said}");
    }
}

#[test]
fn sets_have_no_order_and_numbers_one_type() {
    assert!(!differ(same("a", "b"), json!({ "a": ["x", "y"] }), json!({ "b": ["y", "x"] })));
    assert!(differ(same("a", "b"), json!({ "a": ["x", "y"] }), json!({ "b": ["y"] })));
    assert!(!differ(same("a", "b"), json!({ "a": 10 }), json!({ "b": 10.0 })));
    assert!(differ(same("a", "b"), json!({ "a": 10 }), json!({ "b": 10.5 })));
}

#[test]
fn documents_are_compared_by_meaning() {
    let statement = |action: Value| json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    let said = |action: Value| json!({ "p": statement(action).to_string() });
    let live = json!({ "q": statement(json!("s3:GetObject")) });
    let pair = document("p", "q");
    let mut newer: Value = statement(json!(["s3:GetObject"]));
    newer["Version"] = "2012-10-17".into();
    assert!(!differ(pair, json!({ "p": newer.to_string() }), live.clone()));
    assert!(differ(pair, said(json!("s3:*")), live.clone()));
    assert!(!differ(pair, json!({ "p": "no document" }), live.clone()));
    assert!(differ(pair, json!({ "p": null }), live));
}

#[test]
fn forms_of_one_meaning() {
    let retention = without("r", 0, "d");
    assert!(!differ(retention, json!({ "r": 0 }), json!({})));
    assert!(differ(retention, json!({ "r": 0 }), json!({ "d": 7 })));
    let versioning = word("status", "Enabled", "versioning");
    assert!(!differ(versioning, json!({ "status": "Suspended" }), json!({ "versioning": false })));
    assert!(differ(versioning, json!({ "status": "Enabled" }), json!({ "versioning": false })));
    assert!(!differ(opposite("enabled", "disabled"), json!({ "enabled": true }), json!({})));
    assert!(!differ(
        only("types", "type"),
        json!({ "types": ["EDGE"] }),
        json!({ "type": "EDGE" })
    ));
    let capacity = presence("mode", "PROVISIONED", "capacity");
    assert!(differ(capacity, json!({ "mode": "PROVISIONED" }), json!({})));
    assert!(!differ(capacity, json!({ "mode": "PAY_PER_REQUEST" }), json!({})));
    let rules = names("rule", "id", "rules");
    let two = json!({ "rule": [{ "id": "b" }, { "id": "a" }] });
    assert!(!differ(rules, two.clone(), json!({ "rules": { "a": {}, "b": {} } })));
    assert!(differ(rules, two, json!({ "rules": { "a": {} } })));
    let scopes = entries("scope", ["name", "text"], "scopes");
    let one = json!({ "scope": [{ "name": "read", "text": "Reads" }] });
    assert!(!differ(scopes, one.clone(), json!({ "scopes": { "read": "Reads" } })));
    assert!(differ(scopes, one, json!({ "scopes": { "read": "Writes" } })));
    let attached = member("arn", "policies");
    assert!(!differ(attached, json!({ "arn": "a" }), json!({ "policies": ["b", "a"] })));
    assert!(differ(attached, json!({ "arn": "a" }), json!({ "policies": ["b"] })));
    let validity = lifetime("access", ["units.access", "hours"], "validity");
    let live = json!({ "validity": "60 minutes" });
    let minutes = json!({ "access": 60, "units": [{ "access": "minutes" }] });
    assert!(!differ(validity, minutes, live.clone()));
    assert!(differ(validity, json!({ "access": 2 }), live));
}

#[test]
fn an_entry_that_is_gone_is_told_once() {
    let group = json!({ "name": "a.b", "text": "x" });
    let live = json!({ "groups": { "c": {} } });
    assert!(differ(entry("name", "groups.{name}"), group.clone(), live.clone()));
    assert!(!differ(same("text", "groups.{name}.text"), group.clone(), live));
    let live = json!({ "groups": { "a.b": {} } });
    assert!(!differ(entry("name", "groups.{name}"), group.clone(), live.clone()));
    assert!(differ(same("text", "groups.{name}.text"), group, live));
}

#[test]
fn an_api_has_several_names_in_its_own_policy() {
    let policy = |resource: &str, action: &str| json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Principal": "*", "Resource": resource }] });
    let arn = "arn:aws:execute-api:us-east-2:123456789012:a1b2c3/*/GET/users";
    let pair = api_policy("p", "q");
    let live = json!({ "q": policy("execute-api:/*/GET/users", "execute-api:Invoke") });
    let said = json!({ "p": policy(arn, "execute-api:Invoke").to_string() });
    assert!(!differ(pair, said.clone(), live));
    let other = json!({ "q": policy(arn, "execute-api:*") });
    assert!(differ(pair, said, other));
}

#[test]
fn maps_and_lists_in_other_forms() {
    let headers = prefixed("r", "method.response.header.", "headers");
    let said = |value: &str| json!({ "r": { "method.response.header.Allow": value } });
    let live = json!({ "headers": { "Allow": "'GET,PUT'", "Declared": "" } });
    assert!(!differ(headers, said("'PUT, GET'"), live.clone()));
    assert!(differ(headers, said("'*'"), live));
    let bodies = templates("t", "templates");
    let said = json!({ "t": { "application/json": "{\"a\": 1}" } });
    let live = |text: &str| json!({ "templates": { "application/json": text } });
    assert!(!differ(bodies, said.clone(), live("{ \"a\":1 }")));
    assert!(differ(bodies, said, live("{ \"a\":2 }")));
    let sources = split("s", "sources");
    let live = json!({ "sources": ["a", "b"] });
    assert!(!differ(sources, json!({ "s": "a, b" }), live.clone()));
    assert!(differ(sources, json!({ "s": "a" }), live));
    let level = except("l", "OFF", "level");
    assert!(!differ(level, json!({ "l": "OFF" }), json!({})));
    assert!(differ(level, json!({ "l": "INFO" }), json!({})));
}

/// A rule of a plan, as a block and as an entry.
const RULE: &[Pair] = &[
    same("vault_name", "vault"),
    without("lifecycle.delete_after", 0, "lifecycle.days"),
    choice("action", "action"),
];

#[test]
fn blocks_are_compared_field_by_field() {
    let pair = blocks("rule", "name", "rules", RULE);
    let block = |vault: &str, days: i64, action: &str| {
        json!({
            "name": "daily", "vault_name": vault, "lifecycle": [{ "delete_after": days }],
            "action": [{ "allow": [], "block": [], "count": [], action: [{}] }],
        })
    };
    let live = json!({ "rules": { "daily": {
        "vault": "main", "window": 60, "lifecycle": { "days": 30 }, "action": { "type": "block" },
    } } });
    let said = |block: Value| json!({ "rule": [block] });
    assert!(!differ(pair, said(block("main", 30, "block")), live.clone()));
    for other in [block("east", 30, "block"), block("main", 0, "block"), block("main", 30, "count")]
    {
        assert!(differ(pair, said(other.clone()), live.clone()), "{other}");
    }
    assert!(differ(pair, json!({ "rule": [] }), live.clone()));
    let mut more = live;
    more["rules"]["weekly"] = json!({ "vault": "main" });
    assert!(differ(pair, said(block("main", 30, "block")), more));
}

#[test]
fn elements_have_no_order() {
    const PAIRS: &[Pair] = &[same("threshold", "threshold"), only("topics", "topic")];
    let pair = elements("notification", "notifications", PAIRS);
    let live = json!({ "notifications": [
        { "threshold": 80.0, "topic": "a", "type": "ACTUAL" }, { "threshold": 100.0 },
    ] });
    let said = |high: i64| {
        json!({ "notification": [
        { "threshold": high, "topics": [] }, { "threshold": 80, "topics": ["a"] },
    ] })
    };
    assert!(!differ(pair, said(100), live.clone()));
    assert!(differ(pair, said(90), live.clone()));
    assert!(differ(pair, json!({ "notification": [] }), live));
}

#[test]
fn numbers_and_days_in_text() {
    assert!(!differ(number("a", "b"), json!({ "a": "100.0" }), json!({ "b": 100.0 })));
    assert!(differ(number("a", "b"), json!({ "a": "100.0" }), json!({ "b": 101.0 })));
    let pair = ended("a", "_00:00", "b");
    assert!(!differ(pair, json!({ "a": "2026-01-01_00:00" }), json!({ "b": "2026-01-01" })));
    assert!(differ(pair, json!({ "a": "2026-01-02_00:00" }), json!({ "b": "2026-01-01" })));
}
