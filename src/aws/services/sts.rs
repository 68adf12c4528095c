//! STS, which publishes no rates.

use super::super::limits::rate;
use super::Service;

pub(super) const SERVICE: Service = Service {
    name: "STS",
    sdk: "aws_sdk_sts",
    rates: |_| vec![rate("sts", 10.0, 10.0)],
    not_found: &[],
    passing: &[],
};
