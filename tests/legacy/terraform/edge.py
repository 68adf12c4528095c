"""Zones, certificates and what stands before an API."""

import uuid

from .place import account, client, tag_list


def zone(scope, label, name):
    route53 = client("route53")
    made = route53.create_hosted_zone(
        Name=name, CallerReference=str(uuid.uuid4()), HostedZoneConfig={"Comment": "Managed by Terraform"}
    )
    zone_id = made["HostedZone"]["Id"].removeprefix("/hostedzone/")
    route53.change_tags_for_resource(
        ResourceType="hostedzone", ResourceId=zone_id, AddTags=tag_list(scope.all_tags(None))
    )
    servers = made["DelegationSet"]["NameServers"]
    attributes = {
        "arn": f"arn:aws:route53:::hostedzone/{zone_id}",
        "comment": "Managed by Terraform",
        "delegation_set_id": "",
        "enable_accelerated_recovery": False,
        "force_destroy": False,
        "id": zone_id,
        "name": name,
        "name_servers": servers,
        "primary_name_server": servers[0],
        "timeouts": None,
        "vpc": [],
        "zone_id": zone_id,
    }
    return scope.tagged("aws_route53_zone", label, attributes)


def record(scope, label, of_zone, name, kind, values, seconds=300):
    found = {"Name": name, "Type": kind, "TTL": seconds, "ResourceRecords": [{"Value": it} for it in values]}
    client("route53").change_resource_record_sets(
        HostedZoneId=of_zone["id"], ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": found}]}
    )
    policies = ["cidr", "failover", "geolocation", "geoproximity", "latency", "weighted"]
    attributes = {f"{it}_routing_policy": [] for it in policies}
    attributes |= {
        "alias": [],
        "allow_overwrite": None,
        "fqdn": name,
        "health_check_id": "",
        "id": f"{of_zone['id']}_{name}_{kind}",
        "multivalue_answer_routing_policy": False,
        "name": name,
        "records": values,
        "set_identifier": "",
        "timeouts": None,
        "ttl": seconds,
        "type": kind,
        "zone_id": of_zone["id"],
    }
    return scope.managed("aws_route53_record", label, attributes)


def certificate(scope, label, domain, of_zone):
    """A certificate, the record that proves the domain, and that it was waited for: three resources of Terraform's."""
    acm = client("acm")
    made = acm.request_certificate(
        DomainName=domain, ValidationMethod="DNS", Tags=tag_list(scope.all_tags(None))
    )["CertificateArn"]
    described = acm.describe_certificate(CertificateArn=made)["Certificate"]
    proof = described["DomainValidationOptions"][0]["ResourceRecord"]
    option = {
        "domain_name": domain,
        "resource_record_name": proof["Name"],
        "resource_record_type": proof["Type"],
        "resource_record_value": proof["Value"],
    }
    attributes = {
        "arn": made,
        "certificate_authority_arn": "",
        "certificate_body": None,
        "certificate_chain": None,
        "domain_name": domain,
        "domain_validation_options": [option],
        "early_renewal_duration": "",
        "id": made,
        "key_algorithm": "RSA_2048",
        "not_after": "2027-03-01T23:59:59Z",
        "not_before": "2026-03-01T00:00:00Z",
        "options": [{"certificate_transparency_logging_preference": "ENABLED", "export": "DISABLED"}],
        "pending_renewal": False,
        "private_key": None,
        "renewal_eligibility": "INELIGIBLE",
        "renewal_summary": [],
        "status": "ISSUED",
        "subject_alternative_names": [domain],
        "type": "AMAZON_ISSUED",
        "validation_emails": [],
        "validation_method": "DNS",
        "validation_option": [],
    }
    of_certificate = scope.tagged("aws_acm_certificate", label, attributes, sensitive=["private_key"])
    record(scope, f"{label}_proof", of_zone, proof["Name"].rstrip("."), proof["Type"], [proof["Value"]], 60)
    attributes = {
        "certificate_arn": made,
        "id": "2026-03-01 10:15:00 +0000 UTC",
        "timeouts": None,
        "validation_record_fqdns": [proof["Name"]],
    }
    scope.managed("aws_acm_certificate_validation", label, attributes, timeouts={"create": 75})
    return of_certificate


