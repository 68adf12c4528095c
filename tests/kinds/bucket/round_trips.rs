use serde_json::{Value, json};

use crate::boto::ask;
use crate::by_value::ByValue;
use crate::harness::{On, aws, round_trips, unique_name};

round_trips! {
    kind: "s3.bucket", base: json!({}), prepare: &[];

    versioning: json!({ "versioning": true }) =>
        "client('s3').get_bucket_versioning(Bucket=name)['Status']", json!("Enabled"), On::Both;
    encryption_key: json!({ "encryption": {
            "algorithm": "aws:kms",
            "kms_key": "arn:aws:kms:us-east-2:123456789012:alias/uploads",
            "bucket_key": true,
        } }) =>
        "[client('s3').get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0].get(k) for k in ('ApplyServerSideEncryptionByDefault', 'BucketKeyEnabled')]",
        json!([{
            "SSEAlgorithm": "aws:kms",
            "KMSMasterKeyID": "arn:aws:kms:us-east-2:123456789012:alias/uploads",
        }, true]), On::Both;
    encryption_bucket_key: json!({ "encryption": { "bucket_key": true } }) =>
        "client('s3').get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0]['BucketKeyEnabled']",
        json!(true), On::Both;
    encryption_blocked: json!({ "encryption": { "blocked_encryption_types": ["SSE-C"] } }) =>
        "client('s3').get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0]['BlockedEncryptionTypes']",
        json!({ "EncryptionType": ["SSE-C"] }), On::MinistackOneWay("moto drops the blocked types, and what is left to AWS stays");
    encryption_unblocked: json!({ "encryption": { "blocked_encryption_types": [] } }) =>
        "client('s3').get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0]['BlockedEncryptionTypes']",
        json!({ "EncryptionType": ["NONE"] }), On::MinistackOneWay("moto drops the blocked types, and what is left to AWS stays");
    public_access_block: json!({ "public_access_block": { "block_public_policy": false, "restrict_public_buckets": false } }) =>
        "client('s3').get_public_access_block(Bucket=name)['PublicAccessBlockConfiguration']",
        json!({ "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": false, "RestrictPublicBuckets": false }),
        On::Both;
    object_ownership: json!({ "object_ownership": "BucketOwnerPreferred" }) =>
        "client('s3').get_bucket_ownership_controls(Bucket=name)['OwnershipControls']['Rules']",
        json!([{ "ObjectOwnership": "BucketOwnerPreferred" }]), On::Both;
    acl_grants: json!({
            "object_ownership": "ObjectWriter",
            "public_access_block": { "block_public_acls": false, "ignore_public_acls": false },
            "acl_grants": [
                { "grantee": "all_users", "permission": "READ" },
                { "grantee": "log_delivery", "permission": "WRITE" },
            ],
        }) =>
        "sorted((g['Grantee'].get('URI', 'owner').split('/')[-1], g['Permission']) for g in client('s3').get_bucket_acl(Bucket=name)['Grants'])",
        json!([["AllUsers", "READ"], ["LogDelivery", "WRITE"], ["owner", "FULL_CONTROL"]]), On::Both;
    policy: json!({ "policy": { "Statement": {
            "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": ["arn:aws:s3:::{name}/*", "arn:aws:s3:::{name}"],
            "Condition": { "Bool": { "aws:SecureTransport": false } },
        } } }) =>
        "json.loads(client('s3').get_bucket_policy(Bucket=name)['Policy'])['Statement'][0]['Condition']",
        json!({ "Bool": { "aws:SecureTransport": "false" } }), On::Both;
    cors_rules: json!({ "cors_rules": [{
            "id": "pages",
            "allowed_origins": ["https://example.com", "http://localhost:3000"],
            "allowed_methods": ["GET", "PUT", "POST", "DELETE", "HEAD"],
            "allowed_headers": ["*"],
            "expose_headers": ["ETag"],
            "max_age_seconds": 3000,
        }, { "allowed_origins": ["*"], "allowed_methods": ["GET"] }] }) =>
        "[sorted(client('s3').get_bucket_cors(Bucket=name)['CORSRules'][0]['AllowedMethods']), client('s3').get_bucket_cors(Bucket=name)['CORSRules'][0]['MaxAgeSeconds'], client('s3').get_bucket_cors(Bucket=name)['CORSRules'][1]['AllowedOrigins']]",
        json!([["DELETE", "GET", "HEAD", "POST", "PUT"], 3000, ["*"]]), On::Both;
    lifecycle_of_uploads: json!({ "lifecycle_rules": {
            "uploads": {
                "prefix": "uploads/",
                "transitions": { "STANDARD_IA": { "days": 30 }, "GLACIER": { "days": 90 } },
                "expiration": { "days": 365 },
            },
            "temporary": { "prefix": "temp/", "expiration": { "days": 1 } },
            "unfinished": { "abort_incomplete_multipart_upload_days": 7 },
        } }) =>
        "{r['ID']: [r['Filter'].get('Prefix'), r.get('Expiration', {}).get('Days'), [t['StorageClass'] for t in r.get('Transitions', [])]] for r in client('s3').get_bucket_lifecycle_configuration(Bucket=name)['Rules']}",
        json!({
            "uploads": ["uploads/", 365, ["STANDARD_IA", "GLACIER"]],
            "temporary": ["temp/", 1, []],
            "unfinished": ["", null, []],
        }), On::Both;
    lifecycle_of_versions: json!({ "lifecycle_rules": { "old": {
            "enabled": false,
            "noncurrent_version_transitions": { "GLACIER_IR": { "days": 7, "newer_noncurrent_versions": 3 } },
            "noncurrent_version_expiration": { "days": 90, "newer_noncurrent_versions": 5 },
            "expired_object_delete_marker": true,
        } } }) =>
        "[[r['Status'], r['NoncurrentVersionExpiration'], r['Expiration']] for r in client('s3').get_bucket_lifecycle_configuration(Bucket=name)['Rules']]",
        json!([["Disabled", { "NoncurrentDays": 90, "NewerNoncurrentVersions": 5 }, { "ExpiredObjectDeleteMarker": true }]]),
        On::Ministack("moto drops how many newer versions are spared");
    lifecycle_filter: json!({ "lifecycle_rules": { "large": {
            "prefix": "data/", "tags": { "class": "cold" }, "object_size_greater_than": 1024, "object_size_less_than": 4096,
            "expiration": { "date": "2035-01-31" },
        } } }) =>
        "client('s3').get_bucket_lifecycle_configuration(Bucket=name)['Rules'][0]['Filter']",
        json!({ "And": {
            "Prefix": "data/", "Tags": [{ "Key": "class", "Value": "cold" }],
            "ObjectSizeGreaterThan": 1024, "ObjectSizeLessThan": 4096,
        } }), On::Ministack("moto drops the sizes");
    website: json!({ "website": {
            "index_document": "index.html", "error_document": "error.html",
            "routing_rules": [{
                "key_prefix_equals": "docs/", "http_error_code_returned_equals": "404",
                "redirect": { "host_name": "example.com", "protocol": "https", "replace_key_prefix_with": "documents/", "http_redirect_code": "302" },
            }],
        } }) =>
        "client('s3').get_bucket_website(Bucket=name)['RoutingRules'][0]['Redirect']['ReplaceKeyPrefixWith']",
        json!("documents/"), On::Both;
    website_redirect: json!({ "website": { "redirect_all_requests_to": { "host_name": "example.com", "protocol": "https" } } }) =>
        "client('s3').get_bucket_website(Bucket=name)['RedirectAllRequestsTo']",
        json!({ "HostName": "example.com", "Protocol": "https" }), On::Both;
    eventbridge_notifications: json!({ "eventbridge_notifications": true }) =>
        "'EventBridgeConfiguration' in client('s3').get_bucket_notification_configuration(Bucket=name)",
        json!(true), On::Ministack("moto does not give EventBridge back");
    transfer_acceleration: json!({ "transfer_acceleration": true }) =>
        "client('s3').get_bucket_accelerate_configuration(Bucket=name)['Status']", json!("Enabled"), On::Both;
    object_lock: json!({ "versioning": true, "object_lock": { "default_retention": { "mode": "GOVERNANCE", "days": 7 } } }) =>
        "client('s3').get_object_lock_configuration(Bucket=name)['ObjectLockConfiguration']['Rule']",
        json!({ "DefaultRetention": { "Mode": "GOVERNANCE", "Days": 7 } }),
        On::MinistackOneWay("object lock cannot be taken back, on AWS neither");
    inventories: json!({ "inventories": { "weekly": {
            "frequency": "Weekly", "format": "Parquet",
            "destination": { "bucket": "arn:aws:s3:::{name}", "account": "123456789012", "prefix": "inventory" },
        } } }) =>
        "client('s3').get_bucket_inventory_configuration(Bucket=name, Id='weekly')['InventoryConfiguration']['Schedule']",
        json!({ "Frequency": "Weekly" }), On::MotoOneWay("ministack has no inventories, and moto deletes the bucket instead of one");
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "{t['Key']: t['Value'] for t in client('s3').get_bucket_tagging(Bucket=name)['TagSet']}.get('Team')",
        json!("ai"), On::Both;
}

