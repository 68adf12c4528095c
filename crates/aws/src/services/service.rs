//! What a service says of itself to the call layer, and the terms that several services share.

use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::transient_errors::{TransientError, When};
use crate::limits::{Rate, rate};

/// What the call layer knows of a service.
pub struct Service {
    /// The name that the SDK gives it.
    pub name: &'static str,
    /// The crate of the SDK that speaks to it, as paths have it.
    pub sdk: &'static str,
    /// What IAM's actions of the service start with.
    pub iam: &'static str,
    /// The buckets that one of its operations draws from. Where AWS limits an operation and the service
    /// as a whole, it draws from both.
    pub rates: fn(operation: &str) -> Vec<Rate>,
    /// The codes by which it says that there is no such thing. Nothing else means absent.
    pub not_found: &'static [&'static str],
    /// Its answers that pass by themselves. The first one that fits counts, and the next where its time
    /// is up.
    pub transient_errors: &'static [TransientError],
    /// What its answers always hold: the operation, and the member of its answer. In JSON it is a field of the
    /// answer, in XML an element. `Pool.Id` is a member of a member, and `Pools[].Id` one of each element of a
    /// list. Lists are here where AWS writes the empty ones too. An answer without it cannot be read, and says
    /// neither that something is absent nor that a list is empty.
    pub answers: &'static [(&'static str, &'static str)],
    /// The actions of operations that take another one than that of their name, or several; from AWS's service
    /// authorization reference (as of 2026-10).
    pub actions: &'static [(&'static str, &'static [&'static str])],
    /// The action of every other operation.
    pub action: fn(operation: &str) -> &str,
    /// Whether every call that changes something carries a token, by which the service knows one that comes twice.
    pub has_tokens: bool,
    /// An answer as the SDK can read it, where it cannot read it as the service gives it.
    pub spelled_out: fn(HttpResponse) -> HttpResponse,
}

impl Service {
    /// A service that says nothing of itself, by its names in the SDK and in IAM.
    pub const fn new(name: &'static str, sdk: &'static str, iam: &'static str) -> Self {
        Self {
            name,
            sdk,
            iam,
            rates: |_| vec![UNKNOWN],
            not_found: &[],
            transient_errors: &[],
            answers: &[],
            actions: &[],
            action: |operation| operation,
            has_tokens: false,
            spelled_out: |answer| answer,
        }
    }
}

/// What is called where a service says nothing of its rates.
pub(super) const UNKNOWN: Rate = rate("other", 10.0, 20.0);

/// What most changes take at most until all of AWS knows them.
pub const PROPAGATION: Duration = Duration::from_secs(2 * 60);
/// All operations of a service.
pub const ALL: &[&str] = &["*"];

/// After a change to what roles may do, or to who may be one.
pub const RIGHTS_CHANGED: When = When::InRunAfter(
    "IAM",
    &[
        "AttachRolePolicy", "CreatePolicy", "CreatePolicyVersion", "CreateRole",
        "PutRolePermissionsBoundary", "PutRolePolicy", "UpdateAssumeRolePolicy",
    ],
);

/// After the creation of a role, which policies may name.
pub const ROLE_CREATED: When = When::InRunAfter("IAM", &["CreateRole"]);
