//! Edits of texts as people write them.

use crate::{Content, Document, Fault};
use language::value::{Ordered, Path, Segment, Value};

const SPEC: &str = r#"# All queues.
sqs.queue:
  # The jobs.
  jobs:
    name: 'jobs'   # as it was called
    visibility_timeout: 30
    tags: { team: "billing", stage: x }
    policy:
      Statement:
      - Effect: Allow
        Action: [sqs:SendMessage, sqs:GetQueueUrl] # what it does
        # For whom.
        Principal: "*"
      - Effect: Deny
        Action: sqs:DeleteQueue

  mails:
    redrive: &redrive
      max: 5
    other: *redrive
"#;

fn path(text: &str) -> Vec<Segment> {
    Path::parse(text).expect("a path").segments().to_vec()
}

fn ordered(json: &str) -> Ordered {
    serde_json::from_str(json).expect("JSON")
}

/// The text after an edit, as the lines that went and came.
fn change(text: &str, edit: impl FnOnce(&mut Document) -> Result<(), Fault>) -> String {
    let mut document = Document::parse(text).expect("YAML");
    edit(&mut document).expect("a place");
    let (old, new): (Vec<&str>, Vec<&str>) =
        (text.lines().collect(), document.text().lines().collect());
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = (old.len() - before).min(new.len() - before);
    let behind = old.iter().rev().zip(new.iter().rev()).take(rest);
    let behind = behind.take_while(|(old, new)| old == new).count();
    let gone = old[before..old.len() - behind].iter().map(|line| format!("-{line}"));
    let come = new[before..new.len() - behind].iter().map(|line| format!("+{line}"));
    gone.chain(come).collect::<Vec<_>>().join("\n")
}

fn set(at: &str, json: &str) -> String {
    change(SPEC, |document| document.set(&path(at), &ordered(json)))
}

