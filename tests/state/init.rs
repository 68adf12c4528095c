//! `diatonic state init` on both emulators, as boto3 sees what it makes.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::gate::Gate;
use crate::shop::{Shop, TWO};

/// Projects at ministack and at moto that name a bucket which there is not.
fn shops() -> Vec<Shop> {
    let moto = emulators::shared_moto().endpoint();
    let name = format!("s3://state-{}/shop", emulators::fresh_account());
    vec![Shop::without_bucket(TWO), Shop::at(moto, "123456789012", &name, TWO)]
}

fn bucket(shop: &Shop) -> &str {
    let path = shop.state.trim_start_matches("s3://");
    path.split_once('/').expect("a prefix").0
}

fn settings(shop: &Shop) -> Value {
    let bucket = bucket(shop);
    shop.ask(&format!(
        r#"
        s3 = boto3.client("s3")
        bucket = dict(Bucket="{bucket}")
        def ask(call, field):
            try:
                return call(**bucket)[field]
            except Exception as error:
                return type(error).__name__
        policy = ask(s3.get_bucket_policy, "Policy")
        print(json.dumps(dict(
            versioning=s3.get_bucket_versioning(**bucket).get("Status"),
            policy=json.loads(policy) if policy.startswith("{{") else None,
            closed=ask(s3.get_public_access_block, "PublicAccessBlockConfiguration"),
            lifecycle=[rule["ID"] for rule in ask(s3.get_bucket_lifecycle_configuration, "Rules") if "ID" in rule],
            tags={{tag["Key"]: tag["Value"] for tag in ask(s3.get_bucket_tagging, "TagSet") if "Key" in tag}},
            region=s3.get_bucket_location(**bucket)["LocationConstraint"],
        )))
        "#
    ))
}

#[test]
fn a_bucket_is_made_as_a_state_needs_it() {
    for shop in shops() {
        let bucket = bucket(&shop).to_owned();
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: made\n"));
        let made = settings(&shop);
        assert_eq!(made["versioning"], "Enabled");
        assert_eq!(made["region"], "us-east-2");
        let statement = &made["policy"]["Statement"][0];
        assert_eq!(statement["Effect"], "Deny");
        assert_eq!(statement["Condition"], json!({ "Bool": { "aws:SecureTransport": "false" } }));
        // AWS closes every new bucket; where an emulator says anything of it, it says so.
        if let Value::Object(closed) = &made["closed"] {
            assert!(closed.values().all(|shield| *shield == true), "{closed:?}");
        }
        assert_eq!(made["lifecycle"], json!(["expire-older-versions"]));
        assert_eq!(made["tags"]["diatonic:stack"], "shop/dev");

        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: ready\n"));
        assert_eq!(settings(&shop), made, "nothing has changed");
        // moto holds the policy against us: there is no TLS on the way to it.
        if shop.endpoint == emulators::shared_moto().endpoint() {
            assert!(shop.refused(&["plan"]).contains("is denied"));
            shop.ask(&format!(
                "print(json.dumps(boto3.client('s3').delete_bucket_policy(Bucket='{bucket}')['ResponseMetadata']['HTTPStatusCode']))"
            ));
        }
        shop.must(&["apply", "--auto-approve"]);
        shop.is_settled();
        shop.must(&["destroy", "--auto-approve"]);
    }
}

#[test]
fn a_bucket_that_exists_keeps_its_settings_and_gets_versions() {
    for shop in shops() {
        let bucket = bucket(&shop).to_owned();
        let policy = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Mine", "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::BUCKET"}]}"#
            .replace("BUCKET", &bucket);
        shop.ask(&format!(
            r#"
            s3 = boto3.client("s3")
            s3.create_bucket(Bucket="{bucket}", CreateBucketConfiguration=dict(LocationConstraint="us-east-2"))
            s3.put_bucket_policy(Bucket="{bucket}", Policy={policy:?})
            s3.put_bucket_tagging(Bucket="{bucket}", Tagging=dict(TagSet=[dict(Key="Team", Value="a")]))
            print("null")
            "#
        ));
        let before = settings(&shop);
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: made ready\n"));
        let mut expected = before;
        expected["versioning"] = json!("Enabled");
        assert_eq!(settings(&shop), expected);
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: ready\n"));
    }
}

