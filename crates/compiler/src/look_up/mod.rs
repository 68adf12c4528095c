//! Looks up what stands under `existing:`.
//!
//! Lookups are evaluated before anything is expanded, so that they may decide what exists. They may look at
//! variables, locals, the environment and other lookups, and not at resources. What [`lookups`](crate::lookups) can tell
//! without AWS is known from then on. Of anything else there is a request, and until it is answered its outputs are
//! [pending](language::value::pending) values. A lookup that depends on one of them waits: once that is answered, it is
//! evaluated again.

mod cycles;

use crate::evaluate::evaluate_node;
use crate::findings::findings_to_diagnostics;
use crate::lookups::{Answers, Asked, Found, From, Key, Sort};
use crate::model::{ModuleId, NoOutputs};
use crate::read::document::{Documents, Lookup};
use crate::read::node::Entry;
use crate::scope::{Constants, Existing, Instance, Names, Outcome, ResourceScope};
use cycles::cycles;
use language::diagnostic::{Diagnostic, Diagnostics};
use language::expression::EXISTING;
use language::schema::{Check, Finding, has_errors};
use language::value::{Object, Path, Value, pending, type_name, unknown};

/// Evaluates everything under `existing:`, and finds what can be found without AWS.
pub fn look_up(
    from: From<'_>,
    documents: &Documents,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    let mut cycles = cycles(documents, &documents.root.locals);
    let lookups = documents.existing.iter();
    let existing = lookups.map(|lookup| {
        let key = key_of(lookup);
        let outcome = match cycles.remove(&key) {
            Some(cycle) => {
                diagnostics.push(cycle.clone());
                Outcome::Faulty(cycle)
            }
            None => Outcome::Waiting,
        };
        let reference = format!("{EXISTING}.{}.{}", lookup.sort.name(), lookup.entry.key);
        (key, Existing { reference, sort: lookup.sort, outcome })
    });
    names.existing = existing.collect();
    ask_all(from, documents, names, diagnostics);
}

/// Puts answers in the place of what waited for them, and evaluates what waited for these.
pub fn accept(
    from: From<'_>,
    documents: &Documents,
    mut answers: Answers,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    for lookup in &documents.existing {
        let key = key_of(lookup);
        if let (Some(existing), Some(answer)) = (names.existing.get_mut(&key), answers.remove(&key))
        {
            let mut found = Diagnostics::default();
            existing.outcome = accepted(answer, &lookup.entry, &mut found);
            diagnostics.extend(found);
        }
    }
    ask_all(from, documents, names, diagnostics);
}

fn key_of(lookup: &Lookup) -> Key {
    (lookup.sort.name().to_owned(), lookup.entry.key.clone())
}

/// Evaluates the lookups that wait for others, until no more of them can tell what it asks for.
fn ask_all(
    from: From<'_>,
    documents: &Documents,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    loop {
        // Locals may have been evaluated when less was known.
        names.constants = Constants::default();
        let is_waiting = |key: &Key| {
            let existing = names.existing.get(key);
            existing.is_some_and(|existing| matches!(existing.outcome, Outcome::Waiting))
        };
        let waiting = documents.existing.iter().filter(|lookup| is_waiting(&key_of(lookup)));
        let asked = waiting.filter_map(|lookup| {
            let mut found = Diagnostics::default();
            let outcome = outcome(from, lookup, names, &mut found)?;
            Some((key_of(lookup), outcome, found))
        });
        let asked: Vec<_> = asked.collect();
        if asked.is_empty() {
            return;
        }
        for (key, outcome, found) in asked {
            diagnostics.extend(found);
            if let Some(existing) = names.existing.get_mut(&key) {
                existing.outcome = outcome;
            }
        }
    }
}

/// What comes of a lookup; nothing as long as it waits for another.
fn outcome(
    from: From<'_>,
    lookup: &Lookup,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Outcome> {
    let Lookup { sort, entry } = lookup;
    match is_enabled(from, entry, names, diagnostics) {
        Some(Value::Bool(true)) => {}
        Some(Value::Bool(false)) => {
            let span = entry.value.span_of(&Path::field(ENABLED));
            return Some(Outcome::Absent(span));
        }
        Some(_) => return None,
        None => return Some(faulty(diagnostics)),
    }
    let Some(written) = written(from, *sort, entry, names, diagnostics) else {
        return Some(faulty(diagnostics));
    };
    if pending::in_value(&written) {
        return None;
    }
    Some(match sort.ask(from, written) {
        Ok(Asked::Request(request)) => Outcome::Pending(request),
        Ok(Asked::Found(found)) => accepted(Ok(found), entry, diagnostics),
        Err(finding) => accepted(Err(finding), entry, diagnostics),
    })
}

/// The key by which a lookup is not made.
const ENABLED: &str = "enabled";

/// Whether a lookup is made: true, false or what it waits for; nothing where something is wrong.
fn is_enabled(
    from: From<'_>,
    entry: &Entry,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let Some(node) = entry.value.get(ENABLED) else {
        return Some(true.into());
    };
    let module = ModuleId::default();
    let scope = ResourceScope::new(from.root, names, module, Instance::No, &NoOutputs);
    let value = evaluate_node(node, &scope, &mut Path::field(ENABLED), diagnostics);
    if !value.is_boolean() && !pending::is(&value) && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new("wrong type for `enabled`")
                .at(node.span, format!("this is {}, and a boolean is expected", type_name(&value)))
                .help("write `true`, `false`, or an expression that is one of them"),
        );
    }
    (!diagnostics.has_errors()).then_some(value)
}

