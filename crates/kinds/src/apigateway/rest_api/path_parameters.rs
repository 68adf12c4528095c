//! The variables of a path, which every request has.
//!
//! A method that is imported declares them, whether its document does or not (AWS's recorded answers to `PutRestApi`);
//! one that is made by calls declares those that it is told. As every request has them, a declaration says
//! nothing of who may call what: it lets integrations use them, and that is all. So one that is live and not written
//! differs from no spec.

use std::collections::BTreeSet;

use super::routes::Routes;

/// How a method declares a variable of its path.
const PREFIX: &str = "method.request.path.";

/// The variables of a path as methods declare them, such as `method.request.path.id` of `/users/{id}`.
pub(super) fn of_path(path: &str) -> BTreeSet<String> {
    let variables = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    variables.map(|name| format!("{PREFIX}{}", name.trim_end_matches('+'))).collect()
}

/// Leaves of the declarations of live methods those that are wanted, as they are wanted.
pub(super) fn settle(live: &mut Routes, wanted: &Routes) {
    for (path, methods) in live {
        let of_path = of_path(path);
        for (verb, method) in methods {
            let Some(wanted) = wanted.get(path).and_then(|methods| methods.get(verb)) else {
                continue;
            };
            for parameter in &of_path {
                match wanted.request_parameters.get(parameter) {
                    None => drop(method.request_parameters.remove(parameter)),
                    Some(wanted) => {
                        method
                            .request_parameters
                            .entry(parameter.clone())
                            .and_modify(|it| *it = *wanted);
                    }
                }
            }
        }
    }
}

/// Leaves out the declarations that no integration uses.
pub(super) fn leave_out_unused(routes: &mut Routes) {
    for (path, methods) in routes {
        let of_path = of_path(path);
        for method in methods.values_mut() {
            let integration = method.integration.as_ref();
            let is_used = |name: &String| {
                integration.is_some_and(|it| {
                    it.cache_key_parameters.contains(name)
                        || it.request_parameters.values().any(|source| source == name)
                })
            };
            method.request_parameters.retain(|name, _| !of_path.contains(name) || is_used(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    fn routes(parameters: Value) -> Routes {
        let method = json!({ "authorization": "NONE", "request_parameters": parameters });
        serde_json::from_value(json!({ "/a/{id}/{proxy+}": { "GET": method } })).unwrap()
    }

    #[test]
    fn all_variables_of_a_path_are_declared() {
        let all = ["method.request.path.id", "method.request.path.proxy"].map(str::to_owned);
        assert_eq!(of_path("/a/{id}/{proxy+}"), BTreeSet::from(all));
        assert_eq!(of_path("/"), BTreeSet::new());
    }

    #[test]
    fn what_no_integration_uses_is_not_written() {
        let integration = json!({
            "http_method": "GET",
            "type": "HTTP",
            "uri": "https://example.com/{key}",
            "request_parameters": { "integration.request.path.key": "method.request.path.id" },
        });
        let parameters =
            json!({ "method.request.path.id": true, "method.request.path.proxy": true });
        let mut live = routes(parameters.clone());
        leave_out_unused(&mut live);
        assert_eq!(live, routes(json!({})));

        let mut live = routes(parameters);
        let method = live.get_mut("/a/{id}/{proxy+}").and_then(|methods| methods.get_mut("GET"));
        method.unwrap().integration = serde_json::from_value(integration).unwrap();
        leave_out_unused(&mut live);
        let method = &live["/a/{id}/{proxy+}"]["GET"];
        assert_eq!(
            method.request_parameters,
            BTreeMap::from([("method.request.path.id".to_owned(), true)])
        );
    }

    #[test]
    fn what_is_declared_and_not_written_is_no_difference() {
        let settled = |live: Value, wanted: Value| {
            let (mut live, wanted) = (routes(live), routes(wanted));
            settle(&mut live, &wanted);
            live == wanted
        };
        let id = json!({ "method.request.path.id": true });
        assert!(settled(id.clone(), json!({})));
        assert!(settled(id.clone(), id.clone()));
        assert!(settled(id.clone(), json!({ "method.request.path.id": false })));
        assert!(!settled(json!({}), id), "an integration may need it");
        assert!(!settled(json!({ "method.request.header.id": true }), json!({})));
    }
}
