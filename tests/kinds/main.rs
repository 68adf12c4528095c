//! Every kind and every field that can be updated, against real (emulated) AWS APIs.
//!
//! Each case creates the object, reads it back as it was written, changes one field, reads that back,
//! and asks an independent client (boto3) what the cloud holds. Where an emulator is wrong, the case
//! names the reason and runs on the other.

mod acm;
mod apigateway;
mod boto;
mod by_value;
#[path = "../shared/connection.rs"]
mod connection;
mod declared;
mod harness;
#[path = "../shared/scripted.rs"]
mod scripted;

mod backup;
mod bucket;
mod budgets;
mod cloudwatch;
mod cognito;
mod dynamodb;
mod events;
mod iam;
mod kms;
mod lambda;
mod logs;
mod policies;
mod route53;
mod s3_objects;
mod scheduler;
mod secretsmanager;
mod services;
mod sns;
mod sqs;
mod ssm;
mod terraform_table;
mod terraform_words;
mod wafv2;

/// Tests have every kind.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
}
