//! What no emulator does, on scripted answers.

use compiler::lookups::{Asked, Found, From, sort};
use compiler::{Options, compile_in_memory};
use language::schema::Finding;
use serde_json::{Value, json};

use crate::scripted::ScriptedCloud;

/// What a lookup gives in a scripted cloud.
async fn look_up(script: &ScriptedCloud, name: &str, written: Value) -> Result<Found, Finding> {
    let options =
        Options { root: "/nowhere".into(), environment: "dev".to_owned(), ..Options::default() };
    let environment = b"account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";
    let stack = match compile_in_memory(&options, environment, &[]) {
        Ok(stack) => stack,
        Err(failure) => panic!("{:?}", failure.diagnostics),
    };
    let from = From { root: "/nowhere".as_ref(), environment: &stack.environment };
    let sort = sort(name).expect("a sort");
    match sort.ask(from, written)? {
        Asked::Found(found) => Ok(found),
        Asked::Request(request) => request.answer(&script.aws().await).await,
    }
}

const DISTRIBUTIONS: &str = r#"<?xml version="1.0"?>
<DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
  <Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>2</Quantity>
  <Items>
    <DistributionSummary>
      <Id>E1</Id><ARN>arn:aws:cloudfront::123456789012:distribution/E1</ARN><Status>Deployed</Status>
      <DomainName>d1.cloudfront.net</DomainName><Enabled>true</Enabled><Comment>shop</Comment>
      <Aliases><Quantity>2</Quantity><Items><CNAME>a.example.com</CNAME><CNAME>b.example.com</CNAME></Items></Aliases>
    </DistributionSummary>
    <DistributionSummary>
      <Id>E2</Id><ARN>arn:aws:cloudfront::123456789012:distribution/E2</ARN><Status>Deployed</Status>
      <DomainName>d2.cloudfront.net</DomainName><Enabled>true</Enabled><Comment></Comment>
      <Aliases><Quantity>0</Quantity></Aliases>
    </DistributionSummary>
  </Items>
</DistributionList>"#;

#[tokio::test]
async fn distributions_by_their_aliases() {
    let script = ScriptedCloud::default().answer("ListDistributions", 200, DISTRIBUTIONS);
    let found = look_up(&script, "cloudfront.distribution", json!({ "alias": "b.example.com" }));
    let found = found.await.expect("a distribution");
    assert_eq!(found.outputs["id"], "E1");
    assert_eq!(found.outputs["domain_name"], "d1.cloudfront.net");
    assert_eq!(found.outputs["zone_id"], "Z2FDTNDATAQYW2");
    assert_eq!(found.objects[0].kind, "AWS::CloudFront::Distribution");
    let request = &script.requests_of("ListDistributions")[0];
    assert!(
        request.uri.contains("cloudfront.amazonaws.com/2020-05-31/distribution"),
        "{request:?}"
    );
    let none = look_up(&script, "cloudfront.distribution", json!({ "alias": "c.example.com" }));
    let finding = none.await.expect_err("no distribution");
    assert_eq!(finding.why, "what there is: `E1` (a.example.com), `E2`");
}

#[tokio::test]
async fn policies_of_cloudfront_by_their_names() {
    let list = |list: &str, policy: &str, name: &str| {
        format!(
            "<{list}><MaxItems>100</MaxItems><Quantity>1</Quantity><Items><{policy}Summary><Type>managed</Type>\
             <{policy}><Id>658327ea</Id><{policy}Config><Name>Managed-{name}</Name></{policy}Config></{policy}>\
             </{policy}Summary></Items></{list}>"
        )
    };
    for (sort, operation, policy) in [
        ("cloudfront.cache_policy", "ListCachePolicies", "CachePolicy"),
        ("cloudfront.origin_request_policy", "ListOriginRequestPolicies", "OriginRequestPolicy"),
        (
            "cloudfront.response_headers_policy", "ListResponseHeadersPolicies",
            "ResponseHeadersPolicy",
        ),
    ] {
        let answer = list(&format!("{policy}List"), policy, "Plain");
        let script = ScriptedCloud::default().answer(operation, 200, answer);
        let found = look_up(&script, sort, json!({ "name": "Plain" })).await.expect("a policy");
        assert_eq!(found.outputs["id"], "658327ea");
    }
}

