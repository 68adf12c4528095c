//! EC2: networks that others have made.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::world::World;

const NETWORK: &str = r#"
    ec2 = boto3.client("ec2")
    named = lambda sort, name: [{"ResourceType": sort, "Tags": [{"Key": "Name", "Value": name}, {"Key": "Team", "Value": "core"}]}]
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16", TagSpecifications=named("vpc", "main"))["Vpc"]["VpcId"]
    other = ec2.create_vpc(CidrBlock="10.8.0.0/16", TagSpecifications=named("vpc", "other"))["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.7.{n}.0/24", AvailabilityZone=f"us-east-2{zone}",
                                 TagSpecifications=named("subnet", f"private-{zone}"))["Subnet"]["SubnetId"]
               for n, zone in enumerate("cab")]
    ec2.create_subnet(VpcId=other, CidrBlock="10.8.1.0/24", AvailabilityZone="us-east-2a")
    group = ec2.create_security_group(GroupName="functions", Description="of functions", VpcId=vpc)["GroupId"]
    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-2.s3")["VpcEndpoint"]["VpcEndpointId"]
    lists = ec2.create_managed_prefix_list(PrefixListName="offices", MaxEntries=5, AddressFamily="IPv4")
    print(json.dumps({"vpc": vpc, "subnets": subnets, "group": group, "endpoint": endpoint,
                      "list": lists["PrefixList"]["PrefixListId"]}))
"#;

const SPEC: &str = r#"
    existing:
      ec2.vpc:
        main: { name: main }
        same: { tags: { Team: core }, cidr_block: 10.7.0.0/16 }
      ec2.subnets:
        private: { vpc: "${existing.ec2.vpc.main.id}", tags: { Team: core } }
      ec2.security_group:
        functions: { name: functions, vpc: "${existing.ec2.vpc.main.id}" }
      ec2.vpc_endpoint:
        s3: { service: s3, vpc: "${existing.ec2.vpc.main.id}" }
      ec2.prefix_list:
        offices: { name: offices }
      availability_zones:
        all: {}
    outputs:
      vpc: ${existing.ec2.vpc.same.id}
      arn: ${existing.ec2.vpc.main.arn}
      subnets: ${existing.ec2.subnets.private.ids}
      zones: ${existing.ec2.subnets.private.zones}
      group: ${existing.ec2.security_group.functions.id}
      endpoint: ${existing.ec2.vpc_endpoint.s3.id}
      list: ${existing.ec2.prefix_list.offices.id}
      first: ${existing.availability_zones.all.names[0]}
    logs.log_group:
      flows: { name: "/vpc/${existing.ec2.vpc.main.id}" }
"#;

fn check(world: &World) {
    let made = world.asks(NETWORK);
    let subnets = made["subnets"].as_array().expect("subnets");
    assert_eq!(
        world.outputs(),
        json!({
            "vpc": made["vpc"],
            "arn": format!("arn:aws:ec2:us-east-2:{}:vpc/{}", world.account, text(&made["vpc"])),
            "subnets": [subnets[1], subnets[2], subnets[0]],
            "zones": ["us-east-2a", "us-east-2b", "us-east-2c"],
            "group": made["group"],
            "endpoint": made["endpoint"],
            "list": made["list"],
            "first": "us-east-2a",
        })
    );
    assert_eq!(world.calls("DescribeVpcs"), 1, "each list once");
    let groups = world.asks(
        r#"print(json.dumps([group["logGroupName"] for group in boto3.client("logs").describe_log_groups()["logGroups"]]))"#,
    );
    assert_eq!(groups, json!([format!("/vpc/{}", text(&made["vpc"]))]));
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn networks_of_others_at_ministack() {
    check(&World::at_ministack(SPEC));
}

#[test]
fn networks_of_others_at_moto() {
    check(&World::at_moto(SPEC));
}

#[test]
fn what_there_is_is_told_where_none_or_several_fit() {
    let world = World::at_moto(
        r#"
        existing:
          ec2.vpc:
            none: { name: mian }
            several: { tags: { Team: core } }
          ec2.subnets:
            none: { tags: { Team: nobody } }
        "#,
    );
    world.boto(NETWORK);
    let told = world.refused();
    assert!(told.contains("there is no such `ec2.vpc` in us-east-2"), "{told}");
    assert!(told.contains("2 such `ec2.vpc` in us-east-2, and a lookup means one"), "{told}");
    assert!(told.contains("there is no such `ec2.subnets` in us-east-2"), "{told}");
    assert!(told.contains("(main)") && told.contains("(other)"), "{told}");
}

#[test]
fn nobody_is_asked_offline_and_policies_allow_to_ask() {
    let world = World::at_moto(SPEC);
    let run = world.run(&["validate"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let policies = world.must(&["permissions"]);
    for action in [
        "ec2:DescribeAvailabilityZones", "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
    ] {
        assert!(policies.contains(action), "{action}: {policies}");
    }
}

#[test]
fn a_field_that_no_sort_has() {
    let world = World::at_moto("existing: { ec2.vpc: { main: { nam: main } } }");
    assert_snapshot!(world.run(&["validate"]).refusal(), @r"
      × unknown key `nam`
       ╭─[specs/app.yaml:1:32]
     1 │ existing: { ec2.vpc: { main: { nam: main } } }
       ·                                ─┬─
       ·                                 ╰── there is no such field here
       ╰────
      help: did you mean `name`?

    1 error
    ");
}