#[test]
fn a_scalar_keeps_its_quotes_and_its_comment() {
    assert_eq!(
        set("[\"sqs.queue\"].jobs.name", r#""new's""#),
        "-    name: 'jobs'   # as it was called\n+    name: 'new''s'   # as it was called"
    );
    assert_eq!(
        set("[\"sqs.queue\"].jobs.visibility_timeout", "60"),
        "-    visibility_timeout: 30\n+    visibility_timeout: 60"
    );
    assert_eq!(
        set("[\"sqs.queue\"].jobs.tags.team", r#""a b""#),
        "-    tags: { team: \"billing\", stage: x }\n+    tags: { team: \"a b\", stage: x }"
    );
    assert_eq!(
        set("[\"sqs.queue\"].jobs.tags.stage", r#""1.10""#),
        "-    tags: { team: \"billing\", stage: x }\n+    tags: { team: \"billing\", stage: \"1.10\" }"
    );
}

#[test]
fn what_comes_in_is_written_as_the_rest() {
    assert_eq!(set("[\"sqs.queue\"].jobs.delay", "5"), "+    delay: 5");
    assert_eq!(
        set("[\"sqs.queue\"].jobs.tags.owner", r#""x""#),
        "-    tags: { team: \"billing\", stage: x }\n+    tags: { team: \"billing\", stage: x, owner: x }"
    );
    assert_eq!(
        set(
            "[\"sqs.queue\"].jobs.policy.Statement[1].Condition",
            r#"{"Bool": {"aws:SecureTransport": "false"}}"#
        ),
        "+        Condition:\n+          Bool: { aws:SecureTransport: \"false\" }"
    );
    let insert = |index| {
        let new = ordered(r#"{"Sid": "Other", "Principal": {"AWS": "123456789012"}}"#);
        change(SPEC, |document| {
            document.insert(&path("[\"sqs.queue\"].jobs.policy.Statement"), index, &new)
        })
    };
    let lines = "+      - Sid: Other\n+        Principal: { AWS: \"123456789012\" }";
    assert_eq!(insert(0), lines);
    assert_eq!(insert(1), lines);
    assert_eq!(insert(2), lines);
}

#[test]
fn what_goes_takes_its_own_lines_along() {
    let remove = |at: &str| change(SPEC, |document| document.remove(&path(at)));
    assert_eq!(remove("[\"sqs.queue\"].jobs.name"), "-    name: 'jobs'   # as it was called");
    assert_eq!(
        remove("[\"sqs.queue\"].jobs.policy.Statement[0].Action[1]"),
        "-        Action: [sqs:SendMessage, sqs:GetQueueUrl] # what it does\n\
         +        Action: [sqs:SendMessage] # what it does"
    );
    assert_eq!(
        remove("[\"sqs.queue\"].jobs.policy.Statement[1].Effect"),
        "-      - Effect: Deny\n-        Action: sqs:DeleteQueue\n+      - Action: sqs:DeleteQueue"
    );
    assert_eq!(
        remove("[\"sqs.queue\"].jobs.policy.Statement[1]"),
        "-      - Effect: Deny\n-        Action: sqs:DeleteQueue"
    );
}

#[test]
fn what_an_alias_repeats_stays() {
    let mut document = Document::parse(SPEC).expect("YAML");
    let refused = document.set(&path("[\"sqs.queue\"].mails.redrive.max"), &ordered("6"));
    assert_eq!(refused, Err(Fault::ServesOthers));
    let refused = document.set(&path("[\"sqs.queue\"].mails.other"), &ordered("6"));
    assert_eq!(refused, Err(Fault::ServesOthers));
    assert_eq!(document.remove(&path("[\"sqs.queue\"].mails.redrive")), Err(Fault::ServesOthers));
    assert_eq!(document.text(), SPEC);
    assert_eq!(document.uses_of("redrive"), 1);
    let node = document.root().at(&path("[\"sqs.queue\"].mails.other")).expect("a node");
    assert_eq!(node.content, Content::Alias("redrive".to_owned()));
}

#[test]
fn texts_of_several_lines_keep_their_lines() {
    let text = "a:\n  code: |  # run it\n      first\n      second\n  b: 1\n";
    let edit = |json: &str| change(text, |document| document.set(&path("a.code"), &ordered(json)));
    assert_eq!(edit(r#""first\nother\n""#), "-      second\n+      other".to_owned());
    assert_eq!(
        edit(r#""one""#),
        "-  code: |  # run it\n-      first\n-      second\n+  code: one  # run it"
    );
}

#[test]
fn lists_and_maps_between_brackets_on_several_lines_get_a_line() {
    let text = "a: [\n  one,  # the first\n  two  # the second\n]\nb: {\n  x: 1,\n}\n";
    let insert = change(text, |document| document.insert(&path("a"), 2, &ordered("\"three\"")));
    assert_eq!(insert, "-  two  # the second\n+  two,  # the second\n+  three");
    assert_eq!(change(text, |document| document.set(&path("b.z"), &ordered("2"))), "+  z: 2,");
}

#[test]
fn lines_end_as_they_did() {
    let text = "a:\r\n  b: 1 # one\r\n  c: 2\r\n";
    let mut document = Document::parse(text).expect("YAML");
    document.set(&path("a.d"), &ordered(r#"{"e": {"f": 1}}"#)).expect("a place");
    document.set(&path("a.b"), &ordered("3")).expect("a place");
    let expected = "a:\r\n  b: 3 # one\r\n  c: 2\r\n  d:\r\n    e: { f: 1 }\r\n";
    assert_eq!(document.text(), expected);
}

#[test]
fn json_stays_json() {
    let text = "{\n  \"a\": {\n    \"b\": \"x\"\n  }\n}\n";
    let mut document = Document::parse(text).expect("YAML");
    document.set(&path("a.c"), &ordered(r#"{"d": "y"}"#)).expect("a place");
    document.set(&path("a.b"), &ordered("\"z\"")).expect("a place");
    let value: Value = serde_json::from_str(document.text()).expect("still JSON");
    assert_eq!(value, serde_json::json!({ "a": { "b": "z", "c": { "d": "y" } } }));
}

#[test]
fn what_cannot_be_followed_is_refused() {
    // A list whose last element is nothing, at the column of its key.
    let refused = Document::parse("a:\n- \nb: 1\n").map(|document| document.text().to_owned());
    assert!(matches!(refused, Err(Fault::Unclear | Fault::Malformed(_))), "{refused:?}");
    assert!(matches!(Document::parse("a: 1\n---\nb: 1\n"), Err(Fault::Malformed(_))));
    assert!(matches!(Document::parse("a: [1"), Err(Fault::Malformed(_))));
}