round_trips! {
    kind: "s3.bucket",
    base: json!({ "versioning": true }),
    prepare: &[
        "client('s3').create_bucket(Bucket='copy-' + name, CreateBucketConfiguration={'LocationConstraint': 'us-east-2'})",
        "client('s3').put_bucket_versioning(Bucket='copy-' + name, VersioningConfiguration={'Status': 'Enabled'})",
        "client('s3').put_bucket_policy(Bucket='copy-' + name, Policy=json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'logging.s3.amazonaws.com'}, 'Action': 's3:PutObject', 'Resource': 'arn:aws:s3:::copy-' + name + '/*'}]}))",
        "client('sqs').create_queue(QueueName=name)",
        "client('sns').create_topic(Name=name)",
    ];

    object_lock_of_years: json!({ "object_lock": { "default_retention": { "mode": "COMPLIANCE", "years": 1 } } }) =>
        "client('s3').get_object_lock_configuration(Bucket=name)['ObjectLockConfiguration']['Rule']",
        json!({ "DefaultRetention": { "Mode": "COMPLIANCE", "Years": 1 } }),
        On::MinistackOneWay("moto adds 0 days, and object lock cannot be taken back, on AWS neither");
    logging: json!({ "logging": { "target_bucket": "copy-{name}", "target_prefix": "logs/" } }) =>
        "client('s3').get_bucket_logging(Bucket=name)['LoggingEnabled']['TargetPrefix']",
        json!("logs/"), On::Both;
    logging_partitioned: json!({ "logging": { "target_bucket": "copy-{name}", "partitioned_by": "EventTime" } }) =>
        "client('s3').get_bucket_logging(Bucket=name)['LoggingEnabled']['TargetObjectKeyFormat']",
        json!({ "PartitionedPrefix": { "PartitionDateSource": "EventTime" } }),
        On::Ministack("moto drops the format of the keys");
    notifications: json!({ "notifications": {
            "to-queue": { "target": "arn:aws:sqs:us-east-2:123456789012:{name}", "events": ["s3:ObjectCreated:*"], "prefix": "uploads/", "suffix": ".png" },
            "to-topic": { "target": "arn:aws:sns:us-east-2:123456789012:{name}", "events": ["s3:ObjectRemoved:*"] },
        } }) =>
        "[[q['Id'], q['Events'], sorted(r['Value'] for r in q['Filter']['Key']['FilterRules'])] for q in client('s3').get_bucket_notification_configuration(Bucket=name)['QueueConfigurations']]",
        json!([["to-queue", ["s3:ObjectCreated:*"], [".png", "uploads/"]]]),
        On::Moto("in ministack each case has an account of its own, with another ARN");
    replication: json!({ "replication": {
            "role": "arn:aws:iam::123456789012:role/replication",
            "rules": { "all": { "priority": 1, "destination": { "bucket": "arn:aws:s3:::copy-{name}", "storage_class": "STANDARD_IA" } } },
        } }) =>
        "[[r['ID'], r['Status'], r['Destination']['StorageClass']] for r in client('s3').get_bucket_replication(Bucket=name)['ReplicationConfiguration']['Rules']]",
        json!([["all", "Enabled", "STANDARD_IA"]]), On::Both;
    replication_in_full: json!({ "replication": {
            "role": "arn:aws:iam::123456789012:role/replication",
            "rules": { "data": {
                "enabled": false, "priority": 3, "prefix": "data/", "tags": { "copy": "yes", "class": "a" },
                "kms_encrypted_objects": true, "replica_modifications": true,
                "destination": {
                    "bucket": "arn:aws:s3:::copy-{name}", "account": "123456789012", "owned_by_destination": true,
                    "kms_key": "arn:aws:kms:us-east-2:123456789012:key/11111111-2222-3333-4444-555555555555",
                    "metrics": true, "replication_time_control": true,
                },
            } },
        } }) =>
        "client('s3').get_bucket_replication(Bucket=name)['ReplicationConfiguration']['Rules'][0]['Destination']['ReplicationTime']",
        json!({ "Status": "Enabled", "Time": { "Minutes": 15 } }), On::Ministack("moto drops the filter");
}

