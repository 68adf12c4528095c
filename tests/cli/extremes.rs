//! Inputs that nobody writes by hand. They must end in an error and not in a crash.

use std::fmt::Write as _;

use crate::project::{TestProject, errors_in};

fn messages(errors: &str) -> Vec<&str> {
    let lines = errors.lines();
    lines.filter_map(|line| line.trim_start().strip_prefix("× ")).collect()
}

fn chain(section: &str, length: usize, link: impl Fn(usize, usize) -> String, end: &str) -> String {
    let mut spec = format!("{section}:\n");
    for position in 0..length {
        let _ = writeln!(spec, "  a{position}: {}", link(position, position + 1));
    }
    let _ = writeln!(spec, "  a{length}: {end}");
    spec
}

#[test]
fn a_chain_of_locals() {
    let locals = |length| chain("locals", length, |_, next| format!("${{local.a{next}}}"), "1");
    let errors = errors_in(&locals(1_000));
    assert!(messages(&errors).contains(&"references go too deep"), "{errors}");
    let short = TestProject::with_spec(&locals(60));
    assert!(short.prints(&["validate", "-e", "dev"]).contains("is valid"));
}

#[test]
fn a_chain_of_names() {
    let link = |_, next| format!("{{ name: \"${{logs.log_group.a{next}.name}}-\" }}");
    let errors = errors_in(&chain("logs.log_group", 3_000, link, "{}"));
    assert!(messages(&errors).contains(&"references go too deep"), "{errors}");
}

#[test]
fn a_chain_of_waiting_resources() {
    let link = |_, next| format!("{{ depends_on: [logs.log_group.a{next}] }}");
    let spec = chain("logs.log_group", 3_000, link, "{}");
    let project = TestProject::with_spec(&spec);
    let printed = project.prints(&["validate", "-e", "dev"]);
    assert!(printed.contains("3001 resources"), "{printed}");
}

#[test]
fn deep_nesting() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", "")] {
        let spec =
            format!("locals:\n  a: '${{{}1{}}}'\n", open.repeat(20_000), close.repeat(20_000));
        assert_eq!(messages(&errors_in(&spec)), ["malformed expression"], "{open}");
    }
    for open in ["[", "{ a: "] {
        let spec = format!("locals:\n  a: {}", open.repeat(20_000));
        assert_eq!(messages(&errors_in(&spec)), ["malformed YAML"], "{open}");
    }
}

#[test]
fn aliases_that_multiply() {
    let mut spec = String::from("locals:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(spec, "  a{level}: &a{level} [{aliases}]");
    }
    assert_eq!(messages(&errors_in(&spec)), ["malformed YAML"]);
}

/// The parser has a limit of its own, which a large platform would reach.
#[test]
fn many_values_in_one_file() {
    let spec = format!("locals:\n  a: [{}]\n", "x, ".repeat(300_000));
    let project = TestProject::with_spec(&spec);
    assert!(project.prints(&["validate", "-e", "dev"]).contains("is valid"));
}

/// Nobody reads more than a screenful, and the first errors are often the cause of the others.
#[test]
fn more_errors_than_anyone_reads() {
    let spec: String = (0..500).map(|number| format!("  a{number}: ${{nope}}\n")).collect();
    let errors = errors_in(&format!("locals:\n{spec}"));
    assert_eq!(messages(&errors).len(), 100);
    assert!(errors.ends_with("500 errors, of which 100 are shown\n"), "{errors}");
}

#[test]
fn line_ends_and_marks_of_other_systems() {
    let project = TestProject::new().raw_file(
        "specs/app.yaml",
        "\u{feff}logs.log_group:\r\n  api:\r\n    name: /aws/${env.nam}\r\n".as_bytes(),
    );
    let errors = project.errors();
    assert!(errors.contains("specs/app.yaml:3:18"), "{errors}");
}
