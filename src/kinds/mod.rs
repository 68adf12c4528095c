//! The registry: every kind there is, one line each.

mod apigateway;
mod cognito;
mod dynamodb;
mod fields;
mod iam;
mod lambda;
mod logs;
mod s3;
mod words;

pub(crate) use apigateway::rest_api::called_function;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::kind::{AnyKind, Kind, Typed};

/// One line a kind.
fn registry() -> Vec<Box<dyn AnyKind>> {
    Vec::from([
        #[cfg(test)]
        kind::<crate::testing::Drawer>(),
        #[cfg(test)]
        kind::<crate::testing::Switch>(),
        #[cfg(test)]
        kind::<crate::testing::Thing>(),
        #[cfg(test)]
        kind::<crate::testing::Vault>(),
        kind::<apigateway::account::Account>(),
        kind::<apigateway::api_key::ApiKey>(),
        kind::<apigateway::domain_name::DomainName>(),
        kind::<apigateway::rest_api::RestApi>(),
        kind::<apigateway::usage_plan::UsagePlan>(),
        kind::<cognito::identity_pool::IdentityPool>(),
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

/// Every kind.
pub fn all() -> &'static [Box<dyn AnyKind>] {
    static ALL: LazyLock<Vec<Box<dyn AnyKind>>> = LazyLock::new(registry);
    &ALL
}

/// The kind of a name such as `dynamodb.table`.
pub fn find(name: &str) -> Option<&'static dyn AnyKind> {
    static BY_NAME: LazyLock<HashMap<&str, &dyn AnyKind>> =
        LazyLock::new(|| all().iter().map(|kind| (kind.name(), kind.as_ref())).collect());
    BY_NAME.get(name).copied()
}

/// The first parts of the kinds' names, by which expressions know a reference.
pub fn services() -> impl Iterator<Item = &'static str> {
    static SERVICES: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| all().iter().filter_map(|kind| kind.name().split('.').next()).collect());
    SERVICES.iter().copied()
}

/// Whether a name is the first part of some kind's.
pub fn is_service(name: &str) -> bool {
    services().any(|service| service == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Segment;

    /// Such a field could never be written: the compiler reads it as its own.
    #[test]
    fn no_field_has_the_name_of_a_meta_key() {
        for kind in all() {
            for key in crate::spec::meta::keys() {
                let fields = &kind.schema().properties;
                assert!(!fields.contains_key(*key), "`{key}` of {}", kind.name());
            }
        }
    }

    #[test]
    fn what_a_kind_awaits_exists_and_so_does_the_field_because_of_which() {
        for kind in all() {
            for awaited in kind.awaits() {
                let keys = awaited.field.split('.');
                let field = keys.map(|key| Segment::Key(key.to_owned())).collect();
                assert!(find(awaited.kind).is_some(), "{awaited:?}");
                assert!(kind.schema().knows(&field), "{awaited:?}");
            }
        }
    }
}
