//! `lambda.function`: every field on the emulators.

use serde_json::{Value, json};

use crate::harness::{On, round_trips};

const ROLE: &str = "client('iam').create_role(RoleName=name, AssumeRolePolicyDocument='{}')";

fn base() -> Value {
    json!({
        "code": { "folder": "{repository}/tests/kinds/lambda/functions/echo" },
        "runtime": "provided.al2023",
        "role": "arn:aws:iam::123456789012:role/{name}",
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut spec = base();
    spec[field] = value;
    spec
}

macro_rules! settings {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "lambda.function", base: base(), prepare: &[ROLE];
            $($test: $change => concat!("client('lambda').get_function_configuration(FunctionName=name)", $answer), $expect, $on;)*
        }
    };
}

settings! {
    description: json!({ "description": "Says hello" }) => "['Description']", json!("Says hello"), On::Both;
    memory: json!({ "memory": 256 }) => "['MemorySize']", json!(256), On::Both;
    timeout: json!({ "timeout": 30 }) => "['Timeout']", json!(30), On::Both;
    ephemeral_storage: json!({ "ephemeral_storage": 1024 }) => "['EphemeralStorage']['Size']", json!(1024), On::Ministack("moto drops it from an update");
    role: json!({ "role": "arn:aws:iam::123456789012:role/service/other" }) => "['Role']",
        json!("arn:aws:iam::123456789012:role/service/other"), On::Both;
    runtime_and_handler: json!({ "runtime": "python3.13", "handler": "index.handler" }) => "['Handler']",
        json!("index.handler"), On::Both;
    environment: json!({ "environment": { "TABLE": "users", "EMPTY": "" } }) => "['Environment']['Variables']",
        json!({ "TABLE": "users", "EMPTY": "" }), On::Both;
    kms_key: json!({ "kms_key": "arn:aws:kms:us-east-2:123456789012:key/11111111-2222-3333-4444-555555555555" }) =>
        "['KMSKeyArn'][-4:]", json!("5555"), On::Ministack("moto drops it from an update");
    vpc: json!({ "vpc": { "subnets": ["subnet-1"], "security_groups": ["sg-2", "sg-1"] } }) =>
        "['VpcConfig']['SecurityGroupIds']", json!(["sg-1", "sg-2"]), On::Ministack("moto looks the subnet up");
    file_system: json!({
        "vpc": { "subnets": ["subnet-1"], "security_groups": ["sg-1"] },
        "file_system": {
            "access_point": "arn:aws:elasticfilesystem:us-east-2:123456789012:access-point/fsap-0123456789abcdef0",
            "mount_path": "/mnt/data",
        },
    }) => "['FileSystemConfigs'][0]['LocalMountPath']", json!("/mnt/data"), On::Ministack("moto looks the subnet up");
    tracing: json!({ "tracing": "Active" }) => "['TracingConfig']['Mode']", json!("Active"), On::Ministack("moto drops it from an update");
    logging: json!({ "logging": { "format": "JSON", "application_level": "WARN", "log_group": "/apps/all" } }) =>
        "['LoggingConfig']",
        json!({ "LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO", "LogGroup": "/apps/all" }),
        On::Ministack("moto has no logging configuration");
    dead_letter: json!({ "dead_letter": "arn:aws:sqs:us-east-2:{account}:failed" }) =>
        "['DeadLetterConfig']['TargetArn'].split(':')[-1]", json!("failed"),
        On::Ministack("moto drops it");
    architecture: json!({ "architecture": "arm64" }) => "['Architectures']", json!(["arm64"]), On::Ministack("moto drops it from an update");
}

