"""Keys, secrets and parameters."""

from .place import account, arn, client, document, statement, tag_list


def key(scope, label, alias):
    """A key, its policy and its alias: three resources of Terraform's."""
    kms = client("kms")
    policy = document(statement("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{account()}:root"}))
    tags = [{"TagKey": key, "TagValue": value} for key, value in scope.all_tags(None).items()]
    made = kms.create_key(Description="Orders", Policy=policy, Tags=tags)["KeyMetadata"]
    kms.enable_key_rotation(KeyId=made["KeyId"], RotationPeriodInDays=365)
    attributes = {
        "arn": made["Arn"],
        "bypass_policy_lockout_safety_check": False,
        "custom_key_store_id": "",
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "deletion_window_in_days": 7,
        "description": "Orders",
        "enable_key_rotation": True,
        "id": made["KeyId"],
        "is_enabled": True,
        "key_id": made["KeyId"],
        "key_usage": "ENCRYPT_DECRYPT",
        "multi_region": False,
        "policy": policy,
        "rotation_period_in_days": 365,
        "timeouts": None,
        "xks_key_id": "",
    }
    made = scope.tagged("aws_kms_key", label, attributes, timeouts={"create": 2})
    kms.create_alias(AliasName=alias, TargetKeyId=made["key_id"])
    attributes = {
        "arn": arn("kms", alias),
        "id": alias,
        "name": alias,
        "name_prefix": "",
        "target_key_arn": made["arn"],
        "target_key_id": made["key_id"],
    }
    scope.managed("aws_kms_alias", label, attributes)
    attributes = {
        "bypass_policy_lockout_safety_check": False,
        "id": made["key_id"],
        "key_id": made["key_id"],
        "policy": policy,
    }
    scope.managed("aws_kms_key_policy", label, attributes)
    return made


def secret(scope, label, name, text):
    """A secret, its value and its policy: three resources of Terraform's."""
    manager = client("secretsmanager")
    made = manager.create_secret(Name=name, SecretString=text, Tags=tag_list(scope.all_tags(None)))
    secret_arn = made["ARN"]
    policy = document(
        statement("secretsmanager:GetSecretValue", "*", Principal={"AWS": f"arn:aws:iam::{account()}:root"})
    )
    manager.put_resource_policy(SecretId=secret_arn, ResourcePolicy=policy)
    attributes = {
        "arn": secret_arn,
        "description": "",
        "force_overwrite_replica_secret": False,
        "id": secret_arn,
        "kms_key_id": "",
        "name": name,
        "name_prefix": "",
        "policy": policy,
        "recovery_window_in_days": 30,
        "replica": [],
    }
    of_secret = scope.tagged("aws_secretsmanager_secret", label, attributes)
    attributes = {
        "arn": secret_arn,
        "has_secret_string_wo": None,
        "id": f"{secret_arn}|{made['VersionId']}",
        "secret_binary": "",
        "secret_id": secret_arn,
        "secret_string": text,
        "secret_string_wo": None,
        "secret_string_wo_version": None,
        "version_id": made["VersionId"],
        "version_stages": ["AWSCURRENT"],
    }
    sensitive = ["secret_binary", "secret_string", "secret_string_wo"]
    scope.managed("aws_secretsmanager_secret_version", label, attributes, sensitive=sensitive)
    attributes = {"block_public_policy": None, "id": secret_arn, "policy": policy, "secret_arn": secret_arn}
    scope.managed("aws_secretsmanager_secret_policy", label, attributes)
    return of_secret


def parameter(scope, label, name, value):
    client("ssm").put_parameter(Name=name, Value=value, Type="String", Tags=tag_list(scope.all_tags(None)))
    attributes = {
        "allowed_pattern": "",
        "arn": arn("ssm", f"parameter{name}"),
        "data_type": "text",
        "description": "",
        "has_value_wo": None,
        "id": name,
        "insecure_value": None,
        "key_id": "",
        "name": name,
        "overwrite": None,
        "tier": "Standard",
        "type": "String",
        "value": value,
        "value_wo": None,
        "value_wo_version": None,
        "version": 1,
    }
    return scope.tagged("aws_ssm_parameter", label, attributes, sensitive=["value", "value_wo"])
