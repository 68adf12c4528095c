//! STS, which publishes no rates.

use super::{Service, rate};

crate::client! {
    /// The client of STS.
    pub trait Sts { sts: aws_sdk_sts }
}

pub(super) const SERVICE: Service = Service {
    rates: |_| vec![rate("sts", 10.0, 10.0)],
    answers: &[("GetCallerIdentity", "Account")],
    ..Service::new("STS", "aws_sdk_sts", "sts")
};
