//! Hosted zones and their records.

use kind::registry;
use serde_json::{Value, json};

use crate::scripted::ScriptedCloud;

mod zone {
    use serde_json::json;

    use crate::harness::{On, round_trips};

    round_trips! {
        kind: "route53.zone", base: json!({ "name": "{name}.example.com" }), prepare: &[];
        comment: json!({ "comment": "what for" }) =>
            "client('route53').get_hosted_zone(Id=id)['HostedZone']['Config']['Comment']",
            json!("what for"), On::Ministack("moto knows no zone when it is asked for the logs of its queries");
        tags: json!({ "tags": { "Team": "web" } }) =>
            "[t['Value'] for t in client('route53').list_tags_for_resource(ResourceType='hostedzone', ResourceId=id)['ResourceTagSet']['Tags'] if t['Key'] == 'Team']",
            json!(["web"]), On::Ministack("moto knows no zone when it is asked for the logs of its queries");
    }
}

mod private_zone {
    use serde_json::json;

    use crate::harness::{On, round_trips};

    round_trips! {
        kind: "route53.zone",
        base: json!({ "name": "{name}.internal", "vpcs": [{ "id": "{prepared.0}" }] }),
        prepare: &[
            "client('ec2').create_vpc(CidrBlock='10.1.0.0/16')['Vpc']['VpcId']",
            "client('ec2').create_vpc(CidrBlock='10.2.0.0/16')['Vpc']['VpcId']",
        ];
        another_vpc: json!({ "vpcs": [{ "id": "{prepared.0}" }, { "id": "{prepared.1}" }] }) =>
            "len(client('route53').get_hosted_zone(Id=id)['VPCs'])",
            json!(2), On::Ministack("moto knows no zone when it is asked for the logs of its queries");
    }
}

mod record {
    use serde_json::json;

    use crate::harness::{On, round_trips};

    /// The record with the name of the case.
    macro_rules! ask {
        ($of:literal) => {
            concat!(
                "[r for r in client('route53').list_resource_record_sets(HostedZoneId='{prepared.0}')['ResourceRecordSets'] if r['Name'] == 'www.' + name + '.example.com.'][0]",
                $of
            )
        };
    }
    const ZONE: &[&str] = &[
        "client('route53').create_hosted_zone(Name=name + '.example.com', CallerReference=name)['HostedZone']['Id'].split('/')[-1]",
    ];

    round_trips! {
        kind: "route53.record",
        base: json!({ "zone": "{prepared.0}", "name": "www.{name}.example.com", "type": "A", "ttl": 300, "values": ["192.0.2.1"] }),
        prepare: ZONE;
        values: json!({ "values": ["192.0.2.2", "192.0.2.1"] }) =>
            ask!("['ResourceRecords']"), json!([{ "Value": "192.0.2.1" }, { "Value": "192.0.2.2" }]), On::Both;
        ttl: json!({ "ttl": 60 }) => ask!("['TTL']"), json!(60), On::Both;
    }

    /// Several stacks put records into one zone, whosever that is.
    mod of_another_stack {
        use super::*;

        const TAGGED: &[&str] = &[
            ZONE[0],
            "client('route53').change_tags_for_resource(ResourceType='hostedzone', ResourceId='{prepared.0}', AddTags=[{'Key': 'diatonic:stack', 'Value': 'shop/prod'}]) and 'tagged'",
        ];

        round_trips! {
            kind: "route53.record",
            base: json!({ "zone": "{prepared.0}", "name": "www.{name}.example.com", "type": "A", "ttl": 300, "values": ["192.0.2.1"] }),
            prepare: TAGGED;
            values: json!({ "values": ["192.0.2.2"] }) =>
                ask!("['ResourceRecords']"), json!([{ "Value": "192.0.2.2" }]), On::Both;
        }
    }

    mod text {
        use super::*;

        round_trips! {
            kind: "route53.record",
            base: json!({ "zone": "{prepared.0}", "name": "www.{name}.example.com", "type": "TXT", "ttl": 300, "values": ["v=spf1 -all"] }),
            prepare: ZONE;
            values: json!({ "values": ["say \"hi\""] }) =>
                ask!("['ResourceRecords']"), json!([{ "Value": "\"say \\\"hi\\\"\"" }]), On::Both;
        }
    }

