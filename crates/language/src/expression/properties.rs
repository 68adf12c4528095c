//! Laws of the expression language, on templates that nobody would write.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::{Problem, Template, evaluate};
use crate::expression::NamedScope;
use crate::value::{Object, Value, pending, unknown};

/// What the templates here can refer to: a value of each type, and one that AWS invents.
fn names() -> Object {
    let names = json!({
        "text": "a b",
        "number": 7,
        "fraction": 0.5,
        "flag": true,
        "nothing": null,
        "list": ["x", "y", 3],
        "map": { "k": "v", "n": { "m": [1] } },
        "id": unknown::mark("cognito.user_pool.main.id"),
    });
    names.as_object().cloned().unwrap_or_default()
}

fn value_of(text: &str) -> Option<Result<Value, Problem>> {
    value_among(&names(), text)
}

fn value_among(names: &Object, text: &str) -> Option<Result<Value, Problem>> {
    let scope = NamedScope::new(Path::new("/nowhere"), [("var", names)]);
    let template = Template::detached(text).ok()?;
    template.mentions();
    Some(evaluate(&template, &scope))
}

/// Expressions that are well formed, of every sort and of all types mixed up.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("var.text"),
        Just("var.number"),
        Just("var.fraction"),
        Just("var.flag"),
        Just("var.nothing"),
        Just("var.list"),
        Just("var.map"),
        Just("var.id"),
        Just("var.none"),
        Just("var.late"),
        Just("\"t\""),
        Just("-1"),
        Just("0"),
        Just("1e30"),
        Just("9223372036854775807"),
        Just("true"),
        Just("null"),
        Just("[]"),
        Just("{}"),
        Just("x"),
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        let operator =
            prop::sample::select(vec!["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"]);
        let function = prop::sample::select(
            super::functions::all()
                .iter()
                .map(|function| function.name)
                .chain(["try", "can"])
                .collect::<Vec<_>>(),
        );
        prop_oneof![
            (two.clone(), operator).prop_map(|((a, b), o)| format!("({a} {o} {b})")),
            (inner.clone(), two.clone()).prop_map(|(c, (a, b))| format!("({c} ? {a} : {b})")),
            (function, prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", "))),
            two.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
            two.clone().prop_map(|(a, b)| format!("{{ (var.text) = {a}, k = {b} }}")),
            two.clone().prop_map(|(a, b)| format!("[for x in {a} : {b}]")),
            two.clone()
                .prop_map(|(a, b)| format!("{{ for k, x in {a} : k => {b}... if x != null }}")),
            two.prop_map(|(a, b)| format!("({a})[{b}]")),
            inner.clone().prop_map(|a| format!("({a}).k")),
            inner.clone().prop_map(|a| format!("({a})[*].n")),
            inner.clone().prop_map(|a| format!("!({a})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.prop_map(|a| format!("\"<${{{a}}}>\"")),
        ]
    })
}