/// What is written for a lookup, with every expression evaluated, if nothing is wrong with it.
fn written(
    from: From<'_>,
    sort: &dyn Sort,
    entry: &Entry,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let module = ModuleId::default();
    let scope = ResourceScope::new(from.root, names, module, Instance::No, &NoOutputs);
    let mut value = evaluate_node(&entry.value, &scope, &mut Path::root(), diagnostics);
    Path::field(ENABLED).set(&mut value, None);
    for path in scope.into_record().sensitive {
        diagnostics.push(
            Diagnostic::new("where something is looked up cannot be sensitive")
                .at(entry.value.span_of(&path), "errors would show it")
                .help("use a variable that is not `sensitive`"),
        );
    }
    let spelling = |path: &Path| entry.value.spelling_at(path).map(str::to_owned);
    let findings = Check::new(sort.schema()).spelling(&spelling).run(&value);
    // One that waits is looked at again.
    if has_errors(&findings) || !pending::in_value(&value) {
        findings_to_diagnostics(findings, &entry.value, entry.key_span, diagnostics);
    }
    (!diagnostics.has_errors()).then_some(value)
}

/// What references see of an answer. What is wrong with it is reported at the lookup.
fn accepted(
    answer: Result<Found, Finding>,
    entry: &Entry,
    diagnostics: &mut Diagnostics,
) -> Outcome {
    let answer = answer.and_then(|found| match reserved(&found.outputs) {
        Some(name) => Err(Finding::error(
            Path::root(),
            format!("output `{name}` cannot be used"),
            "it has characters in it that stand for what AWS has yet to invent",
        )),
        None => Ok(found),
    });
    match answer {
        Ok(found) => Outcome::Found(found),
        Err(finding) => {
            report(finding, entry, diagnostics);
            faulty(diagnostics)
        }
    }
}

fn report(finding: Finding, entry: &Entry, diagnostics: &mut Diagnostics) {
    findings_to_diagnostics(vec![finding], &entry.value, entry.key_span, diagnostics);
}

/// What references see of a lookup with which something is wrong.
fn faulty(diagnostics: &Diagnostics) -> Outcome {
    let fault = diagnostics.first().cloned();
    Outcome::Faulty(fault.unwrap_or_else(|| Diagnostic::new("nothing was looked up")))
}

/// The output that holds what only the compiler may put into text.
fn reserved(outputs: &Object) -> Option<&str> {
    let is_reserved = |value: &Value| value.to_string().contains(unknown::RESERVED);
    let found = outputs.iter().find(|(_, value)| is_reserved(value));
    found.map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Options, Stack, compile_in_memory};

    /// A stack that looks something up in AWS, before AWS is asked.
    fn pending_stack() -> Stack {
        let options = Options {
            root: "/nowhere".into(),
            environment: "dev".to_owned(),
            ..Options::default()
        };
        let environment = b"account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";
        let specs = b"existing: { terraform.state: { core: { path: 's3://states/core' } } }\n\
                      outputs: { word: '${existing.terraform.state.core.word}' }\n\
                      fake.thing: { a: { for_each: '${existing.terraform.state.core.names}', note: n } }";
        let files: [(&str, &[u8]); 1] = [("a.yaml", specs)];
        match compile_in_memory(&options, environment, &files) {
            Ok(stack) => stack,
            Err(failure) => panic!("{:?}", failure.diagnostics),
        }
    }

    /// The same when its lookup has this answer; in its place, the messages of all errors.
    fn answered(answer: Result<Found, Finding>) -> Result<Stack, Vec<String>> {
        let stack = pending_stack();
        let lookups = stack.pending_lookups();
        let answers = lookups.map(|lookup| (lookup.key.clone(), answer.clone()));
        let answers: Answers = answers.collect();
        stack.answered(answers).map_err(|failure| {
            let errors = failure.diagnostics.sorted().into_iter();
            errors.map(|error| error.message).collect()
        })
    }

    fn found(outputs: Value) -> Found {
        Found { outputs: outputs.as_object().cloned().unwrap(), ..Found::default() }
    }

    #[test]
    fn before_it_is_answered_one_instance_stands_for_all() {
        let stack = pending_stack();
        let lookups: Vec<&str> = stack.pending_lookups().map(|lookup| lookup.reference).collect();
        assert_eq!(lookups, ["existing.terraform.state.core"]);
        let addresses: Vec<String> = stack.resources.keys().map(ToString::to_string).collect();
        assert_eq!(addresses, ["fake.thing.a[\"${each.key}\"]"]);
        assert_eq!(stack.decided().count(), 0);
    }

    #[test]
    fn an_answer_decides_what_exists() {
        let mut answer = found(json!({ "names": ["x", "y"], "word": "w" }));
        answer.sensitive.insert("word".to_owned());
        let stack = answered(Ok(answer)).unwrap();
        assert_eq!(stack.pending_lookups().count(), 0);
        assert_eq!(stack.decided().count(), 2);
        let outputs = stack.outputs(&stack.resources).unwrap();
        assert_eq!(outputs["word"], None, "it is sensitive");
    }

    #[test]
    fn what_is_wrong_with_an_answer_is_told_once() {
        let errors = |answer| answered(answer).map(drop).unwrap_err();
        assert_eq!(errors(Err(Finding::error(Path::field("path"), "no state", ""))), ["no state"]);
        assert_eq!(
            errors(Ok(found(json!({ "names": unknown::mark("x") })))),
            ["output `names` cannot be used"]
        );
        assert_eq!(
            errors(Ok(found(json!({ "names": ["x"] })))),
            ["`existing.terraform.state.core` has no output `word`"]
        );
    }
}
