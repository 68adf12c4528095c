//! Sets of addresses that live and die with a web ACL. AWS keeps them beside it, under names of their own.

use aws_sdk_wafv2::types as sdk;

use super::arn::{Arn, Scope};
use super::rule::Rule;
use super::statement::Statement;
use crate::children::Children;
use crate::prelude::*;
use crate::wafv2::Wafv2;

/// A set of addresses.
#[spec(sdk::IpSet)]
pub struct IpSet {
    /// `IPV4` or `IPV6`; a change re-creates the set. Absent: `IPV4`.
    #[field(aws = ip_address_version)]
    pub version: AddressVersion,
    /// Addresses as CIDR blocks, such as `192.0.2.0/24` or `192.0.2.44/32`, up to 10,000.
    #[field(length = ..=10000)]
    #[schemars(inner(regex(pattern = r"^[0-9a-fA-F:.]+/[0-9]{1,3}$")))]
    pub addresses: BTreeSet<String>,
}

aws_enum! {
    /// The version of addresses.
    #[derive(Default)]
    AddressVersion = sdk::IpAddressVersion {
        #[default]
        Ipv4 = "IPV4",
        Ipv6 = "IPV6",
    }
}

/// Sets by our names for them, with the ARNs by which rules name them.
pub(super) type Sets = BTreeMap<String, (String, IpSet)>;

/// The beginning of the names that AWS knows a web ACL's sets by.
fn prefix(acl: &str) -> String {
    format!("{acl}--")
}

/// The web ACL's own sets.
pub(super) async fn read(aws: &Aws, scope: Scope, acl: &str) -> Result<Sets> {
    let listed = aws.memo().get_or_try_init(&list_name(scope), || list(aws, scope)).await?;
    let mut sets = Sets::new();
    for arn in listed.iter() {
        let own = Arn::parse(arn).ok().and_then(|it| it.name.strip_prefix(&prefix(acl)));
        if let Some(name) = own {
            let set = get(aws, arn).await?.and_then(|answer| answer.ip_set);
            sets.extend(IpSet::of(set)?.map(|set| (name.to_owned(), (arn.clone(), set))));
        }
    }
    Ok(sets)
}

fn list_name(scope: Scope) -> String {
    format!("wafv2/ip sets/{}", scope.as_str())
}

/// The ARNs of all sets of a scope, which are read once a run.
async fn list(aws: &Aws, scope: Scope) -> Result<Vec<String>> {
    let mut arns = Vec::new();
    let mut marker = None;
    loop {
        let request = aws.wafv2().list_ip_sets().scope(scope.into()).limit(100);
        let page = request.set_next_marker(marker).send().await?;
        arns.extend(page.ip_sets.unwrap_or_default().into_iter().filter_map(|set| set.arn));
        marker = non_empty(page.next_marker);
        if marker.is_none() {
            return Ok(arns);
        }
    }
}

type Got = aws_sdk_wafv2::operation::get_ip_set::GetIpSetOutput;

async fn get(aws: &Aws, arn: &str) -> Result<Option<Got>> {
    let Arn { scope, name, id, .. } = Arn::parse(arn)?;
    let request = aws.wafv2().get_ip_set().scope(scope.into()).name(name).id(id);
    optional(request.send().await)
}

/// Makes and changes sets before the rules that name them, and gives the ARNs of all.
pub(super) async fn write(
    aws: &Aws,
    (scope, acl): (Scope, &str),
    wanted: &BTreeMap<String, IpSet>,
) -> Result<BTreeMap<String, String>> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    aws.memo().remove(&list_name(scope));
    let live = read(aws, scope, acl).await?;
    let arns = |sets: &Sets| -> BTreeMap<String, String> {
        sets.iter().map(|(name, (arn, _))| (name.clone(), arn.clone())).collect()
    };
    let mut known = arns(&live);
    let live_sets = live.into_iter().map(|(name, (_, set))| (name, set)).collect();
    let children = Children::of(wanted, &live_sets);
    for (name, set) in children.create {
        let request = aws.wafv2().create_ip_set().name(format!("{}{name}", prefix(acl)));
        let created = request
            .scope(scope.into())
            .description(format!("Addresses of the web ACL {acl}"))
            .ip_address_version(set.version.into())
            .set_addresses(Some(set.addresses.iter().cloned().collect()))
            .send()
            .await?;
        aws.memo().remove(&list_name(scope));
        let arn = member(created, "Summary.ARN", |created| created.summary?.arn)?;
        known.insert(name.clone(), arn);
    }
    for (name, set, _) in children.update {
        if let Some(arn) = known.get(name) {
            update(aws, arn, set).await?;
        }
    }
    Ok(known)
}

async fn update(aws: &Aws, arn: &str, set: &IpSet) -> Result<()> {
    let Some(got) = get(aws, arn).await? else {
        return Err(AwsError::new(format!("`{arn}` is gone; run again to re-create it")));
    };
    let Arn { scope, name, id, .. } = Arn::parse(arn)?;
    let description = got.ip_set.and_then(|set| non_empty(set.description));
    let request = aws.wafv2().update_ip_set().scope(scope.into()).name(name).id(id);
    let request = request
        .set_description(description)
        .set_addresses(Some(set.addresses.iter().cloned().collect()))
        .set_lock_token(got.lock_token);
    sent(request.send().await)
}

/// Deletes the sets that no rule names any more.
pub(super) async fn delete(aws: &Aws, arns: &[String]) -> Result<()> {
    for arn in arns {
        let Arn { scope, name, id, .. } = Arn::parse(arn)?;
        if let Some(got) = get(aws, arn).await? {
            let request = aws.wafv2().delete_ip_set().scope(scope.into()).name(name).id(id);
            deleted(request.set_lock_token(got.lock_token).send().await)?;
        }
        aws.memo().remove(&list_name(scope));
    }
    Ok(())
}

/// Rules that name the web ACL's sets by their ARNs, as AWS has them.
pub(super) fn with_arns(
    rules: &BTreeMap<String, Rule>,
    arns: &BTreeMap<String, String>,
) -> BTreeMap<String, Rule> {
    let mut rules = rules.clone();
    each(&mut rules, |set, arn| {
        if let Some(known) = set.take().and_then(|name| arns.get(&name)) {
            *arn = Some(known.clone());
        }
    });
    rules
}

/// Rules that name the web ACL's sets by our names for them.
pub(super) fn with_names(rules: &mut BTreeMap<String, Rule>, sets: &Sets) {
    each(rules, |set, arn| {
        let name = sets.iter().find(|(_, (own, _))| Some(own) == arn.as_ref());
        if let Some((name, _)) = name {
            *set = Some(name.clone());
            *arn = None;
        }
    });
}

/// Each set that rules name: our name for it, and its ARN.
fn each(
    rules: &mut BTreeMap<String, Rule>,
    mut change: impl FnMut(&mut Option<String>, &mut Option<String>),
) {
    for statement in rules.values_mut().flat_map(Rule::statements_mut) {
        statement.visit_mut(&mut |statement| {
            if let Statement::IpSet(it) = statement {
                change(&mut it.set, &mut it.arn);
            }
        });
    }
}

/// Whether a rule names one of these sets of the web ACL.
pub(super) fn names_any(rule: &Rule, names: &BTreeSet<String>) -> bool {
    let mut is_named = false;
    for statement in rule.statements() {
        statement.visit(&mut |statement| {
            if let Statement::IpSet(it) = statement {
                is_named |= it.set.as_ref().is_some_and(|set| names.contains(set));
            }
        });
    }
    is_named
}