def visible(name):
    asked = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}
    written = {"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}
    return asked, [written]


def web_acl(scope, label, name, stage):
    """A web ACL that limits rates, and the stage of an API that it stands before: two resources of Terraform's."""
    waf = client("wafv2")
    asked_of_rule, written_of_rule = visible("rate")
    asked, written = visible(name)
    limit = {"Limit": 2000, "EvaluationWindowSec": 300, "AggregateKeyType": "IP"}
    rule = {
        "Name": "rate",
        "Priority": 1,
        "Statement": {"RateBasedStatement": limit},
        "Action": {"Block": {}},
        "VisibilityConfig": asked_of_rule,
    }
    made = waf.create_web_acl(
        Name=name,
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=[rule],
        VisibilityConfig=asked,
        Tags=tag_list(scope.all_tags(None)),
    )["Summary"]
    waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=stage["arn"])
    actions = ["allow", "captcha", "challenge", "count"]
    by_rate = {
        "aggregate_key_type": "IP",
        "custom_key": [],
        "evaluation_window_sec": 300,
        "forwarded_ip_config": [],
        "limit": 2000,
        "scope_down_statement": [],
    }
    rule = {
        "action": [dict.fromkeys(actions, []) | {"block": [{"custom_response": []}]}],
        "captcha_config": [],
        "challenge_config": [],
        "name": "rate",
        "override_action": [],
        "priority": 1,
        "rule_label": [],
        "statement": [{"rate_based_statement": [by_rate]}],
        "visibility_config": written_of_rule,
    }
    attributes = {
        "application_integration_url": "",
        "arn": made["ARN"],
        "association_config": [],
        "capacity": 2,
        "captcha_config": [],
        "challenge_config": [],
        "custom_response_body": [],
        "data_protection_config": [],
        "default_action": [{"allow": [{"custom_request_handling": []}], "block": []}],
        "description": "",
        "id": made["Id"],
        "lock_token": made["LockToken"],
        "name": name,
        "name_prefix": "",
        "rule": [rule],
        "rule_json": None,
        "scope": "REGIONAL",
        "token_domains": None,
        "visibility_config": written,
    }
    of_acl = scope.tagged("aws_wafv2_web_acl", label, attributes)
    attributes = {
        "id": f"{made['ARN']},{stage['arn']}",
        "resource_arn": stage["arn"],
        "timeouts": None,
        "web_acl_arn": made["ARN"],
    }
    scope.managed("aws_wafv2_web_acl_association", label, attributes, timeouts={"create": 5})
    return of_acl