/// Every function, with something sensitive as each of its arguments: of the right type and of a wrong one, beside
/// others of the right type and of wrong ones.
#[test]
fn no_function_tells_what_is_sensitive() {
    let secrets = ["Zq9hunter", "9731842"];
    let values = json!({
        "text": secrets[0], "pattern": "Zq9hunter(", "range": "Zq9hunter/8", "digits": secrets[1],
        "number": 9_731_842, "fraction": 9_731_842.5, "list": [secrets[0], secrets[1]],
        "keyed": { "Zq9hunter": 9_731_842 }, "map": { "a": secrets[0] }, "verbs": "%Zq9hunter",
    });
    let values = values.as_object().cloned().unwrap_or_default();
    let sensitive = values.keys().cloned().collect();
    let others = ["\"a\"", "1", "[\"a\"]", "{ a = 1 }"];
    let names =
        super::functions::all().iter().map(|function| (function.name, function.arguments.clone()));
    for (name, arguments) in names.chain([("try", 1..=2), ("can", 1..=1)]) {
        let scope =
            NamedScope::new(Path::new("/nowhere"), [("var", &values)]).with_sensitive(&sensitive);
        let most = (*arguments.end()).min(3);
        for (secret, count) in
            values.keys().flat_map(|key| (1..=most).map(move |count| (key, count)))
        {
            for place in 0..count {
                for (first, second) in
                    others.iter().flat_map(|a| others.iter().map(move |b| (a, b)))
                {
                    let mut written = vec![*first, *second, *first];
                    let secret = format!("var.{secret}");
                    written[place] = &secret;
                    written.truncate(count);
                    let text = format!("${{{name}({})}}", written.join(", "));
                    let template = Template::detached(&text).unwrap();
                    let (outcome, is_sensitive) = super::evaluate_marked(&template, &scope);
                    assert!(is_sensitive || name == "try" && place > 0, "{text}");
                    if let Err(problem) = outcome {
                        let told = format!("{problem:?}");
                        assert!(
                            !secrets.iter().any(|secret| told.contains(secret)),
                            "{text}: {told}"
                        );
                    }
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much_for_the_parser(text in any::<String>()) {
        let _ = value_of(&text);
        let _ = value_of(&format!("${{{text}}}"));
        let _ = value_of(&format!("%{{ {text} }}${{{text}}}"));
    }

    #[test]
    fn every_expression_has_a_value_or_a_problem(expression in expression()) {
        let whole = value_of(&format!("${{{expression}}}"));
        prop_assert!(whole.is_some(), "{} is well formed", expression);
        if let Some(Err(problem)) = whole {
            prop_assert!(!problem.message.is_empty());
            let end = problem.range.map_or(0, |range| range.end);
            prop_assert!(end <= expression.len() + 3, "the problem lies in the text");
        }
        let _ = value_of(&format!("a ${{{expression}}} b ${{~ {expression} ~}}"));
    }

    /// What is looked up in AWS is not an error before AWS is asked, and what is known then stays so.
    #[test]
    fn a_pending_value_can_turn_out_to_be_anything(expression in expression()) {
        let with = |late: Option<Value>, text: &str| {
            let mut names = names();
            names.extend(late.map(|late| ("late".to_owned(), late)));
            value_among(&names, text)
        };
        let concrete = [json!("a b"), json!("true"), json!(7), json!(false), json!(null), json!(["x"]), json!({ "k": "v" })];
        for text in [format!("${{{expression}}}"), format!("a ${{{expression}}}")] {
            let pending = with(Some(pending::value("existing.a.b.c.late")), &text);
            for late in concrete.iter().cloned().map(Some).chain([None]) {
                if let Some(Ok(value)) = with(late.clone(), &text) {
                    let Some(Ok(pending)) = &pending else {
                        return Err(TestCaseError::fail(format!("{text} with {late:?}: {pending:?}")));
                    };
                    prop_assert!(pending::in_value(pending) || *pending == value, "{} {:?}: {} is {}", text, late, pending, value);
                }
            }
        }
    }

    /// What AWS has yet to invent stands in text as it is, between everything else.
    #[test]
    fn an_unknown_value_survives_interpolation(before in "[^$%]{0,8}", after in "[^$%]{0,8}") {
        let id = unknown::mark("cognito.user_pool.main.id");
        let text = format!("{before}${{var.id}}{after}");
        let value = value_of(&text);
        let expected = match before.is_empty() && after.is_empty() {
            true => id,
            false => format!("{before}{id}{after}"),
        };
        prop_assert_eq!(value, Some(Ok(Value::from(expected.clone()))));
        prop_assert_eq!(unknown::display(&expected), format!("{before}${{cognito.user_pool.main.id}}{after}"));
    }

    /// A whole expression gives what it refers to, whatever its type.
    #[test]
    fn a_whole_expression_keeps_its_type(name in prop::sample::select(vec!["text", "number", "fraction", "flag", "nothing", "list", "map", "id"])) {
        prop_assert_eq!(value_of(&format!("${{var.{name}}}")), Some(Ok(names()[name].clone())));
    }
}