    mod weighted {
        use super::*;

        round_trips! {
            kind: "route53.record",
            base: json!({
                "zone": "{prepared.0}", "name": "www.{name}.example.com", "type": "A", "ttl": 300,
                "values": ["192.0.2.1"], "set_identifier": "blue", "weight": 10,
            }),
            prepare: ZONE;
            weight: json!({ "weight": 20 }) => ask!("['Weight']"), json!(20), On::Both;
        }
    }

    mod alias {
        use super::*;

        round_trips! {
            kind: "route53.record",
            base: json!({
                "zone": "{prepared.0}", "name": "WWW.{name}.example.com.", "type": "A",
                "alias": { "name": "one.example.com", "zone": "{prepared.0}" },
            }),
            prepare: ZONE;
            alias: json!({ "alias": { "evaluate_target_health": true } }) =>
                ask!("['AliasTarget']['EvaluateTargetHealth']"), json!(true), On::Both;
        }
    }
}

fn sets(inner: &str) -> String {
    format!(
        "<ListResourceRecordSetsResponse><ResourceRecordSets>{inner}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"
    )
}

const CHANGED: &str = "<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-11-29T16:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>";

/// Records of every routing policy, as AWS gives them back, and as specs have them.
#[tokio::test]
async fn every_routing_policy_reads_as_it_is_written() {
    let kind = registry::find("route53.record").unwrap();
    let plain = "<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>";
    for (xml, fields) in [
        ("<Weight>0</Weight>", json!({ "weight": 0 })),
        ("<Region>eu-west-1</Region>", json!({ "latency_region": "eu-west-1" })),
        (
            "<Failover>PRIMARY</Failover><HealthCheckId>h-1</HealthCheckId>",
            json!({ "failover": "PRIMARY", "health_check": "h-1" }),
        ),
        (
            "<GeoLocation><CountryCode>US</CountryCode><SubdivisionCode>NY</SubdivisionCode></GeoLocation>",
            json!({ "geolocation": { "country": "US", "subdivision": "NY" } }),
        ),
        (
            "<GeoLocation><CountryCode>*</CountryCode></GeoLocation>",
            json!({ "geolocation": { "country": "*" } }),
        ),
        ("<MultiValueAnswer>true</MultiValueAnswer>", json!({ "multivalue": true })),
        (
            "<GeoProximityLocation><Coordinates><Latitude>49.22</Latitude><Longitude>-74.01</Longitude></Coordinates><Bias>-10</Bias></GeoProximityLocation>",
            json!({ "geoproximity": { "coordinates": { "latitude": "49.22", "longitude": "-74.01" }, "bias": -10 } }),
        ),
        (
            "<CidrRoutingConfig><CollectionId>c-1</CollectionId><LocationName>office</LocationName></CidrRoutingConfig>",
            json!({ "cidr": { "collection": "c-1", "location": "office" } }),
        ),
    ] {
        let set = format!(
            "<ResourceRecordSet><Name>\\052.example.com.</Name><Type>A</Type><SetIdentifier>one</SetIdentifier>{xml}{plain}</ResourceRecordSet>"
        );
        let script = ScriptedCloud::default()
            .answer("ListResourceRecordSets", 200, sets(&set))
            .answer("ChangeResourceRecordSets", 200, CHANGED);
        let aws = script.aws().await;
        let mut spec = json!({ "zone": "Z1", "name": "*.Example.com", "type": "A", "ttl": 60, "values": ["192.0.2.1"], "set_identifier": "one" });
        spec.as_object_mut().unwrap().extend(fields.as_object().cloned().unwrap());
        let place = aws::Place::new("123456789012", "us-east-2");
        let id = kind.predict(&kind.identity(&spec), &place).unwrap().id.unwrap();
        assert_eq!(id, "Z1/*.example.com/A/one");
        let live = kind.read(&aws, &id).await.unwrap().unwrap();
        let desired = kind.fill(&spec).unwrap();
        assert_eq!(language::diff::changes(&desired.comparable(), &live.spec), [], "{xml}");
        assert_eq!(kind.check(&spec).len(), 0, "{:?}", kind.check(&spec));
        desired.create(&aws).await.unwrap();
        let body = &script.requests_of("ChangeResourceRecordSets")[0].body;
        let (start, _) = xml.split_once('>').unwrap();
        assert!(body.contains(start), "{body}");
    }
}