def budget(scope, label, name, topic):
    costs = [
        "IncludeCredit",
        "IncludeDiscount",
        "IncludeOtherSubscription",
        "IncludeRecurring",
        "IncludeRefund",
        "IncludeSubscription",
        "IncludeSupport",
        "IncludeTax",
        "IncludeUpfront",
        "UseAmortized",
        "UseBlended",
    ]
    counted = {it: it.startswith("Include") for it in costs}
    found = {
        "BudgetName": name,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "100.0", "Unit": "USD"},
        "CostFilters": {"TagKeyValue": ["user:Project$shop"]},
        "CostTypes": counted,
        "TimePeriod": {"Start": 1767225600, "End": 3706473600},
    }
    told = {
        "Notification": {
            "NotificationType": "ACTUAL",
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": 80.0,
            "ThresholdType": "PERCENTAGE",
        },
        "Subscribers": [{"SubscriptionType": "SNS", "Address": topic["arn"]}],
    }
    client("budgets").create_budget(
        AccountId=account(),
        Budget=found,
        NotificationsWithSubscribers=[told],
        ResourceTags=tag_list(scope.all_tags(None)),
    )
    words = {it: "".join(f"_{c.lower()}" if c.isupper() else c for c in it).lstrip("_") for it in costs}
    notification = {
        "comparison_operator": "GREATER_THAN",
        "notification_type": "ACTUAL",
        "subscriber_email_addresses": [],
        "subscriber_sns_topic_arns": [topic["arn"]],
        "threshold": 80,
        "threshold_type": "PERCENTAGE",
    }
    attributes = {
        "account_id": account(),
        "arn": f"arn:aws:budgets::{account()}:budget/{name}",
        "auto_adjust_data": [],
        "billing_view_arn": "",
        "budget_type": "COST",
        "cost_filter": [{"name": "TagKeyValue", "values": ["user:Project$shop"]}],
        "cost_types": [{words[it]: is_counted for it, is_counted in counted.items()}],
        "filter_expression": [],
        "id": f"{account()}:{name}",
        "limit_amount": "100.0",
        "limit_unit": "USD",
        "metrics": [],
        "name": name,
        "name_prefix": "",
        "notification": [notification],
        "planned_limit": [],
        "time_period_end": "2087-06-15_00:00",
        "time_period_start": "2026-01-01_00:00",
        "time_unit": "MONTHLY",
    }
    return scope.tagged("aws_budgets_budget", label, attributes)


def vault(scope, label, name):
    made = client("backup").create_backup_vault(BackupVaultName=name, BackupVaultTags=scope.all_tags(None))
    described = client("backup").describe_backup_vault(BackupVaultName=name)
    attributes = {
        "arn": made["BackupVaultArn"],
        "force_destroy": False,
        "id": name,
        "kms_key_arn": described.get("EncryptionKeyArn", ""),
        "name": name,
        "recovery_points": 0,
        "timeouts": None,
    }
    return scope.tagged("aws_backup_vault", label, attributes, timeouts={"delete": 10})


def backup_plan(scope, label, name, of_vault, role, table):
    """A plan, and what it is for: two resources of Terraform's."""
    backup = client("backup")
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": of_vault["name"],
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 60,
        "CompletionWindowMinutes": 180,
        "Lifecycle": {"DeleteAfterDays": 30},
    }
    made = backup.create_backup_plan(
        BackupPlan={"BackupPlanName": name, "Rules": [rule]}, BackupPlanTags=scope.all_tags(None)
    )
    written = {
        "completion_window": 180,
        "copy_action": [],
        "enable_continuous_backup": False,
        "lifecycle": [
            {"cold_storage_after": 0, "delete_after": 30, "opt_in_to_archive_for_supported_resources": False}
        ],
        "recovery_point_tags": {},
        "rule_name": "daily",
        "scan_action": [],
        "schedule": "cron(0 5 ? * * *)",
        "schedule_expression_timezone": "Etc/UTC",
        "start_window": 60,
        "target_logically_air_gapped_backup_vault_arn": "",
        "target_vault_name": of_vault["name"],
    }
    attributes = {
        "advanced_backup_setting": [],
        "arn": made["BackupPlanArn"],
        "id": made["BackupPlanId"],
        "name": name,
        "rule": [written],
        "scan_setting": [],
        "version": made["VersionId"],
    }
    of_plan = scope.tagged("aws_backup_plan", label, attributes)
    selection = {"SelectionName": "tables", "IamRoleArn": role["arn"], "Resources": [table["arn"]]}
    made = backup.create_backup_selection(BackupPlanId=of_plan["id"], BackupSelection=selection)
    attributes = {
        "condition": [],
        "iam_role_arn": role["arn"],
        "id": made["SelectionId"],
        "name": "tables",
        "not_resources": [],
        "plan_id": of_plan["id"],
        "resources": [table["arn"]],
        "selection_tag": [],
    }
    scope.managed("aws_backup_selection", label, attributes)
    return of_plan