#[test]
fn what_a_killed_run_has_left_is_completed() {
    for shop in shops() {
        let bucket = bucket(&shop).to_owned();
        shop.must(&["state", "init"]);
        let made = settings(&shop);
        shop.ask(&format!(
            r#"
            s3 = boto3.client("s3")
            s3.delete_bucket_policy(Bucket="{bucket}")
            s3.delete_bucket_lifecycle(Bucket="{bucket}")
            print("null")
            "#
        ));
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: made ready\n"));
        assert_eq!(settings(&shop), made);
    }
}

#[test]
fn a_folder_needs_no_preparation() {
    let shop = Shop::in_folder(TWO);
    assert_snapshot!(shop.must(&["state", "init"]), @"the state is in a folder, which needs no preparation");
}

#[test]
fn without_its_bucket_every_verb_says_how_to_make_it() {
    let shop = Shop::without_bucket(TWO);
    for verb in [
        &["plan"][..],
        &["apply", "--auto-approve"],
        &["output"],
        &["state", "list"],
        &["unlock", "any"],
    ] {
        let refusal = shop.refused(verb);
        assert!(refusal.contains("`diatonic state init`"), "{verb:?}: {refusal}");
    }
}

/// The region that a new bucket must not name.
#[test]
fn a_bucket_is_made_in_us_east_1() {
    for shop in shops() {
        let shop = shop.in_region("us-east-1");
        let bucket = bucket(&shop).to_owned();
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: made\n"));
        let made = shop.ask(&format!(
            "print(json.dumps(boto3.client('s3').get_bucket_location(Bucket='{bucket}')['LocationConstraint']))"
        ));
        assert_eq!(made, Value::Null, "which is how S3 names us-east-1");
        assert_eq!(shop.must(&["state", "init"]), format!("{bucket}: ready\n"));
    }
}

/// What `state init` says where AWS answers the first look at the bucket like this.
fn refusal(text: &'static str, status: u16, code: &'static str) -> String {
    let shop = Shop::without_bucket(TWO);
    let gate = Gate::answering(text, status, code, &shop.endpoint);
    let refusal = shop.refused(&["state", "init", "--endpoint-url", &gate.endpoint]);
    assert_eq!(shop.ask(BUCKETS), json!([]), "nothing was made");
    refusal.replace(&shop.account, "ACCOUNT")
}

const BUCKETS: &str = "print(json.dumps(boto3.client('s3').list_buckets()['Buckets']))";

#[test]
fn a_bucket_of_another_account_is_left_alone() {
    assert_snapshot!(refusal("versioning", 403, "AccessDenied"), @"error: the bucket `state-ACCOUNT` could not be made ready: S3 GetBucketVersioning: the bucket `state-ACCOUNT` exists and denies access: most likely it belongs to another account, as all accounts share the names of buckets; choose another name, or allow `s3:GetBucketVersioning` on it (AccessDenied). Bucket names are unique in all of AWS: if account ACCOUNT has no such bucket, somebody else has, and `state:` needs another name");
    assert_snapshot!(refusal("PUT /", 409, "BucketAlreadyExists"), @"error: the bucket `state-ACCOUNT` could not be made ready: S3 CreateBucket: the name `state-ACCOUNT` is taken by a bucket of another account, as all accounts share the names of buckets: choose another name (BucketAlreadyExists). Bucket names are unique in all of AWS: if account ACCOUNT has no such bucket, somebody else has, and `state:` needs another name");
}

#[test]
fn a_bucket_in_another_region_is_left_alone() {
    assert_snapshot!(refusal("versioning", 301, "PermanentRedirect"), @"error: the bucket `state-ACCOUNT` could not be made ready: S3 GetBucketVersioning: said AWS (PermanentRedirect). It is not in us-east-2, where the environment is");
}
