"""What diatonic has no kind for. Only the state tells of most of it: nothing looks at the objects."""

from .place import REGION, account, arn, client
from .functions import package


def queue(scope, label, name, **more):
    url = f"https://sqs.{REGION}.amazonaws.com/{account()}/{name}"
    attributes = {
        "arn": arn("sqs", name),
        "content_based_deduplication": False,
        "deduplication_scope": "",
        "delay_seconds": 0,
        "fifo_queue": False,
        "fifo_throughput_limit": "",
        "id": url,
        "kms_data_key_reuse_period_seconds": 300,
        "kms_master_key_id": "",
        "max_message_size": 262144,
        "message_retention_seconds": 1209600,
        "name": name,
        "name_prefix": "",
        "policy": "",
        "receive_wait_time_seconds": 0,
        "redrive_allow_policy": "",
        "redrive_policy": "",
        "sqs_managed_sse_enabled": True,
        "timeouts": None,
        "url": url,
        "visibility_timeout_seconds": 60,
    }
    return scope.tagged("aws_sqs_queue", label, attributes, timeouts={"create": 3, "delete": 3, "update": 3}, **more)


def layer(scope, label, name, runtimes, **more):
    """Only a real one can be named by a function."""
    packed = package("{}\n", "note.json")
    made = client("lambda").publish_layer_version(
        LayerName=name, Content={"ZipFile": packed}, CompatibleRuntimes=runtimes
    )
    attributes = {
        "arn": made["LayerVersionArn"],
        "code_sha256": made["Content"]["CodeSha256"],
        "compatible_architectures": [],
        "compatible_runtimes": runtimes,
        "created_date": made["CreatedDate"],
        "description": "",
        "filename": f"./builds/{label}.zip",
        "id": made["LayerVersionArn"],
        "layer_arn": made["LayerArn"],
        "layer_name": name,
        "license_info": "",
        "s3_bucket": None,
        "s3_key": None,
        "s3_object_version": None,
        "signing_job_arn": "",
        "signing_profile_version_arn": "",
        "skip_destroy": False,
        "source_code_hash": made["Content"]["CodeSha256"],
        "source_code_size": len(packed),
        "version": str(made["Version"]),
    }
    return scope.managed("aws_lambda_layer_version", label, attributes, **more)


def parameter(scope, label, name, value, kind="String", **more):
    attributes = {
        "allowed_pattern": "",
        "arn": arn("ssm", f"parameter{name}"),
        "data_type": "text",
        "description": "",
        "has_value_wo": None,
        "id": name,
        "insecure_value": None,
        "key_id": "alias/aws/ssm" if kind == "SecureString" else "",
        "name": name,
        "overwrite": None,
        "tier": "Standard",
        "type": kind,
        "value": value,
        "value_wo": None,
        "value_wo_version": None,
        "version": 1,
    }
    return scope.tagged("aws_ssm_parameter", label, attributes, sensitive=["value", "value_wo"], **more)


def secret(scope, label, name, text):
    secret_arn = arn("secretsmanager", f"secret:{name}-a1B2c3")
    attributes = {
        "arn": secret_arn,
        "description": "",
        "force_overwrite_replica_secret": False,
        "id": secret_arn,
        "kms_key_id": "",
        "name": name,
        "name_prefix": "",
        "policy": "",
        "recovery_window_in_days": 30,
        "replica": [],
    }
    scope.tagged("aws_secretsmanager_secret", label, attributes)
    attributes = {
        "arn": secret_arn,
        "has_secret_string_wo": None,
        "id": f"{secret_arn}|terraform-20260301101500000000000001",
        "secret_binary": "",
        "secret_id": secret_arn,
        "secret_string": text,
        "secret_string_wo": None,
        "secret_string_wo_version": None,
        "version_id": "terraform-20260301101500000000000001",
        "version_stages": ["AWSCURRENT"],
    }
    sensitive = ["secret_binary", "secret_string", "secret_string_wo"]
    return scope.managed("aws_secretsmanager_secret_version", label, attributes, sensitive=sensitive)


def key(scope, label, alias, index):
    key_id = "1b6a2d1e-0f3c-4c55-9f0e-3a1f5f8f2c11"
    attributes = {
        "arn": arn("kms", f"key/{key_id}"),
        "bypass_policy_lockout_safety_check": False,
        "custom_key_store_id": "",
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "deletion_window_in_days": 7,
        "description": "",
        "enable_key_rotation": False,
        "id": key_id,
        "is_enabled": True,
        "key_id": key_id,
        "key_usage": "ENCRYPT_DECRYPT",
        "multi_region": False,
        "policy": "{}",
        "rotation_period_in_days": 0,
        "timeouts": None,
        "xks_key_id": "",
    }
    made = scope.tagged("aws_kms_key", label, attributes, timeouts={"create": 2}, key=index)
    attributes = {
        "arn": arn("kms", alias),
        "id": alias,
        "name": alias,
        "name_prefix": "",
        "target_key_arn": made["arn"],
        "target_key_id": key_id,
    }
    scope.managed("aws_kms_alias", label, attributes, key=index)
    return made