/// However many records stand in a zone, it is listed once; and what the run has changed is looked at alone.
#[tokio::test]
async fn a_zone_is_listed_once() {
    let kind = registry::find("route53.record").unwrap();
    let record = |name: &str| {
        format!(
            "<ResourceRecordSet><Name>{name}.example.com.</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>"
        )
    };
    let script = ScriptedCloud::default()
        .answer("ListResourceRecordSets", 200, sets(&(record("a") + &record("b"))))
        .answer("ListResourceRecordSets", 200, sets(&record("c")))
        .answer("ChangeResourceRecordSets", 200, CHANGED);
    let aws = script.aws().await;
    for id in ["Z1/a.example.com/A", "Z1/b.example.com/A"] {
        assert!(kind.read(&aws, id).await.unwrap().is_some());
    }
    assert!(kind.read(&aws, "Z1/c.example.com/A").await.unwrap().is_none());
    assert_eq!(script.requests_of("ListResourceRecordSets").len(), 1);
    let spec = json!({ "zone": "Z1", "name": "c.example.com", "type": "A", "ttl": 60, "values": ["192.0.2.1"] });
    kind.fill(&spec).unwrap().create(&aws).await.unwrap();
    assert!(kind.read(&aws, "Z1/c.example.com/A").await.unwrap().is_some());
    let lists = script.requests_of("ListResourceRecordSets");
    assert_eq!(lists.len(), 2);
    assert!(
        lists[1].uri.contains("name=c.example.com") && lists[1].uri.contains("maxitems=1"),
        "{}",
        lists[1].uri
    );
}

/// AWS deletes what is named with all that it has, so that is what is sent.
#[tokio::test]
async fn a_record_is_deleted_as_it_is() {
    let kind = registry::find("route53.record").unwrap();
    let alias = "<ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>d1.cloudfront.net.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget></ResourceRecordSet>";
    let script = ScriptedCloud::default()
        .answer("ListResourceRecordSets", 200, sets(alias))
        .answer("ChangeResourceRecordSets", 200, CHANGED);
    kind.delete(&script.aws().await, "Z1/www.example.com/A").await.unwrap();
    let body = &script.requests_of("ChangeResourceRecordSets")[0].body;
    assert!(
        body.contains("<Action>DELETE</Action>") && body.contains("d1.cloudfront.net."),
        "{body}"
    );
    let script = ScriptedCloud::default().answer("ListResourceRecordSets", 200, sets(""));
    kind.delete(&script.aws().await, "Z1/www.example.com/A").await.unwrap();
    assert!(script.requests_of("ChangeResourceRecordSets").is_empty());
}

