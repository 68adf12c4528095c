//! Fields that refer to secrets which are kept in AWS.

use insta::assert_snapshot;
use serde_json::json;

use crate::world::World;

const SECRETS: &str = r#"
    import json
    boto3.client("ssm").put_parameter(Name="/shop/token", Type="SecureString", Value="hunter2")
    boto3.client("secretsmanager").create_secret(Name="shop/database", SecretString=json.dumps(
        {"user": "shop", "password": "hunter3", "port": 5432}))
"#;

const COPIES: &str = r#"
    variables:
      token: { type: string, sensitive: true, default: { ssm: /shop/token } }
    ssm.parameter:
      token: { name: /copy/token, secret: "${var.token}" }
      password: { name: /copy/password, secret: { secret: shop/database, key: password } }
      port: { name: /copy/port, value: { secret: "${local.database}", key: port }, description: Which }
    locals: { database: shop/database }
"#;

const COPIED: &str = r#"
    import json
    found = boto3.client("ssm").get_parameters_by_path(Path="/copy", WithDecryption=True)["Parameters"]
    print(json.dumps({one["Name"]: one["Value"] for one in found}))
"#;

/// Nothing that was printed or kept says what is in a secret.
fn assert_kept(world: &World, printed: &str) {
    assert!(!printed.contains("hunter"), "{printed}");
    for file in walkdir(&world.project.path().join(".diatonic")) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(!text.contains("hunter"), "{}: {text}", file.display());
    }
}

fn walkdir(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let nested = entries.flat_map(|entry| match entry.path() {
        path if path.is_dir() => walkdir(&path),
        path => vec![path],
    });
    nested.collect()
}

