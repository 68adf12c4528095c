"""What is a type of AWS's registry to diatonic: each object is made by its own service, and Cloud Control is told of it
in CloudFormation's words, as ministack's knows nothing of what its services have."""

import json

from .place import REGION, account, arn, client, document, statement

# A type, and the properties that a read of Cloud Control gives.
HELD = []


def held(type_name, **properties):
    HELD.append([type_name, properties])


def tags(scope):
    return [{"Key": key, "Value": value} for key, value in scope.all_tags(None).items()]


def network(scope):
    """A network with a subnet that reaches the world, and an endpoint for S3."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    held("AWS::EC2::VPC", VpcId=vpc, CidrBlock="10.0.0.0/16", Tags=tags(scope))
    own = {"arn": arn("ec2", f"vpc/{vpc}"), "id": vpc, "cidr_block": "10.0.0.0/16", "enable_dns_support": True}
    scope.tagged("aws_vpc", "main", own)

    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    held("AWS::EC2::Subnet", SubnetId=subnet, VpcId=vpc, CidrBlock="10.0.1.0/24", Tags=tags(scope))
    own = {"arn": arn("ec2", f"subnet/{subnet}"), "cidr_block": "10.0.1.0/24", "id": subnet, "vpc_id": vpc}
    scope.tagged("aws_subnet", "main", own)

    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    held("AWS::EC2::InternetGateway", InternetGatewayId=gateway, Tags=tags(scope))
    own = {"arn": arn("ec2", f"internet-gateway/{gateway}"), "id": gateway, "owner_id": account(), "vpc_id": vpc}
    scope.tagged("aws_internet_gateway", "main", own)

    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    held("AWS::EC2::RouteTable", RouteTableId=table, VpcId=vpc, Tags=tags(scope))
    own = {"arn": arn("ec2", f"route-table/{table}"), "id": table, "owner_id": account(), "vpc_id": vpc}
    scope.tagged("aws_route_table", "main", own)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    held("AWS::EC2::Route", RouteTableId=table, CidrBlock="0.0.0.0/0", DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    own = {"destination_cidr_block": "0.0.0.0/0", "gateway_id": gateway, "id": f"r-{table}1080289494"}
    scope.managed("aws_route", "world", own | {"route_table_id": table, "state": "active"})
    joined = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    held("AWS::EC2::SubnetRouteTableAssociation", Id=joined, RouteTableId=table, SubnetId=subnet)
    own = {"gateway_id": "", "id": joined, "route_table_id": table, "subnet_id": subnet}
    scope.managed("aws_route_table_association", "main", own)

    address = ec2.allocate_address(Domain="vpc")
    held("AWS::EC2::EIP", PublicIp=address["PublicIp"], AllocationId=address["AllocationId"], Domain="vpc", Tags=tags(scope))
    own = {"allocation_id": address["AllocationId"], "domain": "vpc", "id": address["AllocationId"]}
    scope.tagged("aws_eip", "nat", own | {"public_ip": address["PublicIp"]})
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address["AllocationId"])["NatGateway"]["NatGatewayId"]
    held("AWS::EC2::NatGateway", NatGatewayId=nat, SubnetId=subnet, AllocationId=address["AllocationId"], Tags=tags(scope))
    own = {"allocation_id": address["AllocationId"], "connectivity_type": "public", "id": nat, "subnet_id": subnet}
    scope.tagged("aws_nat_gateway", "main", own)

    service = f"com.amazonaws.{REGION}.s3"
    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, RouteTableIds=[table])["VpcEndpoint"]
    held(
        "AWS::EC2::VPCEndpoint",
        Id=endpoint["VpcEndpointId"],
        VpcId=vpc,
        ServiceName=service,
        VpcEndpointType="Gateway",
        RouteTableIds=[table],
        Tags=tags(scope),
    )
    own = {"id": endpoint["VpcEndpointId"], "service_name": service, "vpc_endpoint_type": "Gateway", "vpc_id": vpc}
    scope.tagged("aws_vpc_endpoint", "s3", own)
    own = {"id": f"a-{endpoint['VpcEndpointId']}1080289494", "route_table_id": table}
    scope.managed("aws_vpc_endpoint_route_table_association", "s3", own | {"vpc_endpoint_id": endpoint["VpcEndpointId"]})
    firewall(scope, vpc)


def firewall(scope, vpc):
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="shop-functions", Description="Functions", VpcId=vpc)["GroupId"]
    out = {"CidrIp": "0.0.0.0/0", "IpProtocol": "-1", "Description": "world"}
    held(
        "AWS::EC2::SecurityGroup",
        Id=group,
        GroupId=group,
        GroupName="shop-functions",
        GroupDescription="Functions",
        VpcId=vpc,
        SecurityGroupEgress=[out],
        Tags=tags(scope),
    )
    own = {"arn": arn("ec2", f"security-group/{group}"), "description": "Functions", "id": group}
    scope.tagged("aws_security_group", "functions", own | {"name": "shop-functions", "vpc_id": vpc})
    # One of the two ways in which Terraform has rules: the other has them in the group.
    own = {"from_port": 0, "id": "sgrule-1905562315", "protocol": "-1", "security_group_id": group, "to_port": 0}
    scope.managed("aws_security_group_rule", "world", own | {"cidr_blocks": ["0.0.0.0/0"], "type": "egress"})
    rule = ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}],
    ).get("SecurityGroupRules", [{}])[0].get("SecurityGroupRuleId", "sgr-0f0e0d0c0b0a09080")
    held(
        "AWS::EC2::SecurityGroupIngress", Id=rule, GroupId=group, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="10.0.0.0/16"
    )
    own = {"cidr_ipv4": "10.0.0.0/16", "from_port": 443, "id": rule, "ip_protocol": "tcp", "to_port": 443}
    scope.tagged("aws_vpc_security_group_ingress_rule", "tls", own | {"security_group_id": group})


def containers(scope, name):
    """A repository of images, what it keeps, and who may pull: three resources of Terraform's."""
    ecr = client("ecr")
    made = ecr.create_repository(repositoryName=name)["repository"]
    rule = {"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 5}}
    kept = json.dumps({"rules": [rule | {"action": {"type": "expire"}}]})
    ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=kept)
    pull = document(statement("ecr:BatchGetImage", Principal={"Service": "lambda.amazonaws.com"}))
    ecr.set_repository_policy(repositoryName=name, policyText=pull)
    held(
        "AWS::ECR::Repository",
        RepositoryName=name,
        Arn=made["repositoryArn"],
        LifecyclePolicy={"LifecyclePolicyText": kept},
        RepositoryPolicyText=json.loads(pull),
        Tags=tags(scope),
    )
    own = {"arn": made["repositoryArn"], "id": name, "name": name, "repository_url": made["repositoryUri"]}
    scope.tagged("aws_ecr_repository", "app", own)
    whose = {"id": name, "registry_id": account(), "repository": name}
    scope.managed("aws_ecr_lifecycle_policy", "app", whose | {"policy": kept})
    scope.managed("aws_ecr_repository_policy", "app", whose | {"policy": pull})


