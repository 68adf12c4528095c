//! Who may call a function: the statements of its resource policy.
//!
//! AWS accepts them one by one and changes none, but shows them as a policy document. So each statement
//! is read back into the arguments that made it.

use aws_sdk_lambda::operation::add_permission::builders::AddPermissionFluentBuilder;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::types::UrlAuthentication;
use crate::lambda::Lambda;
use crate::prelude::*;
use kind::{Caller, Grant};

/// Permissions by statement id.
pub type Permissions = BTreeMap<String, Permission>;

/// Lets a principal call a function.
#[spec(request = AddPermissionFluentBuilder)]
pub struct Permission {
    /// Who: a service such as `apigateway.amazonaws.com`, an account, the ARN of a role or user, or
    /// `*`.
    #[field(required, policy = "principal", not_in_request)]
    #[schemars(with = "String")]
    pub principal: Principal,
    /// What they may do.
    #[field(default = invoke(), pattern = r"^(lambda:(\*|[a-zA-Z]+)|\*)$", policy = "action")]
    pub action: String,
    /// ARN, or pattern of ARNs, of what calls on the service's behalf, such as an API's methods.
    /// Absent: anything in any account, unless `source_account` says whose.
    #[field(value_only)]
    pub source_arn: Option<String>,
    /// The account that owns what calls; needed where the ARN does not say, as with buckets.
    #[field(value_only, pattern = r"^\d{12}$")]
    pub source_account: Option<String>,
    /// Every account of this organization (`o-…`).
    #[field(pattern = r"^o-[a-z0-9]{10,32}$", aws = principal_org_id)]
    pub organization: Option<String>,
    /// Only through a function URL of this authentication.
    #[field(aws = function_url_auth_type)]
    pub function_url_authentication: Option<UrlAuthentication>,
    /// Whether only calls through a function URL are allowed.
    #[field(omit_default, not_in_request)]
    pub only_by_function_url: bool,
    /// The token that an Alexa skill must present.
    #[field(length = ..=256, pattern = r"^[a-zA-Z0-9._\-]+$")]
    pub event_source_token: Option<String>,
    /// What a live statement says beyond all this. Lambda's own call cannot have made it.
    #[field(omit_default, not_in_request)]
    #[schemars(skip)]
    pub other: Option<Value>,
}

fn invoke() -> String {
    "lambda:InvokeFunction".to_owned()
}

/// A principal. AWS turns an account into the ARN of its root; both are the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Principal(String);

impl From<String> for Principal {
    fn from(text: String) -> Self {
        let rest = text.strip_prefix("arn:").and_then(|rest| rest.strip_suffix(":root"));
        let account = rest.and_then(|rest| Some(rest.split_once(":iam::")?.1));
        Self(account.map_or(text.clone(), str::to_owned))
    }
}

impl From<Principal> for String {
    fn from(principal: Principal) -> Self {
        principal.0
    }
}

/// The permissions in a policy that are about one resource: the function, or one of its aliases.
pub(in crate::lambda) fn of_policy(policy: &str, resource: &str) -> Result<Permissions> {
    let policy: Value = serde_json::from_str(policy)
        .map_err(|error| AwsError::new(format!("GetPolicy gave no policy document: {error}")))?;
    let statements = policy["Statement"].as_array().cloned().unwrap_or_default();
    statements
        .into_iter()
        .filter(|statement| statement["Resource"] == resource)
        .map(|statement| {
            let id = statement["Sid"].as_str().unwrap_or_default().to_owned();
            Ok((id, Permission::of_statement(statement)?))
        })
        .collect()
}

impl Permission {
    fn of_statement(mut statement: Value) -> Result<Self> {
        let mut conditions = Conditions::of(statement["Condition"].take());
        let permission = Self {
            principal: Principal::of(&statement["Principal"]),
            action: statement["Action"].as_str().map_or_else(invoke, str::to_owned),
            source_arn: conditions.take(&["ArnLike", "StringLike", "ArnEquals"], "AWS:SourceArn"),
            source_account: conditions.take(&["StringEquals"], "AWS:SourceAccount"),
            organization: conditions.take(&["StringEquals"], "aws:PrincipalOrgID"),
            function_url_authentication: UrlAuthentication::from_aws(
                conditions.take(&["StringEquals"], "lambda:FunctionUrlAuthType"),
            ),
            only_by_function_url: conditions
                .take(&["Bool"], "lambda:InvokedViaFunctionUrl")
                .is_some_and(|word| word == "true"),
            event_source_token: conditions.take(&["StringEquals"], "lambda:EventSourceToken"),
            other: None,
        };
        // What AddPermission cannot say.
        let is_odd = statement["Effect"] != "Allow"
            || !conditions.0.is_empty()
            || !statement["Action"].is_string()
            || is_list(&statement["Principal"])
            || statement.get("NotPrincipal").is_some();
        let other = is_odd.then(|| {
            let condition = conditions.left();
            statement["Condition"] = condition;
            statement
        });
        Ok(Self { other, ..permission })
    }

