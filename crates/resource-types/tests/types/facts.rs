//! What is known of some types without the pack.

use language::schema::check;
use language::value::Path;
use resource_types::{ResourceType, TagShape, find, names};
use serde_json::json;
use std::sync::Arc;

fn kind(name: &str) -> Arc<ResourceType> {
    find(name).unwrap_or_else(|| panic!("{name} is not packed"))
}

fn shown(paths: &[resource_types::PropertyPath]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

fn at(path: &str) -> Path {
    Path::parse(path).unwrap_or_default()
}

#[test]
fn names_are_sorted_and_found() {
    let names: Vec<&str> = names().collect();
    assert!(names.is_sorted());
    assert!(names.len() > 1800);
    assert!(find("AWS::SQS::Nothing").is_none());
}

#[test]
fn a_queue() {
    let queue = kind("AWS::SQS::Queue");
    assert_eq!(shown(&queue.identifier), ["QueueUrl"]);
    assert_eq!(shown(&queue.create_only), ["FifoQueue", "QueueName"]);
    assert_eq!(shown(&queue.read_only), ["QueueUrl", "Arn"]);
    assert!(queue.schema.facts_of(&at("FifoQueue")).create_only);
    assert!(!queue.schema.facts_of(&at("DelaySeconds")).create_only);
    let Some(tags) = &queue.tags else {
        panic!("a queue has tags");
    };
    assert_eq!(tags.path.to_string(), "Tags");
    assert_eq!(tags.shape, TagShape::List { key: "Key".to_owned(), value: "Value".to_owned() });
    assert!(tags.updatable);
    let Some(handlers) = &queue.handlers else {
        panic!("Cloud Control manages queues");
    };
    assert!(handlers.has_update && handlers.create.contains(&"sqs:CreateQueue".to_owned()));
    assert!(queue.schema.is_unordered(&at("Tags")));
    assert!(queue.schema.holds_json(&at("RedrivePolicy")));
    assert!(check(&queue.schema, &json!({ "QueueName": "orders", "DelaySeconds": 5 })).is_empty());
}

#[test]
fn a_parameter_has_its_tags_in_a_map() {
    let parameter = kind("AWS::SSM::Parameter");
    assert_eq!(parameter.tags.as_ref().map(|tags| &tags.shape), Some(&TagShape::Map));
    assert_eq!(shown(&parameter.identifier), ["Name"]);
}

#[test]
fn a_function() {
    let function = kind("AWS::Lambda::Function");
    assert_eq!(shown(&function.identifier), ["FunctionName"]);
    assert!(shown(&function.create_only).contains(&"FunctionName".to_owned()));
    assert!(shown(&function.read_only).contains(&"Arn".to_owned()));
    assert!(function.schema.facts_of(&at("Code.ZipFile")).write_only);
}

#[test]
fn a_bucket() {
    let bucket = kind("AWS::S3::Bucket");
    assert_eq!(shown(&bucket.identifier), ["BucketName"]);
    assert!(bucket.schema.facts_of(&at("BucketName")).create_only);
    assert!(!bucket.schema.knows(&at("RegionalDomainName")));
}

#[test]
fn a_database_keeps_its_password() {
    let database = kind("AWS::RDS::DBInstance");
    assert_eq!(shown(&database.identifier), ["DBInstanceIdentifier"]);
    assert!(database.schema.facts_of(&at("MasterUserPassword")).sensitive);
    assert!(database.schema.facts_of(&at("MasterUserPassword")).write_only);
    assert!(!database.schema.facts_of(&at("MasterUsername")).sensitive);
    assert!(!database.schema.facts_of(&at("MasterUserSecret.KmsKeyId")).sensitive);
}

#[test]
fn a_type_without_handlers_says_so() {
    assert!(kind("AWS::Serverless::Function").handlers.is_none());
}

#[test]
fn stages_are_listed_by_their_api() {
    let stage = kind("AWS::ApiGatewayV2::Stage");
    let needs = stage.handlers.as_ref().map(|handlers| handlers.list_needs.as_slice());
    assert_eq!(needs, Some(&["ApiId".to_owned()][..]));
}
