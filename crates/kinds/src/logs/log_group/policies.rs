//! What is masked in the events of a group, and by which fields queries find them.

use aws_sdk_cloudwatchlogs::types as sdk;
use serde_json::{Value, json};

use crate::json::Json;
use crate::logs::Logs;
use crate::prelude::*;

/// The fields by which queries find events.
#[spec]
pub struct IndexPolicy {
    /// Fields with an index, such as `requestId`, as JSON has them. With those of `facets` at most 20.
    pub fields: BTreeSet<String>,
    /// Fields with an index whose values are also offered to choose from.
    pub facets: BTreeSet<String>,
}

impl IndexPolicy {
    /// A policy as AWS has it: fields of one sort in `Fields`, and of both in `FieldsV2`.
    fn of(document: &Value) -> Self {
        let mut policy = Self::default();
        let fields = document.get("Fields").and_then(Value::as_array);
        policy
            .fields
            .extend(fields.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        for (name, field) in
            document.get("FieldsV2").and_then(Value::as_object).into_iter().flatten()
        {
            match field.get("type").and_then(Value::as_str) {
                Some("FACET") => policy.facets.insert(name.clone()),
                _ => policy.fields.insert(name.clone()),
            };
        }
        policy
    }

    fn document(&self) -> String {
        let mut document = json!({ "Fields": self.fields });
        if !self.facets.is_empty() {
            let facets = self.facets.iter().map(|name| (name.clone(), json!({ "type": "FACET" })));
            document["FieldsV2"] = Value::Object(facets.collect());
        }
        document.to_string()
    }
}

/// The policy of the group itself; the account's is not the group's.
pub(super) async fn read_index_policy(aws: &Aws, group: &str) -> Result<Option<IndexPolicy>> {
    // AWS accepts one group in a call.
    let request = aws.logs().describe_index_policies().log_group_identifiers(group);
    let found = request.send().await?.index_policies.unwrap_or_default();
    let own = found.into_iter().find(|policy| policy.source != Some(sdk::IndexSource::Account));
    let document = Json::of(own.and_then(|policy| policy.policy_document))?;
    Ok(document.map(|document| IndexPolicy::of(document.as_value())))
}

pub(super) async fn write_index_policy(
    aws: &Aws,
    group: &str,
    wanted: Option<&IndexPolicy>,
    live: Option<&IndexPolicy>,
) -> Result<()> {
    match wanted {
        same if same == live => Ok(()),
        Some(policy) => {
            let request = aws.logs().put_index_policy().log_group_identifier(group);
            sent(request.policy_document(policy.document()).send().await)
        }
        None => deleted(aws.logs().delete_index_policy().log_group_identifier(group).send().await),
    }
}

/// What is masked, where the group says that something is.
pub(super) async fn read_data_protection(aws: &Aws, group: &sdk::LogGroup) -> Result<Option<Json>> {
    let status = group.data_protection_status.as_ref();
    if status.is_none_or(|status| *status == sdk::DataProtectionStatus::Deleted) {
        return Ok(None);
    }
    let name = group.log_group_name().unwrap_or_default();
    let request = aws.logs().get_data_protection_policy().log_group_identifier(name);
    Json::of(request.send().await?.policy_document)
}

pub(super) async fn write_data_protection(
    aws: &Aws,
    group: &str,
    wanted: Option<&Json>,
    live: Option<&Json>,
) -> Result<()> {
    let logs = aws.logs();
    match wanted {
        same if same == live => Ok(()),
        Some(policy) => {
            let request = logs.put_data_protection_policy().log_group_identifier(group);
            sent(request.policy_document(policy.to_string()).send().await)
        }
        None => {
            let request = logs.delete_data_protection_policy().log_group_identifier(group);
            deleted(request.send().await)
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html>
pub(super) fn check_data_protection(policy: &Json, findings: &mut Findings) {
    let document = policy.as_value();
    let statements = document.get("Statement").and_then(Value::as_array);
    let statements = statements.map(Vec::as_slice).unwrap_or_default();
    let with = |operation: &str| {
        let has = |one: &&Value| one.get("Operation").is_some_and(|it| it.get(operation).is_some());
        statements.iter().find(has)
    };
    let (audit, mask) = (with("Audit"), with("Deidentify"));
    let identifiers = |statement: Option<&Value>| {
        let list = statement.and_then(|one| one.get("DataIdentifier")).and_then(Value::as_array);
        list.map(|list| list.iter().map(Value::to_string).collect::<BTreeSet<_>>())
    };
    let audit_lacks =
        audit.is_some_and(|audit| audit["Operation"]["Audit"].get("FindingsDestination").is_none());
    let mask_is_wrong = mask
        .is_some_and(|mask| mask["Operation"]["Deidentify"].get("MaskConfig") != Some(&json!({})));
    let both = audit.is_some() && mask.is_some();
    let is_unknown = document.as_str().is_some_and(unknown::in_text);
    rules! { findings;
        Error "data_protection" if !both && !is_unknown =>
            "a data protection policy has two statements",
            "one has an `Operation` with `Audit`, and one an `Operation` with `Deidentify`",
            "write both";
        Error "data_protection" if both && (identifiers(audit).is_none() || identifiers(audit) != identifiers(mask)) =>
            "both statements have the same `DataIdentifier`",
            "AWS refuses a policy that finds other data than it masks",
            "write one list in both";
        Error "data_protection" if audit_lacks =>
            "`Audit` has a `FindingsDestination`",
            "AWS refuses it otherwise; it may be empty",
            "write `Audit: { FindingsDestination: {} }`";
        Error "data_protection" if mask_is_wrong =>
            "`Deidentify` has an empty `MaskConfig`",
            "AWS accepts nothing else",
            "write `Deidentify: { MaskConfig: {} }`";
        Error "data_protection" if policy.to_string().chars().count() > 30_720 =>
            "a data protection policy has at most 30,720 characters",
            "AWS refuses a longer one",
            "";
    }
}

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html>
pub(super) fn check_index_policy(policy: &IndexPolicy, findings: &mut Findings) {
    let count = policy.fields.len() + policy.facets.len();
    let both = policy.fields.intersection(&policy.facets).next();
    rules! { findings;
        Error "index_policy" if count == 0 =>
            "an index policy names at least one field",
            "AWS refuses an empty one",
            "remove `index_policy`";
        Error "index_policy" if count > 20 =>
            format!("the policy has {count} fields"),
            "AWS accepts 20 in a group",
            "";
        Error "index_policy" if both.is_some() =>
            format!("`{}` stands in `fields` and in `facets`", both.map_or("", String::as_str)),
            "AWS accepts a field once",
            "leave it in `facets`, which has an index, too";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_policy_is_read_as_it_is_written() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        for (fields, facets) in [(&["a", "b"][..], &[][..]), (&["a"], &["c"]), (&[], &["c", "d"])] {
            let policy = IndexPolicy { fields: names(fields), facets: names(facets) };
            let document = serde_json::from_str(&policy.document()).unwrap();
            assert_eq!(IndexPolicy::of(&document), policy);
        }
        let other = json!({ "FieldsV2": { "a": { "type": "FIELD_INDEX" } } });
        assert_eq!(IndexPolicy::of(&other).fields, names(&["a"]));
    }
}