round_trips! {
    kind: "lambda.function", base: base(), prepare: &[ROLE];
    code: json!({ "code": { "folder": "{repository}/tests/kinds/lambda/functions/other" } }) =>
        "client('lambda').get_function(FunctionName=name)['Configuration']['CodeSize'] < 200", json!(true), On::Both;
    reserved_concurrency: json!({ "reserved_concurrency": 5 }) =>
        "client('lambda').get_function(FunctionName=name)['Concurrency']['ReservedConcurrentExecutions']",
        json!(5), On::Both;
    stopped_function: json!({ "reserved_concurrency": 0 }) =>
        "client('lambda').get_function(FunctionName=name)['Concurrency']['ReservedConcurrentExecutions']",
        json!(0), On::Ministack("moto takes 0 for no limit");
    recursive_loop: json!({ "recursive_loop": "Allow" }) =>
        "client('lambda').get_function_recursion_config(FunctionName=name)['RecursiveLoop']",
        json!("Allow"), On::Ministack("moto has no recursion configuration");
    tags: json!({ "tags": { "Team": "ai" } }) =>
        "client('lambda').get_function(FunctionName=name)['Tags'].get('Team')", json!("ai"), On::Both;
    async_invocation: json!({ "async_invocation": {
        "max_age_seconds": 3600, "retries": 0, "on_failure": "arn:aws:sqs:us-east-2:{account}:failed",
    } }) =>
        "[client('lambda').get_function_event_invoke_config(FunctionName=name)[k] for k in ('MaximumRetryAttempts', 'MaximumEventAgeInSeconds')]",
        json!([0, 3600]), On::Ministack("moto writes the time of the last change as text");
    function_url: json!({ "function_url": {
        "authentication": "NONE", "invoke_mode": "RESPONSE_STREAM",
        "cors": { "allow_origins": ["https://example.com"], "allow_methods": ["GET"], "max_age_seconds": 60 },
    } }) =>
        "client('lambda').get_function_url_config(FunctionName=name)['Cors']['AllowOrigins']",
        json!(["https://example.com"]), On::Ministack("moto does not list function URLs");
    permissions: json!({ "permissions": {
        "api": { "principal": "apigateway.amazonaws.com", "source_arn": "arn:aws:execute-api:us-east-2:123456789012:a1b2c3d4e5/*/*/*" },
        "bucket": { "principal": "s3.amazonaws.com", "source_arn": "arn:aws:s3:::uploads", "source_account": "123456789012" },
        "account": { "principal": "210987654321" },
    } }) =>
        "sorted(s['Sid'] for s in json.loads(client('lambda').get_policy(FunctionName=name)['Policy'])['Statement'])",
        json!(["account", "api", "bucket"]), On::Both;
    aliases: json!({ "aliases": { "live": { "description": "What users see" }, "test": { "version": "$LATEST" } } }) =>
        "[(a['Name'], a['FunctionVersion']) for a in client('lambda').list_aliases(FunctionName=name)['Aliases']]",
        json!([["live", "1"], ["test", "$LATEST"]]), On::Both;
    permission_of_an_alias: json!({ "aliases": { "live": { "permissions": { "all": { "principal": "*" } } } } }) =>
        "[s['Resource'].split(':')[-1] for s in json.loads(client('lambda').get_policy(FunctionName=name, Qualifier='live')['Policy'])['Statement']]",
        json!(["live"]), On::Ministack("moto writes the statement of an alias without its qualifier");
    async_invocation_of_an_alias: json!({ "aliases": { "live": { "async_invocation": { "retries": 1 } } } }) =>
        "client('lambda').get_function_event_invoke_config(FunctionName=name, Qualifier='live')['MaximumRetryAttempts']",
        json!(1), On::Ministack("moto has one configuration for all aliases");
}

round_trips! {
    kind: "lambda.function", base: with("aliases", json!({ "live": {} })), prepare: &[ROLE];
    an_alias_follows_the_settings: json!({ "memory": 512 }) =>
        "client('lambda').get_function(FunctionName=name, Qualifier='live')['Configuration']['MemorySize']",
        json!(512), On::Both;
    an_alias_follows_the_code: json!({ "code": { "folder": "{repository}/tests/kinds/lambda/functions/other" } }) =>
        "client('lambda').get_alias(FunctionName=name, Name='live')['FunctionVersion']",
        json!("2"), On::Both;
}

round_trips! {
    kind: "lambda.function",
    base: json!({
        "code": { "folder": "{repository}/tests/kinds/lambda/functions/echo" },
        "runtime": "python3.13",
        "handler": "index.handler",
        "role": "arn:aws:iam::123456789012:role/{name}",
    }),
    prepare: &[ROLE, "client('lambda').publish_layer_version(LayerName='shared', Content={'ZipFile': b'PK\\x05\\x06' + bytes(18)})"];
    layers: json!({ "layers": ["arn:aws:lambda:us-east-2:{account}:layer:shared:1"] }) =>
        "client('lambda').get_function_configuration(FunctionName=name)['Layers'][0]['Arn'].split(':')[-2]",
        json!("shared"), On::Both;
    snap_start: json!({ "snap_start": true }) =>
        "client('lambda').get_function_configuration(FunctionName=name)['SnapStart']['ApplyOn']",
        json!("PublishedVersions"), On::Ministack("moto drops it from an update");
}

const IMAGE: &str = "123456789012.dkr.ecr.us-east-2.amazonaws.com/api";

round_trips! {
    kind: "lambda.function",
    base: json!({
        "code": { "image": format!("{IMAGE}:1") },
        "role": "arn:aws:iam::123456789012:role/{name}",
    }),
    prepare: &[ROLE];
    image: json!({ "code": { "image": format!("{IMAGE}:2") } }) =>
        "client('lambda').get_function(FunctionName=name)['Code']['ImageUri'][-2:]",
        json!(":2"), On::Ministack("moto looks the image up");
    image_settings: json!({ "image_settings": { "command": ["serve"], "working_directory": "/app" } }) =>
        "client('lambda').get_function_configuration(FunctionName=name)['ImageConfigResponse']['ImageConfig']",
        json!({ "Command": ["serve"], "EntryPoint": [], "WorkingDirectory": "/app" }),
        On::Ministack("moto looks the image up");
}

