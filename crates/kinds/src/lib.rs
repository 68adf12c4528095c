//! The registry: every kind there is, one line each.

pub mod apigateway;
pub mod apigatewayv2;
pub mod application_autoscaling;
mod aws_enum;
mod calls;
mod children;
pub mod cognito;
pub mod cognito_identity;
mod consequences;
mod conversions;
pub mod dynamodb;
mod fields;
mod folder;
mod forms;
pub mod iam;
pub mod lambda;
mod lists;
pub mod logs;
mod outputs;
mod prelude;
mod rules;
mod s3;
mod settings;
pub mod ssm;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use aws::services::{self, Service};
use kind::{AnyKind, Kind, Typed, registry};
use terraform::mapping;
use terraform::mapping::table::Line;

/// One line a kind.
fn all() -> Vec<Box<dyn AnyKind>> {
    Vec::from([
        kind::<apigateway::account::Account>(),
        kind::<apigateway::api_key::ApiKey>(),
        kind::<apigateway::domain_name::DomainName>(),
        kind::<apigateway::rest_api::RestApi>(),
        kind::<apigateway::usage_plan::UsagePlan>(),
        kind::<apigatewayv2::api::Api>(),
        kind::<cognito_identity::identity_pool::IdentityPool>(),
        kind::<cognito::user_pool::UserPool>(),
        kind::<cognito::user_pool_client::UserPoolClient>(),
        kind::<dynamodb::table::Table>(),
        kind::<iam::policy::Policy>(),
        kind::<iam::role::Role>(),
        kind::<lambda::function::Function>(),
        kind::<lambda::layer::Layer>(),
        kind::<logs::log_group::LogGroup>(),
        kind::<s3::bucket::Bucket>(),
        kind::<s3::objects::Objects>(),
        kind::<ssm::parameter::Parameter>(),
    ])
}

fn kind<K: Kind>() -> Box<dyn AnyKind> {
    Box::new(Typed::<K>::new())
}

/// One line a service: what is known of it, and which types of Terraform's are its kinds'.
const SERVICES: &[(&Service, &[Line])] = &[
    (&apigateway::SERVICE, apigateway::terraform::LINES),
    (&apigatewayv2::SERVICE, apigatewayv2::terraform::LINES),
    (&application_autoscaling::SERVICE, &[]),
    (&cognito::SERVICE, cognito::terraform::LINES),
    (&cognito_identity::SERVICE, &[]),
    (&dynamodb::SERVICE, dynamodb::terraform::LINES),
    (&iam::SERVICE, iam::terraform::LINES),
    (&lambda::SERVICE, lambda::terraform::LINES),
    (&logs::SERVICE, logs::terraform::LINES),
    (&ssm::SERVICE, ssm::terraform::LINES),
];

/// Makes every kind, its service and its types of Terraform's known to the program.
pub fn register() {
    services::register(SERVICES.iter().map(|(service, _)| *service));
    let tables = SERVICES.iter().map(|(_, table)| *table);
    mapping::register(tables.chain([s3::terraform::LINES]));
    static ALL: LazyLock<Vec<Box<dyn AnyKind>>> = LazyLock::new(all);
    registry::register(ALL.iter().map(AsRef::as_ref));
}
