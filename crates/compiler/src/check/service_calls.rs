//! Whether a function, queue or topic of the stack lets the service call it that is told to: as far as that can be told
//! before AWS is asked.

use std::collections::BTreeMap;

use super::arns::each_arn;
use crate::findings::findings_to_diagnostics;
use crate::model::Resource;
use crate::stack::Stack;
use kind::Caller;
use language::diagnostic::{Diagnostics, Severity};
use language::schema::{Finding, Schema};
use language::value::{Path, Value, unknown};

/// A function, queue or topic that a service of AWS is told to call by itself, and not with a role that it takes on.
pub struct Call {
    pub path: Path,
    /// Its ARN, which may end with an alias or a version.
    pub function: String,
    /// Such as `apigateway.amazonaws.com`.
    pub service: String,
}

/// What a spec tells services to call (`x-called-by`).
pub fn calls(schema: &Schema, spec: &Value) -> Vec<Call> {
    let mut calls = Vec::new();
    each_arn(spec, &mut Path::root(), &mut |path, arn| {
        if let Some(service) = schema.caller_of(path, spec) {
            calls.push(Call {
                path: path.clone(),
                function: arn.to_owned(),
                service: service.to_owned(),
            });
        }
    });
    calls
}

/// Warns of the calls that are not allowed.
pub fn check(stack: &Stack, calls: &[(&Resource, Call)], diagnostics: &mut Diagnostics) {
    if calls.is_empty() {
        return;
    }
    let mut by_arn: BTreeMap<&str, &Resource> = BTreeMap::new();
    for resource in stack.resources.values() {
        if let Some(Some(arn)) = resource.prediction.outputs.get("arn") {
            by_arn.insert(arn, resource);
        }
    }
    for (caller, call) in calls {
        if let Some(callee) = callee(&by_arn, &call.function)
            && !allows(stack, caller, callee, call)
        {
            let service = &call.service;
            let field = match qualifier(callee, &call.function) {
                Some(alias) => format!("aliases.{alias}.permissions"),
                None => access_field(callee).to_owned(),
            };
            let (callee_address, caller) = (&callee.address, *caller);
            let statement = match access_field(callee) {
                POLICY => format!(
                    "a statement for `{{ Service: {service} }}` with the condition `aws:SourceArn` on the ARN of {}",
                    caller.address
                ),
                _ => format!(
                    "`{{ <id>: {{ principal: {service} }} }}`, with the `source_arn` of {}",
                    caller.address
                ),
            };
            let finding = Finding {
                severity: Severity::Warning,
                help: Some(format!("add to `{field}` of {callee_address}: {statement}")),
                ..Finding::error(
                    call.path.clone(),
                    format!("{} does not allow this call", callee.address),
                    format!(
                        "none of its `{field}` is for `{service}` and calls from here, so every one fails"
                    ),
                )
            };
            findings_to_diagnostics(vec![finding], &caller.body, caller.span, diagnostics);
        }
    }
}

/// The field of a function that says who may call it.
const PERMISSIONS: &str = "permissions";
/// That of a queue or topic.
const POLICY: &str = "policy";

/// The field that says who may call something.
fn access_field(callee: &Resource) -> &'static str {
    match callee.kind.schema().properties.contains_key(PERMISSIONS) {
        true => PERMISSIONS,
        false => POLICY,
    }
}

/// The resource with this ARN, or with the one before its last colon: that of an alias or a version.
fn callee<'a>(by_arn: &BTreeMap<&str, &'a Resource>, arn: &str) -> Option<&'a Resource> {
    let before = || by_arn.get(arn.rsplit_once(':')?.0);
    by_arn.get(arn).or_else(before).copied()
}

fn allows(stack: &Stack, caller: &Resource, callee: &Resource, call: &Call) -> bool {
    // Somebody else sees to them.
    let is_ignored = |path: &Path| path.first_key() == Some(access_field(callee));
    if callee.lifecycle.ignore_changes.iter().any(is_ignored) || unknown::in_text(&call.function) {
        return true;
    }
    let spec = stack.evaluate_partly(callee, &stack.resources, &mut Diagnostics::default()).spec;
    let qualifier = qualifier(callee, &call.function);
    let filled = callee.kind.fill(&spec).ok();
    let lets_in = filled.and_then(|callee| callee.lets_in(&as_caller(caller, call), qualifier));
    lets_in.unwrap_or(true)
}

/// A resource as those know it that it calls.
fn as_caller(resource: &Resource, call: &Call) -> Caller {
    let outputs = &resource.prediction.outputs;
    let sources = ["arn", "execution_arn"].into_iter().filter_map(|output| {
        let predicted = outputs.get(output)?;
        let reference = format!("{}.{output}", resource.address);
        Some(predicted.clone().unwrap_or_else(|| unknown::mark(&reference)))
    });
    Caller {
        service: call.service.clone(),
        account: resource.place.account.clone(),
        kind: resource.kind.name(),
        sources: sources.collect(),
    }
}

/// The alias or version at the end of a function's ARN.
fn qualifier<'a>(callee: &Resource, arn: &'a str) -> Option<&'a str> {
    let own = callee.prediction.outputs.get("arn")?.as_deref()?;
    arn.strip_prefix(own)?.strip_prefix(':')
}
