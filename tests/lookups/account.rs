//! What an account has by itself, and what others keep in it.

use serde_json::json;

use crate::world::World;

#[test]
fn keys_certificates_policies_and_limits() {
    let world = World::at_ministack(
        r#"
        existing:
          acm.certificate:
            site: { domain: example.com }
          kms.key:
            main: { alias: alias/main }
          iam.managed_policy:
            basic: { name: AWSLambdaBasicExecutionRole }
          sts.caller:
            me: {}
          account.limits:
            here: {}
          ssm.parameter:
            url: { name: /shop/url }
          secretsmanager.secret:
            token: { name: token }
          cloudformation.outputs:
            core: { stack: core }
          ecr.image:
            api: { repository: api, tag: live }
          route53.zone:
            main: { name: example.com }
        outputs:
          certificate: ${existing.acm.certificate.site.arn}
          key: ${existing.kms.key.main.id}
          policy: ${existing.iam.managed_policy.basic.arn}
          account: ${existing.sts.caller.me.account}
          concurrency: ${existing.account.limits.here.concurrent_executions}
          url: ${existing.ssm.parameter.url.value}
          secret: ${existing.secretsmanager.secret.token.arn}
          queue: ${existing.cloudformation.outputs.core.Queue}
          image: ${existing.ecr.image.api.uri}
          zone: ${existing.route53.zone.main.id}
        "#,
    );
    let made = world.asks(
        r#"
        acm = boto3.client("acm")
        acm.request_certificate(DomainName="other.example.com")
        certificate = acm.request_certificate(DomainName="example.com", SubjectAlternativeNames=["www.example.com"], ValidationMethod="DNS")
        key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
        boto3.client("kms").create_alias(AliasName="alias/main", TargetKeyId=key)
        boto3.client("ssm").put_parameter(Name="/shop/url", Value="https://x", Type="String")
        secret = boto3.client("secretsmanager").create_secret(Name="token", SecretString="hunter2")["ARN"]
        template = {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "core"}}},
                    "Outputs": {"Queue": {"Value": {"Fn::GetAtt": ["Q", "Arn"]}}}}
        boto3.client("cloudformation").create_stack(StackName="core", TemplateBody=json.dumps(template))
        ecr = boto3.client("ecr")
        ecr.create_repository(repositoryName="api")
        image = ecr.put_image(repositoryName="api", imageTag="live", imageManifest=json.dumps(
            {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
             "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:" + "0" * 64},
             "layers": []}))
        zone = boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference="a")
        print(json.dumps({"certificate": certificate["CertificateArn"], "key": key, "secret": secret,
                          "digest": image["image"]["imageId"]["imageDigest"],
                          "zone": zone["HostedZone"]["Id"].split("/")[-1]}))
        "#,
    );
    let account = &world.account;
    let outputs = world.outputs();
    assert_eq!(outputs["certificate"], made["certificate"]);
    assert_eq!(outputs["key"], made["key"]);
    assert_eq!(
        outputs["policy"],
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    );
    assert_eq!(outputs["account"], json!(account));
    assert!(outputs["concurrency"].as_u64().is_some_and(|count| count > 0), "{outputs}");
    assert_eq!(outputs["url"], "https://x");
    assert_eq!(outputs["secret"], made["secret"]);
    assert_eq!(outputs["queue"], json!(format!("arn:aws:sqs:us-east-2:{account}:core")));
    let digest = made["digest"].as_str().expect("a digest");
    let image = format!("{account}.dkr.ecr.us-east-2.amazonaws.com/api@{digest}");
    assert_eq!(outputs["image"], json!(image));
    assert_eq!(outputs["zone"], made["zone"]);
    let policies = world.must(&["permissions"]);
    for action in [
        "acm:ListCertificates", "cloudformation:DescribeStacks", "ecr:DescribeImages",
        "iam:ListPolicies", "kms:DescribeKey", "lambda:GetAccountSettings",
        "route53:ListHostedZones", "secretsmanager:DescribeSecret", "ssm:GetParameter",
        "sts:GetCallerIdentity",
    ] {
        assert!(policies.contains(action), "{action}: {policies}");
    }
}

#[test]
fn the_value_of_a_secret_is_never_shown() {
    let world = World::at_ministack(
        r#"
        existing:
          secretsmanager.secret:
            token: { name: token, value: true }
        ssm.parameter:
          copy: { name: /copy, secret: "${existing.secretsmanager.secret.token.value}" }
        "#,
    );
    world.boto(
        r#"boto3.client("secretsmanager").create_secret(Name="token", SecretString="hunter2")"#,
    );
    let plan = world.run(&["plan"]);
    assert!(!format!("{plan:?}").contains("hunter2"), "{plan:?}");
    assert_eq!(plan.code, Some(0), "{plan:?}");
    world.must(&["apply", "--auto-approve"]);
    let state = std::fs::read_to_string(world.project.path().join(".diatonic/dev/state.json"));
    assert!(!state.expect("a state").contains("hunter2"));
}

#[test]
fn what_is_not_there_is_told_by_each_sort() {
    let world = World::at_ministack(
        r#"
        existing:
          iam.managed_policy:
            basic: { name: AWSLambdaBasicExecutionRol }
          cloudformation.outputs:
            core: { stack: core }
          ecr.image:
            api: { repository: api, tag: live }
          kms.key:
            main: { alias: alias/none }
          acm.certificate:
            site: { domain: www.example.com }
        "#,
    );
    let told = world.refused();
    for message in [
        "there is no such `iam.managed_policy`", "did you mean `AWSLambdaBasicExecutionRole`?",
        "there is no stack `core` of CloudFormation", "there is no repository `api`",
        "there is no such `kms.key`", "there is no such `acm.certificate`",
    ] {
        assert!(told.contains(message), "{message}: {told}");
    }
}
