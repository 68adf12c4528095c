//! What the commands print that need no AWS, and what they refuse.

use insta::assert_snapshot;

use crate::project::{Run, TestProject};

/// A command line that is refused before anything is read. The code is 1 as for every error: 2 says
/// that there are changes.
fn usage(run: Run) -> String {
    run.refusal()
}

fn project() -> TestProject {
    TestProject::with_spec(
        r#"
        logs.log_group:
          api: {}
        outputs:
          arn: ${logs.log_group.api.arn}
        "#,
    )
}

#[test]
fn no_verb() {
    let help = usage(project().run(&[]));
    assert!(help.contains("Usage: diatonic"), "{help}");
}

#[test]
fn an_unknown_verb() {
    assert_snapshot!(usage(project().run(&["validat"])), @"
    error: unrecognized subcommand 'validat'

      tip: a similar subcommand exists: 'validate'

    Usage: diatonic <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_option() {
    assert_snapshot!(usage(project().run(&["validate", "--environment", "dev"])), @"
    error: unexpected argument '--environment' found

      tip: a similar argument exists: '--env'

    Usage: diatonic validate --env <NAME>

    For more information, try '--help'.
    ");
}

#[test]
fn bad_values_of_options() {
    assert_snapshot!(usage(project().run(&["validate", "--var", "days"])), @"
    error: invalid value 'days' for '--var <NAME=VALUE>': write `--var name=value`

    For more information, try '--help'.
    ");
    assert_snapshot!(usage(project().run(&["plan", "--target", "api"])), @"
    error: invalid value 'api' for '--target <ADDRESS>': `api` is not an address: one reads `<kind>.<name>`, such as `dynamodb.table.users`

    For more information, try '--help'.
    ");
    assert_snapshot!(usage(project().run(&["apply", "--parallelism", "0"])), @"
    error: invalid value '0' for '--parallelism <COUNT>': 0 is not in 1..=256

    For more information, try '--help'.
    ");
    assert_snapshot!(usage(project().run(&["graph", "--format", "png"])), @"
    error: invalid value 'png' for '--format <FORMAT>'
      [possible values: dot, mermaid, svg, html, json]

    For more information, try '--help'.
    ");
}

#[test]
fn validate_counts_the_resources() {
    assert_snapshot!(project().prints(&["validate", "-e", "dev"]), @"shop/dev is valid: 1 resource");
    let run = project().run_with(&["validate"], &[("DIATONIC_ENV", "dev")]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn outputs_before_the_first_apply() {
    assert_snapshot!(project().prints(&["output", "-e", "dev"]), @"");
    assert_snapshot!(project().run(&["output", "arn", "-e", "dev"]).refusal(), @"error: output `arn` has no value yet: `diatonic apply` gives it one");
    assert_snapshot!(project().prints(&["output", "--json", "-e", "dev"]), @"{}");
}

#[test]
fn outputs_as_of_the_last_apply() {
    // As an apply writes it.
    let state = r#"{"format":1,"stack":"shop-dev","salt":"","resources":{},"outputs":{"arn":"arn:aws:logs:…","key":null,"sizes":{"s":1}}}"#;
    let project = project().file(".diatonic/dev/state.json", state);
    assert_snapshot!(project.prints(&["output", "-e", "dev"]), @r#"
    arn = "arn:aws:logs:…"
    key = (sensitive)
    sizes = {
      "s": 1
    }
    "#);
    assert_snapshot!(project.prints(&["output", "arn", "-e", "dev"]), @"arn:aws:logs:…");
    assert_snapshot!(project.prints(&["output", "sizes", "-e", "dev"]), @r#"
    {
      "s": 1
    }
    "#);
    assert_snapshot!(project.run(&["output", "key", "-e", "dev"]).refusal(), @"error: output `key` is sensitive, and is not kept");
    assert_snapshot!(project.run(&["output", "arm", "-e", "dev"]).refusal(), @"error: there is no output `arm`; did you mean `arn`?");
}

#[test]
fn a_state_that_cannot_be_read() {
    let project = project().file(".diatonic/dev/state.json", "{");
    assert_snapshot!(project.run(&["output", "-e", "dev"]).refusal(), @"error: the state ./.diatonic/dev/state.json is not readable: EOF while parsing an object at line 2 column 0. Put a good copy back, or delete it: the next plan finds what is ours by names and tags");
    let project = self::project();
    let run = project.run(&["output", "-e", "dev", "--state", "gs://bucket/key"]);
    assert_snapshot!(run.refusal(), @"error: `gs://bucket/key` is not a place for a state: write `file:<folder>` or `s3://<bucket>/<prefix>`");
}

/// Nobody has credentials here, so who asks AWS first says something else.
#[test]
fn what_is_wrong_with_the_arguments_of_an_import_is_told_before_anything_is_read() {
    for (arguments, told) in [
        (&["--state", "gs://bucket/key"][..], "is not a place of a Terraform state"),
        (&["--state", "a", "--write", "elsewhere"], "is not inside `specs/`"),
        (&["--state", "a", "--release", "s3://bucket/key"], "is not a folder"),
    ] {
        let run = project().run(&[&["import-legacy", "-e", "dev"], arguments].concat());
        let refusal = run.refusal();
        assert!(refusal.contains(told), "{refusal}");
    }
}

#[test]
fn plan_without_credentials() {
    let run = project().run(&["plan", "-e", "dev", "--endpoint-url", "http://127.0.0.1:1"]);
    assert_snapshot!(run.refusal(), @"
    error: there are no AWS credentials here
    an emulator takes any: `export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=test`
    ");
}

/// It would be refused after everything has been read, and is refused before.
#[test]
fn writing_without_a_terminal() {
    for verb in ["apply", "destroy"] {
        let run = project().run(&[verb, "-e", "dev", "--endpoint-url", "http://127.0.0.1:1"]);
        let refusal = run.refusal();
        assert!(refusal.contains("no terminal"), "{refusal}");
        assert!(refusal.contains("--auto-approve"), "{refusal}");
    }
    let run = project().run(&["apply", "-e", "dev"]);
    assert_snapshot!(run.refusal(), @"error: approval is required, but there is no terminal to ask on; nothing was read or changed: add `--auto-approve` to apply without asking");
}

#[test]
fn the_schema_is_json_and_knows_every_kind() {
    let schema = TestProject::empty().prints(&["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    for kind in kind::registry::all() {
        assert!(schema["properties"][kind.name()].is_object(), "{}", kind.name());
    }
}

#[test]
fn the_reference_knows_every_kind_and_every_verb() {
    let kinds = TestProject::empty().prints(&["reference", "kinds"]);
    for kind in kind::registry::all() {
        assert!(kinds.contains(&format!("\n## {}\n", kind.name())));
    }
    let verbs = TestProject::empty().prints(&["reference", "cli"]);
    for verb in ["validate", "plan", "apply", "output", "graph"] {
        assert!(verbs.contains(&format!("\n## diatonic {verb}\n")), "{verb}");
    }
}