    /// Whether it may let a caller in. What is not known may be anybody.
    pub(super) fn may_let_in(&self, caller: &Caller) -> bool {
        let Principal(principal) = &self.principal;
        let is_principal =
            caller.is_called(principal) || principal == "*" || unknown::in_text(principal);
        let is_action = unknown::in_text(&self.action)
            || ["*", "lambda:*", "lambda:InvokeFunction"]
                .iter()
                .any(|action| self.action.eq_ignore_ascii_case(action));
        let is_account = |account: &String| unknown::in_text(account) || *account == caller.account;
        is_principal
            && is_action
            && !self.only_by_function_url
            && self.source_account.as_ref().is_none_or(is_account)
            && self.source_arn.as_ref().is_none_or(|arn| caller.may_fit(arn))
    }
}

/// What lets a caller in, to the function or to one of its aliases.
pub(super) fn grant(caller: &Caller, alias: Option<&str>) -> Grant {
    let around = alias.map_or(Path::root(), |alias| Path::field("aliases").key(alias));
    let mut permission =
        json!({ "principal": caller.service, "source_arn": caller.grantee.source });
    if caller.service == "s3.amazonaws.com" {
        // The ARN of a bucket does not say whose it is, and its name may be somebody else's one day.
        permission["source_account"] = caller.account.clone().into();
    }
    Grant::Entry(around.key("permissions").key(&caller.grantee.id), permission)
}

/// Whether several are named.
fn is_list(principal: &Value) -> bool {
    principal
        .as_object()
        .is_some_and(|kinds| kinds.len() > 1 || kinds.values().any(Value::is_array))
}

impl Principal {
    pub(in crate::lambda) fn as_str(&self) -> &str {
        &self.0
    }

    fn of(principal: &Value) -> Self {
        let text = match principal {
            Value::Object(kinds) => kinds.values().next().and_then(Value::as_str),
            other => other.as_str(),
        };
        Self::from(text.unwrap_or_default().to_owned())
    }
}

/// A statement's conditions, as `(operator, key)`; taken out one by one as they are understood.
struct Conditions(BTreeMap<(String, String), Value>);

impl Conditions {
    fn of(condition: Value) -> Self {
        let Value::Object(operators) = condition else {
            return Self(BTreeMap::new());
        };
        let pairs = operators.into_iter().flat_map(|(operator, keys)| {
            let keys = keys.as_object().cloned().unwrap_or_default();
            keys.into_iter().map(move |(key, value)| ((operator.clone(), key), value))
        });
        Self(pairs.collect())
    }

    /// The one text that a key must be. Keys are written in any case.
    fn take(&mut self, operators: &[&str], key: &str) -> Option<String> {
        let found = self.0.iter().find(|((operator, name), value)| {
            operators.contains(&operator.as_str())
                && name.eq_ignore_ascii_case(key)
                && value.is_string()
        });
        let place = found.map(|(place, _)| place.clone())?;
        self.0.remove(&place)?.as_str().map(str::to_owned)
    }

    fn left(self) -> Value {
        let pairs = self.0.into_iter();
        pairs.map(|((operator, key), value)| (format!("{operator} {key}"), value)).collect()
    }
}

