//! What the services say of themselves.

use aws::RateLimits;
use aws::services::rates as published;
use kind::registry;
use language::value::Segment;

fn rates(service: &str, operation: &str) -> Vec<aws::services::Rate> {
    super::register();
    published(service, operation)
}

fn buckets(service: &str, operation: &str) -> Vec<&'static str> {
    let rates = rates(service, operation).into_iter();
    rates.map(|rate| rate.bucket).collect()
}

#[test]
fn an_operation_with_a_rate_of_its_own_also_counts_for_its_service() {
    assert_eq!(
        buckets("API Gateway", "CreateDeployment"),
        ["apigateway/CreateDeployment", "apigateway"]
    );
    assert_eq!(
        buckets("API Gateway", "UpdateDomainName"),
        ["apigateway/UpdateDomainName", "apigateway"]
    );
    assert_eq!(buckets("API Gateway", "PutMethod"), ["apigateway"]);
}

#[test]
fn cognito_counts_pools_clients_and_what_is_in_a_pool_apart() {
    for (operation, bucket) in [
        ("DescribeUserPool", "cognito/pools/read"),
        ("AddCustomAttributes", "cognito/pools/write"),
        ("SetUserPoolMfaConfig", "cognito/pools/write"),
        ("UpdateUserPoolClient", "cognito/clients/write"),
        ("ListUserPoolClients", "cognito/clients/read"),
        ("ListGroups", "cognito/resources/read"),
        ("CreateUserPoolDomain", "cognito/resources/write"),
    ] {
        assert_eq!(buckets("Cognito Identity Provider", operation), [bucket]);
    }
}

#[test]
fn a_wish_for_a_service_bounds_its_operations_and_speeds_none_up() {
    let limits =
        RateLimits { overrides: [("apigateway".to_owned(), 2.0)].into(), unlimited: false };
    let adjusted = |operation| -> Vec<f64> {
        let rates = rates("API Gateway", operation).into_iter();
        rates.map(|rate| limits.adjusted(rate).per_second).collect()
    };
    assert_eq!(adjusted("CreateDeployment"), [0.2, 2.0]);
    assert_eq!(adjusted("CreateResource"), [2.0, 2.0]);
}

#[test]
fn a_wish_for_an_operation_is_what_it_gets() {
    let limits = RateLimits {
        overrides: [("apigateway/CreateDeployment".to_owned(), 1.5)].into(),
        unlimited: false,
    };
    let rates = rates("API Gateway", "CreateDeployment").into_iter();
    let per_second: Vec<f64> = rates.map(|rate| limits.adjusted(rate).per_second).collect();
    assert_eq!(per_second, [1.5, 9.5]);
}

/// Such a field could never be written: the compiler reads it as its own.
#[test]
fn no_field_has_the_name_of_a_meta_key() {
    for kind in super::all() {
        for key in compiler::meta::keys() {
            let fields = &kind.schema().properties;
            assert!(!fields.contains_key(*key), "`{key}` of {}", kind.name());
        }
    }
}

#[test]
fn what_a_kind_awaits_exists_and_so_does_the_field_because_of_which() {
    super::register();
    for kind in registry::all() {
        for awaited in kind.awaits() {
            let keys = awaited.field.split('.');
            let field = keys.map(|key| Segment::Key(key.to_owned())).collect();
            assert!(registry::find(awaited.kind).is_some(), "{awaited:?}");
            assert!(kind.schema().knows(&field), "{awaited:?}");
        }
    }
}
