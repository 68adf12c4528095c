//! Certificates: on the emulators, which issue them by themselves, and on scripted answers.

use aws::{Journal, Waiting, in_step};
use kind::registry;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::harness::{On, round_trips};
use crate::scripted::ScriptedCloud;

round_trips! {
    kind: "acm.certificate", base: json!({ "domain": "{name}.example.com" }), prepare: &[];
    tags: json!({ "tags": { "Team": "web" } }) =>
        "[t['Value'] for t in client('acm').list_tags_for_certificate(CertificateArn=id)['Tags'] if t['Key'] == 'Team']",
        json!(["web"]), On::Both;
    alternative_names: json!({}) =>
        "client('acm').describe_certificate(CertificateArn=id)['Certificate']['DomainName'].split('.', 1)[1]",
        json!("example.com"), On::Both;
}

const ARN: &str =
    "arn:aws:acm:us-east-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";

/// A certificate as DescribeCertificate shows it.
fn described(status: &str, changes: &Value) -> String {
    let mut certificate = json!({
        "CertificateArn": ARN,
        "DomainName": "example.com",
        "SubjectAlternativeNames": ["example.com", "*.example.com"],
        "DomainValidationOptions": [proof("example.com"), proof("*.example.com")],
        "Status": status,
        "Type": "AMAZON_ISSUED",
        "KeyAlgorithm": "RSA-2048",
        "SignatureAlgorithm": "SHA256WITHRSA",
        "InUseBy": [],
        "Options": { "CertificateTransparencyLoggingPreference": "ENABLED", "Export": "DISABLED" },
    });
    let changed = changes.as_object().cloned().unwrap_or_default();
    certificate.as_object_mut().unwrap().extend(changed);
    json!({ "Certificate": certificate }).to_string()
}

fn proof(domain: &str) -> Value {
    json!({
        "DomainName": domain,
        "ValidationDomain": domain,
        "ValidationMethod": "DNS",
        "ValidationStatus": "PENDING_VALIDATION",
        "ResourceRecord": {
            "Name": "_a1.example.com.", "Type": "CNAME", "Value": "_b2.acm-validations.aws.",
        },
    })
}

const TAGS: &str = r#"{"Tags":[{"Key":"Team","Value":"web"}]}"#;
const CHANGED: &str = "<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-11-29T16:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>";

#[tokio::test]
async fn a_certificate_reads_as_it_is_written() {
    let kind = registry::find("acm.certificate").unwrap();
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, described("ISSUED", &json!({})))
        .answer("ListTagsForCertificate", 200, TAGS);
    let live = kind.read(&script.aws().await, ARN).await.unwrap().unwrap();
    let spec = json!({
        "domain": "example.com", "alternative_names": ["*.example.com"], "tags": { "Team": "web" },
    });
    let desired = kind.fill(&spec).unwrap().comparable();
    assert_eq!(language::diff::changes(&desired, &live.spec), []);
    assert_eq!(live.outputs["validation_record_name"].as_deref(), Some("_a1.example.com."));
    assert_eq!(live.outputs["validation_record_type"].as_deref(), Some("CNAME"));
    assert_eq!(
        live.outputs["validation_record_value"].as_deref(),
        Some("_b2.acm-validations.aws.")
    );
    let records: Value =
        serde_json::from_str(live.outputs["validation_records"].as_deref().unwrap()).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 2);
    assert_eq!(records[1]["domain"], "*.example.com");
}

