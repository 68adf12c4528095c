//! The outputs of other stacks.

use insta::assert_snapshot;
use serde_json::json;

use crate::project::{Run, TestProject};
use crate::world::{REGION, World};

/// A project beside another in one account, both with their states in one bucket.
struct Neighbours {
    core: World,
    shop: TestProject,
}

const CORE: &str = r#"
    variables: { word: { default: hunter2, sensitive: true } }
    logs.log_group: { app: { name: /core/app, retention_days: 7 } }
    outputs:
      group: ${logs.log_group.app.arn}
      days: 7
      secret: ${var.word}
"#;

impl Neighbours {
    fn new(shop: &str) -> Self {
        let core = World::at_ministack(CORE);
        let state = |project: &str| {
            let environment = core.project.path().join("environments/dev.yaml");
            let text = std::fs::read_to_string(environment).expect("an environment");
            let text = text.replace("project: shop", &format!("project: {project}"));
            format!("{text}state: s3://states-{}/{project}/dev\n", core.account)
        };
        let (of_core, of_shop) = (state("core"), state("shop"));
        std::fs::write(core.project.path().join("environments/dev.yaml"), of_core).expect("a file");
        core.boto(&format!(
            r#"boto3.client("s3").create_bucket(Bucket="states-{}", CreateBucketConfiguration={{"LocationConstraint": "{REGION}"}})"#,
            core.account
        ));
        let shop = TestProject::empty()
            .file("environments/dev.yaml", &of_shop)
            .file("specs/app.yaml", shop);
        Self { core, shop }
    }

    fn shop(&self, arguments: &[&str]) -> Run {
        let account = self.core.account.as_str();
        let credentials = [("AWS_ACCESS_KEY_ID", account), ("AWS_SECRET_ACCESS_KEY", "test")];
        self.shop.run_with(&[arguments, &["--env", "dev"]].concat(), &credentials)
    }

    fn shown(&self, text: &str) -> String {
        text.replace(&self.core.account, "123456789012")
    }
}

