"""Functions, who may call them, and what they log."""

import base64
import hashlib
import io
import zipfile

from .place import arn, client


def package(content, file="index.js"):
    """The archive of a function: the same content gives the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr(zipfile.ZipInfo(file), content)
    return archive.getvalue()


def archive_file(scope, label, content, key=None):
    """The data source that packs a function."""
    packed = package(content)
    attributes = {
        "exclude_symlink_directories": None,
        "excludes": None,
        "id": hashlib.sha1(packed).hexdigest(),
        "output_base64sha256": base64.b64encode(hashlib.sha256(packed).digest()).decode(),
        "output_file_mode": None,
        "output_md5": hashlib.md5(packed).hexdigest(),
        "output_path": f"./builds/{label}.zip",
        "output_sha": hashlib.sha1(packed).hexdigest(),
        "output_size": len(packed),
        "source": [],
        "source_content": None,
        "source_content_filename": None,
        "source_dir": None,
        "source_file": f"./builds/{label}/index.js",
        "type": "zip",
    }
    return scope.data("archive_file", label, attributes, key)


def function(
    scope,
    label,
    name,
    role,
    environment,
    *,
    content,
    handler="index.handler",
    runtime="nodejs18.x",
    memory=128,
    timeout=3,
    dead_letter=None,
    tracing=False,
    layers=(),
    tags=None,
    region=None,
    **more,
):
    packed = package(content)
    asked = {
        "FunctionName": name,
        "Runtime": runtime,
        "Handler": handler,
        "Role": role["arn"],
        "MemorySize": memory,
        "Timeout": timeout,
        "Code": {"ZipFile": packed},
        "Tags": scope.all_tags(tags),
    }
    asked |= {"Environment": {"Variables": environment}} if environment else {}
    asked |= {"DeadLetterConfig": {"TargetArn": dead_letter}} if dead_letter else {}
    asked |= {"TracingConfig": {"Mode": "Active"}} if tracing else {}
    asked |= {"Layers": list(layers)} if layers else {}
    functions = client("lambda", region) if region else client("lambda")
    made = functions.create_function(**asked)
    region = functions.meta.region_name
    invoke = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{made['FunctionArn']}/invocations"
    attributes = {
        "architectures": ["x86_64"],
        "arn": made["FunctionArn"],
        "code_sha256": made["CodeSha256"],
        "code_signing_config_arn": "",
        "dead_letter_config": [{"target_arn": dead_letter}] if dead_letter else [],
        "description": "",
        "environment": [{"variables": environment}] if environment else [],
        "ephemeral_storage": [{"size": 512}],
        "file_system_config": [],
        "filename": f"./builds/{label}.zip",
        "function_name": name,
        "handler": handler,
        "id": name,
        "image_config": [],
        "image_uri": "",
        "invoke_arn": invoke,
        "kms_key_arn": "",
        "last_modified": made["LastModified"],
        "layers": list(layers),
        "logging_config": [
            {
                "application_log_level": "",
                "log_format": "Text",
                "log_group": f"/aws/lambda/{name}",
                "system_log_level": "",
            }
        ],
        "memory_size": memory,
        "package_type": "Zip",
        "publish": False,
        "qualified_arn": f"{made['FunctionArn']}:$LATEST",
        "qualified_invoke_arn": invoke.replace("/invocations", ":$LATEST/invocations"),
        "replace_security_groups_on_destroy": None,
        "replacement_security_group_ids": None,
        "reserved_concurrent_executions": -1,
        "role": role["arn"],
        "runtime": runtime,
        "s3_bucket": None,
        "s3_key": None,
        "s3_object_version": None,
        "signing_job_arn": "",
        "signing_profile_version_arn": "",
        "skip_destroy": False,
        "snap_start": [],
        "source_code_hash": made["CodeSha256"],
        "source_code_size": len(packed),
        "timeout": timeout,
        "timeouts": None,
        "tracing_config": [{"mode": "Active" if tracing else "PassThrough"}],
        "version": "$LATEST",
        "vpc_config": [],
    }
    return scope.tagged(
        "aws_lambda_function", label, attributes, tags, timeouts={"create": 10, "delete": 10, "update": 10}, **more
    )


def permission(scope, label, of_function, statement_id, source_arn, principal="apigateway.amazonaws.com", **more):
    client("lambda").add_permission(
        FunctionName=of_function["function_name"],
        StatementId=statement_id,
        Action="lambda:InvokeFunction",
        Principal=principal,
        SourceArn=source_arn,
    )
    attributes = {
        "action": "lambda:InvokeFunction",
        "event_source_token": None,
        "function_name": of_function["function_name"],
        "function_url_auth_type": None,
        "id": statement_id,
        "principal": principal,
        "principal_org_id": None,
        "qualifier": "",
        "source_account": None,
        "source_arn": source_arn,
        "statement_id": statement_id,
        "statement_id_prefix": "",
    }
    return scope.managed("aws_lambda_permission", label, attributes, depends_on=[of_function], **more)


def log_group(scope, label, name, retention, *, tags=None, region=None, **more):
    logs = client("logs", region) if region else client("logs")
    logs.create_log_group(logGroupName=name, tags=scope.all_tags(tags))
    if retention:
        logs.put_retention_policy(logGroupName=name, retentionInDays=retention)
    attributes = {
        "arn": arn("logs", f"log-group:{name}", logs.meta.region_name),
        "id": name,
        "kms_key_id": "",
        "log_group_class": "STANDARD",
        "name": name,
        "name_prefix": "",
        "retention_in_days": retention or 0,
        "skip_destroy": False,
    }
    return scope.tagged("aws_cloudwatch_log_group", label, attributes, tags, **more)


def alias(scope, label, of_function, name):
    version = client("lambda").publish_version(FunctionName=of_function["function_name"])["Version"]
    made = client("lambda").create_alias(
        FunctionName=of_function["function_name"], Name=name, FunctionVersion=version
    )
    attributes = {
        "arn": made["AliasArn"],
        "description": "",
        "function_name": of_function["arn"],
        "function_version": version,
        "id": made["AliasArn"],
        "invoke_arn": of_function["invoke_arn"].replace(of_function["arn"], made["AliasArn"]),
        "name": name,
        "routing_config": [],
    }
    return scope.managed("aws_lambda_alias", label, attributes)


def event_source(scope, label, of_function, queue):
    made = client("lambda").create_event_source_mapping(
        FunctionName=of_function["function_name"], EventSourceArn=queue["arn"], BatchSize=10
    )
    blocks = [
        "amazon_managed_kafka_event_source_config",
        "destination_config",
        "document_db_event_source_config",
        "filter_criteria",
        "metrics_config",
        "provisioned_poller_config",
        "scaling_config",
        "self_managed_event_source",
        "self_managed_kafka_event_source_config",
        "source_access_configuration",
    ]
    attributes = dict.fromkeys(blocks, [])
    attributes |= {
        "arn": arn("lambda", f"event-source-mapping:{made['UUID']}"),
        "batch_size": 10,
        "bisect_batch_on_function_error": False,
        "enabled": True,
        "event_source_arn": queue["arn"],
        "function_arn": of_function["arn"],
        "function_name": of_function["arn"],
        "function_response_types": [],
        "id": made["UUID"],
        "kms_key_arn": "",
        "last_modified": "2026-03-01T10:15:00Z",
        "last_processing_result": "",
        "maximum_batching_window_in_seconds": 0,
        "maximum_record_age_in_seconds": 0,
        "maximum_retry_attempts": 0,
        "parallelization_factor": 0,
        "queues": [],
        "starting_position": "",
        "starting_position_timestamp": "",
        "state": "Enabled",
        "state_transition_reason": "USER_INITIATED",
        "topics": [],
        "tumbling_window_in_seconds": 0,
        "uuid": made["UUID"],
    }
    return scope.tagged("aws_lambda_event_source_mapping", label, attributes)


def url(scope, label, of_function):
    name = of_function["function_name"]
    made = client("lambda").create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    attributes = {
        "authorization_type": "AWS_IAM",
        "cors": [],
        "function_arn": of_function["arn"],
        "function_name": name,
        "function_url": made["FunctionUrl"],
        "id": name,
        "invoke_mode": "BUFFERED",
        "qualifier": "",
        "timeouts": None,
        "url_id": made["FunctionUrl"].split("//")[1].split(".")[0],
    }
    return scope.managed("aws_lambda_function_url", label, attributes)


def async_invocation(scope, label, of_function, queue):
    name = of_function["function_name"]
    client("lambda").put_function_event_invoke_config(
        FunctionName=name,
        MaximumRetryAttempts=1,
        MaximumEventAgeInSeconds=3600,
        DestinationConfig={"OnFailure": {"Destination": queue["arn"]}},
    )
    attributes = {
        "destination_config": [{"on_failure": [{"destination": queue["arn"]}], "on_success": []}],
        "function_name": name,
        "id": name,
        "maximum_event_age_in_seconds": 3600,
        "maximum_retry_attempts": 1,
        "qualifier": "",
    }
    return scope.managed("aws_lambda_function_event_invoke_config", label, attributes)


def layer_permission(scope, label, of_layer, another):
    version = int(of_layer["version"])
    made = client("lambda").add_layer_version_permission(
        LayerName=of_layer["layer_name"],
        VersionNumber=version,
        StatementId=label,
        Action="lambda:GetLayerVersion",
        Principal=another,
    )
    attributes = {
        "action": "lambda:GetLayerVersion",
        "id": f"{of_layer['layer_arn']},{version}",
        "layer_name": of_layer["layer_arn"],
        "organization_id": "",
        "policy": f'{{"Version":"2012-10-17","Id":"default","Statement":[{made["Statement"]}]}}',
        "principal": another,
        "revision_id": made.get("RevisionId", ""),
        "skip_destroy": False,
        "statement_id": label,
        "version_number": version,
    }
    return scope.managed("aws_lambda_layer_version_permission", label, attributes)
