//! `iam.role`: a role with its trust policy, its inline policies and the policies attached to it.

mod check;
mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::{PathAndName, root};
use crate::calls;
use aws::Aws;
use aws::tags::Tags;
use kind::{Access, Calls, Concern, Facts, Findings, Kind, Live, OnlyWith, Place, Result};
use language::value::PolicyDocument;

/// A role that services or people take on.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The role's name, unique in the account. 1–64 of letters, digits and `_+=,.@-`.
    #[schemars(length(min = 1, max = 64), regex(pattern = r"^[A-Za-z0-9_+=,.@-]+$"))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub name: String,
    /// Where the role stands among others, such as `/team/`: it begins and ends with a slash, and is a
    /// part of the ARN. Absent: `/`.
    #[serde(default = "root")]
    #[schemars(length(min = 1, max = 512), regex(pattern = r"^/([!-~]+/)?$"))]
    #[schemars(extend("x-create-only" = true))]
    pub path: String,
    /// Who may take on the role, and under which conditions. At most 2,048 characters, white space not
    /// counted.
    #[schemars(extend("x-grants" = true))]
    #[schemars(extend("x-policy" = "trust"))]
    pub trust_policy: PolicyDocument,
    /// What the role is for, in Latin letters. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1, max = 1000), regex(pattern = r"^[\t\n\r -~¡-ÿ]*$"))]
    pub description: Option<String>,
    /// The longest that a session of the role may last, in seconds: 3,600 (an hour) to 43,200 (twelve).
    /// Absent: 3,600.
    #[serde(default = "one_hour")]
    #[schemars(range(min = 3600, max = 43_200))]
    pub max_session_duration: i32,
    /// ARN of the managed policy that bounds what the role's own policies can allow. Absent: no bounds.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]+$"))]
    #[schemars(extend("x-grants" = true))]
    pub permissions_boundary: Option<String>,
    /// Policies that live and die with the role, by their names. Those that are not written here are
    /// removed. At most 10,240 characters together, white space not counted.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    #[schemars(extend("x-value-only" = true, "x-deferrable" = true, "x-policy" = "identity"))]
    pub inline_policies: BTreeMap<String, PolicyDocument>,
    /// ARNs of the managed policies that are attached to the role, AWS's own, such as
    /// `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`, or `iam.policy`s. Those
    /// that are not written here are detached. At most 10.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]+$")))]
    #[schemars(extend("x-deferrable" = true, "x-holds" = true))]
    #[schemars(extend("x-grants" = true))]
    pub managed_policies: BTreeSet<String>,
    /// Tags of the role, which are also the `aws:PrincipalTag/…` of its sessions.
    #[serde(default)]
    pub tags: Tags,
}

/// The session duration of a role that says nothing (CreateRole).
const fn one_hour() -> i32 {
    3600
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// ARN of the role.
    pub arn: Option<String>,
    /// Name of the role.
    pub name: Option<String>,
    /// The id that AWS gives the role (`AROA…`), another one for each role that ever had the name.
    pub unique_id: Option<String>,
}

impl Kind for Role {
    const NAME: &'static str = "iam.role";
    const FACTS: Facts =
        Facts { concern: Concern::Access, data: None, volatile: &[], parent: None };
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
            unique_id: None,
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

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}
