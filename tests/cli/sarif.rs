//! `validate --format sarif`, held against the schema of SARIF 2.1.0 and against what GitHub's code scanning asks for.

use serde_json::{Value, json};

use crate::project::{DEV, TestProject};

const WRONG: &str = "logs.log_group:\n  a: { retention_dayz: 7 }\n  b: { retention_days: 8 }\n";

/// What a kind of object has to have and may have, as the schema says it (OASIS, sarif-schema-2.1.0.json): the properties
/// that are used here. No object of the schema takes others than it names.
struct Shape {
    name: &'static str,
    required: &'static [&'static str],
    properties: &'static [(&'static str, Type)],
}

#[derive(Debug, Clone, Copy)]
enum Type {
    Text,
    OneOf(&'static [&'static str]),
    /// A number from this one on.
    From(u64),
    Object(&'static str),
    Texts,
    List(&'static str),
    Map(&'static str),
}

use Type::{From, List, Map, Object, OneOf, Text, Texts};

const LEVELS: Type = OneOf(&["none", "note", "warning", "error"]);

const SHAPES: &[Shape] = &[
    Shape {
        name: "sarifLog",
        required: &["version", "runs"],
        properties: &[("$schema", Text), ("version", OneOf(&["2.1.0"])), ("runs", List("run"))],
    },
    Shape {
        name: "run",
        required: &["tool"],
        properties: &[
            ("tool", Object("tool")),
            ("automationDetails", Object("runAutomationDetails")),
            ("originalUriBaseIds", Map("artifactLocation")),
            ("columnKind", OneOf(&["utf16CodeUnits", "unicodeCodePoints"])),
            ("results", List("result")),
        ],
    },
    Shape {
        name: "tool",
        required: &["driver"],
        properties: &[("driver", Object("toolComponent"))],
    },
    Shape {
        name: "toolComponent",
        required: &["name"],
        properties: &[("name", Text), ("version", Text), ("rules", List("reportingDescriptor"))],
    },
    Shape {
        name: "reportingDescriptor",
        required: &["id"],
        properties: &[
            ("id", Text),
            ("shortDescription", Object("multiformatMessageString")),
            ("fullDescription", Object("multiformatMessageString")),
            ("help", Object("multiformatMessageString")),
            ("defaultConfiguration", Object("reportingConfiguration")),
        ],
    },
    Shape { name: "multiformatMessageString", required: &["text"], properties: &[("text", Text)] },
    Shape { name: "reportingConfiguration", required: &[], properties: &[("level", LEVELS)] },
    Shape { name: "runAutomationDetails", required: &[], properties: &[("id", Text)] },
    Shape {
        name: "result",
        required: &["message"],
        properties: &[
            ("ruleId", Text),
            ("ruleIndex", From(0)),
            ("level", LEVELS),
            ("message", Object("message")),
            ("locations", List("location")),
            ("relatedLocations", List("location")),
            ("partialFingerprints", Texts),
        ],
    },
    Shape { name: "message", required: &["text"], properties: &[("text", Text)] },
    Shape {
        name: "location",
        required: &[],
        properties: &[
            ("physicalLocation", Object("physicalLocation")),
            ("message", Object("message")),
        ],
    },
    Shape {
        name: "physicalLocation",
        required: &["artifactLocation"],
        properties: &[
            ("artifactLocation", Object("artifactLocation")),
            ("region", Object("region")),
        ],
    },
    Shape {
        name: "artifactLocation",
        required: &[],
        properties: &[("uri", Text), ("uriBaseId", Text), ("description", Object("message"))],
    },
    Shape {
        name: "region",
        required: &[],
        properties: &[
            ("startLine", From(1)),
            ("startColumn", From(1)),
            ("endLine", From(1)),
            ("endColumn", From(1)),
        ],
    },
];

/// Holds an object against its shape.
fn check(value: &Value, shape: &str) {
    let shape = SHAPES.iter().find(|one| one.name == shape).expect("a shape");
    let object = value.as_object().unwrap_or_else(|| panic!("no {}: {value}", shape.name));
    for name in shape.required {
        assert!(object.contains_key(*name), "{} without `{name}`: {value}", shape.name);
    }
    for (name, value) in object {
        let known = shape.properties.iter().find(|(known, _)| known == name);
        let (_, of) = known.unwrap_or_else(|| panic!("{} takes no `{name}`", shape.name));
        check_type(value, *of);
    }
}

fn check_type(value: &Value, of: Type) {
    let entries = || value.as_object().unwrap_or_else(|| panic!("no map: {value}")).values();
    match of {
        Text => assert!(value.is_string(), "{value}"),
        OneOf(words) => assert!(value.as_str().is_some_and(|it| words.contains(&it)), "{value}"),
        From(least) => assert!(value.as_u64().is_some_and(|it| it >= least), "{value}"),
        Object(shape) => check(value, shape),
        Texts => assert!(entries().all(Value::is_string), "{value}"),
        Map(shape) => entries().for_each(|one| check(one, shape)),
        List(shape) => {
            let list = value.as_array().unwrap_or_else(|| panic!("no list: {value}"));
            list.iter().for_each(|one| check(one, shape));
        }
    }
}

/// What GitHub's code scanning asks for besides: "SARIF support for code scanning" in its documentation.
fn check_for_github(run: &Value) {
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[field]["text"].is_string(), "{rule}");
        }
    }
    assert!(run["automationDetails"]["id"].as_str().is_some_and(|id| id.ends_with('/')), "{run}");
    for result in run["results"].as_array().expect("results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a rule")).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string(), "{result}");
        assert!(place["region"]["startLine"].is_u64(), "{result}");
        assert_eq!(result["locations"].as_array().map(Vec::len), Some(1), "{result}");
    }
}

