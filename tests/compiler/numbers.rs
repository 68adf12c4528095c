//! Numbers and flags where text is wanted, and where nobody knows.

use serde_json::{Value, json};

use crate::{compiled, compiled_in, evaluated, first_error, local};

const SPELLINGS: [&str; 16] = [
    "8080", "007", "012345678901", "1.10", "1.0", "1e3", "12e4", "0x1F", "0o17", "0b11", "1_000",
    "+491701234567", "123456789012345678901234", "true", "False", "-0.50",
];

#[test]
fn numbers_and_flags_in_maps_of_text_are_what_is_written() {
    for spelling in SPELLINGS {
        let specs = format!("fake.thing: {{ a: {{ tags: {{ Is: {spelling} }} }} }}");
        let stack = compiled(&specs, &[]).unwrap_or_else(|errors| panic!("{spelling}: {errors}"));
        assert_eq!(evaluated(&stack, "fake.thing.a").spec["tags"]["Is"], spelling);
    }
}

#[test]
fn the_tags_of_an_environment_are_what_is_written() {
    for spelling in SPELLINGS {
        let environment = format!("{}tags: {{ Is: {spelling} }}\n", crate::PROJECT);
        let stack = compiled_in(&environment, "fake.thing: { a: {} }", &[])
            .unwrap_or_else(|errors| panic!("{spelling}: {errors}"));
        assert_eq!(evaluated(&stack, "fake.thing.a").spec["tags"]["Is"], spelling);
    }
}

#[test]
fn numbers_in_policies_are_what_is_written() {
    let specs = "
        iam.policy:
          own:
            document:
              Statement:
                - Effect: Allow
                  Action: s3:ListBucket
                  Resource: '*'
                  Condition:
                    StringEquals: { aws:PrincipalAccount: 012345678901, s3:version: [1.10, 007] }
                    Bool: { aws:SecureTransport: True }
        ";
    let optional = "
        s3.bucket:
          own:
            policy:
              Statement:
                - { Effect: Deny, Principal: { AWS: 012345678901 }, Action: 's3:*', Resource: '*', Condition: { Bool: { aws:SecureTransport: false } } }
        ";
    let stack = compiled(optional, &[]).unwrap();
    let statement = &evaluated(&stack, "s3.bucket.own").spec["policy"]["Statement"][0];
    assert_eq!(statement["Principal"]["AWS"], "012345678901");
    assert_eq!(statement["Condition"]["Bool"]["aws:SecureTransport"], "false");
    let stack = compiled(specs, &[]).unwrap();
    let condition =
        &evaluated(&stack, "iam.policy.own").spec["document"]["Statement"][0]["Condition"];
    assert_eq!(
        condition,
        &json!({
            "StringEquals": { "aws:PrincipalAccount": "012345678901", "s3:version": ["1.10", "007"] },
            "Bool": { "aws:SecureTransport": "True" },
        })
    );
}

#[test]
fn computed_numbers_are_text_as_tostring_makes_it() {
    let specs = "
        variables: { port: { type: number, default: 8080 }, on: { type: bool, default: true } }
        locals: { whole: 1.0, all: { A: 2, B: false } }
        fake.thing:
          a: { tags: { Port: '${var.port}', On: '${var.on}', Whole: '${local.whole}', In: 'v${local.whole}' } }
          b: { tags: '${local.all}' }
        ";
    let stack = compiled(specs, &[]).unwrap();
    let tags = &evaluated(&stack, "fake.thing.a").spec["tags"];
    let shown = ["Port", "On", "Whole", "In"].map(|key| tags[key].as_str().unwrap());
    assert_eq!(shown, ["8080", "true", "1", "v1"]);
    let tags = &evaluated(&stack, "fake.thing.b").spec["tags"];
    assert_eq!((&tags["A"], &tags["B"]), (&json!("2"), &json!("false")));
}

#[test]
fn a_plain_field_asks_for_quotes_around_what_is_written() {
    for spelling in ["012345678901", "1.10", "0x1F", "True"] {
        let error = first_error(&format!("fake.thing: {{ a: {{ note: {spelling} }} }}"));
        assert_eq!(error.message, "wrong type for `note`", "{spelling}");
        let help = error.help.unwrap();
        assert_eq!(help, format!("put it in quotes: \"{spelling}\""));
    }
}

#[test]
fn what_would_not_keep_its_text_is_refused_where_nobody_knows_what_is_meant() {
    for (spelling, plain) in [
        ("007", "7"),
        ("1.10", "1.1"),
        ("12e4", "120000"),
        ("0x1F", "31"),
        ("+4917", "4917"),
        ("1_000", "1000"),
    ] {
        for specs in [
            format!("locals: {{ it: {spelling} }}"),
            format!("locals: {{ it: {{ deep: [{spelling}] }} }}"),
            format!("outputs: {{ it: {spelling} }}"),
            format!("variables: {{ it: {{ default: {spelling} }} }}"),
            format!("fake.thing: {{ a: {{ for_each: {{ k: {spelling} }} }} }}"),
        ] {
            let error = first_error(&specs);
            let message = format!("the number `{spelling}` would become `{plain}`");
            assert_eq!(error.message, message, "{specs}");
            let help = error.help.unwrap();
            let quoted = format!("put it in quotes if text is meant: \"{spelling}\"");
            assert_eq!(help, format!("{quoted}; write {plain} if a number is"));
        }
    }
    let error = first_error("locals: { it: 123456789012345678901 }");
    let quoted = "put it in quotes if text is meant: \"123456789012345678901\"";
    assert_eq!(error.help.as_deref(), Some(quoted));
}

