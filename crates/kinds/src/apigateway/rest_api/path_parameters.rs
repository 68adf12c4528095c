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

#[cfg(test)]
mod tests {
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
