//! Who uses what.

use std::collections::{BTreeMap, BTreeSet};

use super::context::OrderContext;
use super::roles::Roles;
use crate::observe::ObservedObject;
use crate::plan::action::Action;
use crate::plan::step::Step;
use compiler::Address;
use language::value::Value;

/// One object uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Uses<'a> {
    pub user: &'a Address,
    pub used: &'a Address,
    /// Whether it goes on doing so by the specs.
    pub stays: bool,
    /// Whether it cannot be without, as far as the state or the specs know.
    pub needs: bool,
}

/// All uses: those of which the state knows, those in the specs, and of what is to be deleted those that
/// stand in live objects. An edge that need not wait is in no state, a spec may write an ARN out, and what
/// was adopted has no state yet.
pub(super) fn uses<'a>(roles: &Roles<'a>, context: OrderContext<'a>) -> BTreeSet<Uses<'a>> {
    let specified_uses = specified_uses(roles, context);
    let pairs: BTreeSet<_> = specified_uses.iter().map(|one| (one.user, one.used)).collect();
    let applied = context.state.resources.iter();
    let applied = applied.flat_map(|(address, entry)| {
        let used = entry.depends_on.iter();
        used.map(move |used| (address, used, true))
    });
    let observed_uses = observed_uses(roles, context).into_iter();
    let observed_uses = observed_uses.map(|(user, used)| (user, used, false));
    let former: Vec<Uses> = applied
        .chain(observed_uses)
        .map(|(user, used, needs)| Uses { user, used, stays: pairs.contains(&(user, used)), needs })
        .collect();
    former.into_iter().chain(specified_uses).collect()
}

fn specified_uses<'a>(roles: &Roles<'a>, context: OrderContext<'a>) -> BTreeSet<Uses<'a>> {
    let OrderContext { graph, state, .. } = context;
    let uses = graph.edges.values().flatten().map(|edge| Uses {
        user: &edge.from,
        used: &edge.to,
        stays: true,
        needs: edge.waits() && !graph.is_deferred(edge),
    });
    // Of what ends, the specs tell only where the state has lost it.
    let is_lost = |user: &Address| !state.resources.contains_key(user);
    uses.filter(|one| !roles.end.contains_key(one.user) || is_lost(one.user) && one.needs).collect()
}

/// The uses of what is to be deleted that live objects show.
fn observed_uses<'a>(
    roles: &Roles<'a>,
    context: OrderContext<'a>,
) -> Vec<(&'a Address, &'a Address)> {
    let deletes = roles
        .steps
        .iter()
        .filter(|step| matches!(step.action, Action::Delete | Action::DeleteReplaced));
    let names = Names::of(deletes, context);
    if names.is_empty() {
        return Vec::new();
    }
    let changing = roles.main.keys().chain(roles.finish.keys());
    let changing = changing.chain(roles.end.keys());
    let changing: BTreeSet<&Address> = changing.copied().collect();
    changing
        .into_iter()
        .flat_map(|user| {
            let mut used = BTreeSet::new();
            for observed in observed_objects(context, user) {
                names.find_in(&without_tags(&observed.live.spec), &mut used);
            }
            used.remove(user);
            used.into_iter().map(move |used| (user, used))
        })
        .collect()
}

fn observed_objects<'a>(
    context: OrderContext<'a>,
    address: &Address,
) -> impl Iterator<Item = &'a ObservedObject> {
    let found = context.observation.get(address).into_iter();
    found.flat_map(|found| found.current.iter().chain(&found.successor))
}

/// AWS never looks at what a tag says.
fn without_tags(spec: &Value) -> Vec<&Value> {
    match spec {
        Value::Object(fields) => {
            fields.iter().filter(|(field, _)| *field != "tags").map(|(_, value)| value).collect()
        }
        other => vec![other],
    }
}

/// By what others name objects: ids and outputs.
#[derive(Default)]
struct Names<'a>(BTreeMap<&'a str, BTreeSet<&'a Address>>);

impl<'a> Names<'a> {
    fn of(steps: impl Iterator<Item = &'a Step>, context: OrderContext<'a>) -> Self {
        let mut names = Self::default();
        for step in steps {
            let deleted = observed_objects(context, &step.address)
                .filter(|observed| step.id.as_ref() == Some(&observed.id));
            let outputs = deleted.flat_map(|observed| observed.live.outputs.values().flatten());
            for name in step.id.iter().chain(outputs) {
                names.add(name, &step.address);
            }
        }
        names
    }

    fn add(&mut self, name: &'a str, address: &'a Address) {
        if is_distinctive(name) {
            self.0.entry(name).or_default().insert(address);
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find_in(&self, values: &[&Value], found: &mut BTreeSet<&'a Address>) {
        let mut pending = values.to_vec();
        while let Some(value) = pending.pop() {
            match value {
                Value::String(text) => self.find(text, found),
                Value::Array(list) => pending.extend(list),
                Value::Object(fields) => {
                    fields.keys().for_each(|key| self.find(key, found));
                    pending.extend(fields.values());
                }
                _ => {}
            }
        }
    }

    fn find(&self, text: &str, found: &mut BTreeSet<&'a Address>) {
        let words = text.split(|c| !is_name_character(c)).chain([text]);
        let arns = text.match_indices("arn:");
        let arns = arns.flat_map(|(start, _)| prefixes(&text[start..]));
        found.extend(words.chain(arns).filter_map(|word| self.0.get(word)).flatten());
    }
}

/// Whether a text can be meant as the name of one object: no number, no letter or two.
fn is_distinctive(name: &str) -> bool {
    name.len() > 2 && !name.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The ARNs that a text may begin with: what follows an ARN is a part of it, or names a part of the object.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',');
    let whole = text.split(is_end).next().unwrap_or_default();
    let ends = whole.char_indices().filter(|(_, c)| !is_name_character(*c));
    let ends = ends.map(|(end, _)| end).chain([whole.len()]);
    ends.map(move |end| &whole[..end])
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(name: &str, text: &str) -> bool {
        let address = Address::new("fake.thing", "a", None);
        let mut names = Names::default();
        names.add(name, &address);
        let mut found = BTreeSet::new();
        names.find(text, &mut found);
        !found.is_empty()
    }

    #[test]
    fn a_name_is_no_part_of_a_longer_one() {
        let arn = "arn:aws:lambda:us-east-2:1:function:shop-api";
        for text in [arn, &format!("{arn}:live"), &format!("path/{arn}/invocations")] {
            assert!(finds(arn, text), "{text}");
            assert!(finds("shop-api", text), "{text}");
        }
        assert!(
            !finds(arn, &format!("{arn}-admin")) && !finds("shop-api", &format!("{arn}-admin"))
        );
        assert!(!finds("shop-api", &format!("https://{arn}.shop-api-x")));
        assert!(finds(arn, &format!("{arn}-admin {arn}")));
        assert!(finds("/aws/lambda/x", "/aws/lambda/x"));
    }

    #[test]
    fn a_number_names_nothing() {
        assert!(finds("a1b2c3d4e5", "a1b2c3d4e5"));
        assert!(!finds("10000", "10000") && !finds("0.5", "0.5") && !finds("v1", "v1"));
    }
}
