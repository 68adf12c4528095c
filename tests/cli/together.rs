//! One mistake hides no other: what can be told beside it is told in the same run.

use crate::project::TestProject;

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

const FUNCTION: &str = r#"
        lambda.function:
          api:
            role: arn:aws:iam::123456789012:role/r
            handler: a.b
            runtime: python3.6"#;

#[test]
fn an_unknown_key_hides_no_rule() {
    let specs = format!(
        "{FUNCTION}\n            code: {{ zip: api.zip }}\n            bogus: 1\n            timeout: 1000\n"
    );
    let errors = TestProject::with_spec(&specs).errors();
    says(
        &errors,
        &[
            "unknown key `bogus`", "`timeout` is more than most functions can have", "api.zip",
            "python3.6",
        ],
    );
}

#[test]
fn a_misspelt_key_is_one_mistake() {
    let specs =
        FUNCTION.replace("handler: a.b", "handlr: a.b") + "\n            code: { folder: specs }\n";
    let errors = TestProject::with_spec(&specs).errors();
    says(&errors, &["did you mean `handler`?"]);
    assert!(!errors.contains("missing field"), "{errors}");
}

#[test]
fn a_limit_hides_no_rule() {
    let specs = format!(
        "{FUNCTION}\n            code: {{ folder: specs }}\n            function_url: {{ authentication: NONE, \
         cors: {{ allow_methods: [PUT, A, B, C, D, E, F, G, H, OPTIONS] }} }}\n"
    );
    let errors = TestProject::with_spec(&specs).errors();
    says(
        &errors,
        &[
            "`function_url.cors.allow_methods` has 10 elements",
            "the preflight is not a method to allow",
        ],
    );
}

#[test]
fn a_statement_that_cannot_be_read_hides_no_other() {
    let errors = TestProject::with_spec(
        r#"
        iam.role:
          r:
            trust_policy: { Statement: { Effect: Allow, Principal: { Service: lamda.amazonaws.com }, Action: "sts:AssumeRole" } }
            inline_policies:
              a: { Statement: { Effect: allow, Action: "s3:GetObject", Resource: "*" } }
              b: { Statement: { Effect: Allow, Action: "dynamodb:Qeury", Resource: "*" } }
        "#,
    )
    .errors();
    says(
        &errors,
        &["did you mean `lambda.amazonaws.com`?", "did you mean `dynamodb:Query`?", "Effect"],
    );
}

#[test]
fn an_absent_secret_hides_no_rule() {
    let specs = format!(
        "{FUNCTION}\n            code: {{ folder: specs }}\n            environment: {{ TOKEN: \"${{var.s}}\", B: y }}\n        \
         variables: {{ s: {{ type: string, sensitive: true }} }}\n"
    );
    let run = TestProject::with_spec(&specs).run(&["validate", "-e", "dev"]);
    says(&run.stderr, &["python3.6", "`B` cannot be the name"]);
}

#[test]
fn an_element_of_a_list_is_pointed_at_where_it_is_written() {
    let specs = format!(
        "{FUNCTION}\n            code: {{ folder: specs }}\n            function_url:\n              authentication: NONE\n              \
         cors:\n                allow_methods:\n                  - PUT\n                  - OPTIONS\n                  - GET\n"
    );
    let errors = TestProject::with_spec(&specs).errors();
    let line = specs.lines().position(|line| line.contains("OPTIONS"));
    let line = line.unwrap_or_default();
    assert!(errors.contains(&format!("specs/app.yaml:{line}:")), "{line}\n{errors}");
}
