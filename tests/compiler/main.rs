//! What specs evaluate to, compiled in memory.

mod bounds;
mod components;
mod cores;
mod grants;
mod instances;
mod lists;
mod numbers;
mod properties;
mod secrets;
mod yaml;

/// Tests have every kind, those of the fake cloud and of AWS's registry among them.
#[ctor::ctor(unsafe)]
fn register_kinds() {
    kinds::register();
    cloud_control::register();
    fake_cloud::register();
}

use compiler::stack::Evaluation;
use compiler::{Address, Options, Stack, compile_in_memory};
use diatonic::report;
use language::diagnostic::Diagnostic;
use language::value::Value;

const PROJECT: &str = "account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";

fn options(given: &[(&str, &str)]) -> Options {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Options {
        root: "/nowhere".into(),
        environment: "dev".to_owned(),
        variables: given.iter().map(own).collect(),
        ..Options::default()
    }
}

/// A stack of one file, or all that is wrong with it, as it is printed.
fn compiled(specs: &str, given: &[(&str, &str)]) -> Result<Stack, String> {
    compiled_in(PROJECT, specs, given)
}

fn compiled_in(environment: &str, specs: &str, given: &[(&str, &str)]) -> Result<Stack, String> {
    let files: [(&str, &[u8]); 1] = [("a.yaml", specs.as_bytes())];
    compile_in_memory(&options(given), environment.as_bytes(), &files)
        .map_err(|failure| report::diagnostics::render(&failure.sources, failure.diagnostics))
}

/// The first error of specs that do not compile.
fn first_error(specs: &str) -> Diagnostic {
    let files: [(&str, &[u8]); 1] = [("a.yaml", specs.as_bytes())];
    match compile_in_memory(&options(&[]), PROJECT.as_bytes(), &files) {
        Ok(_) => panic!("it compiles: {specs}"),
        Err(failure) => failure.diagnostics.sorted().remove(0),
    }
}

fn evaluated(stack: &Stack, address: &str) -> Evaluation {
    let address = Address::parse(address).expect("an address");
    let resource = stack.resources.get(&address).expect("a resource");
    stack.evaluate(resource, &stack.resources).expect("it evaluates")
}

/// The value of a local named `it`.
fn local(locals: &str) -> Result<Value, String> {
    let specs = format!("locals:\n{locals}\noutputs: {{ it: '${{local.it}}' }}\n");
    let stack = compiled(&specs, &[])?;
    let outputs = stack.outputs(&stack.resources).expect("it evaluates");
    Ok(outputs["it"].clone().unwrap_or_default())
}
