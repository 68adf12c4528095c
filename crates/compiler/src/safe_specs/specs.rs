//! The specs of a stack without its secrets.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::current_files::CurrentFiles;
use super::secrets::Secrets;
use crate::compile::compile_files;
use crate::environment::Environment;
use crate::options::{Failure, Options};
use crate::read::written::{COMPONENTS, ENVIRONMENT, SPECS, object};
use crate::stack::Stack;
use language::value::{Object, Path, Value};

/// The specs of a stack without its secrets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SafeSpecs {
    /// The environment and all specs as one file each, and every component, by [`ENVIRONMENT`], [`SPECS`] and
    /// [`COMPONENTS`].
    documents: Object,
    /// The texts that the command line and the process environment gave to variables.
    given: BTreeMap<String, String>,
    /// Where a secret stood. There is null in its place.
    withheld: BTreeSet<Path>,
    /// Variables that hold secrets.
    secret_variables: BTreeSet<String>,
}

impl Stack {
    /// What the stack was compiled from, with null for everything that is secret: the values of
    /// sensitive variables, what is written in sensitive fields, and what flows into those.
    pub fn safe_specs(&self) -> SafeSpecs {
        let Secrets { places, variables } = Secrets::of(&self.written, &self.names);
        let mut documents = Value::Object(self.written.documents());
        for place in &places {
            place.set(&mut documents, Some(Value::Null));
        }
        let mut given = self.written.given.clone();
        given.retain(|name, _| !variables.contains(name));
        SafeSpecs {
            documents: object(documents),
            given,
            withheld: places,
            secret_variables: variables,
        }
    }
}

impl SafeSpecs {
    /// Compiles the stack again, as far as that does without the files of the project. What was withheld is taken from the specs of now, from the same place;
    /// so are the circumstances: where AWS and the state are. Values of `options` stand in for those of
    /// then.
    ///
    /// # Errors
    /// Everything that does not compile, as when a secret is needed that there is no longer.
    pub fn compile(&self, now: &CurrentFiles, options: &Options) -> Result<Stack, Failure> {
        let documents = self.completed(now);
        let declared = Path::field(SPECS).key("variables");
        let is_declared = |name: &str| declared.key(name).of(&documents).is_some();
        let mut variables: Vec<_> = self.given.clone().into_iter().collect();
        let overriding = options.variables.iter().cloned();
        variables.extend(overriding.filter(|(name, _)| is_declared(name)));
        let mut process_variables = options.process_variables.clone();
        process_variables.retain(|name, _| self.secret_variables.contains(name));
        let then =
            Options { variables, process_variables, may_lack_files: true, ..options.clone() };
        let bytes = |document: &Value| format!("{document:#}").into_bytes();
        let specs = bytes(&documents[SPECS]);
        let files: [(&str, &[u8]); 1] = [("specs of the run", &specs)];
        let components = documents[COMPONENTS].as_object().into_iter().flatten();
        let components = components.map(|(id, document)| (id.clone(), bytes(document))).collect();
        let environment = bytes(&documents[ENVIRONMENT]);
        let mut stack = compile_files(&then, &environment, &files, &components)?;
        let present = now.environment.clone();
        stack.environment = Environment {
            state: present.state,
            endpoint_url: present.endpoint_url,
            rate_limits: present.rate_limits,
            protect_data: present.protect_data,
            ..stack.environment
        };
        Ok(stack)
    }

    /// Whether the files say the same now.
    pub fn are_those_of(&self, now: &CurrentFiles) -> bool {
        self.completed(now) == Value::Object(now.documents.clone())
    }