def flows(scope, name, role):
    """A state machine, a stream, and tables of files."""
    definition = json.dumps({"StartAt": "done", "States": {"done": {"Type": "Succeed"}}})
    machine = client("stepfunctions").create_state_machine(name=name, definition=definition, roleArn=role["arn"])
    held(
        "AWS::StepFunctions::StateMachine",
        Arn=machine["stateMachineArn"],
        StateMachineName=name,
        RoleArn=role["arn"],
        DefinitionString=definition,
        Tags=tags(scope),
    )
    own = {"arn": machine["stateMachineArn"], "definition": definition, "id": machine["stateMachineArn"], "name": name}
    scope.tagged("aws_sfn_state_machine", "orders", own | {"role_arn": role["arn"], "type": "STANDARD"})

    client("kinesis").create_stream(StreamName=name, ShardCount=1)
    stream = arn("kinesis", f"stream/{name}")
    held("AWS::Kinesis::Stream", Name=name, Arn=stream, ShardCount=1, Tags=tags(scope))
    scope.tagged("aws_kinesis_stream", "clicks", {"arn": stream, "id": stream, "name": name, "shard_count": 1})

    database = name.replace("-", "_")
    client("glue").create_database(DatabaseInput={"Name": database})
    held("AWS::Glue::Database", DatabaseName=database, CatalogId=account(), DatabaseInput={"Name": database})
    own = {"arn": arn("glue", f"database/{database}"), "catalog_id": account(), "id": f"{account()}:{database}"}
    scope.tagged("aws_glue_catalog_database", "lake", own | {"name": database})


