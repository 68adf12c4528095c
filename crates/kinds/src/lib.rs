//! The registry: every kind there is, one line each.

pub mod apigateway;
pub mod application_autoscaling;
mod children;
pub mod cognito;
pub mod cognito_identity;
pub mod dynamodb;
mod fields;
pub mod iam;
pub mod lambda;
pub mod logs;
mod outputs;
mod s3;
mod settings;
#[cfg(test)]
mod tests;
mod words;

use std::sync::LazyLock;

use aws::services::{self, Service};
use kind::{AnyKind, Kind, Typed, registry};

/// One line a kind.
fn all() -> Vec<Box<dyn AnyKind>> {
    Vec::from([
        kind::<apigateway::account::Account>(),
        kind::<apigateway::api_key::ApiKey>(),
        kind::<apigateway::domain_name::DomainName>(),
        kind::<apigateway::rest_api::RestApi>(),
        kind::<apigateway::usage_plan::UsagePlan>(),
        kind::<cognito_identity::identity_pool::IdentityPool>(),
        kind::<cognito::user_pool::UserPool>(),
        kind::<cognito::user_pool_client::UserPoolClient>(),
        kind::<dynamodb::table::Table>(),
        kind::<iam::policy::Policy>(),
        kind::<iam::role::Role>(),
        kind::<lambda::function::Function>(),
        kind::<logs::log_group::LogGroup>(),
        kind::<s3::bucket::Bucket>(),
    ])
}

fn kind<K: Kind>() -> Box<dyn AnyKind> {
    Box::new(Typed::<K>::new())
}

/// One line a service.
const SERVICES: &[&Service] = &[
    &apigateway::SERVICE,
    &application_autoscaling::SERVICE,
    &cognito::SERVICE,
    &cognito_identity::SERVICE,
    &dynamodb::SERVICE,
    &iam::SERVICE,
    &lambda::SERVICE,
    &logs::SERVICE,
];

/// Makes every kind and its service known to the program.
pub fn register() {
    services::register(SERVICES.iter().copied());
    static ALL: LazyLock<Vec<Box<dyn AnyKind>>> = LazyLock::new(all);
    registry::register(ALL.iter().map(AsRef::as_ref));
}