    /// The documents with what stands now in place of what was withheld.
    fn completed(&self, now: &CurrentFiles) -> Value {
        let mut documents = Value::Object(self.documents.clone());
        let present = Value::Object(now.documents.clone());
        for place in &self.withheld {
            place.set(&mut documents, place.of(&present).cloned());
        }
        documents
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{OutputSource, compile_in_memory};

    const PROJECT: &[u8] = b"account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";

    fn options() -> Options {
        Options { root: "/nowhere".into(), environment: "dev".to_owned(), ..Options::default() }
    }

    fn compiled(environment: &[u8], specs: &str) -> Option<Stack> {
        let files: [(&str, &[u8]); 1] = [("a.yaml", specs.as_bytes())];
        compile_in_memory(&options(), environment, &files).ok()
    }

    fn evaluated(stack: &Stack) -> Vec<Value> {
        let known: &dyn OutputSource = &stack.resources;
        let resources = stack.resources.values();
        resources
            .map(|resource| stack.evaluate(resource, known).expect("it evaluates").spec)
            .collect()
    }

    /// Where secrets stand in specs.
    fn withheld(specs: &str) -> Vec<String> {
        let stack = compiled(PROJECT, specs).expect("specs");
        let places = stack.safe_specs().withheld;
        places.iter().map(Path::to_string).collect()
    }

    #[test]
    fn what_is_kept_keeps_its_spelling() {
        let specs = "
            variables: { id: { type: string, default: 007 } }
            fake.thing: { a: { size: 0x10, tags: { Id: '${var.id}', Version: 1.10 } } }
            ";
        let environment = [PROJECT, b"tags: { Is: 1.10 }\n"].concat();
        let stack = compiled(&environment, specs).expect("specs");
        let kept = serde_json::to_vec(&stack.safe_specs()).expect("a document");
        let kept: SafeSpecs = serde_json::from_slice(&kept).expect("the document");
        let again = kept.compile(&CurrentFiles::of(&stack), &options());
        let again = again.unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
        assert_eq!(evaluated(&again), evaluated(&stack));
        assert_eq!(evaluated(&again)[0]["tags"]["Id"], "007");
    }

    proptest! {
        #[test]
        fn what_is_kept_compiles_to_the_same(
            text in "[ -~\u{a0}-\u{d7ff}\n]{0,24}",
            secret in "[a-z\"'$%{}:#\n -]{1,12}",
        ) {
            let specs = json!({
                "variables": { "size": { "type": "number", "default": 3 } },
                "locals": { "line": format!("{text}$${{x}}"), "word": secret },
                "fake.thing": {
                    "a": {
                        "note": text, "size": "${var.size}", "secret": "${local.word}",
                        "tags": { "Line": "${local.line}" },
                    },
                    "b": { "for_each": { "x": text }, "note": "${each.value}", "secret": secret },
                },
            });
            let Some(stack) = compiled(PROJECT, &specs.to_string()) else {
                return Ok(());
            };
            let kept = stack.safe_specs();
            let bytes = serde_json::to_vec(&kept).expect("JSON");
            let kept: SafeSpecs = serde_json::from_slice(&bytes).expect("specs");
            let again = kept.compile(&CurrentFiles::of(&stack), &options()).expect("it compiles");
            prop_assert_eq!(evaluated(&again), evaluated(&stack));
            prop_assert_eq!(again.safe_specs(), kept);
        }
    }

    #[test]
    fn what_flows_into_a_sensitive_field_is_withheld() {
        let secret = "fake.thing: { a: { secret: '${local.all.first}' } }";
        assert_eq!(
            withheld(&format!("locals: {{ all: {{ first: s, second: t }} }}\n{secret}")),
            ["specs.locals.all.first"]
        );
        assert_eq!(
            withheld(&format!(
                "locals: {{ all: {{ first: '${{local.other}}' }}, other: s }}\n{secret}"
            )),
            ["specs.locals.other"]
        );
        assert_eq!(
            withheld("fake.thing: { a: { secret: '${format(\"%s\", \"s\")}', note: n } }"),
            ["specs[\"fake.thing\"].a.secret"]
        );
        assert_eq!(
            withheld(
                "fake.thing: { a: { for_each: { k: { s: s, n: n } }, secret: '${each.value.s}' } }"
            ),
            ["specs[\"fake.thing\"].a.for_each.k.s"]
        );
        assert_eq!(
            withheld("variables: { v: { default: s } }\nfake.thing: { a: { secret: '${var.v}' } }"),
            ["environment.variables.v", "specs.variables.v.default"]
        );
    }

    #[test]
    fn what_is_marked_as_sensitive_is_withheld() {
        assert_eq!(
            withheld("fake.thing: { a: { note: '${sensitive(\"s\")}', size: 1 } }"),
            ["specs[\"fake.thing\"].a.note"]
        );
        assert_eq!(
            withheld(
                "variables: { v: { default: s } }\nlocals: { l: 'x${sensitive(var.v)}' }\n\
                 fake.thing: { a: { note: '${local.l}' } }"
            ),
            ["environment.variables.v", "specs.locals.l", "specs.variables.v.default"]
        );
    }

    #[test]
    fn what_is_no_secret_is_kept() {
        let specs = "variables: { v: { default: n } }\nlocals: { l: m }\n\
                     fake.thing: { a: { note: '${var.v}${local.l}', secret: '${env.name}' } }";
        assert!(withheld(specs).is_empty());
    }

    #[test]
    fn circumstances_are_those_of_now() {
        let then = [PROJECT, b"state: file:then\nprotect_data: false\n"].concat();
        let now = [PROJECT, b"state: file:now\n"].concat();
        let kept = compiled(&then, "").expect("specs").safe_specs();
        let now = compiled(&now, "").expect("specs");
        let again = kept.compile(&CurrentFiles::of(&now), &options()).expect("it compiles");
        assert_eq!(again.environment.state.as_deref(), Some("file:now"));
        assert!(again.environment.protect_data);
        assert!(kept.are_those_of(&CurrentFiles::of(&now)));
    }
}
