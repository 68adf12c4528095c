//! The commands that look at a state and put it right, on a state in a folder, which needs no AWS.

use insta::assert_snapshot;

use crate::project::TestProject;

/// As applies write it: two log groups, one with what it depends on.
const STATE: &str = r#"{
  "format": 1,
  "stack": "shop-dev",
  "salt": "00",
  "resources": {
    "logs.log_group.api": { "region": "us-east-2", "id": "shop-dev-api", "applied": { "name": "shop-dev-api" } },
    "logs.log_group.jobs[\"eu\"]": {
      "region": "eu-west-1",
      "id": "shop-dev-jobs-eu",
      "applied": null,
      "depends_on": ["logs.log_group.api"]
    }
  },
  "outputs": {}
}"#;

fn project() -> TestProject {
    TestProject::with_spec("logs.log_group: { api: {} }").file(".diatonic/dev/state.json", STATE)
}

fn prints(project: &TestProject, arguments: &[&str]) -> String {
    project.prints(&[arguments, &["--env", "dev"]].concat())
}

fn refusal(project: &TestProject, arguments: &[&str]) -> String {
    project.run(&[arguments, &["--env", "dev"]].concat()).refusal()
}

#[test]
fn a_list_says_what_is_ours_and_where() {
    assert_snapshot!(prints(&project(), &["state", "list"]), @r#"
    logs.log_group.api  us-east-2  shop-dev-api
    logs.log_group.jobs["eu"]  eu-west-1  shop-dev-jobs-eu
    "#);
    assert_snapshot!(prints(&project(), &["state", "list", "--json"]), @r#"
    [
      {
        "address": "logs.log_group.api",
        "id": "shop-dev-api",
        "region": "us-east-2"
      },
      {
        "address": "logs.log_group.jobs[\"eu\"]",
        "id": "shop-dev-jobs-eu",
        "region": "eu-west-1"
      }
    ]
    "#);
    let nothing = TestProject::with_spec("logs.log_group: { api: {} }");
    assert_snapshot!(prints(&nothing, &["state", "list"]), @"");
    assert_snapshot!(prints(&nothing, &["state", "list", "--json"]), @"[]");
}

#[test]
fn one_resource_is_shown_with_all_that_is_known_of_it() {
    let shown = prints(&project(), &["state", "show", "logs.log_group.jobs[\"eu\"]"]);
    assert_snapshot!(shown, @r#"
    {
      "applied": null,
      "depends_on": [
        "logs.log_group.api"
      ],
      "id": "shop-dev-jobs-eu",
      "region": "eu-west-1"
    }
    "#);
    assert_snapshot!(refusal(&project(), &["state", "show", "logs.log_group.apis"]), @"error: the state does not know logs.log_group.apis; did you mean `logs.log_group.api`?");
    assert_snapshot!(refusal(&project(), &["state", "show", "api"]), @"
    error: invalid value 'api' for '<ADDRESS>': `api` is not an address: one reads `<kind>.<name>`, such as `dynamodb.table.users`

    For more information, try '--help'.
    ");
}

#[test]
fn a_resource_gets_another_address() {
    let project = project();
    let (api, web) = ("logs.log_group.api", "logs.log_group.web");
    assert_snapshot!(prints(&project, &["state", "mv", api, web]), @"logs.log_group.api was renamed to logs.log_group.web");
    assert_snapshot!(prints(&project, &["state", "list"]), @r#"
    logs.log_group.jobs["eu"]  eu-west-1  shop-dev-jobs-eu
    logs.log_group.web  us-east-2  shop-dev-api
    "#);
    let shown = prints(&project, &["state", "show", "logs.log_group.jobs[\"eu\"]"]);
    assert!(shown.contains("\"logs.log_group.web\""), "{shown}");

    assert_snapshot!(refusal(&project, &["state", "mv", api, "logs.log_group.b"]), @"error: the state does not know logs.log_group.api; did you mean `logs.log_group.web`?");
    assert_snapshot!(refusal(&project, &["state", "mv", web, "s3.bucket.web"]), @"error: a logs.log_group cannot become a s3.bucket: only the name of a resource can change");
    assert_snapshot!(refusal(&project, &["state", "mv", web, "logs.log_group.jobs[\"eu\"]"]), @r#"error: the state already contains logs.log_group.jobs["eu"]: remove it first with `diatonic state forget logs.log_group.jobs["eu"]`"#);
    assert_snapshot!(refusal(&project, &["state", "mv", web, web]), @"error: the two addresses are the same: logs.log_group.web");
}

#[test]
fn resources_are_given_up() {
    let project = project();
    let (api, jobs) = ("logs.log_group.api", "logs.log_group.jobs[\"eu\"]");
    assert_snapshot!(refusal(&project, &["state", "forget", api, "logs.log_group.b"]), @"error: the state does not know logs.log_group.b; did you mean `logs.log_group.api`?");
    assert!(prints(&project, &["state", "list"]).contains(api), "all or nothing");
    assert_snapshot!(prints(&project, &["state", "forget", api, jobs]), @r#"
    logs.log_group.api is no longer managed; the object in AWS is unchanged
    logs.log_group.jobs["eu"] is no longer managed; the object in AWS is unchanged
    "#);
    assert_snapshot!(prints(&project, &["state", "list"]), @"");
    assert_snapshot!(refusal(&project, &["state", "forget"]), @"
    error: the following required arguments were not provided:
      <ADDRESSES>...

    Usage: diatonic state forget --env <NAME> <ADDRESSES>...

    For more information, try '--help'.
    ");
}

#[test]
fn nothing_is_unlocked_that_is_not_locked() {
    assert_snapshot!(refusal(&project(), &["unlock", "any"]), @"error: the state is not locked: there is no ./.diatonic/dev/lock.json");
}

#[test]
fn places_that_are_none() {
    let environment = |state: &str| {
        let dev = format!(
            "account: \"123456789012\"\nregion: us-east-2\nproject: shop\nstate: {state}\n"
        );
        TestProject::with_spec("logs.log_group: { api: {} }").file("environments/dev.yaml", &dev)
    };
    assert_snapshot!(environment("gs://bucket/key").errors(), @"
      × `state` has the wrong form
       ╭─[environments/dev.yaml:4:8]
     3 │ project: shop
     4 │ state: gs://bucket/key
       ·        ───────┬───────
       ·               ╰── this has not the form of `file:<folder>`
       ╰────
      help: Where the state is kept: `file:<folder>` or `s3://<bucket>/<prefix>`. Default:
            `file:.diatonic/<env>`

    1 error
    ");
    assert_snapshot!(environment("s3://No_Bucket/key").errors(), @"
      × `state` has the wrong form
       ╭─[environments/dev.yaml:4:8]
     3 │ project: shop
     4 │ state: s3://No_Bucket/key
       ·        ─────────┬────────
       ·                 ╰── this has not the form of `file:<folder>`
       ╰────
      help: Where the state is kept: `file:<folder>` or `s3://<bucket>/<prefix>`. Default:
            `file:.diatonic/<env>`

    1 error
    ");
    let run = project().run(&["state", "list", "-e", "dev", "--state", "s3:bucket"]);
    assert_snapshot!(run.refusal(), @"error: `s3:bucket` is not a place for a state: write `file:<folder>` or `s3://<bucket>/<prefix>`");
}
