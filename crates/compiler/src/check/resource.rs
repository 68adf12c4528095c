//! Checks a resource by itself: its fields, its rules, its policies and its ARNs.

use super::redact::Redaction;
use super::regions::check_regions;
use super::rules;
use crate::access::{Need, needs};
use crate::findings::findings_to_diagnostics;
use crate::model::Resource;
use crate::other_tools;
use crate::read::meta_keys;
use crate::stack::Stack;
use kind::policy_check;
use language::diagnostic::Diagnostics;
use language::schema::{Check, Finding, Origin, has_errors};
use language::value::{Path, Value, pending};

/// Checks a resource by itself, and gives what it wants to be reached.
pub fn check_resource(
    stack: &Stack,
    resource: &Resource,
    diagnostics: &mut Diagnostics,
) -> Vec<Need> {
    let mut found = Diagnostics::default();
    let evaluation = stack.evaluate_partly(resource, &stack.resources, &mut found);
    let schema = resource.kind.schema();
    let is_secret = |path: &Path| {
        let mut sensitive = evaluation.sensitive.iter();
        sensitive.any(|field| path.is_within(field)) || schema.facts_of(path).sensitive
    };
    let origin = |path: &Path| match resource.body.is_written(path) {
        _ if is_secret(path) => Origin::Secret,
        true => Origin::Written,
        false => Origin::Computed,
    };
    let spelling = |path: &Path| resource.body.spelling_at(path).map(str::to_owned);
    let foreign =
        |path: &Path, value: &Value| other_tools::field(resource.kind.name(), path, value);
    let check = Check::new(schema)
        .origin(&origin)
        .spelling(&spelling)
        .beside(meta_keys::keys())
        .foreign(&foreign);
    let mut findings = check.run(&evaluation.spec);
    let is_whole = found.is_empty() && !pending::in_value(&evaluation.spec);
    if found.is_empty() {
        let root = (!stack.may_lack_files).then_some(stack.root.as_path());
        let rules = rules::check(resource, &evaluation.spec, &findings, root);
        findings.extend(rules);
    }
    let policies = policy_check::check_fields(schema, &evaluation.spec);
    // What its form forbids is told already.
    let is_told = |policy: &Finding, finding: &Finding| {
        finding.is_error() && (finding.path.is_within(&policy.path) || finding.path == policy.path)
    };
    let is_new = |policy: &Finding| !findings.iter().any(|finding| is_told(policy, finding));
    let new: Vec<Finding> = policies.into_iter().filter(is_new).collect();
    findings.extend(new);
    findings.extend(check_regions(&evaluation.spec));
    let has_errors = has_errors(&findings);
    if !findings.is_empty() {
        let redaction = Redaction::of(&evaluation, &is_secret);
        let kept = findings.into_iter().map(|finding| redaction.of_finding(finding));
        findings = kept.collect();
    }
    findings_to_diagnostics(findings, &resource.body, resource.span, &mut found);
    let needs = match is_whole && !has_errors {
        true => needs(schema, &evaluation.spec),
        false => Vec::new(),
    };
    diagnostics.extend(found);
    needs
}
