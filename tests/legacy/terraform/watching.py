"""Alarms, dashboards and what becomes of logs."""

import json

from .place import arn, client, document, statement, tag_list


def alarm(scope, label, name, dimensions, topic):
    client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=2,
        Threshold=5.0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[topic["arn"]],
        Tags=tag_list(scope.all_tags(None)),
    )
    attributes = {
        "actions_enabled": True,
        "alarm_actions": [topic["arn"]],
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
        "metric_name": "Errors",
        "metric_query": [],
        "namespace": "AWS/Lambda",
        "ok_actions": [],
        "period": 60,
        "statistic": "Sum",
        "threshold": 5,
        "threshold_metric_id": "",
        "treat_missing_data": "notBreaching",
        "unit": "",
    }
    return scope.tagged("aws_cloudwatch_metric_alarm", label, attributes)


def composite_alarm(scope, label, name, of_alarm):
    rule = f'ALARM("{of_alarm["alarm_name"]}")'
    client("cloudwatch").put_composite_alarm(AlarmName=name, AlarmRule=rule, Tags=tag_list(scope.all_tags(None)))
    attributes = {
        "actions_enabled": True,
        "actions_suppressor": [],
        "alarm_actions": [],
        "alarm_description": "",
        "alarm_name": name,
        "alarm_rule": rule,
        "arn": arn("cloudwatch", f"alarm:{name}"),
        "id": name,
        "insufficient_data_actions": [],
        "ok_actions": [],
    }
    return scope.tagged("aws_cloudwatch_composite_alarm", label, attributes)


def dashboard(scope, label, name):
    text = {"type": "text", "x": 0, "y": 0, "width": 6, "height": 3, "properties": {"markdown": "# Orders"}}
    body = json.dumps({"widgets": [text]}, separators=(",", ":"))
    client("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=body)
    attributes = {
        "dashboard_arn": arn("cloudwatch", f"dashboard/{name}", ""),
        "dashboard_body": body,
        "dashboard_name": name,
        "id": name,
    }
    return scope.managed("aws_cloudwatch_dashboard", label, attributes)


def metric_filter(scope, label, name, group):
    transformation = {"metricName": "Errors", "metricNamespace": "Orders", "metricValue": "1"}
    client("logs").put_metric_filter(
        logGroupName=group["name"], filterName=name, filterPattern="ERROR", metricTransformations=[transformation]
    )
    written = {
        "default_value": "",
        "dimensions": {},
        "name": "Errors",
        "namespace": "Orders",
        "unit": "None",
        "value": "1",
    }
    attributes = {
        "apply_on_transformed_logs": False,
        "id": name,
        "log_group_name": group["name"],
        "metric_transformation": [written],
        "name": name,
        "pattern": "ERROR",
    }
    return scope.managed("aws_cloudwatch_log_metric_filter", label, attributes)


def subscription_filter(scope, label, name, group, function):
    client("logs").put_subscription_filter(
        logGroupName=group["name"], filterName=name, filterPattern="ERROR", destinationArn=function["arn"]
    )
    attributes = {
        "apply_on_transformed_logs": False,
        "destination_arn": function["arn"],
        "distribution": "ByLogStream",
        "emit_system_fields": None,
        "filter_pattern": "ERROR",
        "id": "cwlsf-1905562315",
        "log_group_name": group["name"],
        "name": name,
        "role_arn": "",
    }
    return scope.managed("aws_cloudwatch_log_subscription_filter", label, attributes)


def resource_policy(scope, label, name):
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    text = document(statement(actions, arn("logs", "log-group:/aws/events/*:*"), Principal={"Service": "events.amazonaws.com"}))
    client("logs").put_resource_policy(policyName=name, policyDocument=text)
    attributes = {"id": name, "policy_document": text, "policy_name": name}
    return scope.managed("aws_cloudwatch_log_resource_policy", label, attributes)
