//! Whether what is named lets itself be reached, and what its spec needs besides if it does not.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::needs::{By, Need};
use crate::address::Address;
use crate::model::Resource;
use crate::stack::Stack;
use kind::{AnySpec, Caller, Grant, Grantee, role_use};
use language::diagnostic::Diagnostics;
use language::value::{Path, pending, unknown};

/// The resources of a stack by the ARNs that are known of them.
pub struct Reachable<'a> {
    stack: &'a Stack,
    by_arn: BTreeMap<&'a str, &'a Resource>,
    /// The specs of those that were looked at: many resources reach the same few.
    filled: RefCell<BTreeMap<&'a Address, Option<Rc<dyn AnySpec>>>>,
}

/// What stands between a resource and what it wants to reach.
pub struct Unmet<'a> {
    /// Whose spec does not let it in: that of the target, or of the role.
    pub resource: &'a Resource,
    /// What that spec needs besides.
    pub grant: Grant,
    /// The actions that a role does not permit; none where a service is not let in.
    pub actions: Vec<&'static str>,
}

impl<'a> Reachable<'a> {
    pub fn of(stack: &'a Stack) -> Self {
        let mut by_arn = BTreeMap::new();
        for resource in stack.resources.values() {
            if let Some(Some(arn)) = resource.prediction.outputs.get("arn") {
                by_arn.insert(arn.as_str(), resource);
            }
        }
        Self { stack, by_arn, filled: RefCell::default() }
    }

    /// The resource that is named: by its ARN, or the one before its last colon, which is that of an alias or a
    /// version; or by an output that AWS has yet to invent.
    fn resource(&self, target: &str) -> Option<&'a Resource> {
        if let Some(reference) = unknown::leading(target) {
            // The names of outputs of AWS's types may have dots.
            let ends = reference.rmatch_indices('.').map(|(end, _)| &reference[..end]);
            let addresses = ends.filter_map(Address::parse);
            return addresses.filter_map(|address| self.stack.resources.get(&address)).next();
        }
        let before = || self.by_arn.get(target.rsplit_once(':')?.0);
        self.by_arn.get(target).or_else(before).copied()
    }

    /// Whether what would let a resource in is described elsewhere, so that nothing can be added to it: the role that it
    /// acts with, else what is named itself. What is looked up and not known yet may be anything.
    pub fn is_elsewhere(&self, need: &Need) -> bool {
        let is_unsettled = |arn: &str| pending::in_text(arn) || self.resource(arn).is_some();
        match &need.by {
            By::Service(_) => !is_unsettled(&need.target),
            // API Gateway passes the caller's own identity on by the ARN of a user.
            By::Role { role, .. } => role.contains(":role/") && !is_unsettled(role),
        }
    }

    /// What keeps a resource from what it names: nothing where it is let in, or where that is not certain.
    pub fn unmet(&self, caller: &Resource, need: &Need) -> Option<Unmet<'a>> {
        match &need.by {
            By::Service(service) => self.refused(caller, service, &need.target),
            By::Role { role, use_ } => self.forbidden(caller, role, use_, &need.target),
        }
    }

    fn refused(&self, caller: &Resource, service: &str, target: &str) -> Option<Unmet<'a>> {
        if unknown::in_text(target) {
            return None;
        }
        let callee = self.resource(target)?;
        let qualifier = qualifier(callee, target);
        let caller = as_caller(caller, callee, service);
        let grant = callee.kind.grant(&caller, qualifier)?;
        let lets_in = self.filled(callee, &grant)?.lets_in(&caller, qualifier);
        (lets_in == Some(false)).then_some(Unmet { resource: callee, grant, actions: Vec::new() })
    }

    fn forbidden(
        &self,
        caller: &Resource,
        role: &str,
        use_: &str,
        target: &str,
    ) -> Option<Unmet<'a>> {
        let role = self.resource(role)?;
        let service = match unknown::leading(target) {
            Some(_) => service_of(self.resource(target)?),
            None => target.split(':').nth(2)?.to_owned(),
        };
        let needed = role_use(use_, &service)?;
        let on = format!("{}{}", unknown::display(target), needed.below);
        let grant = role.kind.permit(&id(caller), needed.actions, &on)?;
        let filled = self.filled(role, &grant)?;
        let on = format!("{target}{}", needed.below);
        let is_missing = |action: &&&str| !filled.permits(action, &on);
        let missing: Vec<&str> = needed.actions.iter().filter(is_missing).copied().collect();
        (!missing.is_empty()).then_some(Unmet { resource: role, grant, actions: missing })
    }

    /// The spec of a resource, unless somebody else sees to what would be added to it.
    fn filled(&self, resource: &'a Resource, grant: &Grant) -> Option<Rc<dyn AnySpec>> {
        let field = grant.path().first_key();
        let is_ignored = |path: &Path| path.first_key() == field;
        if resource.lifecycle.ignore_changes.iter().any(is_ignored) {
            return None;
        }
        let fill = || {
            let (stack, found) = (self.stack, &mut Diagnostics::default());
            let spec = stack.evaluate_partly(resource, &stack.resources, found).spec;
            resource.kind.fill(&spec).ok().map(Rc::from)
        };
        self.filled.borrow_mut().entry(&resource.address).or_insert_with(fill).clone()
    }
}