/// A pending certificate is as a spec wants it that does not wait, and not as one that does.
#[tokio::test]
async fn what_is_pending_is_waited_for_by_the_next_apply() {
    let kind = registry::find("acm.certificate").unwrap();
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, described("PENDING_VALIDATION", &json!({})))
        .answer("ListTagsForCertificate", 200, r#"{"Tags":[]}"#);
    let live = kind.read(&script.aws().await, ARN).await.unwrap().unwrap();
    let changes = |wait: Option<bool>| {
        let mut spec = json!({ "domain": "example.com", "alternative_names": ["*.example.com"] });
        if let Some(wait) = wait {
            spec["wait"] = json!(wait);
        }
        let desired = kind.fill(&spec).unwrap().comparable();
        let changes = language::diff::changes(&desired, &live.spec);
        changes.iter().map(|change| change.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(changes(None), ["wait"]);
    assert_eq!(changes(Some(true)), ["wait"]);
    assert_eq!(changes(Some(false)), [""; 0]);
}

/// Updates a live certificate to a spec in a step, and notes what the step waits for.
async fn update(
    script: &ScriptedCloud,
    spec: Value,
    waits: Arc<Mutex<Vec<String>>>,
) -> aws::Result<()> {
    let kind = registry::find("acm.certificate").unwrap();
    let aws = script.aws().await;
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let waiting = Waiting(Arc::new(move |what: &str| waits.lock().unwrap().push(what.to_owned())));
    let filled = kind.fill(&spec).unwrap();
    in_step(waiting, Journal::default(), filled.update(&aws, ARN, &live)).await
}

fn spec(changes: &Value) -> Value {
    let mut spec = json!({ "domain": "example.com", "alternative_names": ["*.example.com"] });
    spec.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
    spec
}

/// The name and its wildcard have one record between them.
#[tokio::test]
async fn records_are_written_into_the_zone_and_the_certificate_is_waited_for() {
    let pending = described("PENDING_VALIDATION", &json!({}));
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, pending.clone())
        .answer("DescribeCertificate", 200, pending.clone())
        .answer("DescribeCertificate", 200, pending)
        .answer("DescribeCertificate", 200, described("ISSUED", &json!({})))
        .answer("ListTagsForCertificate", 200, r#"{"Tags":[]}"#)
        .answer("ChangeResourceRecordSets", 200, CHANGED);
    update(&script, spec(&json!({ "validation_zone": "Z1" })), Arc::default()).await.unwrap();
    let changes = script.requests_of("ChangeResourceRecordSets");
    assert_eq!(changes.len(), 1);
    assert!(changes[0].uri.contains("/hostedzone/Z1/rrset"), "{}", changes[0].uri);
    assert_eq!(changes[0].body.matches("<Action>UPSERT</Action>").count(), 1);
    assert!(changes[0].body.contains("<Name>_a1.example.com.</Name>"), "{}", changes[0].body);
    assert!(changes[0].body.contains("<Value>_b2.acm-validations.aws.</Value>"));
}

/// Who has DNS elsewhere reads what to set.
#[tokio::test]
async fn a_wait_says_what_dns_must_have() {
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, described("PENDING_VALIDATION", &json!({})))
        .answer("ListTagsForCertificate", 200, r#"{"Tags":[]}"#);
    let waits = Arc::new(Mutex::new(Vec::new()));
    let update = update(&script, spec(&json!({})), waits.clone());
    tokio::time::timeout(Duration::from_millis(500), update).await.unwrap_err();
    assert_eq!(
        waits.lock().unwrap()[0],
        "AWS to issue the certificate; DNS must have `_a1.example.com. CNAME _b2.acm-validations.aws.`"
    );
    assert!(script.requests_of("ChangeResourceRecordSets").is_empty());
}

#[tokio::test]
async fn a_certificate_that_failed_is_not_waited_for() {
    let failed = described("FAILED", &json!({ "FailureReason": "CAA_ERROR" }));
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, failed)
        .answer("ListTagsForCertificate", 200, r#"{"Tags":[]}"#);
    let outcome = update(&script, spec(&json!({})), Arc::default()).await;
    let message = outcome.unwrap_err().to_string();
    assert!(message.contains("FAILED, CAA_ERROR") && message.contains(ARN), "{message}");
}

#[tokio::test]
async fn mails_become_records_and_never_the_other_way_round() {
    let kind = registry::find("acm.certificate").unwrap();
    let mail = json!({ "DomainValidationOptions": [{
        "DomainName": "www.example.com", "ValidationDomain": "example.com", "ValidationMethod": "EMAIL",
        "ValidationEmails": ["admin@example.com"], "ValidationStatus": "SUCCESS",
    }], "DomainName": "www.example.com", "SubjectAlternativeNames": ["www.example.com"] });
    let script = ScriptedCloud::default()
        .answer("DescribeCertificate", 200, described("ISSUED", &mail))
        .answer("DescribeCertificate", 200, described("ISSUED", &json!({})))
        .answer("ListTagsForCertificate", 200, r#"{"Tags":[]}"#)
        .answer("UpdateCertificateOptions", 200, "{}");
    let aws = script.aws().await;
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let by_mail = json!({
        "domain": "www.example.com", "validation_method": "EMAIL",
        "validation_domains": { "www.example.com": "example.com" },
    });
    let desired = kind.fill(&by_mail).unwrap();
    assert_eq!(language::diff::changes(&desired.comparable(), &live.spec), []);
    let by_dns = kind.fill(&json!({ "domain": "www.example.com" })).unwrap();
    by_dns.update(&aws, ARN, &live).await.unwrap();
    let options = &script.requests_of("UpdateCertificateOptions")[0].body;
    assert!(options.contains(r#""ValidationMethod":"DNS""#), "{options}");
    let live = kind.read(&aws, ARN).await.unwrap().unwrap();
    let told =
        kind.fill(&spec(&json!({ "validation_method": "EMAIL" }))).unwrap().consequences(&live);
    assert_eq!(told[0].weight, kind::Weight::Refusal);
}

const FOUND: &str = "<ListResourceRecordSetsResponse><ResourceRecordSets><ResourceRecordSet><Name>_a1.example.com.</Name><Type>CNAME</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>_b2.acm-validations.aws.</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>1</MaxItems></ListResourceRecordSetsResponse>";

/// The records that it shares with another certificate stay.
#[tokio::test]
async fn records_go_with_the_last_certificate_that_needs_them() {
    let kind = registry::find("acm.certificate").unwrap();
    for (other, is_removed) in [("*.example.com", false), ("example.net", true)] {
        let list = json!({ "CertificateSummaryList": [
            { "CertificateArn": ARN, "DomainName": "example.com", "Status": "ISSUED",
              "SubjectAlternativeNameSummaries": ["example.com"], "Type": "AMAZON_ISSUED" },
            { "CertificateArn": "arn:other", "DomainName": other, "Status": "ISSUED",
              "SubjectAlternativeNameSummaries": [other], "Type": "AMAZON_ISSUED" },
        ] });
        let script = ScriptedCloud::default()
            .answer("DescribeCertificate", 200, described("ISSUED", &json!({})))
            .answer("ListCertificates", 200, list.to_string())
            .answer("ListResourceRecordSets", 200, FOUND)
            .answer("ChangeResourceRecordSets", 200, CHANGED);
        let filled = kind.fill(&spec(&json!({ "validation_zone": "Z1" }))).unwrap();
        filled.before_delete(&script.aws().await, ARN).await.unwrap();
        let changes = script.requests_of("ChangeResourceRecordSets");
        assert_eq!(changes.len(), usize::from(is_removed), "{other}");
        for change in changes {
            // AWS deletes what is named as it is.
            assert!(change.body.contains("<Action>DELETE</Action>"), "{}", change.body);
            assert!(change.body.contains("<TTL>60</TTL>"), "{}", change.body);
        }
    }
}

#[test]
fn what_aws_refuses_is_told_offline() {
    let kind = registry::find("acm.certificate").unwrap();
    let messages =
        |changes| kind.check(&spec(&changes)).into_iter().map(|it| it.message).collect::<Vec<_>>();
    assert_eq!(messages(json!({})), [""; 0]);
    for (changes, message) in [
        (json!({ "alternative_names": ["example.com"] }), "`example.com` stands here twice"),
        (json!({ "validation_domains": { "example.com": "example.com" } }), "no mail is sent"),
        (json!({ "key_algorithm": "RSA_4096" }), "Amazon's own authority has no such keys"),
        (
            json!({ "validation_zones": { "example.net": "Z1" } }),
            "`example.net` is not a name of the certificate",
        ),
        (
            json!({ "validation_method": "EMAIL", "wait": false, "validation_domains": { "example.com": "example.net" } }),
            "`example.com` is not below `example.net`",
        ),
        (
            json!({ "validation_method": "EMAIL" }),
            "the apply waits until somebody has followed the link in the mail",
        ),
    ] {
        assert_eq!(messages(changes.clone()), [message], "{changes}");
    }
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let kind = registry::find("acm.certificate").unwrap();
    for (code, is_absent) in [("AccessDeniedException", false), ("ResourceNotFoundException", true)]
    {
        let refusal = format!(r#"{{"__type":"{code}","message":"no"}}"#);
        let script = ScriptedCloud::default()
            .answer("DescribeCertificate", 400, refusal.clone())
            .answer("ListTagsForCertificate", 400, refusal);
        let read = kind.read(&script.aws().await, ARN).await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}