#[tokio::test]
async fn a_refused_description_is_told_with_its_call() {
    let refused = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message>\
                   </Error></Errors><RequestID>r</RequestID></Response>";
    let script = ScriptedCloud::default().answer("DescribeVpcs", 403, refused);
    let finding =
        look_up(&script, "ec2.vpc", json!({ "name": "main" })).await.expect_err("refused");
    assert_eq!(finding.why, "EC2 DescribeVpcs: You are not authorized (UnauthorizedOperation)");
    assert!(finding.help.is_some_and(|help| help.contains("diatonic permissions")));
}

#[tokio::test]
async fn pages_of_ec2_are_followed_and_what_fails_for_a_while_is_repeated() {
    let page = |id: &str, next: &str| {
        format!(
            "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><vpcSet><item><vpcId>{id}</vpcId>\
             <cidrBlock>10.0.0.0/16</cidrBlock><ownerId>123456789012</ownerId><isDefault>false</isDefault></item></vpcSet>\
             {next}</DescribeVpcsResponse>"
        )
    };
    let script = ScriptedCloud::default()
        .answer(
            "DescribeVpcs",
            503,
            "<Response><Errors><Error><Code>Unavailable</Code></Error></Errors></Response>",
        )
        .answer("DescribeVpcs", 200, page("vpc-1", "<nextToken>more</nextToken>"))
        .answer("DescribeVpcs", 200, page("vpc-2", ""));
    let found = look_up(&script, "ec2.vpc", json!({ "many": true })).await.expect("two");
    assert_eq!(found.outputs["ids"], json!(["vpc-1", "vpc-2"]));
    let requests = script.requests_of("DescribeVpcs");
    assert_eq!(requests.len(), 3);
    assert!(requests[0].body.starts_with("Action=DescribeVpcs&Version=2016-11-15"), "{requests:?}");
    assert!(requests[2].body.contains("NextToken=more"), "{requests:?}");
    assert!(requests[0].uri.contains("ec2.us-east-2.amazonaws.com"), "{requests:?}");
}

#[tokio::test]
async fn types_are_listed_once_and_told_apart_by_what_they_are_like() {
    let list = json!({ "TypeName": "AWS::SQS::Queue", "ResourceDescriptions": [
        { "Identifier": "https://sqs/1/a", "Properties": "{}" },
        { "Identifier": "https://sqs/1/b", "Properties": "{}" },
    ] });
    let queue = |name: &str| {
        let properties =
            json!({ "QueueName": name, "Arn": format!("arn:aws:sqs:us-east-2:1:{name}") });
        let described = json!({ "Identifier": name, "Properties": properties.to_string() });
        json!({ "TypeName": "AWS::SQS::Queue", "ResourceDescription": described }).to_string()
    };
    let script = ScriptedCloud::default()
        .answer("ListResources", 200, list.to_string())
        .answer("GetResource", 200, queue("a"))
        .answer("GetResource", 200, queue("b"));
    let like = json!({ "where": { "QueueName": "b" } });
    let found = look_up(&script, "AWS::SQS::Queue", like).await.expect("a queue");
    assert_eq!(found.outputs["Arn"], "arn:aws:sqs:us-east-2:1:b");
    assert_eq!(script.requests_of("ListResources").len(), 1);
}

#[tokio::test]
async fn the_newest_of_the_issued_certificates_counts() {
    let certificate = |id: &str, domain: &str, issued: u32| {
        json!({ "CertificateArn": format!("arn:aws:acm:us-east-1:123456789012:certificate/{id}"),
                "DomainName": domain, "IssuedAt": issued })
    };
    let list = json!({ "CertificateSummaryList": [
        certificate("old", "example.com", 1), certificate("new", "example.com", 3),
        certificate("other", "www.example.com", 9),
    ] });
    let described = json!({ "Certificate": {
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/new",
        "DomainName": "example.com", "Type": "AMAZON_ISSUED", "Status": "ISSUED", "KeyAlgorithm": "RSA_2048",
    } });
    let script = ScriptedCloud::default()
        .answer("ListCertificates", 200, list.to_string())
        .answer("DescribeCertificate", 200, described.to_string())
        .answer("ListTagsForCertificate", 200, r#"{ "Tags": [] }"#);
    let written = json!({ "domain": "example.com", "region": "us-east-1" });
    let found = look_up(&script, "acm.certificate", written).await.expect("a certificate");
    assert_eq!(found.objects[0].id, "arn:aws:acm:us-east-1:123456789012:certificate/new");
    assert_eq!(found.objects[0].region, "us-east-1");
    let request = &script.requests_of("ListCertificates")[0];
    assert!(request.body.contains("ISSUED") && request.uri.contains("us-east-1"), "{request:?}");
}
