//! Lookups that need each other in a cycle, so that none of them can ever be asked for.

use std::collections::BTreeMap;

use crate::lookups::Key;
use crate::read::document::{Documents, Lookup};
use crate::read::node::{Entry, Node};
use crate::scope::sort_and_name;
use language::diagnostic::{Diagnostic, Label, Span};
use language::expression::EXISTING;

/// What a lookup may need: another, or a local.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Lookup(Key),
    Local(String),
}

impl Need {
    fn reference(&self) -> String {
        match self {
            Self::Lookup((sort, name)) => format!("{EXISTING}.{sort}.{name}"),
            Self::Local(name) => format!("local.{name}"),
        }
    }
}

/// What is needed, and the place that says so.
type Needs = BTreeMap<Need, Vec<(Need, Span)>>;

/// The cycles that lookups are in, by each of them.
pub fn cycles(
    documents: &Documents,
    locals: &BTreeMap<String, Entry>,
) -> BTreeMap<Key, Diagnostic> {
    let of_lookup = |Lookup { sort, entry }: &Lookup| {
        let key = (sort.name().to_owned(), entry.key.clone());
        (Need::Lookup(key), needs_of(&entry.value))
    };
    let lookups = documents.existing.iter().map(of_lookup);
    let locals =
        locals.iter().map(|(name, entry)| (Need::Local(name.clone()), needs_of(&entry.value)));
    let needs: Needs = lookups.chain(locals).collect();
    let starts = needs.keys().filter_map(|need| match need {
        Need::Lookup(key) => Some((key.clone(), cycle(&needs, need)?)),
        Need::Local(_) => None,
    });
    starts.collect()
}

fn needs_of(node: &Node) -> Vec<(Need, Span)> {
    let mut needs = Vec::new();
    node.for_each_template(&mut |template| {
        for mention in template.mentions() {
            let need = match mention.names.as_slice() {
                [root, rest @ ..] if root == EXISTING => {
                    sort_and_name(rest).map(|(sort, name, _)| Need::Lookup((sort, name.to_owned())))
                }
                [root, name, ..] if root == "local" => Some(Need::Local(name.clone())),
                _ => None,
            };
            needs.extend(need.map(|need| (need, template.place_of(mention.range.clone()))));
        }
    });
    needs
}

/// The shortest way from something back to itself, if there is one.
fn cycle(needs: &Needs, start: &Need) -> Option<Diagnostic> {
    let mut ways = vec![vec![start]];
    let mut seen = Vec::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for (next, _) in needs.get(last).into_iter().flatten() {
                if next == start {
                    return Some(diagnostic(needs, &way));
                }
                if !seen.contains(&next) {
                    seen.push(next);
                    longer.push([way.as_slice(), &[next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

fn diagnostic(needs: &Needs, way: &[&Need]) -> Diagnostic {
    let next = way.iter().cycle().skip(1);
    let steps = way.iter().zip(next).map(|(from, to)| {
        let places = needs.get(*from).into_iter().flatten();
        let place = places.filter(|(need, _)| need == *to).map(|(_, place)| *place).next();
        Label {
            span: place.unwrap_or(Span::nowhere()),
            text: format!("`{}` needs `{}`", from.reference(), to.reference()),
        }
    });
    Diagnostic::cycle("lookups need each other in a cycle", steps.collect())
        .help("write one of these values out")
}