#[test]
fn a_number_is_refused_where_readers_disagree_on_it() {
    for spelling in ["0512", "1_024", "0b11"] {
        let error = first_error(&format!("fake.thing: {{ a: {{ size: {spelling} }} }}"));
        assert!(error.message.starts_with("the number"), "{}", error.message);
    }
    let stack = compiled("fake.thing: { a: { size: 0x10 } }", &[]).unwrap();
    assert_eq!(evaluated(&stack, "fake.thing.a").spec["size"], 16);
}

#[test]
fn the_type_of_a_variable_says_what_is_meant() {
    let specs = "
        variables:
          id: { type: string, default: 012345678901 }
          ids: { type: map(string), default: { a: 007, b: 1.10, c: True } }
          share: { type: number, default: 0.50 }
        outputs: { id: '${var.id}', ids: '${var.ids}', share: '${var.share}' }
        ";
    let environment = format!("{}variables: {{ id: 000000000001 }}\n", crate::PROJECT);
    let stack = compiled_in(&environment, specs, &[]).unwrap();
    let outputs = stack.outputs(&stack.resources).unwrap();
    assert_eq!(outputs["id"], Some(json!("000000000001")));
    assert_eq!(outputs["ids"], Some(json!({ "a": "007", "b": "1.10", "c": "True" })));
    assert_eq!(outputs["share"], Some(json!(0.5)));
}

#[test]
fn what_is_given_outside_of_files_is_read_alike() {
    let specs = |kind: &str| {
        format!("variables: {{ v: {{ type: {kind} }} }}\noutputs: {{ v: '${{var.v}}' }}")
    };
    let value = |kind: &str, text: &str| {
        let stack = compiled(&specs(kind), &[("v", text)])?;
        Ok::<Value, String>(stack.outputs(&stack.resources).unwrap()["v"].clone().unwrap())
    };
    assert_eq!(value("string", "012"), Ok(json!("012")));
    assert_eq!(value("list(string)", "[012, 1.10, a]"), Ok(json!(["012", "1.10", "a"])));
    assert_eq!(value("any", "${x}"), Ok(json!("${x}")));
    assert_eq!(value("any", "no"), Ok(json!("no")));
    for text in ["a: b: c", "*", "@me"] {
        assert_eq!(value("any", text), Ok(json!(text)), "{text}");
    }
    for text in ["!Ref x", "\"a", "[1, 2", "{ a: 1, a: 2 }"] {
        for kind in ["any", "list(string)"] {
            let refused = value(kind, text).unwrap_err();
            assert!(refused.contains("`--var v=…` is not a value"), "{text}: {refused}");
        }
    }
    let refused = value("list(string)", "[007, 1.10, null]").unwrap_err();
    assert!(refused.contains("`[2]` of `--var v=…` is null"), "{refused}");
    for (text, number) in
        [("1e3", json!(1000)), ("1.0", json!(1)), ("5.", json!(5)), ("1.5", json!(1.5))]
    {
        assert_eq!(value("number", text), Ok(number), "{text}");
    }
    let refused = value("number", "007").unwrap_err();
    assert!(refused.contains("if text is meant; give it 7 if a number is"), "{refused}");
    assert!(value("bool", "yes").unwrap_err().contains("neither `true` nor `false`"));
    let refused = value("any", "012").unwrap_err();
    assert!(refused.contains("would become `12`") && refused.contains("type: string"), "{refused}");
}

#[test]
fn what_terraform_computes_with_decimals() {
    for (expression, value) in [
        ("0.1 + 0.2", json!(0.3)),
        ("0.1 + 0.2 == 0.3", json!(true)),
        ("1.1 * 3", json!(3.3)),
        ("floor(10 / 3 * 3)", json!(10)),
        ("floor(1 / 3 * 3)", json!(1)),
        ("floor(7 / 3 * 3)", json!(7)),
        ("1 / 3 * 3 == 1", json!(true)),
        ("1234567890123456.5 * 1", json!(1_234_567_890_123_456.5)),
        ("ceil(1e15 + 0.5)", json!(1_000_000_000_000_001_i64)),
        ("0.3 / 0.1", json!(3)),
        ("9007199254740993 == 9007199254740992", json!(false)),
        ("9007199254740993 + 0", json!(9_007_199_254_740_993_i64)),
        ("\\\"v${1e21}\\\"", json!("v1000000000000000000000")),
        ("\\\"v${0.0000001}\\\"", json!("v0.0000001")),
        ("{ a = \\\"${true}\\\" }", json!({ "a": true })),
        ("[\\\"${1}\\\", \\\"${[1]}\\\"]", json!([1, [1]])),
        ("tostring(1.0)", json!("1")),
    ] {
        assert_eq!(local(&format!("  it: \"${{{expression}}}\"")), Ok(value), "{expression}");
    }
    assert!(local("  it: '${123456789012345678901}'").is_err());
    assert!(local("  it: '${9223372036854775807 * 4}'").is_err());
}
