//! What a role is made of.

use aws_sdk_iam::operation::create_role::builders::CreateRoleFluentBuilder;
use aws_sdk_iam::types as sdk;

use crate::iam::support::root;
use crate::prelude::*;
use language::value::PolicyDocument;

/// The ARN of a managed policy.
const MANAGED_POLICY: &str = r"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[!-~]+$";

/// A role that services or people take on.
#[spec(sdk::Role, request = CreateRoleFluentBuilder)]
pub struct Role {
    /// The role's name, unique in the account. 1–64 of letters, digits and `_+=,.@-`.
    #[field(required, create_only, value_only, aws = role_name)]
    #[field(length = 1..=64, pattern = r"^[A-Za-z0-9_+=,.@-]+$")]
    pub name: String,
    /// Where the role stands among others, such as `/team/`: it begins and ends with a slash, and is a
    /// part of the ARN. Absent: `/`.
    #[field(default = root(), create_only, length = 1..=512, pattern = r"^/([!-~]+/)?$")]
    pub path: String,
    /// Who may take on the role, and under which conditions. At most 2,048 characters, white space not
    /// counted.
    #[field(required, grants, policy = "trust", aws = assume_role_policy_document)]
    pub trust_policy: PolicyDocument,
    /// What the role is for, in Latin letters. Absent: none.
    #[field(length = 1..=1000, pattern = r"^[\t\n\r -~¡-ÿ]*$")]
    pub description: Option<String>,
    /// The longest that a session of the role may last, in seconds: 3,600 (an hour) to 43,200 (twelve).
    /// Absent: 3,600.
    #[field(default = 3600, range = 3600..=43_200)]
    pub max_session_duration: i32,
    /// ARN of the managed policy that bounds what the role's own policies can allow. Absent: no bounds.
    #[field(pattern = MANAGED_POLICY, grants, not_in_answer)]
    pub permissions_boundary: Option<String>,
    /// Policies that live and die with the role, by their names. Those that are not written here are
    /// removed. At most 10,240 characters together, white space not counted.
    #[field(grants, value_only, deferrable, policy = "identity", not_in_answer, not_in_request)]
    pub inline_policies: BTreeMap<String, PolicyDocument>,
    /// ARNs of the managed policies that are attached to the role, AWS's own, such as
    /// `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`, or `iam.policy`s. Those
    /// that are not written here are detached. At most 10.
    #[field(deferrable, holds, grants, not_in_answer, not_in_request)]
    #[schemars(inner(regex(pattern = MANAGED_POLICY)))]
    pub managed_policies: BTreeSet<String>,
    /// Tags of the role, which are also the `aws:PrincipalTag/…` of its sessions.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

outputs! {
    /// ARN of the role.
    arn,
    /// Name of the role.
    name,
    /// The id that AWS gives the role (`AROA…`), another one for each role that ever had the name.
    unique_id,
}
