//! What neither emulator does: the answers of AWS for a new bucket and for an old one, errors that pass
//! or stay, and how many calls are made.

use std::collections::BTreeMap;

use aws::{Aws, ErrorKind};
use kind::AnyKind;
use language::diff;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::scripted::ScriptedCloud;

pub(super) const NAME: &str = "uploads";

pub(super) fn kind() -> &'static dyn AnyKind {
    kind::registry::find("s3.bucket").expect("it is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

fn error(code: &str) -> String {
    format!(
        "<Error><Code>{code}</Code><Message>{code} it is</Message><RequestId>R1</RequestId></Error>"
    )
}

/// AWS's answers for a bucket that was made a moment ago with a tag, but for those given.
pub(super) fn bucket(others: &[(&str, u16, &str)]) -> ScriptedCloud {
    let mut answers: BTreeMap<&str, (u16, String)> = BTreeMap::new();
    let mut say =
        |operation, status, body: &str| answers.insert(operation, (status, body.to_owned()));
    say("GetBucketVersioning", 200, "<VersioningConfiguration/>");
    say(
        "GetBucketEncryption",
        200,
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
         <SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>\
         <BucketKeyEnabled>false</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>SSE-C\
         </EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>",
    );
    say(
        "GetPublicAccessBlock",
        200,
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true\
         </IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true\
         </RestrictPublicBuckets></PublicAccessBlockConfiguration>",
    );
    say(
        "GetBucketOwnershipControls",
        200,
        "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>\
         </OwnershipControls>",
    );
    say("GetBucketLogging", 200, "<BucketLoggingStatus/>");
    say("GetBucketNotificationConfiguration", 200, "<NotificationConfiguration/>");
    say("GetBucketAccelerateConfiguration", 200, "<AccelerateConfiguration/>");
    say(
        "GetBucketRequestPayment",
        200,
        "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
    );
    say(
        "ListBucketIntelligentTieringConfigurations", 200,
        "<ListBucketIntelligentTieringConfigurationsOutput/>",
    );
    say("ListBucketMetricsConfigurations", 200, "<ListMetricsConfigurationsResult/>");
    say("ListBucketAnalyticsConfigurations", 200, "<ListBucketAnalyticsConfigurationResult/>");
    say("ListBucketInventoryConfigurations", 200, "<ListInventoryConfigurationsResult/>");
    say(
        "GetBucketTagging",
        200,
        "<Tagging><TagSet><Tag><Key>Team</Key><Value>ai</Value></Tag></TagSet></Tagging>",
    );
    for (operation, code) in [
        ("GetBucketPolicy", "NoSuchBucketPolicy"),
        ("GetBucketCors", "NoSuchCORSConfiguration"),
        ("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration"),
        ("GetBucketWebsite", "NoSuchWebsiteConfiguration"),
        ("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"),
        ("GetBucketReplication", "ReplicationConfigurationNotFoundError"),
    ] {
        say(operation, 404, &error(code));
    }
    for (operation, status, body) in others {
        say(operation, *status, body);
    }
    let script = ScriptedCloud::default();
    answers
        .into_iter()
        .fold(script, |script, (operation, (status, body))| script.answer(operation, status, body))
}

pub(super) async fn read(aws: &Aws) -> Value {
    kind().read(aws, NAME).await.expect("read succeeds").expect("it exists").spec.into()
}

/// What the plan would change to get from what the script says to the spec.
pub(super) async fn changes(spec: &Value, live: &Value) -> Vec<String> {
    let desired = kind().prepare(spec.clone(), &workspace()).await.expect("it can be prepared");
    diff::changes(&desired, live).iter().map(|change| change.path.to_string()).collect()
}

pub(super) fn plain() -> Value {
    json!({ "name": NAME, "tags": { "Team": "ai" } })
}

/// The names of the operations that were sent after `reads` ones of reading.
pub(super) fn writes(script: &ScriptedCloud) -> Vec<String> {
    let requests = script.requests().into_iter().map(|request| request.operation);
    requests.filter(|name| !name.starts_with("Get") && !name.starts_with("List")).collect()
}

pub(super) async fn update(script: &ScriptedCloud, spec: &Value) -> Result<(), aws::AwsError> {
    let aws = script.aws().await;
    let live = read(&aws).await;
    kind().update(&aws, &workspace(), NAME, spec.clone(), live).await
}

#[tokio::test]
async fn a_new_bucket_reads_as_a_spec_that_says_nothing() {
    let script = bucket(&[]);
    let live = read(&script.aws().await).await;
    assert_eq!(changes(&plain(), &live).await, [""; 0]);
    assert_eq!(script.requests().len(), 19, "one call a setting");
}

#[tokio::test]
async fn an_old_bucket_shows_what_does_not_shield_it() {
    let list = "<AccessControlPolicy><Owner><ID>0a</ID></Owner><AccessControlList><Grant>\
         <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>0a</ID>\
         </Grantee><Permission>FULL_CONTROL</Permission></Grant><Grant>\
         <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
         <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>\
         </AccessControlList></AccessControlPolicy>";
    let script = bucket(&[
        ("GetPublicAccessBlock", 404, &error("NoSuchPublicAccessBlockConfiguration")),
        ("GetBucketOwnershipControls", 404, &error("OwnershipControlsNotFoundError")),
        ("GetBucketAcl", 200, list),
    ]);
    let live = read(&script.aws().await).await;
    assert_eq!(live["object_ownership"], "ObjectWriter");
    assert_eq!(live["acl_grants"], json!([{ "grantee": "all_users", "permission": "READ" }]));
    assert_eq!(
        changes(&plain(), &live).await,
        [
            "acl_grants", "object_ownership", "public_access_block.block_public_acls",
            "public_access_block.block_public_policy", "public_access_block.ignore_public_acls",
            "public_access_block.restrict_public_buckets",
        ]
    );
}

#[tokio::test]
async fn the_list_is_emptied_before_lists_end() {
    let list = "<AccessControlPolicy><Owner><ID>0a</ID></Owner><AccessControlList><Grant>\
         <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
         <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>\
         </AccessControlList></AccessControlPolicy>";
    let script = bucket(&[
        ("GetBucketOwnershipControls", 404, &error("OwnershipControlsNotFoundError")),
        ("GetBucketAcl", 200, list),
    ])
    .answer("PutBucketAcl", 200, "")
    .answer("PutBucketOwnershipControls", 200, "");
    update(&script, &plain()).await.expect("update succeeds");
    assert_eq!(writes(&script), ["PutBucketAcl", "PutBucketOwnershipControls"]);
    let sent = &script.requests_of("PutBucketAcl")[0].body;
    assert!(!sent.contains("AllUsers") && sent.contains("FULL_CONTROL"), "{sent}");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_costs_one_call() {
    let script = bucket(&[("GetBucketVersioning", 404, &error("NoSuchBucket"))]);
    let aws = script.aws().await;
    assert_eq!(kind().read(&aws, NAME).await.expect("read succeeds"), None);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_refusal_is_no_absence() {
    for operation in ["GetBucketVersioning", "GetBucketPolicy", "GetBucketTagging"] {
        let script = bucket(&[(operation, 403, &error("AccessDenied"))]);
        let error = kind().read(&script.aws().await, NAME).await.expect_err("it is refused");
        assert_eq!(error.kind, ErrorKind::Refused, "{operation}");
    }
}

#[tokio::test]
async fn regions_without_acceleration_have_it_off() {
    let script = bucket(&[("GetBucketAccelerateConfiguration", 405, &error("MethodNotAllowed"))]);
    let live = read(&script.aws().await).await;
    assert_eq!(live["transfer_acceleration"], false);
}

/// There AWS answers CreateBucket for a bucket of one's own as if it were new.
#[tokio::test]
async fn what_exists_in_us_east_1_is_not_created() {
    let script = ScriptedCloud::default().answer("HeadBucket", 200, "");
    let aws = script.aws().await.in_region("us-east-1");
    let refused = kind().create(&aws, &workspace(), plain()).await;
    let refused = refused.expect_err("it exists");
    assert_eq!(refused.code.as_deref(), Some("BucketAlreadyOwnedByYou"));
    assert_eq!(script.requests_of("CreateBucket").len(), 0);
}

#[tokio::test]
async fn the_create_call_carries_tags_and_says_no_location_in_us_east_1() {
    let script = ScriptedCloud::default()
        .answer("CreateBucket", 200, "")
        .answer("HeadBucket", 404, "")
        .answer("HeadBucket", 200, "");
    let aws = script.aws().await;
    for region in ["us-east-1", "us-east-2"] {
        let aws = aws.in_region(region);
        kind().create(&aws, &workspace(), plain()).await.expect("create succeeds");
    }
    let sent = script.requests_of("CreateBucket");
    assert!(
        sent[0].body.contains("<Tag><Key>Team</Key><Value>ai</Value></Tag>"),
        "{}",
        sent[0].body
    );
    assert!(!sent[0].body.contains("LocationConstraint"), "{}", sent[0].body);
    assert!(sent[1].body.contains("<LocationConstraint>us-east-2</LocationConstraint>"));
}

#[tokio::test]
async fn tags_that_aws_set_are_kept() {
    let tags = "<Tagging><TagSet><Tag><Key>aws:cloudformation:stack-name</Key><Value>s</Value></Tag><Tag>\
                <Key>Old</Key><Value>x</Value></Tag></TagSet></Tagging>";
    let script = bucket(&[("GetBucketTagging", 200, tags)]).answer("PutBucketTagging", 204, "");
    update(&script, &plain()).await.expect("update succeeds");
    let sent = &script.requests_of("PutBucketTagging")[0].body;
    assert!(sent.contains("aws:cloudformation:stack-name") && sent.contains("Team"), "{sent}");
    assert!(!sent.contains("Old"), "{sent}");
}

#[tokio::test]
async fn a_policy_waits_for_a_role_that_is_only_too_new() {
    let invalid =
        "<Error><Code>MalformedPolicy</Code><Message>Invalid principal in policy</Message></Error>";
    let script =
        bucket(&[]).answer("PutBucketPolicy", 400, invalid).answer("PutBucketPolicy", 204, "");
    let mut spec = plain();
    spec["policy"] = json!({ "Statement": [{
        "Effect": "Allow",
        "Principal": { "AWS": "arn:aws:iam::123456789012:role/new" },
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::uploads/*",
    }] });
    update(&script, &spec).await.expect("update succeeds");
    assert_eq!(writes(&script), ["PutBucketPolicy", "PutBucketPolicy"]);
}

#[tokio::test]
async fn object_lock_is_not_turned_off() {
    let lock = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
    let script = bucket(&[("GetObjectLockConfiguration", 200, lock)]);
    let error = update(&script, &plain()).await.expect_err("AWS cannot");
    assert!(error.message.contains("cannot be turned off"), "{error}");
}

#[tokio::test]
async fn copies_end_before_versions_do() {
    let replication = "<ReplicationConfiguration><Role>arn:aws:iam::123456789012:role/r</Role><Rule><ID>a</ID>\
        <Status>Enabled</Status><Prefix>old/</Prefix><Destination><Bucket>arn:aws:s3:::copy</Bucket></Destination>\
        </Rule></ReplicationConfiguration>";
    let script = bucket(&[
        (
            "GetBucketVersioning",
            200,
            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
        ),
        ("GetBucketReplication", 200, replication),
    ])
    .answer("PutBucketVersioning", 200, "")
    .answer("DeleteBucketReplication", 204, "");
    let live = read(&script.aws().await).await;
    let rule = &live["replication"]["rules"]["a"];
    assert_eq!(
        (&rule["prefix"], &rule["delete_marker_replication"]),
        (&json!("old/"), &json!(true))
    );
    update(&script, &plain()).await.expect("update succeeds");
    assert_eq!(writes(&script), ["DeleteBucketReplication", "PutBucketVersioning"]);
}

#[tokio::test]
async fn emptying_goes_through_all_pages_and_tells_what_is_locked() {
    let page = |key: &str, more: bool| {
        format!(
            "<ListVersionsResult><IsTruncated>{more}</IsTruncated><NextKeyMarker>{key}</NextKeyMarker>\
             <NextVersionIdMarker>v</NextVersionIdMarker><Version><Key>{key}</Key><VersionId>v</VersionId></Version>\
             <DeleteMarker><Key>{key}</Key><VersionId>m</VersionId></DeleteMarker></ListVersionsResult>"
        )
    };
    let listing = || {
        ScriptedCloud::default()
            .answer("ListObjectVersions", 200, page("a", true))
            .answer("ListObjectVersions", 200, page("b", false))
            .answer("ListMultipartUploads", 200, "<ListMultipartUploadsResult/>")
    };
    let spec = json!({ "name": NAME, "force_destroy": true });
    let script = listing().answer("DeleteObjects", 200, "<DeleteResult/>");
    kind().before_delete(&script.aws().await, NAME, spec.clone()).await.expect("it is empty");
    let sent = script.requests_of("DeleteObjects");
    assert_eq!(sent.len(), 2, "a batch for each page");
    assert!(sent[1].body.contains("<Key>b</Key><VersionId>m</VersionId>"), "{}", sent[1].body);
    assert!(script.requests_of("ListObjectVersions")[1].uri.contains("key-marker=a"));

    let locked = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>it is locked</Message></Error></DeleteResult>";
    let script = listing().answer("DeleteObjects", 200, locked);
    let error =
        kind().before_delete(&script.aws().await, NAME, spec).await.expect_err("it is locked");
    assert!(error.message.contains("`a`: it is locked"), "{error}");
    assert_eq!(script.requests_of("DeleteObjects").len(), 1, "nothing more is deleted");
}

#[tokio::test]
async fn an_instruction_is_no_change() {
    let mut spec = plain();
    spec["force_destroy"] = json!(true);
    let live = read(&bucket(&[]).aws().await).await;
    assert_eq!(changes(&spec, &live).await, [""; 0]);
}
