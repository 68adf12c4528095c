//! `iam.role`: a role with its trust policy, its inline policies and the policies attached to it.

mod check;
mod read;
mod spec;
mod write;

use super::support::PathAndName;
use crate::calls;
use aws::Aws;
use kind::{Access, Calls, Concern, Facts, Findings, Kind, Live, OnlyWith, Place, Result};
pub use spec::{Outputs, Role};

impl Kind for Role {
    const NAME: &'static str = "iam.role";
    const FACTS: Facts = Facts::of(Concern::Access);
    const CALLS: &'static [Calls] = calls::IAM_ROLE;
    const ACCESS: &'static [Access] = &[Access::to("IAM", &["{arn}"])];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith { fields: &["inline_policies"], operations: &["PutRolePolicy"] },
        OnlyWith { fields: &["managed_policies"], operations: &["AttachRolePolicy"] },
        OnlyWith { fields: &["permissions_boundary"], operations: &["PutRolePermissionsBoundary"] },
    ];
    const MISSED: &'static str = "whatever runs as it is refused, and policies elsewhere that name it as principal have to be saved anew";
    type Identity = PathAndName;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &PathAndName, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &PathAndName, place: &Place) -> Outputs {
        Outputs {
            arn: Some(identity.arn("role", place)),
            name: Some(identity.name.clone()),
            ..Outputs::default()
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        write::update(self, aws, id, &live.spec).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}