const QUEUE: &str = "client('sqs').create_queue(QueueName=name)";

round_trips! {
    kind: "lambda.function", base: base(), prepare: &[ROLE, QUEUE];
    queue: json!({ "event_sources": { "orders": {
        "source": "arn:aws:sqs:us-east-2:{account}:{name}",
        "batch_size": 100, "batching_window_seconds": 5, "report_batch_item_failures": true,
        "filters": [{ "body": { "kind": ["order"] } }], "max_concurrency": 10, "enabled": false,
    } } }) =>
        "[m['BatchSize'] for m in client('lambda').list_event_source_mappings(FunctionName=name)['EventSourceMappings']]",
        json!([100]), On::Both;
}

fn orders(settings: Value) -> Value {
    let mut source = json!({ "source": "arn:aws:sqs:us-east-2:{account}:{name}" });
    source.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    json!({ "orders": source })
}

macro_rules! mappings {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "lambda.function", base: with("event_sources", orders(json!({}))), prepare: &[ROLE, QUEUE];
            $($test: json!({ "event_sources": orders($change) }) =>
                concat!("client('lambda').list_event_source_mappings(FunctionName=name)['EventSourceMappings'][0]", $answer),
                $expect, $on;)*
        }
    };
}

mappings! {
    queue_is_paused: json!({ "enabled": false }) => "['State']", json!("Disabled"), On::Both;
    queue_batches: json!({ "batch_size": 5 }) => "['BatchSize']", json!(5), On::Both;
    queue_filters: json!({ "filters": [{ "body": { "kind": ["order"] } }] }) => "['FilterCriteria']['Filters'][0]['Pattern']",
        json!("{\"body\":{\"kind\":[\"order\"]}}"), On::Both;
    queue_reports_failures: json!({ "report_batch_item_failures": true }) => "['FunctionResponseTypes']",
        json!(["ReportBatchItemFailures"]), On::Both;
    queue_concurrency: json!({ "max_concurrency": 10 }) => "['ScalingConfig']['MaximumConcurrency']", json!(10), On::Both;
}

fn stream(settings: Value) -> Value {
    let mut source = json!({
        "source": "arn:aws:kinesis:us-east-2:{account}:stream/{name}",
        "starting_position": "LATEST",
        "batch_size": 50,
    });
    source.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    json!({ "clicks": source })
}

macro_rules! streams {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "lambda.function", base: with("event_sources", stream(json!({}))),
            prepare: &[ROLE, "client('kinesis').create_stream(StreamName=name, ShardCount=1)"];
            $($test: json!({ "event_sources": stream($change) }) =>
                concat!("client('lambda').list_event_source_mappings(FunctionName=name)['EventSourceMappings'][0]", $answer),
                $expect, $on;)*
        }
    };
}

streams! {
    stream_begins_elsewhere: json!({ "starting_position": "TRIM_HORIZON" }) => "['StartingPosition']",
        json!("TRIM_HORIZON"), On::Both;
    stream_batches: json!({ "batch_size": 200, "batching_window_seconds": 3 }) => "['MaximumBatchingWindowInSeconds']",
        json!(3), On::Both;
    stream_errors: json!({ "bisect_on_error": true, "max_retries": 3, "max_record_age_seconds": 3600 }) =>
        "['MaximumRetryAttempts']", json!(3), On::Both;
    stream_parallelization: json!({ "parallelization": 4 }) => "['ParallelizationFactor']", json!(4), On::Both;
    stream_destination: json!({ "on_failure": "arn:aws:sqs:us-east-2:{account}:failed" }) =>
        "['DestinationConfig']['OnFailure']['Destination'].split(':')[-1]", json!("failed"), On::Both;
    stream_window: json!({ "tumbling_window_seconds": 60 }) => "['TumblingWindowInSeconds']", json!(60), On::Moto("ministack drops the window");
    stream_is_paused: json!({ "enabled": false }) => "['State']", json!("Disabled"), On::Both;
}

round_trips! {
    kind: "lambda.function", base: base(), prepare: &[ROLE, QUEUE];
    mapping_of_an_alias: json!({ "aliases": { "live": {} }, "event_sources": { "orders": {
        "source": "arn:aws:sqs:us-east-2:{account}:{name}", "alias": "live",
    } } }) =>
        "[m['FunctionArn'].split(':')[-1] for m in client('lambda').list_event_source_mappings()['EventSourceMappings'] if m['EventSourceArn'].endswith(name)]",
        json!(["live"]), On::Ministack("moto maps the version that the alias stands at");
}

round_trips! {
    kind: "lambda.function", base: with("logging", json!({ "log_group": "/aws/lambda/{name}" })), prepare: &[ROLE];
    the_default_log_group_may_be_named: json!({}) =>
        "client('lambda').get_function_configuration(FunctionName=name)['FunctionName'] == name", json!(true), On::Both;
}