def people(scope, name, policy):
    """A user and a group, with policies: each has resources of its own in Terraform."""
    iam = client("iam")
    made = iam.create_user(UserName=name)["User"]
    text = document(statement("s3:ListAllMyBuckets", "*"))
    iam.put_user_policy(UserName=name, PolicyName="list", PolicyDocument=text)
    iam.attach_user_policy(UserName=name, PolicyArn=policy["arn"])
    inline = {"PolicyName": "list", "PolicyDocument": json.loads(text)}
    held(
        "AWS::IAM::User",
        UserName=name,
        Arn=made["Arn"],
        Path="/",
        ManagedPolicyArns=[policy["arn"]],
        Policies=[inline],
        Tags=tags(scope),
    )
    own = {"arn": made["Arn"], "force_destroy": False, "id": name, "name": name, "path": "/"}
    scope.tagged("aws_iam_user", "robot", own)
    held("AWS::IAM::UserPolicy", UserName=name, **inline)
    own = {"id": f"{name}:list", "name": "list", "policy": text, "user": name}
    scope.managed("aws_iam_user_policy", "list", own)
    own = {"id": f"{name}-20260301101500123400000002", "policy_arn": policy["arn"], "user": name}
    scope.managed("aws_iam_user_policy_attachment", "read", own)
    made = iam.create_group(GroupName=name)["Group"]
    held("AWS::IAM::Group", GroupName=name, Arn=made["Arn"], Path="/")
    scope.managed("aws_iam_group", "team", {"arn": made["Arn"], "id": name, "name": name, "path": "/"})
    iam.add_user_to_group(GroupName=name, UserName=name)
    own = {"group": name, "name": "team", "id": "team", "users": [name]}
    scope.managed("aws_iam_group_membership", "team", own)


def site(scope, bucket):
    """What shows a bucket to the world."""
    cloudfront = client("cloudfront")
    control = {"Name": "shop", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4"}
    made = cloudfront.create_origin_access_control(OriginAccessControlConfig=control)["OriginAccessControl"]["Id"]
    held("AWS::CloudFront::OriginAccessControl", Id=made, OriginAccessControlConfig=control)
    own = {"id": made, "name": "shop", "origin_access_control_origin_type": "s3", "signing_behavior": "always"}
    scope.managed("aws_cloudfront_origin_access_control", "site", own | {"signing_protocol": "sigv4"})
    origin = {
        "Id": "site",
        "DomainName": bucket["bucket_regional_domain_name"],
        "OriginAccessControlId": made,
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behaviour = {
        "TargetOriginId": "site",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }
    asked = {
        "CallerReference": "shop",
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": behaviour,
        "Comment": "",
        "Enabled": True,
    }
    distribution = cloudfront.create_distribution(DistributionConfig=asked)["Distribution"]
    configuration = {"Origins": [origin], "DefaultCacheBehavior": behaviour, "Enabled": True}
    held(
        "AWS::CloudFront::Distribution",
        Id=distribution["Id"],
        DomainName=distribution["DomainName"],
        DistributionConfig=configuration,
        Tags=tags(scope),
    )
    own = {"arn": distribution["ARN"], "domain_name": distribution["DomainName"], "enabled": True}
    scope.tagged("aws_cloudfront_distribution", "site", own | {"id": distribution["Id"]})