/// The service of a resource, as ARNs name it.
fn service_of(resource: &Resource) -> String {
    let kind = resource.kind.name();
    // Such as `AWS::Kinesis::Stream`, a type of AWS's registry.
    let of_registry = kind.split("::").nth(1).map(str::to_ascii_lowercase);
    match of_registry.as_deref() {
        Some("kinesisfirehose") => "firehose".to_owned(),
        Some("stepfunctions") => "states".to_owned(),
        Some(service) => service.to_owned(),
        None => kind.split('.').next().unwrap_or(kind).to_owned(),
    }
}

/// A resource as those know it that it calls.
fn as_caller(resource: &Resource, callee: &Resource, service: &str) -> Caller {
    let outputs = &resource.prediction.outputs;
    let sources = ["arn", "execution_arn", "streams_arn"].into_iter().filter_map(|output| {
        let predicted = outputs.get(output)?;
        let reference = format!("{}.{output}", resource.address);
        Some(predicted.clone().unwrap_or_else(|| unknown::mark(&reference)))
    });
    let as_expression = as_expression(resource.kind.calls_as(), &resource.address);
    let own_arn = callee.prediction.outputs.get("arn").cloned().flatten();
    let reference = format!("{}.arn", callee.address);
    Caller {
        service: service.to_owned(),
        callee: own_arn.clone().unwrap_or_else(|| unknown::mark(&reference)),
        account: resource.place.account.clone(),
        kind: resource.kind.name(),
        sources: sources.collect(),
        grantee: Grantee {
            id: id(resource),
            source: as_expression,
            own_arn: own_arn
                .unwrap_or_else(|| format!("${{{}}}", callee.address.expression("arn"))),
        },
    }
}

/// A text with `{output}` in it, with an expression for each such output of a resource.
fn as_expression(text: &str, address: &Address) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once('}') {
        Some((output, rest)) => format!("{text}${{{}}}{rest}", address.expression(output)),
        None => format!("{text}{{{part}"),
    })
}

/// A name for what lets a resource in: 1–100 of letters, digits and `-`, which is what Lambda, IAM and SQS take alike.
fn id(resource: &Resource) -> String {
    let address = resource.address.to_string();
    let words = address.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = words.collect::<Vec<_>>().join("-");
    id.truncate(100);
    id
}

/// The alias or version at the end of a function's ARN.
fn qualifier<'t>(callee: &Resource, arn: &'t str) -> Option<&'t str> {
    let own = callee.prediction.outputs.get("arn")?.as_deref()?;
    arn.strip_prefix(own)?.strip_prefix(':')
}