#[test]
fn what_aws_refuses_of_a_record_is_told_offline() {
    let kind = registry::find("route53.record").unwrap();
    let messages = |changes: &Value| {
        let mut spec = json!({ "zone": "Z1", "name": "www.example.com", "type": "A", "ttl": 60, "values": ["192.0.2.1"] });
        for (key, value) in changes.as_object().unwrap() {
            spec[key] = value.clone();
        }
        kind.check(&spec).into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    assert_eq!(messages(&json!({})), [""; 0]);
    let alias = json!({ "name": "one.example.com", "zone": "Z1" });
    for (changes, message) in [
        (json!({ "values": [] }), "a record has `values` or an `alias`"),
        (json!({ "alias": alias, "ttl": null }), "a record has `values` or an `alias`"),
        (json!({ "alias": alias, "values": [] }), "an alias has no `ttl`"),
        (json!({ "ttl": null }), "the record has no `ttl`"),
        (json!({ "type": "CNAME", "values": ["a", "b"] }), "a record of type CNAME has one value"),
        (json!({ "set_identifier": "one" }), "there is nothing to choose by"),
        (json!({ "weight": 1 }), "the record has no `set_identifier`"),
        (
            json!({ "weight": 1, "multivalue": true, "set_identifier": "one" }),
            "a record has one routing policy, and not `weight` and `multivalue`",
        ),
        (json!({ "health_check": "h" }), "the health check decides nothing"),
        (json!({ "failover": "PRIMARY", "set_identifier": "one" }), "nothing ever fails over"),
        (
            json!({ "geolocation": { "continent": "EU", "country": "DE" }, "set_identifier": "one" }),
            "a place is a continent or a country",
        ),
        (
            json!({ "geoproximity": { "bias": 1 }, "set_identifier": "one" }),
            "a place is a region, a group of local zones, or a point",
        ),
    ] {
        assert_eq!(messages(&changes), [message], "{changes}");
    }
}

#[test]
fn what_aws_refuses_of_a_zone_is_told_offline() {
    let kind = registry::find("route53.zone").unwrap();
    let vpcs = json!([{ "id": "vpc-1" }]);
    let group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/example.com";
    for (spec, message) in [
        (json!({ "vpcs": vpcs, "delegation_set": "N1" }), "a private zone has no delegation set"),
        (
            json!({ "vpcs": vpcs, "query_log_group": group }),
            "AWS logs the queries of public zones alone",
        ),
        (
            json!({ "vpcs": vpcs, "accelerated_recovery": true }),
            "a private zone has no accelerated recovery",
        ),
    ] {
        let mut spec = spec;
        spec["name"] = json!("example.com");
        let messages: Vec<String> = kind.check(&spec).into_iter().map(|it| it.message).collect();
        assert_eq!(messages, [message]);
    }
}

const ZONE: &str = "<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>r</CallerReference><Config><PrivateZone>false</PrivateZone></Config><ResourceRecordSetCount>3</ResourceRecordSetCount><Features><AcceleratedRecoveryStatus>ENABLED</AcceleratedRecoveryStatus></Features></HostedZone><DelegationSet><Id>/delegationset/N1</Id><NameServers><NameServer>ns-1.awsdns-1.org</NameServer><NameServer>ns-2.awsdns-2.com</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>";
const TAGS: &str = "<ListTagsForResourceResponse><ResourceTagSet><ResourceType>hostedzone</ResourceType><ResourceId>Z1</ResourceId><Tags/></ResourceTagSet></ListTagsForResourceResponse>";
const NO_LOGS: &str =
    "<ListQueryLoggingConfigsResponse><QueryLoggingConfigs/></ListQueryLoggingConfigsResponse>";

#[tokio::test]
async fn a_zone_reads_as_it_is_written() {
    let kind = registry::find("route53.zone").unwrap();
    let script = ScriptedCloud::default()
        .answer("GetHostedZone", 200, ZONE)
        .answer("ListTagsForResource", 200, TAGS)
        .answer("ListQueryLoggingConfigs", 200, NO_LOGS)
        .answer("UpdateHostedZoneFeatures", 200, "<UpdateHostedZoneFeaturesResponse/>");
    let aws = script.aws().await;
    let live = kind.read(&aws, "Z1").await.unwrap().unwrap();
    let spec =
        json!({ "name": "Example.com.", "delegation_set": "N1", "accelerated_recovery": true });
    let desired = kind.fill(&spec).unwrap();
    assert_eq!(language::diff::changes(&desired.comparable(), &live.spec), []);
    assert_eq!(
        live.outputs["name_servers"].as_deref(),
        Some("ns-1.awsdns-1.org,ns-2.awsdns-2.com")
    );
    assert_eq!(live.outputs["name_server_2"].as_deref(), Some("ns-2.awsdns-2.com"));
    assert_eq!(live.outputs["arn"].as_deref(), Some("arn:aws:route53:::hostedzone/Z1"));
    let without = kind.fill(&json!({ "name": "example.com", "delegation_set": "N1" })).unwrap();
    without.update(&aws, "Z1", &live).await.unwrap();
    let body = &script.requests_of("UpdateHostedZoneFeatures")[0].body;
    assert!(
        body.contains("<EnableAcceleratedRecovery>false</EnableAcceleratedRecovery>"),
        "{body}"
    );
}

/// AWS changes no log of queries: the old one goes first.
#[tokio::test]
async fn queries_are_logged_elsewhere() {
    let kind = registry::find("route53.zone").unwrap();
    let group =
        |name: &str| format!("arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/{name}");
    let config = format!(
        "<QueryLoggingConfig><Id>q1</Id><HostedZoneId>Z1</HostedZoneId><CloudWatchLogsLogGroupArn>{}:*</CloudWatchLogsLogGroupArn></QueryLoggingConfig>",
        group("a")
    );
    let made =
        format!("<CreateQueryLoggingConfigResponse>{config}</CreateQueryLoggingConfigResponse>");
    let configs = format!(
        "<ListQueryLoggingConfigsResponse><QueryLoggingConfigs>{config}</QueryLoggingConfigs></ListQueryLoggingConfigsResponse>"
    );
    let script = ScriptedCloud::default()
        .answer("GetHostedZone", 200, ZONE)
        .answer("ListTagsForResource", 200, TAGS)
        .answer("ListQueryLoggingConfigs", 200, configs)
        .answer("DeleteQueryLoggingConfig", 200, "<DeleteQueryLoggingConfigResponse/>")
        .answer("CreateQueryLoggingConfig", 201, made);
    let aws = script.aws().await;
    let live = kind.read(&aws, "Z1").await.unwrap().unwrap();
    let spec = |name| {
        let group = group(name);
        json!({ "name": "example.com", "delegation_set": "N1", "accelerated_recovery": true, "query_log_group": group })
    };
    let same = kind.fill(&spec("a")).unwrap();
    assert_eq!(language::diff::changes(&same.comparable(), &live.spec), []);
    kind.fill(&spec("b")).unwrap().update(&aws, "Z1", &live).await.unwrap();
    let calls: Vec<String> = script.requests().into_iter().map(|it| it.operation).collect();
    let writes: Vec<&str> =
        calls.iter().map(String::as_str).filter(|it| it.ends_with("LoggingConfig")).collect();
    assert_eq!(writes, ["DeleteQueryLoggingConfig", "CreateQueryLoggingConfig"]);
    assert!(script.requests_of("DeleteQueryLoggingConfig")[0].uri.ends_with("/q1"));
}

/// What others have put into a zone is never deleted by the way.
#[tokio::test]
async fn a_zone_with_records_is_deleted_only_where_the_spec_says_so() {
    let kind = registry::find("route53.zone").unwrap();
    let refusal = "<ErrorResponse><Error><Type>Sender</Type><Code>HostedZoneNotEmpty</Code><Message>no</Message></Error></ErrorResponse>";
    let script = ScriptedCloud::default()
        .answer("ListQueryLoggingConfigs", 200, NO_LOGS)
        .answer("DeleteHostedZone", 400, refusal);
    let aws = script.aws().await;
    kind.fill(&json!({ "name": "example.com" })).unwrap().before_delete(&aws, "Z1").await.unwrap();
    let error = kind.delete(&aws, "Z1").await.unwrap_err();
    assert!(error.message.contains("force_destroy: true"), "{error}");

    let record = |name: &str, kind: &str| {
        format!(
            "<ResourceRecordSet><Name>{name}</Name><Type>{kind}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>x</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>"
        )
    };
    let all = [
        record("example.com.", "NS"),
        record("example.com.", "SOA"),
        record("a.example.com.", "NS"),
    ]
    .concat();
    let script = ScriptedCloud::default()
        .answer("ListResourceRecordSets", 200, sets(&all))
        .answer("ChangeResourceRecordSets", 200, CHANGED);
    let filled = kind.fill(&json!({ "name": "example.com", "force_destroy": true })).unwrap();
    filled.before_delete(&script.aws().await, "Z1").await.unwrap();
    let body = &script.requests_of("ChangeResourceRecordSets")[0].body;
    assert_eq!(body.matches("<Action>DELETE</Action>").count(), 1, "{body}");
    assert!(body.contains("<Name>a.example.com.</Name>"), "{body}");
}

/// Only a typed not-found means absent: a refusal is an error, never "there is none".
#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    for (name, id, operation) in [
        ("route53.zone", "Z1", "GetHostedZone"),
        ("route53.record", "Z1/www.example.com/A", "ListResourceRecordSets"),
    ] {
        let kind = registry::find(name).unwrap();
        for (code, is_absent) in [("AccessDenied", false), ("NoSuchHostedZone", true)] {
            let refusal = format!(
                "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
            );
            let script = ScriptedCloud::default()
                .answer(operation, 404, refusal.clone())
                .answer("ListTagsForResource", 404, refusal.clone())
                .answer("ListQueryLoggingConfigs", 404, refusal);
            let read = kind.read(&script.aws().await, id).await;
            assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{name}: {code}");
        }
    }
}