round_trips! {
    kind: "s3.bucket", base: json!({ "force_destroy": true }), prepare: &[];

    // What the question leaves behind, the destroy at the end has to clear away.
    force_destroy: json!({ "versioning": true }) =>
        "[client('s3').put_object(Bucket=name, Key='kept', Body=b'x')['ResponseMetadata']['HTTPStatusCode'] for _ in range(3)]",
        json!([200, 200, 200]), On::Both;
}

/// Everything that stands in the way of a delete, and the flag that clears it away.
#[test]
fn force_destroy_empties_the_bucket() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let ministack =
        (emulators::shared_ministack().endpoint().to_owned(), emulators::fresh_account());
    let moto = (emulators::shared_moto().endpoint().to_owned(), "123456789012".to_owned());
    for (endpoint, account) in [ministack, moto] {
        runtime.block_on(async {
            let kind = kind::registry::find("s3.bucket").expect("it is registered");
            let aws = aws(&endpoint, &account).await;
            let workspace = workspace::Workspace::new(env!("CARGO_MANIFEST_DIR"));
            let name = unique_name();
            let spec = json!({ "name": name, "versioning": true, "force_destroy": true });
            kind.create(&aws, &workspace, spec.clone()).await.expect("create succeeds");
            let live = kind.read(&aws, &name).await.expect("read succeeds").expect("it exists");
            kind.update(&aws, &workspace, &name, spec.clone(), live.spec).await.expect("update succeeds");
            let boto = |expression| ask(&endpoint, &account, &name, &name, expression).expect("boto3 succeeds");
            boto("[client('s3').put_object(Bucket=name, Key='k' + str(n % 5), Body=b'x')['ETag'] for n in range(12)]");
            boto("client('s3').delete_object(Bucket=name, Key='k1')['DeleteMarker']");
            boto("client('s3').create_multipart_upload(Bucket=name, Key='unfinished')['UploadId']");

            let plain: Value = json!({ "name": name, "versioning": true });
            kind.before_delete(&aws, &name, plain).await.expect("it asks for nothing");
            let error = kind.delete(&aws, &name).await.expect_err("it is not empty");
            assert!(error.has_code("BucketNotEmpty"), "{error}");
            assert!(error.message.contains("force_destroy"), "{error}");

            // The state keeps the spec in the form that compares.
            let applied = kind.prepare(spec, &workspace).await.expect("it can be prepared");
            kind.before_delete(&aws, &name, applied).await.expect("it empties the bucket");
            kind.delete(&aws, &name).await.expect("delete succeeds");
            assert_eq!(kind.read(&aws, &name).await.expect("read succeeds"), None);
        });
    }
}
