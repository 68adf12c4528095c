//! The first minute: a project that is begun, found from inside, and helped along where something is missing.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::project::{DEV, Run, TestProject};

const INIT: &[&str] = &["init", "shop", "--account", "123456789012", "--region", "us-east-2"];

/// What a command does in a folder of the project.
fn run_in(project: &TestProject, folder: &str, arguments: &[&str]) -> Run {
    let mut command = project.command(arguments);
    command.current_dir(project.path().join(folder));
    command.output().expect("the binary runs").into()
}

#[test]
fn every_template_is_valid_without_a_warning() {
    for template in ["empty", "serverless-api", "terraform"] {
        let project = TestProject::empty();
        project.prints(&[INIT, &["--template", template]].concat());
        let run = run_in(&project, "shop", &["validate", "--deny-warnings"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{template}: {}", run.stdout);
        assert!(project.path().join("shop/.gitignore").is_file());
    }
}

#[test]
fn init_says_what_it_wrote_and_what_comes_next() {
    let project = TestProject::empty();
    assert_snapshot!(project.prints(&[INIT, &["--template", "serverless-api"]].concat()), @"
    wrote shop/environments/dev.yaml
    wrote shop/.gitignore
    wrote shop/specs/api.yaml
    wrote shop/specs/notes.yaml
    wrote shop/specs/users.yaml
    wrote shop/functions/notes/notes.py

    Next (all but `validate` need credentials of account 123456789012):
        cd shop
        diatonic validate
        diatonic plan
        diatonic apply
    ");
    assert_snapshot!(
        std::fs::read_to_string(project.path().join("shop/environments/dev.yaml")).unwrap(), @r#"
    # The environment `dev`: where the specs are applied, and what is different there. One file an environment;
    # `diatonic reference environment` says everything that can stand here.

    # Anybody whose credentials are those of another account is refused before the first read.
    account: "123456789012"
    region: us-east-2

    # The names of what is made in AWS begin with `shop-dev`.
    project: shop

    # Tags that everything gets which takes tags.
    tags:
      Project: shop
      Environment: ${env.name}

    # The state says which objects are yours. Without this line it is kept in `.diatonic/`, on this computer alone. For a
    # team and its CI, name a bucket, which `diatonic state init` makes:
    # state: s3://shop-dev-diatonic/state
    "#
    );
}

#[test]
fn no_file_is_overwritten() {
    let project = TestProject::empty()
        .file("shop/specs/main.yaml", "# mine\n")
        .file("shop/.gitignore", "/mine\n");
    assert_snapshot!(project.run(INIT).refusal(), @"
    error: nothing was written, as these files exist already:
      shop/specs/main.yaml
    name another folder, as in `diatonic init shop`
    ");
    assert!(!project.path().join("shop/environments").exists(), "nothing is half written");
    let other = TestProject::empty().file("shop/.gitignore", "/mine\n");
    other.prints(INIT);
    assert_eq!(std::fs::read_to_string(other.path().join("shop/.gitignore")).unwrap(), "/mine\n");
}

#[test]
fn what_cannot_be_known_is_asked_for_by_its_option() {
    let project = TestProject::empty();
    assert_snapshot!(project.run(&["init", "shop"]).refusal(), @"error: nothing was written: name the AWS account with `--account` (`aws sts get-caller-identity` says it)");
    assert_snapshot!(project.run(&["init", "shop", "--account", "12"]).refusal(), @"error: `--account 12`: an account has twelve digits, such as `123456789012`");
    assert_snapshot!(project.run(&["init", "--account", "123456789012", "--name", "-"]).refusal(), @"error: `--name -`: write letters, digits, `-` and `_`, with a letter or digit at both ends");
    let place = ["init", "shop", "--account", "123456789012", "--region", "Ohio"];
    assert_snapshot!(project.run(&place).refusal(), @"error: `--region Ohio`: write a region, such as `us-east-2`");
    assert!(!project.path().join("shop").exists());
}

#[test]
fn a_state_of_terraform_says_where_its_objects_are() {
    let state = r#"{"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"a","outputs":{},"resources":[
        {"mode":"managed","type":"aws_sqs_queue","name":"a","provider":"provider[\"registry.terraform.io/hashicorp/aws\"]",
        "instances":[{"schema_version":0,"attributes":{"arn":"arn:aws:sqs:eu-west-1:111111111111:a","id":"a"}}]}]}"#;
    let project = TestProject::empty().file("terraform.tfstate", state);
    let told = project.prints(&["init", "shop", "--template", "terraform"]);
    let told = told.replace(&project.path().canonicalize().unwrap().display().to_string(), "/here");
    assert_snapshot!(told, @"
    wrote shop/environments/dev.yaml
    wrote shop/.gitignore
    wrote shop/specs/main.yaml

    Next (all but `validate` need credentials of account 111111111111):
        cd shop
        diatonic import-legacy --state /here/terraform.tfstate --write specs/legacy
        diatonic validate
        diatonic import-legacy --state /here/terraform.tfstate --adopt
        diatonic plan
    ");
    let environment =
        std::fs::read_to_string(project.path().join("shop/environments/dev.yaml")).unwrap();
    assert!(
        environment.contains("account: \"111111111111\"\nregion: eu-west-1\n"),
        "{environment}"
    );
    let refusal = project
        .run(&["init", "b", "--template", "terraform", "--terraform-state", "none"])
        .refusal();
    assert_snapshot!(refusal, @"error: `--terraform-state none` is not a Terraform state that contains AWS objects");
}

#[test]
fn a_project_is_found_from_inside() {
    let project = TestProject::new()
        .file("specs/app.yaml", "logs.log_group:\n  api: {}\n")
        .file("lambdas/api/main.py", "");
    let run = run_in(&project, "lambdas/api", &["validate"]);
    assert_eq!(run.stdout, "shop/dev is valid: 1 resource\n", "{}", run.stderr);
    let project = project.file("specs/app.yaml", "logs.log_gruop:\n  api: {}\n");
    assert_snapshot!(run_in(&project, "lambdas/api", &["validate"]).refusal(), @"
      × unknown section `logs.log_gruop`
       ╭─[../../specs/app.yaml:1:1]
     1 │ logs.log_gruop:
       · ───────┬──────
       ·        ╰── no kind of resource is called this
     2 │   api: {}
       ╰────
      help: did you mean `logs.log_group`?

    1 error
    ");
    // A folder that is named is searched from, too.
    assert_snapshot!(run_in(&project, "environments", &["validate", "-C", "../lambdas"]).refusal(), @"
      × unknown section `logs.log_gruop`
       ╭─[../specs/app.yaml:1:1]
     1 │ logs.log_gruop:
       · ───────┬──────
       ·        ╰── no kind of resource is called this
     2 │   api: {}
       ╰────
      help: did you mean `logs.log_group`?

    1 error
    ");
}

#[test]
fn the_only_environment_need_not_be_named() {
    let project = TestProject::with_spec("logs.log_group:\n  api: {}\n");
    assert_snapshot!(project.prints(&["validate"]), @"shop/dev is valid: 1 resource");
    let project = project.file("environments/prod.yaml", DEV);
    assert_snapshot!(project.run(&["validate"]).refusal(), @"error: which environment? There are `dev` and `prod`: name one, as in `--env dev`, or set DIATONIC_ENV");
    let bare = TestProject::empty().file("specs/app.yaml", "");
    assert_snapshot!(bare.run(&["validate"]).refusal(), @"error: there is no environment yet: write one into `environments/dev.yaml` (`diatonic reference environment` says what stands in it)");
}

#[test]
fn an_option_that_a_verb_does_not_use_is_refused() {
    let project = TestProject::with_spec("");
    let unused = [
        &["validate", "--endpoint-url", "http://localhost"][..],
        &["graph", "--state", "file:x"],
        &["permissions", "--stats"],
        &["runs", "--var", "a=b"],
        &["schema", "--env", "dev"],
        &["components", "--env", "dev"],
        &["reference", "--env", "dev"],
        &["state", "list", "--stats"],
        &["show", "plan.json", "--env", "dev"],
        &["unlock", "id", "--stats"],
    ];
    for arguments in unused {
        let refusal = project.run(arguments).refusal();
        assert!(refusal.contains("unexpected argument '--"), "{arguments:?}: {refusal}");
    }
}

/// What the shell would offer behind these words, of which the last is being typed.
fn offered(project: &TestProject, words: &[&str]) -> Vec<String> {
    let mut command = project.command(&[&["--", "diatonic"], words].concat());
    command.env("DIATONIC_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.env("_CLAP_IFS", "\n").stdin(Stdio::null());
    let run: Run = command.output().expect("the binary runs").into();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    run.stdout.lines().map(str::to_owned).collect()
}

fn files(project: &TestProject) -> Vec<std::path::PathBuf> {
    let all = walkdir::WalkDir::new(project.path()).sort_by_file_name().into_iter();
    all.map(|entry| entry.expect("an entry").into_path()).collect()
}

#[test]
fn a_shell_is_offered_what_the_project_has() {
    let project = TestProject::new()
        .file(
            "specs/app.yaml",
            "logs.log_group:\n  api: {}\n  jobs: {}\noutputs:\n  arn: ${logs.log_group.api.arn}\n",
        )
        .file("environments/prod.yaml", DEV);
    let before = files(&project);
    assert_eq!(offered(&project, &["vali"]), ["validate"]);
    assert_eq!(offered(&project, &["plan", "--env", ""]), ["dev", "prod"]);
    let targets = ["logs.log_group.api", "logs.log_group.jobs"];
    assert_eq!(offered(&project, &["plan", "--env", "dev", "--target", ""]), targets);
    assert_eq!(
        offered(&project, &["plan", "--env=dev", "--target", "logs.log_group.j"]),
        targets[1..]
    );
    assert_eq!(offered(&project, &["output", "-e", "dev", "a"]), ["arn"]);
    assert_eq!(offered(&project, &["reference", "dynamodb.t"]), ["dynamodb.table"]);
    // Where it is not certain, or nothing can be read, nothing is offered and nothing is said.
    assert_eq!(offered(&project, &["plan", "--target", "l"]), Vec::<String>::new());
    let broken = project.file("specs/app.yaml", "logs.log_gruop: [\n");
    assert_eq!(offered(&broken, &["plan", "--env", "dev", "--target", "l"]), Vec::<String>::new());
    assert_eq!(files(&broken), before, "nothing is written");
}

#[test]
fn every_shell_has_its_script() {
    let project = TestProject::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = project.prints(&["completions", shell]);
        assert!(script.contains("DIATONIC_COMPLETE"), "{shell}: {script}");
    }
}

#[test]
fn there_is_a_manual_page_a_verb() {
    let project = TestProject::empty();
    project.prints(&["man", "man1"]);
    for page in ["diatonic.1", "diatonic-plan.1", "diatonic-state-list.1", "diatonic-init.1"] {
        let text = std::fs::read_to_string(project.path().join("man1").join(page)).expect(page);
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
}

#[test]
fn the_reference_knows_what_a_user_types() {
    let project = TestProject::empty();
    assert_snapshot!(project.prints(&["reference"]), @"
    # The reference

    `diatonic reference <name>` tells of a kind (`dynamodb.table`), of all kinds of a service (`dynamodb`), of a function (`cidrsubnet`), of a command (`import`), of a section of a guide (`for_each`), and of these:

    | guide | about |
    |---|---|
    | `guide` | Everything that specs can say. |
    | `state` | The state, its lock, runs and rollbacks, and what to do when something is wrong. |
    | `adoption` | Taking over what exists, and writing its spec. |
    | `terraform` | Coming from Terraform. |
    | `permissions` | The IAM policies of whoever plans and applies. |
    | `aws-types` | Types of AWS's registry, which have no kind of ours. |
    | `plan-json` | The plan as JSON. |
    | `apply-json` | A run as events. |
    | `compare-json` | What differs between two environments, as JSON. |
    | `graph-json` | The dependency graph as JSON. |
    | `validate-json` | What is wrong with specs, as JSON. |
    | `glossary` | What words mean here. |

    | part | about |
    |---|---|
    | `kinds` | Every kind with its fields and outputs. |
    | `lookups` | Every lookup type with what is written for it. |
    | `functions` | Every function of the expression language. |
    | `environment` | Every setting of an environment. |
    | `cli` | Every command with its options. |
    ");
    assert_snapshot!(project.prints(&["reference", "cidrsubnet"]), @"
    # cidrsubnet

    `cidrsubnet(range, additional bits, number)`

    One of the equal parts of an address range.
    ");
    assert!(project.prints(&["reference", "ssm.parameter"]).starts_with("## ssm.parameter\n"));
    let dynamodb = project.prints(&["reference", "dynamodb"]);
    assert!(dynamodb.contains("## dynamodb.table\n"), "{dynamodb}");
    assert!(project.prints(&["reference", "for_each"]).starts_with("### for_each\n"));
    assert!(project.prints(&["reference", "state", "mv"]).starts_with("# diatonic state mv\n"));
    assert!(project.prints(&["reference", "guide"]).starts_with("# "));
    assert_snapshot!(project.run(&["reference", "dynamodb.tabel"]).refusal(), @"error: the reference has nothing of the name `dynamodb.tabel`: did you mean `diatonic reference dynamodb.table`?");
    assert_snapshot!(project.run(&["reference", "nonsense-of-mine"]).refusal(), @"error: the reference has nothing of the name `nonsense-of-mine`: `diatonic reference` lists what there is");
}
