"""Roles and policies."""

import json

from .place import client, document, statement, tag_list


def trust(service):
    """Who may take a role on that a service works under."""
    return document(statement("sts:AssumeRole", Principal={"Service": service}))


def web_identity(identity_pool, amr):
    """Who may take a role on that a pool hands out."""
    provider = "cognito-identity.amazonaws.com"
    condition = {"StringEquals": {f"{provider}:aud": identity_pool}, "ForAnyValue:StringLike": {f"{provider}:amr": amr}}
    allowed = statement("sts:AssumeRoleWithWebIdentity", Principal={"Federated": provider}, Condition=condition)
    return document(allowed)


def role(scope, label, name, trust_policy, *, description="", tags=None, **more):
    made = client("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=trust_policy,
        Tags=tag_list(scope.all_tags(tags)),
        **({"Description": description} if description else {}),
    )["Role"]
    attributes = {
        "arn": made["Arn"],
        "assume_role_policy": trust_policy,
        "create_date": made["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "description": description,
        "force_detach_policies": False,
        "id": name,
        "inline_policy": [],
        "managed_policy_arns": [],
        "max_session_duration": 3600,
        "name": name,
        "name_prefix": "",
        "path": "/",
        "permissions_boundary": "",
        "unique_id": made["RoleId"],
    }
    return scope.tagged("aws_iam_role", label, attributes, tags, **more)


def policy(scope, label, name, text, *, description="", tags=None, **more):
    made = client("iam").create_policy(
        PolicyName=name,
        PolicyDocument=text,
        Tags=tag_list(scope.all_tags(tags)),
        **({"Description": description} if description else {}),
    )["Policy"]
    attributes = {
        "arn": made["Arn"],
        "attachment_count": 0,
        "description": description,
        "id": made["Arn"],
        "name": name,
        "name_prefix": "",
        "path": "/",
        "policy": text,
        "policy_id": made["PolicyId"],
    }
    return scope.tagged("aws_iam_policy", label, attributes, tags, **more)


def attachment(scope, label, of_role, policy_arn, **more):
    client("iam").attach_role_policy(RoleName=of_role["name"], PolicyArn=policy_arn)
    attributes = {
        "id": f"{of_role['name']}-20260301101500123400000001",
        "policy_arn": policy_arn,
        "role": of_role["name"],
    }
    return scope.managed("aws_iam_role_policy_attachment", label, attributes, **more)


def role_policy(scope, label, of_role, name, text, **more):
    client("iam").put_role_policy(RoleName=of_role["name"], PolicyName=name, PolicyDocument=text)
    full_id = f"{of_role['name']}:{name}"
    attributes = {"id": full_id, "name": name, "name_prefix": "", "policy": text, "role": of_role["name"]}
    return scope.managed("aws_iam_role_policy", label, attributes, **more)


def policy_document(scope, label, text):
    """What writes a policy in Terraform's own words."""
    attributes = {
        "id": "2839501847",
        "json": json.dumps(json.loads(text), indent=2),
        "minified_json": text,
        "override_policy_documents": None,
        "policy_id": None,
        "source_policy_documents": None,
        "statement": [],
        "version": "2012-10-17",
    }
    return scope.data("aws_iam_policy_document", label, attributes)