#[test]
fn it_is_read_at_apply_and_compared_by_its_version() {
    let world = World::at_ministack(COPIES);
    world.boto(SECRETS);

    let plan = world.must(&["plan"]);
    assert!(plan.contains(r#""${ssm:/shop/token, version 1}""#), "{plan}");
    assert!(plan.contains(r#""${secret:shop/database#password, version"#), "{plan}");
    let applied = world.must(&["apply", "--auto-approve"]);
    assert_kept(&world, &format!("{plan}{applied}"));
    assert_eq!(
        world.asks(COPIED),
        json!({ "/copy/token": "hunter2", "/copy/password": "hunter3", "/copy/port": "5432" })
    );
    world.is_up_to_date();
    assert_eq!(world.calls("GetSecretValue"), 0, "a plan reads no secret");

    world.boto(
        r#"boto3.client("ssm").put_parameter(Name="/shop/token", Overwrite=True, Value="hunter4")"#,
    );
    let plan = world.must(&["plan"]);
    assert!(plan.contains("${ssm:/shop/token, version 2}"), "{plan}");
    assert!(plan.contains("1 to update"), "{plan}");
    world.must(&["apply", "--auto-approve"]);
    assert_eq!(world.asks(COPIED)["/copy/token"], "hunter4");
    world.is_up_to_date();

    world.boto(
        r#"boto3.client("ssm").put_parameter(Name="/copy/token", Overwrite=True, Value="mine")"#,
    );
    let plan = world.must(&["plan"]);
    assert!(plan.contains("1 to update"), "what somebody changes by hand is put back: {plan}");
    let applied = world.must(&["apply", "--auto-approve"]);
    assert_eq!(world.asks(COPIED)["/copy/token"], "hunter4");
    assert_kept(&world, &format!("{plan}{applied}"));

    // Another field changes alone, and the secret goes along.
    let world = world.now(&COPIES.replace("Which", "What"));
    let plan = world.must(&["plan"]);
    assert!(plan.contains("1 to update"), "{plan}");
    world.must(&["apply", "--auto-approve"]);
    assert_eq!(world.asks(COPIED)["/copy/port"], "5432");
    world.must(&["destroy", "--auto-approve"]);
    assert_eq!(world.asks(COPIED), json!({}));
}

#[test]
fn a_secret_that_this_stack_makes_is_read_once_it_is_there() {
    let specs = r#"
    secretsmanager.secret:
      database: { name: shop/database, generated: { length: 20 }, generation: one }
    ssm.parameter:
      password: { name: /copy/password, secret: { secret: "${secretsmanager.secret.database.name}" } }
    "#;
    let world = World::at_ministack(specs);
    world.must(&["apply", "--auto-approve"]);
    let copied = |world: &World| world.asks(COPIED)["/copy/password"].as_str().unwrap().to_owned();
    let first = copied(&world);
    assert_eq!(first.len(), 20);
    world.is_up_to_date();

    let world = world.now(&specs.replace("one", "two"));
    let plan = world.must(&["plan"]);
    assert!(plan.contains("2 to update"), "{plan}");
    world.must(&["apply", "--auto-approve"]);
    let second = copied(&world);
    assert_ne!(first, second);
    let secret = r#"
    import json
    print(json.dumps(boto3.client("secretsmanager").get_secret_value(SecretId="shop/database")["SecretString"]))
    "#;
    assert_eq!(world.asks(secret), json!(second));
    world.is_up_to_date();
}

#[test]
fn a_saved_plan_is_for_the_version_that_it_shows() {
    let world = World::at_ministack(COPIES);
    world.boto(SECRETS);
    world.must(&["plan", "--out", "plan.json"]);
    world.boto(
        r#"boto3.client("ssm").put_parameter(Name="/shop/token", Overwrite=True, Value="hunter4")"#,
    );
    let run = world.run(&["apply", "plan.json"]);
    assert_ne!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stderr.contains("ssm.parameter.token"), "{}", run.stderr);
    assert_eq!(world.asks(COPIED), json!({}));
}

#[test]
fn what_is_not_there_is_told_at_the_plan() {
    let world = World::at_ministack(
        r#"
        ssm.parameter:
          token: { name: /copy/token, secret: { ssm: /shop/tokn } }
          password: { name: /copy/password, secret: { secret: shop/database } }
        "#,
    );
    assert_snapshot!(world.refused(), @r"
      × there is no parameter `/shop/tokn`
       ╭─[specs/app.yaml:2:31]
     1 │ ssm.parameter:
     2 │   token: { name: /copy/token, secret: { ssm: /shop/tokn } }
       ·                               ───┬──
       ·                                  ╰── this refers to it
     3 │   password: { name: /copy/password, secret: { secret: shop/database } }
       ╰────
      help: make the parameter, or correct its name; if this stack makes it, refer to it by an
            expression, so that it comes first

      × there is no secret `shop/database`
       ╭─[specs/app.yaml:3:37]
     2 │   token: { name: /copy/token, secret: { ssm: /shop/tokn } }
     3 │   password: { name: /copy/password, secret: { secret: shop/database } }
       ·                                     ───┬──
       ·                                        ╰── this refers to it
       ╰────
      help: make the secret, or correct its name; if this stack makes it, refer to it by an
            expression, so that it comes first

    2 errors
    ");
}

#[test]
fn a_part_that_is_not_there_is_told_without_the_secret() {
    let world = World::at_ministack(
        r#"
        ssm.parameter:
          password: { name: /copy/password, secret: { secret: shop/database, key: pasword } }
          token: { name: /copy/token, secret: { ssm: /shop/token, key: password } }
        "#,
    );
    world.boto(SECRETS);
    let run = world.run(&["apply", "--auto-approve"]);
    let told = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, Some(1), "{told}");
    let keys = "has no `pasword`; it has `password`, `port`, `user`";
    assert!(told.contains(keys), "{told}");
    assert!(told.contains("holds no JSON object, so it has no `password`"), "{told}");
    assert_kept(&world, &told);
}

#[test]
fn mistakes_are_told_offline() {
    let world = World::at_ministack(
        r#"
        variables: { name: { type: string, sensitive: true, default: /shop/token } }
        ssm.parameter:
          identity: { name: { ssm: /shop/name }, value: a }
          tag: { name: /a, value: a, tags: { Token: { ssm: /shop/token } } }
          other: { name: /b, value: { ssm: /shop/token, version: 3 } }
          nothing: { name: /c, value: { secret: "" } }
          hidden: { name: /d, value: { ssm: "${var.name}" } }
          number: { name: /e, value: { ssm: 3 } }
        "#,
    );
    assert_snapshot!(world.run(&["validate"]).refusal(), @r#"
      × `name` cannot be a secret
       ╭─[specs/app.yaml:3:15]
     2 │ ssm.parameter:
     3 │   identity: { name: { ssm: /shop/name }, value: a }
       ·               ──┬─
       ·                 ╰── it is what the object is found by, which is looked for before any secret is read
     4 │   tag: { name: /a, value: a, tags: { Token: { ssm: /shop/token } } }
       ╰────
      help: write the text itself

      × a tag cannot be a secret
       ╭─[specs/app.yaml:4:38]
     3 │   identity: { name: { ssm: /shop/name }, value: a }
     4 │   tag: { name: /a, value: a, tags: { Token: { ssm: /shop/token } } }
       ·                                      ──┬──
       ·                                        ╰── whoever may look at the object sees its tags
     5 │   other: { name: /b, value: { ssm: /shop/token, version: 3 } }
       ╰────
      help: write a text that is not a secret

      × a reference to a secret has no `version`
       ╭─[specs/app.yaml:5:49]
     4 │   tag: { name: /a, value: a, tags: { Token: { ssm: /shop/token } } }
     5 │   other: { name: /b, value: { ssm: /shop/token, version: 3 } }
       ·                                                 ───┬───
       ·                                                    ╰── it has `ssm` and, for a part of a JSON object, `key`
     6 │   nothing: { name: /c, value: { secret: "" } }
       ╰────

      × `secret` names nothing
       ╭─[specs/app.yaml:6:41]
     5 │   other: { name: /b, value: { ssm: /shop/token, version: 3 } }
     6 │   nothing: { name: /c, value: { secret: "" } }
       ·                                         ─┬
       ·                                          ╰── this is empty
     7 │   hidden: { name: /d, value: { ssm: "${var.name}" } }
       ╰────

      × the name of a secret cannot be sensitive
       ╭─[specs/app.yaml:7:23]
     6 │   nothing: { name: /c, value: { secret: "" } }
     7 │   hidden: { name: /d, value: { ssm: "${var.name}" } }
       ·                       ──┬──
       ·                         ╰── plans and the state show where a secret is kept
     8 │   number: { name: /e, value: { ssm: 3 } }
       ╰────
      help: use a variable that is not `sensitive`, or `nonsensitive(…)`

      × `ssm` names nothing
       ╭─[specs/app.yaml:8:37]
     7 │   hidden: { name: /d, value: { ssm: "${var.name}" } }
     8 │   number: { name: /e, value: { ssm: 3 } }
       ·                                     ┬
       ·                                     ╰── this is a number, and a text is expected
       ╰────

    6 errors
    "#);
}

#[test]
fn permissions_name_what_is_read() {
    let world = World::at_ministack(COPIES);
    let printed = world.must(&["permissions", "--for", "apply"]);
    for wanted in
        ["secretsmanager:GetSecretValue", "parameter/shop/token", "secret:shop/database-*"]
    {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    let printed = world.must(&["permissions", "--for", "plan"]);
    assert!(!printed.contains("GetSecretValue"), "{printed}");
}