def alarm(scope, label, name, namespace, metric, dimensions, threshold, **more):
    attributes = {
        "actions_enabled": True,
        "alarm_actions": [],
        "alarm_description": "",
        "alarm_name": name,
        "arn": arn("cloudwatch", f"alarm:{name}"),
        "comparison_operator": "GreaterThanThreshold",
        "datapoints_to_alarm": 0,
        "dimensions": dimensions,
        "evaluate_low_sample_count_percentiles": "",
        "evaluation_periods": 2,
        "extended_statistic": "",
        "id": name,
        "insufficient_data_actions": [],
        "metric_name": metric,
        "metric_query": [],
        "namespace": namespace,
        "ok_actions": [],
        "period": 60,
        "statistic": "Sum",
        "threshold": threshold,
        "threshold_metric_id": "",
        "treat_missing_data": "notBreaching",
        "unit": "",
    }
    return scope.tagged("aws_cloudwatch_metric_alarm", label, attributes, **more)


def web_acl(scope, label, name, stage, index):
    acl_id = "8c1b9a5e-7f0a-4e0c-a1c7-0b3b8f6f9d22"
    visible = [{"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}]
    attributes = {
        "application_integration_url": "",
        "arn": arn("wafv2", f"regional/webacl/{name}/{acl_id}"),
        "association_config": [],
        "capacity": 702,
        "captcha_config": [],
        "challenge_config": [],
        "custom_response_body": [],
        "default_action": [{"allow": [{"custom_request_handling": []}], "block": []}],
        "description": "",
        "id": acl_id,
        "lock_token": "0f0e0d0c-0b0a-0908-0706-050403020100",
        "name": name,
        "name_prefix": "",
        "rule": [{"action": [], "name": "rate", "priority": 1, "visibility_config": visible}],
        "rule_json": None,
        "scope": "REGIONAL",
        "token_domains": None,
        "visibility_config": visible,
    }
    made = scope.tagged("aws_wafv2_web_acl", label, attributes, key=index)
    attributes = {
        "id": f"{made['arn']},{stage['arn']}",
        "resource_arn": stage["arn"],
        "timeouts": None,
        "web_acl_arn": made["arn"],
    }
    scope.managed("aws_wafv2_web_acl_association", label, attributes, timeouts={"create": 5}, key=index)


def certificate(scope, label, domain, **more):
    of_us_east_1 = arn("acm", "certificate/0d9c3f1e-5a7b-4f55-8a52-6f4c0c0a9b10", "us-east-1")
    attributes = {
        "arn": of_us_east_1,
        "certificate_authority_arn": "",
        "certificate_body": None,
        "certificate_chain": None,
        "domain_name": domain,
        "domain_validation_options": [],
        "early_renewal_duration": "",
        "id": of_us_east_1,
        "key_algorithm": "RSA_2048",
        "not_after": "2027-03-01T23:59:59Z",
        "not_before": "2026-03-01T00:00:00Z",
        "options": [{"certificate_transparency_logging_preference": "ENABLED"}],
        "pending_renewal": False,
        "private_key": None,
        "renewal_eligibility": "INELIGIBLE",
        "renewal_summary": [],
        "status": "ISSUED",
        "subject_alternative_names": [domain],
        "type": "AMAZON_ISSUED",
        "validation_emails": [],
        "validation_method": "DNS",
    }
    return scope.tagged("aws_acm_certificate", label, attributes, sensitive=["private_key"], **more)


def website(scope, label, bucket):
    """A setting of a bucket that somebody else owns."""
    attributes = {
        "bucket": bucket,
        "error_document": [{"key": "error.html"}],
        "expected_bucket_owner": "",
        "id": bucket,
        "index_document": [{"suffix": "index.html"}],
        "redirect_all_requests_to": [],
        "routing_rule": [],
        "routing_rules": "",
        "website_domain": f"s3-website.{REGION}.amazonaws.com",
        "website_endpoint": f"{bucket}.s3-website.{REGION}.amazonaws.com",
    }
    return scope.managed("aws_s3_bucket_website_configuration", label, attributes)
