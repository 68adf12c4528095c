//! STS, which publishes no rates.

use super::service::Service;
use crate::limits::rate;

pub(super) const SERVICE: Service = Service {
    rates: |_| vec![rate("sts", 10.0, 10.0)],
    answers: &[("GetCallerIdentity", "Account")],
    ..Service::new("STS", "aws_sdk_sts", "sts")
};
