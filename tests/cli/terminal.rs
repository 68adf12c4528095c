//! What reaches a terminal commands it in nothing but colours, whatever is in specs, state and outputs;
//! and a standard output that takes nothing is not a reason to panic.

use std::fs::OpenOptions;
use std::process::Stdio;

use crate::project::TestProject;

/// A screen that is emptied, a title that is set, an invisible text, one that reads backwards, and a line
/// that looks like ours.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}8m\u{202e}\u{200b}\rb\u{2028}\nPlan: 0";

/// A project whose state and outputs hold it.
fn hostile() -> TestProject {
    let id = serde_json::json!(HOSTILE);
    let state = format!(
        r#"{{"format":2,"stack":"shop-dev","salt":"",
            "resources":{{"logs.log_group.a":{{"region":{id},"id":{id},"applied":{{"name":{id}}}}}}},
            "outputs":{{"out":{id},{id}:{{{id}:[{id}]}}}}}}"#
    );
    let specs = serde_json::json!({
        "logs.log_group": { "a": {} },
        "outputs": { "out": HOSTILE },
    });
    TestProject::new()
        .file("specs/app.json", &escaped(&specs))
        .file(".diatonic/dev/state.json", &state)
}

/// A value as JSON that YAML reads too, which takes no control characters as they are.
fn escaped(value: &serde_json::Value) -> String {
    value.to_string().replace('\u{9b}', "\\u009b")
}

/// Whether a text holds nothing that commands a terminal or deceives its reader, but colours.
fn is_harmless(text: &str) -> bool {
    let without_colours = text.split("\u{1b}[").enumerate().map(|(position, part)| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';');
        match end.filter(|end| position > 0 && part[*end..].starts_with('m')) {
            Some(end) => part[end + 1..].to_owned(),
            None if position > 0 => format!("\u{1b}[{part}"),
            None => part.to_owned(),
        }
    });
    let is_bad = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !without_colours.collect::<String>().contains(is_bad)
}

#[test]
fn no_verb_lets_text_from_outside_command_a_terminal() {
    let project = hostile();
    let verbs: &[&[&str]] = &[
        &["validate"],
        &["graph"],
        &["graph", "--format", "mermaid"],
        &["permissions"],
        &["output"],
        &["output", "--json"],
        &["output", HOSTILE],
        &["output", "nothing\u{1b}[2J"],
        &["state", "list"],
        &["state", "list", "--json"],
        &["state", "show", "logs.log_group.a"],
        &["state", "show", "logs.log_group.\u{1b}[2J"],
        &["show", "\u{1b}[2J"],
        &["runs", "show", "\u{1b}[2J"],
        &["\u{1b}[2J"],
        &["validate", "--var", "\u{1b}[2J"],
        &["unlock", "\u{1b}[2J"],
        &["apply", "\u{1b}[2J"],
    ];
    for verb in verbs {
        for colours in [&[][..], &[("CLICOLOR_FORCE", "1")][..]] {
            let run = project.run_with(&[verb, &["--env", "dev"][..]].concat(), colours);
            let shown = format!("{}{}", run.stdout, run.stderr);
            assert!(is_harmless(&shown), "{verb:?}: {shown:?}");
            assert!(!shown.is_empty(), "{verb:?}");
        }
    }
}

#[test]
fn errors_in_hostile_specs_are_drawn_harmlessly() {
    // What JSON writes, YAML reads.
    let text = escaped(&serde_json::json!(HOSTILE));
    let specs = [
        format!("{{ \"logs.log_group\": {{ {text}: 3 }} }}"),
        format!("{{ {text}: {{ \"a\": {{}} }} }}"),
        format!("{{ \"logs.log_group\": {{ \"a\": {{ {text}: 3 }} }} }}"),
        format!("{{ \"logs.log_group\": {{ \"a\": {{ \"retention_days\": {text} }} }} }}"),
        format!(
            "{{ \"logs.log_group\": {{ \"a\": {{ \"name\": \"${{{}\" }} }} }}",
            &text[1..text.len() - 1]
        ),
        "logs.log_group: { a: { retention_days: \u{202e}\u{2066} } }".to_owned(),
        "logs.log_group: { a: { class: \u{9b}31m } }".to_owned(),
        "logs.log_group: { a: \u{1b}[2J }".to_owned(),
        format!("logs.log_group: {{ a: {{}} }}\n# {}\nx: 1", HOSTILE.replace('\n', "")),
    ];
    for text in &specs {
        for name in ["specs/app.yaml", "specs/app.json"] {
            let project = TestProject::new().raw_file(name, text.as_bytes());
            let run = project.run_with(&["validate", "--env", "dev"], &[("CLICOLOR_FORCE", "1")]);
            assert_eq!(run.code, Some(1), "{text}");
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            assert!(is_harmless(&run.stderr), "{text}: {:?}", run.stderr);
        }
    }
}

#[test]
fn an_output_goes_to_a_program_as_it_is() {
    let project = hostile();
    let run = project.run(&["output", "out", "--env", "dev"]);
    assert_eq!(run.stdout, format!("{HOSTILE}\n"));
    // JSON escapes what a terminal must not get, and means the same.
    let json = project.run(&["output", "--json", "--env", "dev"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["out"], HOSTILE);
    assert_eq!(json[HOSTILE][HOSTILE][0], HOSTILE);
}

/// Commands that print much and little, need no AWS, and succeed.
const COMMANDS: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["schema"],
    &["reference", "kinds"],
    &["validate", "--env", "dev"],
    &["graph", "--env", "dev"],
    &["permissions", "--env", "dev"],
    &["output", "--env", "dev"],
    &["output", "out", "--env", "dev"],
    &["state", "list", "--env", "dev"],
];

#[cfg(target_os = "linux")]
#[test]
fn a_full_disc_is_an_error() {
    let project = hostile();
    for verb in COMMANDS {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let run = project.command(verb).stdout(full).stderr(Stdio::piped()).output();
        let run: crate::project::Run = run.expect("the binary runs").into();
        assert_eq!(run.code, Some(1), "{verb:?}: {}", run.stderr);
        assert!(
            run.stderr.contains("error: cannot write the output: No space left on device"),
            "{verb:?}: {}",
            run.stderr
        );
        assert!(!run.stderr.contains("panicked"), "{verb:?}: {}", run.stderr);
    }
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let project = hostile();
    for verb in COMMANDS {
        let mut command = project.command(verb);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        drop(child.stdout.take());
        let run: crate::project::Run = child.wait_with_output().expect("an end").into();
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{verb:?}");
    }
}

#[test]
fn errors_that_nobody_reads_are_errors_all_the_same() {
    let project = TestProject::with_spec("nonsense: {}");
    let mut command = project.command(&["validate", "--env", "dev"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("an end").code(), Some(1));
}

#[test]
fn an_error_far_to_the_right_of_a_line_is_shown() {
    let tags: String = (0..20_000).map(|tag| format!("\"tag-{tag}\":\"x\",")).collect();
    let spec = format!(
        "{{\"logs.log_group\":{{\"a\":{{\"tags\":{{{tags}\"last\":\"y\"}},\"wrong\":3}}}}}}"
    );
    let refused = TestProject::new().raw_file("specs/app.json", spec.as_bytes()).errors();
    assert!(refused.contains("`wrong`"), "{refused}");
    assert!(refused.contains("\"last\":\"y\"},\"wrong\":3"), "{refused}");
    assert!(refused.len() < 5_000, "{}", refused.len());
}