/// What a validation prints, which is SARIF.
fn sarif(project: &TestProject, options: &[&str]) -> Value {
    let run = project.run(&[&["validate", "-e", "dev", "--format", "sarif"], options].concat());
    assert_eq!(run.stderr, "");
    let sarif: Value = serde_json::from_str(&run.stdout).expect("JSON");
    check(&sarif, "sarifLog");
    check_for_github(&sarif["runs"][0]);
    sarif
}

#[test]
fn it_names_the_same_places() {
    let sarif = sarif(&TestProject::with_spec(WRONG), &[]);
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("invalid-spec"), &json!("error")));
    let place = &result["locations"][0]["physicalLocation"];
    let file = json!({ "uri": "specs/app.yaml", "uriBaseId": "%SRCROOT%" });
    assert_eq!(place["artifactLocation"], file);
    let region = json!({ "startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 22 });
    assert_eq!(place["region"], region);
    let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
    assert!(hash.as_str().is_some_and(|hash| hash.ends_with(":1")), "{result}");
}

#[test]
fn it_is_what_the_schema_says_whatever_is_found() {
    for spec in [
        "",
        "logs.log_group: { a: {} }",
        // Several places, and one in another file.
        "logs.log_group: { a: {} }\n---\nlogs.log_group: { a: {} }",
        "locals: { a: \"${local.b}\", b: \"${local.a}\" }\nlogs.log_group: { a: { name: \"${local.a}\" } }",
        // The end of a file, and characters that take several bytes.
        "logs.log_group: {",
        "logs.log_group: { größe_漢字: { retention_dayz: 7 } }",
        "iam.policy:\n  p:\n    document: { Statement: { Effect: Allow, Action: \"sqs:SendMesage\", Resource: \"*\" } }\n",
    ] {
        let project =
            TestProject::with_spec(spec).file("specs/other.yaml", "logs.log_group: { a: {} }");
        sarif(&project, &[]);
    }
    // What has no place.
    let bare = TestProject::empty().file("environments/dev.yaml", DEV);
    let sarif = sarif(&bare, &[]);
    let result = &sarif["runs"][0]["results"][0];
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "environments/dev.yaml", "{result}");
}

#[test]
fn files_are_named_from_the_root_of_the_repository() {
    let repository = TestProject::empty()
        .file(".git/HEAD", "ref: refs/heads/main\n")
        .file("infra/my shop/environments/dev.yaml", DEV)
        .file("infra/my shop/specs/app.yaml", WRONG);
    let sarif = sarif(&repository, &["-C", "infra/my shop"]);
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "infra/my%20shop/specs/app.yaml");
}

#[test]
fn a_fingerprint_stays_where_lines_come_before() {
    let hash = |spec: &str| {
        let sarif = sarif(&TestProject::with_spec(spec), &[]);
        sarif["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    assert_eq!(hash(WRONG), hash(&format!("# Groups of logs.\n\n{WRONG}")));
    assert_ne!(hash(WRONG), hash(&WRONG.replace("a:", "c:")));
}