#[test]
fn a_stack_reads_another_which_is_warned_when_it_takes_an_output_away() {
    let neighbours = Neighbours::new(
        r#"
        existing: { diatonic.stack: { core: { project: core, environment: "${env.name}" } } }
        logs.log_group: { app: { name: /shop/app, retention_days: "${existing.diatonic.stack.core.days}" } }
        "#,
    );
    let run = neighbours.shop(&["plan"]);
    assert_snapshot!(neighbours.shown(&run.stderr), @r#"
      × the outputs of core/dev cannot be read
       ╭─[specs/app.yaml:1:31]
     1 │ existing: { diatonic.stack: { core: { project: core, environment: "${env.name}" } } }
       ·                               ──┬─
       ·                                 ╰── there is no s3://states-123456789012/core/dev/state.json
     2 │ logs.log_group: { app: { name: /shop/app, retention_days: "${existing.diatonic.stack.core.days}" } }
       ╰────
      help: apply that stack first, or say where its state is: `state: …`, as its environment has it

    1 error
    "#);
    neighbours.core.must(&["apply", "--auto-approve"]);
    let run = neighbours.shop(&["apply", "--auto-approve"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);

    let without =
        CORE.replace("days: 7\n", "weeks: 1\n").replace("retention_days: 7", "retention_days: 14");
    let core = neighbours.core.now(&without);
    let run = core.run(&["plan"]);
    assert_snapshot!(run.stderr, @r"warning: this drops the output `days`, which `shop/dev` read when last applied");
    // Who reads no more says so at the next apply.
    let neighbours = Neighbours { core, ..neighbours };
    std::fs::write(neighbours.shop.path().join("specs/app.yaml"), "{}").expect("a file");
    let run =
        neighbours.shop(&["apply", "--auto-approve", "--allow-destroy", "logs.log_group.app"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(neighbours.core.run(&["plan"]).stderr, "", "nobody reads it any more");
}

#[test]
fn what_another_stack_does_not_give() {
    let neighbours = Neighbours::new(
        r#"
        existing: { diatonic.stack: { core: { project: core } } }
        outputs:
          missing: ${existing.diatonic.stack.core.dayz}
          secret: ${existing.diatonic.stack.core.secret}
        "#,
    );
    let core = &neighbours.core;
    let run = core.project.run_with(
        &["apply", "--auto-approve", "--env", "dev"],
        &[
            ("AWS_ACCESS_KEY_ID", &core.account),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("DIATONIC_VAR_word", "hunter2"),
        ],
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(neighbours.shown(&neighbours.shop(&["plan"]).stderr), @r"
      × `existing.diatonic.stack.core` has no output `dayz`
       ╭─[specs/app.yaml:3:14]
     2 │ outputs:
     3 │   missing: ${existing.diatonic.stack.core.dayz}
       ·              ────────────────┬────────────────
       ·                              ╰── nothing of this name was found there
     4 │   secret: ${existing.diatonic.stack.core.secret}
       ╰────
      help: did you mean `days`?

      × `existing.diatonic.stack.core` does not give `secret`
       ╭─[specs/app.yaml:4:13]
     3 │   missing: ${existing.diatonic.stack.core.dayz}
     4 │   secret: ${existing.diatonic.stack.core.secret}
       ·             ─────────────────┬─────────────────
       ·                              ╰── it is sensitive there, and a state holds no secret
       ╰────
      help: look the secret up where it is kept, such as `secretsmanager.secret`

    2 errors
    ");
}

#[test]
fn a_state_in_a_folder_is_read_offline_and_must_be_that_of_the_stack() {
    let state = |stack: &str, account: &str| {
        json!({ "format": 3, "stack": stack, "account": account, "resources": {}, "outputs": { "days": 7 } })
            .to_string()
    };
    let project = TestProject::with_spec(
        r#"
        existing:
          diatonic.stack:
            good: { project: core, state: "file:good" }
            other: { project: core, state: "file:other" }
            elsewhere: { project: core, state: "file:elsewhere" }
            newer: { project: core, state: "file:newer" }
            none: { project: core, state: "file:none" }
            itself: {}
        logs.log_group: { app: { name: /app, retention_days: "${existing.diatonic.stack.good.days}" } }
        "#,
    )
    .raw_file("good/state.json", state("core/dev", "123456789012").as_bytes())
    .raw_file("other/state.json", state("web/dev", "123456789012").as_bytes())
    .raw_file("elsewhere/state.json", state("core/dev", "210987654321").as_bytes())
    .raw_file("newer/state.json", br#"{ "format": 99, "stack": "core/dev" }"#);
    assert_snapshot!(project.errors(), @r#"
      × the outputs of core/dev cannot be read
       ╭─[specs/app.yaml:4:5]
     3 │     good: { project: core, state: "file:good" }
     4 │     other: { project: core, state: "file:other" }
       ·     ──┬──
       ·       ╰── other/state.json is the state of web/dev
     5 │     elsewhere: { project: core, state: "file:elsewhere" }
       ╰────
      help: say where the state of core/dev is: `state: …`

      × the outputs of core/dev cannot be read
       ╭─[specs/app.yaml:5:5]
     4 │     other: { project: core, state: "file:other" }
     5 │     elsewhere: { project: core, state: "file:elsewhere" }
       ·     ────┬────
       ·         ╰── the stack in elsewhere/state.json lives in account 210987654321, not in 123456789012
     6 │     newer: { project: core, state: "file:newer" }
       ╰────
      help: if you mean that one, write `account: "210987654321"`

      × the outputs of core/dev cannot be read
       ╭─[specs/app.yaml:6:5]
     5 │     elsewhere: { project: core, state: "file:elsewhere" }
     6 │     newer: { project: core, state: "file:newer" }
       ·     ──┬──
       ·       ╰── the state newer/state.json has format 99, written by a newer diatonic: use that version
     7 │     none: { project: core, state: "file:none" }
       ╰────

      × the outputs of core/dev cannot be read
       ╭─[specs/app.yaml:7:5]
     6 │     newer: { project: core, state: "file:newer" }
     7 │     none: { project: core, state: "file:none" }
       ·     ──┬─
       ·       ╰── there is no none/state.json
     8 │     itself: {}
       ╰────
      help: apply that stack first, or say where its state is: `state: …`, as its environment has it

      × shop/dev is this stack
       ╭─[specs/app.yaml:8:5]
     7 │     none: { project: core, state: "file:none" }
     8 │     itself: {}
       ·     ───┬──
       ·        ╰── a stack cannot look itself up
     9 │ logs.log_group: { app: { name: /app, retention_days: "${existing.diatonic.stack.good.days}" } }
       ╰────
      help: take the outputs' own values, or name another stack

    5 errors
    "#);
}
