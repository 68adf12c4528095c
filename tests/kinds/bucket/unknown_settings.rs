//! Settings of which the emulators know nothing, on scripted answers.

use serde_json::json;

use super::scripted::{NAME, bucket, changes, kind, plain, read, update, writes};

/// Settings that neither emulator has: the request, and the same in AWS's answer.
#[tokio::test]
async fn settings_that_no_emulator_has() {
    let tiering = "<Id>cold</Id><Filter><Prefix>data/</Prefix></Filter><Status>Enabled</Status><Tiering><Days>90</Days>\
                   <AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering>";
    let metrics = "<Id>all</Id>";
    let filtered = "<Id>data</Id><Filter><And><Prefix>data/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter>";
    let analytics = "<Id>use</Id><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><StorageClassAnalysis>\
                     <DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination>\
                     <Format>CSV</Format><Bucket>arn:aws:s3:::reports</Bucket><Prefix>use/</Prefix></S3BucketDestination>\
                     </Destination></DataExport></StorageClassAnalysis>";
    let inventory = "<Destination><S3BucketDestination><AccountId>123456789012</AccountId><Bucket>arn:aws:s3:::reports</Bucket>\
                     <Format>ORC</Format><Encryption><SSE-S3></SSE-S3></Encryption></S3BucketDestination></Destination>\
                     <IsEnabled>true</IsEnabled><Filter><Prefix>data/</Prefix></Filter><Id>weekly</Id>\
                     <IncludedObjectVersions>Current</IncludedObjectVersions><OptionalFields><Field>Size</Field>\
                     </OptionalFields><Schedule><Frequency>Weekly</Frequency></Schedule>";
    let spec = json!({
        "name": NAME,
        "tags": { "Team": "ai" },
        "requester_pays": true,
        "intelligent_tiering": { "cold": { "prefix": "data/", "archive_access_days": 90 } },
        "request_metrics": { "all": {}, "data": { "prefix": "data/", "tags": { "a": "b" } } },
        "analytics": { "use": { "tags": { "a": "b" }, "export": { "bucket": "arn:aws:s3:::reports", "prefix": "use/" } } },
        "inventories": { "weekly": {
            "prefix": "data/", "frequency": "Weekly", "included_object_versions": "Current", "format": "ORC",
            "optional_fields": ["Size"], "encryption": {},
            "destination": { "bucket": "arn:aws:s3:::reports", "account": "123456789012" },
        } },
    });
    let with_them = bucket(&[
        (
            "GetBucketRequestPayment",
            200,
            "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
        ),
        (
            "ListBucketIntelligentTieringConfigurations",
            200,
            &format!(
                "<ListBucketIntelligentTieringConfigurationsOutput><IntelligentTieringConfiguration>{tiering}</IntelligentTieringConfiguration></ListBucketIntelligentTieringConfigurationsOutput>"
            ),
        ),
        (
            "ListBucketMetricsConfigurations",
            200,
            &format!(
                "<ListMetricsConfigurationsResult><MetricsConfiguration>{metrics}</MetricsConfiguration><MetricsConfiguration>{filtered}</MetricsConfiguration></ListMetricsConfigurationsResult>"
            ),
        ),
        (
            "ListBucketAnalyticsConfigurations",
            200,
            &format!(
                "<ListBucketAnalyticsConfigurationResult><AnalyticsConfiguration>{analytics}</AnalyticsConfiguration></ListBucketAnalyticsConfigurationResult>"
            ),
        ),
        (
            "ListBucketInventoryConfigurations",
            200,
            &format!(
                "<ListInventoryConfigurationsResult><InventoryConfiguration>{inventory}</InventoryConfiguration></ListInventoryConfigurationsResult>"
            ),
        ),
    ]);
    assert_eq!(kind().check(&spec), vec![]);
    let live = read(&with_them.aws().await).await;
    assert_eq!(changes(&spec, &live).await, [""; 0]);

    let puts = [
        ("PutBucketRequestPayment", "<Payer>Requester</Payer>"),
        ("PutBucketIntelligentTieringConfiguration", tiering),
        ("PutBucketMetricsConfiguration", metrics),
        ("PutBucketMetricsConfiguration", filtered),
        ("PutBucketAnalyticsConfiguration", analytics),
        ("PutBucketInventoryConfiguration", inventory),
    ];
    let script =
        puts.iter().fold(bucket(&[]), |script, (operation, _)| script.answer(operation, 200, ""));
    update(&script, &spec).await.expect("update succeeds");
    let names: Vec<&str> = puts.iter().map(|(operation, _)| *operation).collect();
    // The order of elements is the SDK's.
    let mut sent = writes(&script);
    sent.sort();
    let mut expected = names.clone();
    expected.sort();
    assert_eq!(sent, expected);
    for (operation, body) in puts {
        let bodies: Vec<String> =
            script.requests_of(operation).into_iter().map(|sent| sent.body).collect();
        let parts = body.split_inclusive('>').filter(|part| part.contains("</"));
        for part in parts {
            assert!(
                bodies.iter().any(|sent| sent.contains(part)),
                "{operation}: {part} in {bodies:?}"
            );
        }
    }

    // And away again.
    let removals = [
        "DeleteBucketIntelligentTieringConfiguration", "DeleteBucketMetricsConfiguration",
        "DeleteBucketAnalyticsConfiguration", "DeleteBucketInventoryConfiguration",
    ];
    let script =
        removals.iter().fold(with_them, |script, operation| script.answer(operation, 204, ""));
    let script = script.answer("PutBucketRequestPayment", 200, "");
    update(&script, &plain()).await.expect("update succeeds");
    assert_eq!(writes(&script).len(), 6);
}

#[tokio::test]
async fn the_minimum_size_of_transitions_stands_in_a_header() {
    let rules = "<LifecycleConfiguration><Rule><ID>all</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>\
                 <Transition><Days>0</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition></Rule></LifecycleConfiguration>";
    let mut script = bucket(&[]);
    script = script.answer_with(
        "GetBucketLifecycleConfiguration",
        200,
        &[("x-amz-transition-default-minimum-object-size", "varies_by_storage_class")],
        rules,
    );
    let aws = script.aws().await;
    read(&aws).await; // the script's first answer, without rules
    let spec = json!({
        "name": NAME,
        "tags": { "Team": "ai" },
        "lifecycle_rules": { "all": { "transitions": { "DEEP_ARCHIVE": { "days": 0 } } } },
        "transition_default_minimum_object_size": "varies_by_storage_class",
    });
    assert_eq!(changes(&spec, &read(&aws).await).await, [""; 0]);
}
