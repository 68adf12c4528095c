//! `existing: terraform.state:`, applied.

use insta::assert_snapshot;
use serde_json::json;

use crate::platform::Platform;
use crate::proxy::{Proxy, Treatment, refusal};

#[test]
fn outputs_of_a_state_are_used_and_the_sensitive_ones_hidden() {
    let mut platform = Platform::empty(
        r#"
        existing:
          terraform.state:
            core: { path: core.tfstate }
        iam.policy:
          read:
            description: ${existing.terraform.state.core.token}
            document:
              Statement:
                Effect: Allow
                Action: s3:GetObject
                Resource: ${existing.terraform.state.core.bucket_arn}/*
        "#,
    );
    let mut document = crate::states::state("a", &[]);
    document["outputs"] = json!({
        "bucket_arn": { "value": "arn:aws:s3:::core", "type": "string" },
        "token": { "value": "hunter2", "type": "string", "sensitive": true },
    });
    platform.write("core.tfstate", &document);
    let plan = platform.must(&["plan"]);
    assert!(plan.contains("arn:aws:s3:::core/*"), "{plan}");
    assert!(plan.contains("(sensitive)") && !plan.contains("hunter"), "{plan}");
    platform.must(&["apply", "--auto-approve"]);
    let state = std::fs::read_to_string(platform.project.path().join(".diatonic/dev/state.json"));
    assert!(!state.expect("a state").contains("hunter"));
    let description = platform.boto(
        r#"
        policies = boto3.client("iam").list_policies(Scope="Local")["Policies"]
        print(boto3.client("iam").get_policy(PolicyArn=policies[0]["Arn"])["Policy"]["Description"])
        "#,
    );
    assert_eq!(description.trim(), "hunter2", "AWS has what the state says");
}

/// Puts texts into the other team's bucket, by key. Names of buckets are unique in all accounts.
fn put(platform: &Platform, states: &[(&str, &str)]) {
    put_in("us-east-2", platform, states);
}

/// The same for a bucket in another region.
fn put_in(region: &str, platform: &Platform, states: &[(&str, &str)]) {
    let states: Vec<[&str; 2]> = states.iter().map(|(key, body)| [*key, *body]).collect();
    let script = format!(
        r#"
        s3 = boto3.client("s3", region_name="{region}")
        bucket = "states-{account}"
        if not s3.list_buckets()["Buckets"]:
            where = {{"LocationConstraint": "{region}"}}
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
        for key, body in {states:?}:
            s3.put_object(Bucket=bucket, Key=key, Body=body.encode())
        "#,
        account = platform.account,
    );
    platform.boto(&script);
}

/// What a run printed, with the account that is always the same.
fn shown(platform: &Platform, text: &str) -> String {
    text.replace(&platform.account, "123456789012")
}

/// A state with the outputs of another team.
fn core(days: u32) -> String {
    let mut document = crate::states::state("a", &[]);
    document["outputs"] = json!({
        "bucket_arn": { "value": "arn:aws:s3:::core", "type": "string" },
        "groups": { "value": { "a": days, "b": 7 }, "type": ["map", "number"] },
        "token": { "value": "hunter2", "type": "string", "sensitive": true },
    });
    document.to_string()
}

const IN_S3: &str = r#"
    existing:
      terraform.state:
        core: { path: "s3://states-${env.account}/core.tfstate" }
        again: { path: "s3://states-${env.account}/core.tfstate", region: us-east-2 }
    logs.log_group:
      of:
        for_each: ${existing.terraform.state.core.groups}
        retention_days: ${each.value}
    iam.policy:
      read:
        description: ${existing.terraform.state.again.token}
        document:
          Statement:
            Effect: Allow
            Action: s3:GetObject
            Resource: ${existing.terraform.state.core.bucket_arn}/*
"#;

#[test]
fn outputs_of_a_state_in_s3_are_used_and_the_sensitive_ones_hidden() {
    let platform = Platform::empty(IN_S3);
    put(&platform, &[("core.tfstate", &core(30))]);
    let run = platform.run(&["plan", "--stats"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(shown(&platform, &run.stdout), @r#"
    nexus/dev in account 123456789012, us-east-2

    + iam.policy.read         create
        + description: "(sensitive)"
        + document:
        +   Statement:
        +     - Action:   "s3:GetObject"
        +       Effect:   "Allow"
        +       Resource: "arn:aws:s3:::core/*"
        + name:        "nexus-dev-read"
          (2 defaults)

    + logs.log_group.of["a"]  create
        + name:           "nexus-dev-of-a"
        + retention_days: 30
          (2 defaults)

    + logs.log_group.of["b"]  create
        + name:           "nexus-dev-of-b"
        + retention_days: 7
          (2 defaults)

    Defaults are counted: `--full` shows them.
    Plan: 3 to create.
    "#);
    for line in ["1  S3 GetObject\n", "1  STS GetCallerIdentity\n"] {
        assert!(run.stderr.contains(line), "{}", run.stderr);
    }
    platform.must(&["apply", "--auto-approve"]);
    let plan = platform.must(&["plan", "--detailed-exitcode"]);
    assert!(plan.contains("Nothing to change"), "{plan}");
    for file in walkdir::WalkDir::new(platform.project.path()) {
        let file = file.expect("a folder that can be read");
        if file.file_type().is_file() {
            let text = std::fs::read_to_string(file.path()).expect("text");
            assert!(!text.contains("hunter"), "{}", file.path().display());
        }
    }
    let live = platform.boto(
        r#"
        policies = boto3.client("iam").list_policies(Scope="Local")["Policies"]
        print(boto3.client("iam").get_policy(PolicyArn=policies[0]["Arn"])["Policy"]["Description"])
        for group in boto3.client("logs").describe_log_groups()["logGroups"]:
            print(group["logGroupName"], group["retentionInDays"])
        "#,
    );
    assert_eq!(live, "hunter2\nnexus-dev-of-a 30\nnexus-dev-of-b 7\n");
}

#[test]
fn a_saved_plan_is_refused_when_what_is_looked_up_has_changed() {
    let platform = Platform::empty(IN_S3);
    put(&platform, &[("core.tfstate", &core(30))]);
    platform.must(&["plan", "--out", "plan.json"]);
    put(&platform, &[("core.tfstate", &core(90))]);
    assert_snapshot!(platform.run(&["apply", "plan.json"]).refusal(), @r#"
    error: the saved plan is not carried out, and nothing was changed:
      logs.log_group.of["a"] has changed in the specs, or in what they read
    make a new one with `diatonic plan --out <FILE>`, and look through it
    "#);
    put(&platform, &[("core.tfstate", &core(30))]);
    platform.must(&["apply", "plan.json"]);
}

#[test]
fn a_rollback_looks_up_again() {
    let platform = Platform::empty(IN_S3);
    put(&platform, &[("core.tfstate", &core(30))]);
    platform.must(&["apply", "--auto-approve"]);
    let runs = platform.must(&["runs", "--json"]);
    let runs: serde_json::Value = serde_json::from_str(&runs).expect("JSON");
    let run = runs[0]["id"].as_str().expect("an id");
    put(&platform, &[("core.tfstate", &core(90))]);
    let plan = platform.must(&["rollback", run, "--dry-run"]);
    assert!(plan.contains("retention_days: 30 → 90"), "{plan}");
}

#[test]
fn every_state_in_s3_that_cannot_be_read_is_told_at_its_line() {
    let platform = Platform::empty(
        r#"
        existing:
          terraform.state:
            encrypted: { path: "s3://states-${env.account}/encrypted" }
            missing: { path: "s3://states-${env.account}/${env.name}/core.tfstate" }
            newer: { path: "s3://states-${env.account}/newer" }
            nowhere: { path: "s3://no-such-bucket/core.tfstate" }
            other: { path: "s3://states-${env.account}/other" }
        logs.log_group:
          api: { name: "/${existing.terraform.state.missing.vpc_id}" }
          web: { name: "/${existing.terraform.state.other.vpc_id}" }
        "#,
    );
    put(
        &platform,
        &[
            (
                "encrypted",
                r#"{"serial":1,"lineage":"a","meta":{},"encrypted_data":"x","encryption_version":"v0"}"#,
            ),
            ("newer", r#"{"version":5,"terraform_version":"2.0.0"}"#),
            ("other", "vpc_id: x"),
        ],
    );
    let refusal = platform.run(&["plan"]).refusal();
    assert_snapshot!(shown(&platform, &refusal), @r#"
      × no Terraform state
       ╭─[specs/app.yaml:3:24]
     2 │   terraform.state:
     3 │     encrypted: { path: "s3://states-${env.account}/encrypted" }
       ·                        ───────────────────┬──────────────────
       ·                                           ╰── s3://states-123456789012/encrypted is not a Terraform state: it is encrypted by OpenTofu: what `tofu state pull` prints is decrypted
     4 │     missing: { path: "s3://states-${env.account}/${env.name}/core.tfstate" }
       ╰────
      help: a decrypted copy holds every secret: rather make variables of the outputs

      × no Terraform state
       ╭─[specs/app.yaml:4:22]
     3 │     encrypted: { path: "s3://states-${env.account}/encrypted" }
     4 │     missing: { path: "s3://states-${env.account}/${env.name}/core.tfstate" }
       ·                      ──────────────────────────┬──────────────────────────
       ·                                                ╰── there is no s3://states-123456789012/dev/core.tfstate
     5 │     newer: { path: "s3://states-${env.account}/newer" }
       ╰────
      help: the path is that of Terraform's `backend "s3"`: `s3://<bucket>/<key>`; the state of a
            workspace is at `env:/<workspace>/<key>` in the bucket

      × no Terraform state
       ╭─[specs/app.yaml:5:20]
     4 │     missing: { path: "s3://states-${env.account}/${env.name}/core.tfstate" }
     5 │     newer: { path: "s3://states-${env.account}/newer" }
       ·                    ─────────────────┬────────────────
       ·                                     ╰── s3://states-123456789012/newer is not a Terraform state: it has format 5, written by a newer Terraform (2.0.0); this version of diatonic reads format 4
     6 │     nowhere: { path: "s3://no-such-bucket/core.tfstate" }
       ╰────

      × no Terraform state
       ╭─[specs/app.yaml:6:22]
     5 │     newer: { path: "s3://states-${env.account}/newer" }
     6 │     nowhere: { path: "s3://no-such-bucket/core.tfstate" }
       ·                      ─────────────────┬────────────────
       ·                                       ╰── there is no bucket `no-such-bucket`
     7 │     other: { path: "s3://states-${env.account}/other" }
       ╰────
      help: the path is that of Terraform's `backend "s3"`: `s3://<bucket>/<key>`; the state of a
            workspace is at `env:/<workspace>/<key>` in the bucket

      × no Terraform state
       ╭─[specs/app.yaml:7:20]
     6 │     nowhere: { path: "s3://no-such-bucket/core.tfstate" }
     7 │     other: { path: "s3://states-${env.account}/other" }
       ·                    ─────────────────┬────────────────
       ·                                     ╰── s3://states-123456789012/other is not a Terraform state: it is not JSON, at line 1: a state that is encrypted or damaged, or another file
     8 │ logs.log_group:
       ╰────

    5 errors
    "#);
    let apply = platform.run(&["apply", "--auto-approve"]);
    assert_eq!(apply.refusal(), refusal);
}

#[test]
fn a_bucket_that_is_elsewhere_or_closed() {
    let platform = Platform::empty(
        r#"
        existing:
          terraform.state:
            closed: { path: "s3://states-${env.account}/closed", region: eu-west-1 }
            here: { path: "s3://states-${env.account}/core" }
            there: { path: "s3://states-${env.account}/core", region: eu-west-3 }
        "#,
    );
    put_in("eu-west-1", &platform, &[("core", &core(30))]);
    let proxy = Proxy::start(emulators::shared_ministack().endpoint(), |call| {
        match call.head.contains("/closed") {
            true => Treatment::Answer(refusal::error(call, 403, "AccessDenied", "Access Denied")),
            false => Treatment::Forward,
        }
    });
    let run = platform.run(&["plan", "--endpoint-url", &proxy.endpoint]);
    assert_snapshot!(shown(&platform, &run.refusal()), @r#"
      × no Terraform state
       ╭─[specs/app.yaml:3:21]
     2 │   terraform.state:
     3 │     closed: { path: "s3://states-${env.account}/closed", region: eu-west-1 }
       ·                     ─────────────────┬─────────────────
       ·                                      ╰── cannot read s3://states-123456789012/closed: S3 GetObject: Access Denied (AccessDenied)
     4 │     here: { path: "s3://states-${env.account}/core" }
       ╰────
      help: allow `s3:GetObject` on `arn:aws:s3:::states-123456789012/closed`, as `diatonic
            permissions` prints it, and `kms:Decrypt` where a key of your own encrypts it; without
            `s3:ListBucket`, S3 denies access also to what is not there

      × no Terraform state
       ╭─[specs/app.yaml:4:19]
     3 │     closed: { path: "s3://states-${env.account}/closed", region: eu-west-1 }
     4 │     here: { path: "s3://states-${env.account}/core" }
       ·                   ────────────────┬────────────────
       ·                                   ╰── the bucket `states-123456789012` is not in us-east-2
     5 │     there: { path: "s3://states-${env.account}/core", region: eu-west-3 }
       ╰────
      help: say in which region it is: `region: <region>`

      × no Terraform state
       ╭─[specs/app.yaml:5:63]
     4 │     here: { path: "s3://states-${env.account}/core" }
     5 │     there: { path: "s3://states-${env.account}/core", region: eu-west-3 }
       ·                                                               ────┬────
       ·                                                                   ╰── the bucket `states-123456789012` is not in eu-west-3
       ╰────
      help: say in which region it is: `region: <region>`

    3 errors
    "#);
}

#[test]
fn a_bucket_in_another_region() {
    let platform = Platform::empty(
        r#"
        existing:
          terraform.state:
            core: { path: "s3://states-${env.account}/core", region: eu-west-1 }
        outputs:
          bucket: ${existing.terraform.state.core.bucket_arn}
        "#,
    );
    put_in("eu-west-1", &platform, &[("core", &core(30))]);
    let plan = platform.must(&["plan"]);
    assert!(plan.contains("arn:aws:s3:::core"), "{plan}");
}
