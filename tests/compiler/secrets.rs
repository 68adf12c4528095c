//! Nothing that is sensitive is shown by what goes wrong with it.

use crate::{compiled, compiled_in, evaluated};
use language::value::Path;

const SECRET: &str = "hunter2";

fn errors(specs: &str) -> String {
    let specs = format!(
        "variables: {{ pin: {{ sensitive: true, default: {SECRET} }}, number: {{ sensitive: true, default: 7351 }} }}\n{specs}\n"
    );
    compiled(&specs, &[]).map(drop).expect_err("it is refused")
}

#[test]
fn no_error_shows_a_secret() {
    for expression in [
        "tonumber(var.pin)", "[1][var.number]", "{ a = 1 }[var.pin]", "file(var.pin)",
        "cidrsubnet(var.pin, 1, 1)", "cidrsubnet(\"10.0.0.0/8\", var.number, 1)",
        "regex(var.pin, \"x\")", "regex(\"(\", var.pin)",
        "{ for x in [var.pin, var.pin] : x => 1 }", "[for x in [var.pin] : tonumber(x)][0]",
        "local.copy + 1", "local.deep.a.b.c", "fake.thing.each[var.pin].arn",
        "lookup({}, var.pin)", "var.pin ? 1 : 2", "\"a${tobool(var.pin)}\"",
        "templatefile(var.pin, {})", "{ (var.pin) = 1 }.hunter3",
    ] {
        let told = errors(&format!(
            "locals: {{ copy: '${{var.pin}}', deep: {{ a: '${{ {{ (var.pin) = 1 }} }}' }} }}\n\
             fake.thing: {{ each: {{ for_each: [x] }}, a: {{ note: '${{{expression}}}' }} }}"
        ));
        assert!(!told.contains(SECRET) && !told.contains("7351"), "{expression}: {told}");
    }
}

#[test]
fn no_error_shows_a_secret_that_does_not_fit_its_field() {
    for fields in [
        "size: '${var.pin}'", "needs: '${ { (var.pin) = var.pin } }'",
        "tags: '${ { (var.pin) = [var.pin] } }'",
        "tags: '${ { (\"${var.pin}\\u0007\") = var.pin } }'", "level: '${var.pin}'",
        "tags: { '${var.pin}': x }", "lifecycle: { ignore_changes: ['${var.pin}'] }",
        "depends_on: ['${var.pin}']", "moved_from: '${var.pin}'", "name: '${var.pin}'",
    ] {
        let told = errors(&format!("fake.thing: {{ a: {{ {fields} }} }}"));
        assert!(!told.contains(SECRET), "{fields}: {told}");
    }
}

#[test]
fn a_key_cannot_be_sensitive() {
    for specs in [
        "fake.thing: { a: { tags: { '${var.pin}': x } } }", "locals: { it: { 'a${var.pin}': x } }",
        "outputs: { it: { '${upper(var.pin)}': x } }",
        "fake.thing: { a: { for_each: { '${var.pin}': x } } }",
    ] {
        let told = errors(specs);
        assert!(told.contains("sensitive") && !told.contains(SECRET), "{specs}: {told}");
    }
}

/// Errors draw the lines that they are about, and those beside them.
#[test]
fn where_a_secret_is_written_it_is_not_drawn() {
    let specs = "
variables:
  pin:
    sensitive: true
    type: number
    default: hunter2
  id: { sensitive: true, default: 000735100 }
  rule:
    sensitive: true
    validation: { condition: '${length(var.rule) > tonumber(var.rule)}', message: m }
fake.thing:
  a:
    size: wrong
    secret: hunter2
";
    let environment = format!("{}variables:\n  rule: hunter2\n  none: x\n", crate::PROJECT);
    let told = compiled_in(&environment, specs, &[]).map(drop).unwrap_err();
    for secret in [SECRET, "7351"] {
        assert!(!told.contains(secret), "{told}");
    }
    assert!(told.contains("*******"), "{told}");
}

#[test]
fn what_is_made_of_a_secret_is_sensitive_wherever_it_comes_by() {
    let specs = "
        variables: { pin: { sensitive: true, default: hunter2 } }
        locals: { a: '${var.pin}', b: '${local.a}', c: { d: '${length(local.b)}' }, plain: x }
        fake.thing:
          a: { note: '${local.plain}', size: '${local.c.d}', value: 'x${try(tonumber(local.b), 1)}' }
        ";
    let stack = compiled(specs, &[]).unwrap();
    let sensitive = evaluated(&stack, "fake.thing.a").sensitive;
    assert_eq!(sensitive, ["size", "value"].map(Path::field).into());
}
