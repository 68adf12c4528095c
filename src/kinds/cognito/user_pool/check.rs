use super::UserPool;
use crate::kind::Findings;
pub(super) fn check(_pool: &UserPool, _findings: &mut Findings) {}