/// Brings the statements about one resource to what is wanted. A statement cannot be changed, so one
/// that differs is removed and added again.
pub(super) async fn write(
    aws: &Aws,
    function: &str,
    qualifier: Option<&str>,
    wanted: &Permissions,
    live: &Permissions,
) -> Result<()> {
    let (lambda, qualifier) = (aws.lambda(), qualifier.map(str::to_owned));
    for (id, _) in live.iter().filter(|(id, live)| wanted.get(*id) != Some(live)) {
        let request = lambda.remove_permission().function_name(function).statement_id(id);
        deleted(request.set_qualifier(qualifier.clone()).send().await)?;
    }
    for (id, permission) in wanted.iter().filter(|(id, wanted)| live.get(*id) != Some(wanted)) {
        let request = lambda.add_permission().function_name(function).statement_id(id);
        let request = request
            .set_qualifier(qualifier.clone())
            .principal(&permission.principal.0)
            .set_invoked_via_function_url(permission.only_by_function_url.then_some(true));
        permission.fill(request)?.send().await?;
    }
    Ok(())
}

/// Rules of the statements in a field.
pub(super) fn check(permissions: &Permissions, field: &Path, findings: &mut Findings) {
    for (id, permission) in permissions {
        // AddPermission, StatementId.
        let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let is_id = (1..=100).contains(&id.len()) && id.chars().all(is_word);
        let by_url = permission.function_url_authentication.is_some();
        let is_url = permission.action == "lambda:InvokeFunctionUrl";
        rules! { findings, field.key(id);
            Warning if !is_id =>
                format!("AWS makes no statement with the id `{id}`"),
                "it takes 1 to 100 letters, digits, `-`, `_` and `.`",
                "rename it";
            Error "function_url_authentication" if by_url && !is_url =>
                "this statement is not about the function URL",
                format!("its action is `{}`", permission.action),
                "write `action: lambda:InvokeFunctionUrl`";
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:api";

    fn read(statement: Value) -> Permissions {
        of_policy(
            &json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string(),
            FUNCTION,
        )
        .unwrap()
    }

    fn spec(permission: Value) -> Permission {
        serde_json::from_value(permission).unwrap()
    }

    #[test]
    fn a_statement_reads_as_the_call_that_made_it() {
        let live = read(json!({
            "Sid": "api", "Effect": "Allow", "Resource": FUNCTION,
            "Principal": { "Service": "apigateway.amazonaws.com" },
            "Action": "lambda:InvokeFunction",
            "Condition": {
                "ArnLike": { "AWS:SourceArn": "arn:aws:execute-api:us-east-2:123456789012:a1/*" },
                "StringEquals": { "AWS:SourceAccount": "123456789012" },
            },
        }));
        let wanted = spec(json!({
            "principal": "apigateway.amazonaws.com",
            "source_arn": "arn:aws:execute-api:us-east-2:123456789012:a1/*",
            "source_account": "123456789012",
        }));
        assert_eq!(live, [("api".to_owned(), wanted)].into());
    }

    #[test]
    fn an_account_is_its_root() {
        let live = read(json!({
            "Sid": "other", "Effect": "Allow", "Resource": FUNCTION,
            "Principal": { "AWS": "arn:aws:iam::210987654321:root" },
            "Action": "lambda:InvokeFunction",
        }));
        assert_eq!(live["other"], spec(json!({ "principal": "210987654321" })));
    }

    #[test]
    fn a_public_url_reads_back() {
        let live = read(json!({
            "Sid": "public", "Effect": "Allow", "Resource": FUNCTION, "Principal": "*",
            "Action": "lambda:InvokeFunctionUrl",
            "Condition": { "StringEquals": { "lambda:FunctionUrlAuthType": "NONE" } },
        }));
        let wanted = json!({
            "principal": "*",
            "action": "lambda:InvokeFunctionUrl",
            "function_url_authentication": "NONE",
        });
        assert_eq!(live["public"], spec(wanted));
    }

    #[test]
    fn what_we_could_not_have_written_differs_from_all_that_we_can() {
        let live = read(json!({
            "Sid": "odd", "Effect": "Allow", "Resource": FUNCTION,
            "Principal": { "Service": "s3.amazonaws.com" },
            "Action": "lambda:InvokeFunction",
            "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } },
        }));
        assert_ne!(live["odd"], spec(json!({ "principal": "s3.amazonaws.com" })));
    }

    #[test]
    fn statements_about_an_alias_are_not_the_functions() {
        let alias = json!({
            "Sid": "a", "Effect": "Allow", "Resource": format!("{FUNCTION}:live"),
            "Principal": "*", "Action": "lambda:InvokeFunction",
        });
        assert_eq!(read(alias), Permissions::new());
        assert_eq!(of_policy(r#"{"Statement":[]}"#, FUNCTION).unwrap(), Permissions::new());
    }
}
