"""Queues, topics, events and schedules."""

import json

from .place import REGION, account, arn, client, document, statement, tag_list


def queue(scope, label, name, *, seconds=30, **more):
    sqs = client("sqs")
    asked = {"VisibilityTimeout": str(seconds), "MessageRetentionPeriod": "345600", "SqsManagedSseEnabled": "true"}
    made = sqs.create_queue(QueueName=name, Attributes=asked, tags=scope.all_tags(None))["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=made, AttributeNames=["All"])["Attributes"]
    attributes = {
        "arn": arn("sqs", name),
        "content_based_deduplication": False,
        "deduplication_scope": "",
        "delay_seconds": 0,
        "fifo_queue": False,
        "fifo_throughput_limit": "",
        "id": made,
        "kms_data_key_reuse_period_seconds": 300,
        "kms_master_key_id": "",
        "max_message_size": int(told["MaximumMessageSize"]),
        "message_retention_seconds": 345600,
        "name": name,
        "name_prefix": "",
        "policy": "",
        "receive_wait_time_seconds": 0,
        "redrive_allow_policy": "",
        "redrive_policy": "",
        "sqs_managed_sse_enabled": True,
        "timeouts": None,
        "url": made,
        "visibility_timeout_seconds": seconds,
    }
    return scope.tagged("aws_sqs_queue", label, attributes, timeouts={"create": 3, "delete": 3, "update": 3}, **more)


def queue_part(scope, type_name, label, of_queue, attribute, value, name):
    """A policy of a queue. `attribute` is SQS's name for it, and `name` Terraform's."""
    text = json.dumps(value, separators=(",", ":"))
    client("sqs").set_queue_attributes(QueueUrl=of_queue["id"], Attributes={attribute: text})
    attributes = {"id": of_queue["id"], "queue_url": of_queue["id"], name: text}
    return scope.managed(type_name, label, attributes)


def queue_policy(scope, label, of_queue, topic):
    allowed = statement("sqs:SendMessage", of_queue["arn"], Principal={"Service": "sns.amazonaws.com"})
    allowed["Condition"] = {"ArnEquals": {"aws:SourceArn": topic["arn"]}}
    policy = json.loads(document(allowed))
    return queue_part(scope, "aws_sqs_queue_policy", label, of_queue, "Policy", policy, "policy")


def redrive(scope, label, of_queue, dead_letters):
    value = {"deadLetterTargetArn": dead_letters["arn"], "maxReceiveCount": 5}
    queue_part(scope, "aws_sqs_queue_redrive_policy", label, of_queue, "RedrivePolicy", value, "redrive_policy")
    value = {"redrivePermission": "byQueue", "sourceQueueArns": [of_queue["arn"]]}
    type_name, name = "aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy"
    queue_part(scope, type_name, label, dead_letters, "RedriveAllowPolicy", value, name)


def topic(scope, label, name, **more):
    sns = client("sns")
    made = sns.create_topic(Name=name, Tags=tag_list(scope.all_tags(None)))["TopicArn"]
    feedback = ["application", "firehose", "http", "lambda", "sqs"]
    attributes = {f"{it}_failure_feedback_role_arn": "" for it in feedback}
    attributes |= {f"{it}_success_feedback_role_arn": "" for it in feedback}
    attributes |= {f"{it}_success_feedback_sample_rate": 0 for it in feedback}
    attributes |= {
        "archive_policy": "",
        "arn": made,
        "beginning_archive_time": "",
        "content_based_deduplication": False,
        "delivery_policy": "",
        "display_name": "",
        "fifo_throughput_scope": "",
        "fifo_topic": False,
        "id": made,
        "kms_master_key_id": "",
        "name": name,
        "name_prefix": "",
        "owner": account(),
        "policy": sns.get_topic_attributes(TopicArn=made)["Attributes"].get("Policy", ""),
        "signature_version": 0,
        "tracing_config": "",
    }
    return scope.tagged("aws_sns_topic", label, attributes, **more)


def topic_policy(scope, label, of_topic):
    allowed = statement("sns:Publish", of_topic["arn"], Principal={"Service": "cloudwatch.amazonaws.com"})
    text = document(allowed)
    client("sns").set_topic_attributes(TopicArn=of_topic["arn"], AttributeName="Policy", AttributeValue=text)
    attributes = {"arn": of_topic["arn"], "id": of_topic["arn"], "owner": account(), "policy": text}
    return scope.managed("aws_sns_topic_policy", label, attributes)


def subscription(scope, label, of_topic, protocol, endpoint):
    made = client("sns").subscribe(
        TopicArn=of_topic["arn"],
        Protocol=protocol,
        Endpoint=endpoint,
        Attributes={"RawMessageDelivery": "true"},
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    attributes = {
        "arn": made,
        "confirmation_timeout_in_minutes": 1,
        "confirmation_was_authenticated": True,
        "delivery_policy": "",
        "endpoint": endpoint,
        "endpoint_auto_confirms": False,
        "filter_policy": "",
        "filter_policy_scope": "",
        "id": made,
        "owner_id": account(),
        "pending_confirmation": False,
        "protocol": protocol,
        "raw_message_delivery": True,
        "redrive_policy": "",
        "replay_policy": "",
        "subscription_role_arn": "",
        "topic_arn": of_topic["arn"],
    }
    return scope.managed("aws_sns_topic_subscription", label, attributes)


def bus(scope, label, name):
    made = client("events").create_event_bus(Name=name, Tags=tag_list(scope.all_tags(None)))["EventBusArn"]
    attributes = {
        "arn": made,
        "dead_letter_config": [],
        "description": "",
        "event_source_name": None,
        "id": name,
        "kms_key_identifier": "",
        "log_config": [],
        "name": name,
    }
    return scope.tagged("aws_cloudwatch_event_bus", label, attributes)


def archive(scope, label, name, of_bus):
    made = client("events").create_archive(ArchiveName=name, EventSourceArn=of_bus["arn"], RetentionDays=14)
    attributes = {
        "arn": made["ArchiveArn"],
        "description": "",
        "event_pattern": "",
        "event_source_arn": of_bus["arn"],
        "id": name,
        "kms_key_identifier": "",
        "name": name,
        "retention_days": 14,
    }
    return scope.managed("aws_cloudwatch_event_archive", label, attributes)


def rule(scope, label, name, of_bus, pattern):
    text = json.dumps(pattern, separators=(",", ":"))
    made = client("events").put_rule(
        Name=name,
        EventBusName=of_bus["name"],
        EventPattern=text,
        State="ENABLED",
        Tags=tag_list(scope.all_tags(None)),
    )["RuleArn"]
    attributes = {
        "arn": made,
        "description": "",
        "event_bus_name": of_bus["name"],
        "event_pattern": text,
        "force_destroy": False,
        "id": f"{of_bus['name']}/{name}",
        "is_enabled": True,
        "name": name,
        "name_prefix": "",
        "role_arn": "",
        "schedule_expression": "",
        "state": "ENABLED",
    }
    return scope.tagged("aws_cloudwatch_event_rule", label, attributes)


def target(scope, label, of_rule, to):
    bus_name, name = of_rule["event_bus_name"], of_rule["name"]
    client("events").put_targets(Rule=name, EventBusName=bus_name, Targets=[{"Id": label, "Arn": to["arn"]}])
    blocks = ["batch", "ecs", "http", "kinesis", "redshift", "sagemaker_pipeline", "sqs", "appsync"]
    attributes = {f"{it}_target": [] for it in blocks}
    attributes |= {
        "arn": to["arn"],
        "dead_letter_config": [],
        "event_bus_name": bus_name,
        "force_destroy": False,
        "id": f"{bus_name}-{name}-{label}",
        "input": "",
        "input_path": "",
        "input_transformer": [],
        "retry_policy": [],
        "role_arn": "",
        "rule": name,
        "run_command_targets": [],
        "target_id": label,
    }
    return scope.managed("aws_cloudwatch_event_target", label, attributes)


def schedule(scope, label, name, expression, to, role):
    made = client("scheduler").create_schedule(
        Name=name,
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": to["arn"], "RoleArn": role["arn"], "Input": '{"task":"clean"}'},
    )["ScheduleArn"]
    shared = ["ecs", "eventbridge", "kinesis", "sagemaker_pipeline", "sqs"]
    written = {f"{it}_parameters": [] for it in shared}
    written |= {
        "arn": to["arn"],
        "dead_letter_config": [],
        "input": '{"task":"clean"}',
        "retry_policy": [{"maximum_event_age_in_seconds": 86400, "maximum_retry_attempts": 185}],
        "role_arn": role["arn"],
    }
    attributes = {
        "action_after_completion": "NONE",
        "arn": made,
        "description": "",
        "end_date": "",
        "flexible_time_window": [{"maximum_window_in_minutes": 0, "mode": "OFF"}],
        "group_name": "default",
        "id": f"default/{name}",
        "kms_key_arn": "",
        "name": name,
        "name_prefix": "",
        "schedule_expression": expression,
        "schedule_expression_timezone": "UTC",
        "start_date": "",
        "state": "ENABLED",
        "target": [written],
    }
    return scope.managed("aws_scheduler_schedule", label, attributes)
