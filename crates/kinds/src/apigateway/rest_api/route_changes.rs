//! What is to be done to get from live routes to wanted ones: what differs, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::ownership_record::with_parents;
use super::routes::{Method, Routes};

/// A path and an HTTP method.
type Place = (String, String);

/// What is to be done to get from live routes to wanted ones.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RouteChanges {
    /// Paths to be deleted, by depth.
    pub delete_paths: BTreeMap<usize, Vec<String>>,
    /// Methods to be deleted on paths that stay.
    pub delete_methods: Vec<Place>,
    /// Paths to be created, by depth.
    pub create_paths: BTreeMap<usize, Vec<String>>,
    /// Methods to be written, and how, by path.
    pub methods: BTreeMap<String, BTreeMap<String, Rewrite>>,
}

/// How much of a method is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rewrite {
    /// It is new.
    Create,
    /// Everything. AWS accepts no new method where one is, so the old one goes first; nobody notices, as
    /// stages show a copy.
    Whole,
    /// What answers it.
    Integration,
}

/// The live paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paths<'a> {
    pub all: &'a BTreeSet<String>,
    /// Those that stay though no route needs them, as something of others is there.
    pub kept: &'a BTreeSet<String>,
}

/// The changes. `is_stale` tells of live methods that must go even though they are wanted.
pub(super) fn changes(
    wanted: &Routes,
    live: &Routes,
    paths: Paths<'_>,
    is_stale: impl Fn(&Method) -> bool,
) -> RouteChanges {
    let mut changes = RouteChanges::default();
    let needed: BTreeSet<String> = wanted.keys().flat_map(|path| with_parents(path)).collect();
    let stays = |path: &String| path == "/" || needed.contains(path) || paths.kept.contains(path);
    for path in paths.all.iter().filter(|path| !stays(path)) {
        changes.delete_paths.entry(depth(path)).or_default().push(path.clone());
    }
    for path in needed.difference(paths.all) {
        changes.create_paths.entry(depth(path)).or_default().push(path.clone());
    }
    for (path, methods) in live.iter().filter(|(path, _)| stays(path)) {
        for (verb, method) in methods {
            let is_wanted = wanted.get(path).is_some_and(|wanted| wanted.contains_key(verb));
            if !is_wanted || is_stale(method) {
                changes.delete_methods.push((path.clone(), verb.clone()));
            }
        }
    }
    for (path, methods) in wanted {
        for (verb, method) in methods {
            let before = live.get(path).and_then(|methods| methods.get(verb));
            let rewrite = match before {
                Some(before) if is_stale(before) => Rewrite::Create,
                Some(before) if before == method => continue,
                Some(before) if before.without_integration() == method.without_integration() => {
                    Rewrite::Integration
                }
                Some(_) => Rewrite::Whole,
                None => Rewrite::Create,
            };
            let writes = changes.methods.entry(path.clone()).or_default();
            writes.insert(verb.clone(), rewrite);
        }
    }
    changes
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::apigateway::rest_api::tests::any_routes;

    const NONE: &BTreeSet<String> = &BTreeSet::new();

    /// The paths that there are with these routes.
    fn paths(routes: &Routes) -> BTreeSet<String> {
        let paths = routes.keys().flat_map(|path| with_parents(path));
        paths.chain(["/".to_owned()]).collect()
    }

    /// What API Gateway holds once the changes are made, in the order in which they are.
    fn made(
        changes: &RouteChanges,
        wanted: &Routes,
        live: &Routes,
        mut paths: BTreeSet<String>,
    ) -> (Routes, BTreeSet<String>) {
        let mut routes = live.clone();
        for path in changes.delete_paths.values().rev().flatten() {
            let below = format!("{path}/");
            assert!(!paths.iter().any(|other| other.starts_with(&below)), "children go first");
            assert!(paths.remove(path));
            routes.remove(path);
        }
        for (path, verb) in &changes.delete_methods {
            assert!(routes.get_mut(path).unwrap().remove(verb).is_some());
        }
        for path in changes.create_paths.values().flatten() {
            let (parent, _) = path.rsplit_once('/').unwrap();
            assert!(parent.is_empty() || paths.contains(parent), "parents come first");
            assert!(paths.insert(path.clone()));
        }
        for (path, methods) in &changes.methods {
            assert!(paths.contains(path));
            for (verb, rewrite) in methods {
                let methods = routes.entry(path.clone()).or_default();
                let method = wanted[path][verb].clone();
                let before = methods.insert(verb.clone(), method);
                assert_eq!(before.is_none(), *rewrite == Rewrite::Create);
            }
        }
        routes.retain(|_, methods| !methods.is_empty());
        (routes, paths)
    }

    proptest! {
        #[test]
        fn changes_lead_from_what_is_to_what_is_wanted(
            wanted in any_routes(),
            live in any_routes(),
            stale in any::<bool>(),
        ) {
            let is_stale = |method: &Method| stale && method.authorization == "NONE";
            let all = &paths(&live);
            let changes = changes(&wanted, &live, Paths { all, kept: NONE }, is_stale);
            let (routes, left) = made(&changes, &wanted, &live, paths(&live));
            let full = |routes: &Routes| -> Routes {
                let routes = routes.clone().into_iter();
                routes.filter(|(_, methods)| !methods.is_empty()).collect()
            };
            prop_assert_eq!(routes, full(&wanted));
            prop_assert_eq!(left, paths(&wanted));
        }

        #[test]
        fn what_is_as_it_is_to_be_stays(routes in any_routes()) {
            let all = &paths(&routes);
            let changes = changes(&routes, &routes, Paths { all, kept: NONE }, |_| false);
            prop_assert_eq!(changes, RouteChanges::default());
        }

        #[test]
        fn paths_that_others_need_stay(wanted in any_routes(), live in any_routes(), others in any_routes()) {
            let kept = &paths(&others);
            let all = &paths(&live).union(kept).cloned().collect();
            let changes = changes(&wanted, &live, Paths { all, kept }, |_| false);
            let (routes, left) = made(&changes, &wanted, &live, all.clone());
            prop_assert!(kept.is_subset(&left));
            let is_as_wanted = routes.iter().all(|(path, methods)| wanted.get(path) == Some(methods));
            prop_assert!(is_as_wanted);
        }
    }
}
