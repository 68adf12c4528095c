//! The registry: every kind there is, one line each.

pub mod acm;
pub mod apigateway;
pub mod apigatewayv2;
pub mod application_autoscaling;
mod aws_enum;
pub mod backup;
pub mod budgets;
mod calls;
mod children;
pub mod cloudwatch;
pub mod cognito;
pub mod cognito_identity;
mod consequences;
mod conversions;
pub mod dynamodb;
mod event_targets;
pub mod events;
mod fields;
mod file_problem;
mod folder;
mod forms;
pub mod iam;
mod ignored;
mod json;
pub mod kms;
pub mod lambda;
mod lists;
pub mod logs;
mod messaging;
mod outputs;
mod ownership;
mod parts;
mod prelude;
pub mod route53;
mod rules;
mod s3;
pub mod scheduler;
pub mod secretsmanager;
mod settings;
pub mod sns;
pub mod sqs;
pub mod ssm;
#[cfg(test)]
mod tests;
pub mod wafv2;

use std::sync::LazyLock;

use aws::services::{self, Service};
use kind::secret_store::{self, SecretStore};
use kind::{AnyKind, Kind, Typed, registry};
use terraform::mapping;
use terraform::mapping::table::Line;

/// One line a kind.
fn all() -> Vec<Box<dyn AnyKind>> {
    Vec::from([
        kind::<acm::certificate::Certificate>(),
        kind::<apigateway::account::Account>(),
        kind::<apigateway::api_key::ApiKey>(),
        kind::<apigateway::domain_name::DomainName>(),
        kind::<apigateway::rest_api::RestApi>(),
        kind::<apigateway::rest_api::added::RestApiRoutes>(),
        kind::<apigateway::usage_plan::UsagePlan>(),
        kind::<cloudwatch::alarm::Alarm>(),
        kind::<cloudwatch::composite_alarm::CompositeAlarm>(),
        kind::<cloudwatch::dashboard::Dashboard>(),
        kind::<backup::plan::Plan>(),
        kind::<backup::vault::Vault>(),
        kind::<budgets::budget::Budget>(),
        kind::<apigatewayv2::api::Api>(),
        kind::<cognito_identity::identity_pool::IdentityPool>(),
        kind::<cognito::user_pool::UserPool>(),
        kind::<cognito::user_pool_client::UserPoolClient>(),
        kind::<dynamodb::table::Table>(),
        kind::<events::bus::Bus>(),
        kind::<events::rule::Rule>(),
        kind::<iam::policy::Policy>(),
        kind::<iam::role::Role>(),
        kind::<kms::key::Key>(),
        kind::<lambda::function::Function>(),
        kind::<lambda::layer::Layer>(),
        kind::<logs::log_group::LogGroup>(),
        kind::<logs::resource_policy::ResourcePolicy>(),
        kind::<route53::record::Record>(),
        kind::<route53::zone::Zone>(),
        kind::<s3::bucket::Bucket>(),
        kind::<scheduler::schedule::Schedule>(),
        kind::<sns::topic::Topic>(),
        kind::<sqs::queue::Queue>(),
        kind::<secretsmanager::secret::Secret>(),
        kind::<s3::objects::Objects>(),
        kind::<ssm::parameter::Parameter>(),
        kind::<wafv2::web_acl::WebAcl>(),
    ])
}

fn kind<K: Kind>() -> Box<dyn AnyKind> {
    Box::new(Typed::<K>::new())
}

/// One line a service: what is known of it, and which types of Terraform's are its kinds'.
const SERVICES: &[(&Service, &[Line])] = &[
    (&acm::SERVICE, acm::terraform::LINES),
    (&apigateway::SERVICE, apigateway::terraform::LINES),
    (&apigatewayv2::SERVICE, apigatewayv2::terraform::LINES),
    (&application_autoscaling::SERVICE, &[]),
    (&backup::SERVICE, backup::terraform::LINES),
    (&budgets::SERVICE, budgets::terraform::LINES),
    (&cloudwatch::SERVICE, cloudwatch::terraform::LINES),
    (&cognito::SERVICE, cognito::terraform::LINES),
    (&cognito_identity::SERVICE, &[]),
    (&dynamodb::SERVICE, dynamodb::terraform::LINES),
    (&events::SERVICE, events::terraform::LINES),
    (&iam::SERVICE, iam::terraform::LINES),
    (&kms::SERVICE, kms::terraform::LINES),
    (&lambda::SERVICE, lambda::terraform::LINES),
    (&logs::SERVICE, logs::terraform::LINES),
    (&route53::SERVICE, route53::terraform::LINES),
    (&scheduler::SERVICE, scheduler::terraform::LINES),
    (&secretsmanager::SERVICE, secretsmanager::terraform::LINES),
    (&sns::SERVICE, sns::terraform::LINES),
    (&sqs::SERVICE, sqs::terraform::LINES),
    (&ssm::SERVICE, ssm::terraform::LINES),
    (&wafv2::SERVICE, wafv2::terraform::LINES),
];

/// Makes every kind, its service and its types of Terraform's known to the program, and where secrets are kept.
pub fn register() {
    services::register(SERVICES.iter().map(|(service, _)| *service));
    let tables = SERVICES.iter().map(|(_, table)| *table);
    mapping::register(tables.chain([s3::terraform::LINES]));
    static ALL: LazyLock<Vec<Box<dyn AnyKind>>> = LazyLock::new(all);
    registry::register(ALL.iter().map(AsRef::as_ref));
    secret_store::register([
        &ssm::secret_store::ParameterStore as &dyn SecretStore,
        &secretsmanager::secret_store::SecretsManagerStore,
    ]);
}
