//! The lookup types that are not kinds: what a stack refers to and rarely manages, such as networks, what an account
//! has by itself, and the outputs of others. A file for each service.

mod account;
mod acm;
mod cloudformation;
mod cloudfront;
mod ec2;
mod ecr;
mod iam;
mod kms;
mod pages;
mod record;
mod secretsmanager;
mod stack;
mod sts;

use compiler::lookups::{KindSort, Sort};
use kind::registry;

/// Those that stand by themselves.
fn own() -> Vec<&'static dyn Sort> {
    vec![
        &account::LIMITS,
        &cloudformation::OUTPUTS,
        &cloudfront::CACHE_POLICY,
        &cloudfront::DISTRIBUTION,
        &cloudfront::ORIGIN_REQUEST_POLICY,
        &cloudfront::RESPONSE_HEADERS_POLICY,
        &ec2::prefix_list::SORT,
        &ec2::security_group::SORT,
        &ec2::subnets::SORT,
        &ec2::vpc::SORT,
        &ec2::vpc_endpoint::SORT,
        &ec2::zones::SORT,
        &ecr::IMAGE,
        &iam::MANAGED_POLICY,
        &stack::SORT,
        &sts::CALLER,
    ]
}

/// Makes the sorts and their services known to the program. To be called once its kinds are.
pub fn register() {
    aws::services::register([&cloudfront::SERVICE, &ec2::SERVICE, &ecr::SERVICE]);
    compiler::lookups::register(own());
    for (name, finders, additions) in [
        ("acm.certificate", vec![acm::by_domain()], Vec::new()),
        ("kms.key", vec![kms::by_alias()], Vec::new()),
        ("secretsmanager.secret", Vec::new(), vec![secretsmanager::value()]),
    ] {
        if let Some(kind) = registry::find(name) {
            let sort = KindSort::with(kind, finders, additions);
            let sort: &'static KindSort = Box::leak(Box::new(sort));
            compiler::lookups::register([sort as &dyn Sort]);
        }
    }
}
