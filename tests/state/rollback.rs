//! Going back to an earlier run: what was changed, added and removed since is as it was, and what cannot be rolled
//! back is said.

use serde_json::{Value, json};

use crate::shop::{Shop, TWO};

/// The id of the newest run.
fn newest(shop: &Shop) -> String {
    let list = shop.must(&["runs", "--json"]);
    let list: Value = serde_json::from_str(&list).expect("JSON");
    list[0]["id"].as_str().expect("an id").to_owned()
}

/// Applies specs, and gives the id of the run.
fn applied(shop: &Shop) -> String {
    shop.must(&["apply", "--auto-approve"]);
    newest(shop)
}

fn roll_back(shop: &Shop, run: &str) -> String {
    shop.must(&["rollback", run, "--auto-approve"])
}

fn retention(shop: &Shop) -> Value {
    shop.ask(
        r#"
        groups = boto3.client("logs").describe_log_groups()["logGroups"]
        print(json.dumps({group["logGroupName"]: group.get("retentionInDays") for group in groups}))
        "#,
    )
}

#[test]
fn what_was_changed_and_added_since_is_as_it_was() {
    for make in [Shop::in_folder, Shop::in_bucket] {
        let shop = make("logs.log_group: { a: { retention_days: 7 } }");
        let first = applied(&shop);
        let shop = shop.specs("logs.log_group: { a: { retention_days: 30 }, b: {} }");
        let second = applied(&shop);
        let said = roll_back(&shop, &first);
        assert!(said.contains("retention_days: 30 → 7"), "{said}");
        assert!(said.contains("Plan: 1 to update, 1 to delete."), "{said}");
        assert!(!said.contains("Cannot be rolled back"), "{said}");
        assert!(said.contains("The specs on disk are unchanged"), "{said}");
        assert_eq!(retention(&shop), json!({ "shop-dev-a": 7 }));
        let third = newest(&shop);
        let shown = shop.must(&["runs", "show", &third]);
        assert!(shown.contains(&format!("rollback to {first} of shop/dev")), "{shown}");
        let again = roll_back(&shop, &first);
        assert!(again.starts_with("Nothing to change."), "{again}");
        let forth = roll_back(&shop, &second);
        assert!(!forth.contains("The specs on disk are unchanged"), "{forth}");
        assert_eq!(retention(&shop), json!({ "shop-dev-a": 30, "shop-dev-b": null }));
        shop.is_settled();
        // A rollback is a run like any other.
        roll_back(&shop, &third);
        assert_eq!(retention(&shop), json!({ "shop-dev-a": 7 }));
    }
}

#[test]
fn to_the_present_is_nothing_to_do() {
    let shop = Shop::in_folder(TWO);
    let run = applied(&shop);
    let said = roll_back(&shop, &run);
    assert!(said.starts_with("Nothing to change."), "{said}");
    assert!(!said.contains("The specs on disk"), "{said}");
}

#[test]
fn what_was_deleted_is_re_created_and_its_data_is_gone() {
    let shop = Shop::in_folder(TWO);
    let first = applied(&shop);
    let shop = shop.specs("logs.log_group: { a: {} }");
    let second = applied(&shop);
    let said = roll_back(&shop, &first);
    assert!(
        said.contains(&format!(
            "logs.log_group.b: the object was re-created, and the data of the original is lost since run \
             {second}"
        )),
        "{said}"
    );
    assert!(!said.contains("logs.log_group.a: the object"), "{said}");
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    // It is there again, and still not what it was.
    let again = roll_back(&shop, &first);
    assert!(again.contains("logs.log_group.b: the object was re-created"), "{again}");
}

#[test]
fn an_id_that_aws_has_invented_does_not_come_back() {
    let both = "apigateway.api_key: { a: {}, b: {} }";
    let shop = Shop::in_folder(both);
    let first = applied(&shop);
    let state: Value = serde_json::from_str(&shop.file("state.json").expect("a state")).unwrap();
    let id = state["resources"]["apigateway.api_key.b"]["id"].as_str().expect("an id").to_owned();
    let shop = shop.specs("apigateway.api_key: { a: {} }");
    applied(&shop);
    let said = roll_back(&shop, &first);
    assert!(
        said.contains(&format!(
            "apigateway.api_key.b: the object was re-created; its former id {id} no longer exists"
        )),
        "{said}"
    );
}

#[test]
fn instances_go_back_with_their_keys() {
    let each = |keys: &str| {
        format!(
            "logs.log_group: {{ a: {{ for_each: {keys}, name: '/shop/${{each.key}}', retention_days: \
             '${{each.value}}' }} }}"
        )
    };
    let shop = Shop::in_folder(&each("{ one: 1, two: 3 }"));
    let first = applied(&shop);
    let shop = shop.specs(&each("{ two: 5, three: 7 }"));
    applied(&shop);
    roll_back(&shop, &first);
    assert_eq!(retention(&shop), json!({ "/shop/one": 1, "/shop/two": 3 }));
}

#[test]
fn what_has_moved_since_moves_back() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: one }, b: { name: two } }");
    let first = applied(&shop);
    let shop = shop.specs(
        "logs.log_group: { c: { name: one, moved_from: logs.log_group.a }, d: { name: two, moved_from: \
         logs.log_group.b } }",
    );
    applied(&shop);
    let said = roll_back(&shop, &first);
    assert!(said.contains("moved from logs.log_group.c; the object stays"), "{said}");
    assert!(!said.contains("Cannot be rolled back"), "{said}");
    let created = shop.must(&["state", "list"]);
    assert!(created.contains("logs.log_group.a"), "{created}");
    assert!(!created.contains("logs.log_group.c"), "{created}");
    let tags = shop.ask(
        r#"
        tags = boto3.client("logs").list_tags_log_group(logGroupName="one")["tags"]
        print(json.dumps(tags["diatonic:address"]))
        "#,
    );
    assert_eq!(tags, "logs.log_group.a");
}

#[test]
fn variables_are_those_of_then() {
    let specs = r#"
        variables: { days: { type: number, default: 1 } }
        logs.log_group: { a: { retention_days: '${var.days}' } }
    "#;
    let shop = Shop::in_folder(specs);
    shop.must(&["apply", "--auto-approve", "--var", "days=3"]);
    let first = newest(&shop);
    let fifth = shop.command(&["apply", "--auto-approve"]).env("DIATONIC_VAR_days", "5").output();
    assert!(fifth.expect("it runs").status.success());
    let second = newest(&shop);
    applied(&shop);
    assert_eq!(retention(&shop), json!({ "shop-dev-a": 1 }));
    roll_back(&shop, &first);
    assert_eq!(retention(&shop), json!({ "shop-dev-a": 3 }));
    let with = shop
        .command(&["rollback", &second, "--auto-approve"])
        .env("DIATONIC_VAR_days", "14")
        .output();
    assert!(with.expect("it runs").status.success());
    assert_eq!(retention(&shop), json!({ "shop-dev-a": 5 }));
    shop.must(&["rollback", &first, "--auto-approve", "--var", "days=7"]);
    assert_eq!(retention(&shop), json!({ "shop-dev-a": 7 }));
}

fn keys(shop: &Shop) -> Value {
    shop.ask(
        r#"
        keys = boto3.client("apigateway").get_api_keys(includeValues=True)["items"]
        print(json.dumps({key["name"]: [key["value"], key.get("description")] for key in keys}))
        "#,
    )
}

#[test]
fn secrets_stay_as_they_are_now() {
    let specs = |literal: &str, note: &str| {
        format!(
            r#"
            variables: {{ key: {{ type: string, sensitive: true }} }}
            apigateway.api_key:
              a: {{ value: {literal}, description: {note} }}
              b: {{ value: '${{var.key}}', description: {note} }}
            "#
        )
    };
    let shop = Shop::in_folder(&specs("literal-of-then-000000001", "then"));
    shop.must(&["apply", "--auto-approve", "--var", "key=variable-of-then-000000001"]);
    let first = newest(&shop);
    let shop = shop.specs(&specs("literal-of-now-0000000002", "now"));
    let key = ["--var", "key=variable-of-now-0000000002"];
    shop.must(&[&["apply", "--auto-approve"][..], &key].concat());
    let said = shop.must(&[&["rollback", &first, "--auto-approve"][..], &key].concat());
    for address in ["apigateway.api_key.a", "apigateway.api_key.b"] {
        assert!(
            said.contains(&format!(
                "{address}: value is a secret, and run records contain no secrets"
            )),
            "{said}"
        );
    }
    assert!(!said.contains("of-now-0") && !said.contains("of-then-0"), "{said}");
    assert_eq!(
        keys(&shop),
        json!({
            "shop-dev-a": ["literal-of-now-0000000002", "then"],
            "shop-dev-b": ["variable-of-now-0000000002", "then"],
        })
    );
}

#[test]
fn a_file_that_is_another_now_is_named() {
    let shop =
        Shop::in_folder("logs.log_group: { a: { tags: { Note: '${file(\"note.txt\")}' } } }");
    let note = shop.path().join("note.txt");
    std::fs::write(&note, "then").expect("a file");
    let first = applied(&shop);
    std::fs::write(&note, "now").expect("a file");
    applied(&shop);
    let said = roll_back(&shop, &first);
    assert!(
        said.contains(
            "logs.log_group.a: tags.Note depends on a file or an object that has changed"
        ),
        "{said}"
    );
}

#[test]
fn data_is_protected_as_the_environment_says_now() {
    let shop = Shop::in_folder("logs.log_group: { a: {} }");
    let first = applied(&shop);
    let shop = shop.specs(TWO);
    applied(&shop);
    let environment = shop.path().join("environments/dev.yaml");
    let text = std::fs::read_to_string(&environment).expect("an environment");
    std::fs::write(&environment, text.replace("protect_data: false\n", "")).expect("a file");
    let run = shop.run(&["rollback", &first, "--auto-approve"]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("--allow-destroy logs.log_group.b"), "{}", run.stdout);
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    shop.must(&["rollback", &first, "--auto-approve", "--allow-destroy", "logs.log_group.b"]);
    assert_eq!(shop.log_groups(), json!(["shop-dev-a"]));
}

#[test]
fn there_is_no_way_back_to_a_destroy_or_to_another_stack() {
    let shop = Shop::in_folder(TWO);
    applied(&shop);
    shop.must(&["destroy", "--auto-approve"]);
    let destroyed = newest(&shop);
    let refused = shop.refused(&["rollback", &destroyed, "--auto-approve"]);
    assert!(refused.contains("there is nothing in it to go back to"), "{refused}");
    let file = shop.folder().join(format!("runs/{destroyed}.json"));
    let record = std::fs::read_to_string(&file).expect("a record");
    std::fs::write(&file, record.replace("\"shop/dev\"", "\"shop/prod\"")).expect("a record");
    let refused = shop.refused(&["rollback", &destroyed, "--auto-approve"]);
    assert!(refused.contains("was one of shop/prod"), "{refused}");
}

#[test]
fn after_a_destroy_everything_comes_back_empty() {
    let shop = Shop::in_folder(TWO);
    let first = applied(&shop);
    shop.must(&["destroy", "--auto-approve"]);
    let said = roll_back(&shop, &first);
    assert!(said.contains("logs.log_group.a: the object was re-created"), "{said}");
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    shop.is_settled();
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let shop = Shop::in_folder(TWO);
    let run = applied(&shop);
    let refused = shop.refused(&["rollback", &run]);
    assert!(refused.contains("there is no terminal to ask on"), "{refused}");
}

/// A function whose code is in the folder `code`.
const FUNCTION: &str = r#"
    iam.role:
      runner:
        trust_policy:
          Statement:
            - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
    lambda.function:
      f:
        code: { folder: code }
        runtime: python3.13
        handler: index.handler
        role: ${iam.role.runner.arn}
        timeout: 3
"#;

/// The hash of the code that is live, and the function's timeout.
fn live(shop: &Shop) -> Value {
    shop.ask(
        r#"
        live = boto3.client("lambda").get_function_configuration(FunctionName="shop-dev-f")
        print(json.dumps([live["CodeSha256"], live["Timeout"]]))
        "#,
    )
}

fn write_code(shop: &Shop, text: &str) {
    let folder = shop.path().join("code");
    std::fs::create_dir_all(&folder).expect("a folder");
    let code = format!("def handler(event, context):\n    return '{text}'\n");
    std::fs::write(folder.join("index.py"), code).expect("a file");
}

#[test]
fn code_goes_back_with_its_files_and_else_stays_as_it_is() {
    let shop = Shop::in_folder(FUNCTION);
    write_code(&shop, "then");
    let first = applied(&shop);
    let then = live(&shop);
    let shop = shop.specs(&FUNCTION.replace("timeout: 3", "timeout: 9"));
    write_code(&shop, "later");
    applied(&shop);
    let later = live(&shop);
    assert_ne!(then[0], later[0]);
    // Code that was in AWS neither then nor now must not get there by going back.
    write_code(&shop, "never applied");
    let said = roll_back(&shop, &first);
    assert!(said.contains("lambda.function.f: code is left unchanged in AWS"), "{said}");
    assert_eq!(live(&shop), json!([later[0], 3]));
    std::fs::remove_dir_all(shop.path().join("code")).expect("a folder");
    let said = roll_back(&shop, &first);
    assert!(said.contains("lambda.function.f: code is left unchanged in AWS"), "{said}");
    write_code(&shop, "then");
    let said = roll_back(&shop, &first);
    assert!(!said.contains("Cannot be rolled back"), "{said}");
    assert_eq!(live(&shop), then);
}

#[test]
fn a_function_whose_code_is_gone_cannot_be_re_created() {
    let shop = Shop::in_folder(FUNCTION);
    write_code(&shop, "then");
    let first = applied(&shop);
    shop.must(&["destroy", "--auto-approve"]);
    std::fs::remove_dir_all(shop.path().join("code")).expect("a folder");
    let refused = shop.refused(&["rollback", &first, "--auto-approve"]);
    assert!(refused.contains("put the files back as they were"), "{refused}");
}

#[test]
fn a_secret_that_is_nowhere_any_more_is_said_to_be_lost() {
    let both = "apigateway.api_key: { a: {}, b: { value: literal-of-then-000000001 } }";
    let shop = Shop::in_folder(both);
    let first = applied(&shop);
    let shop = shop.specs("apigateway.api_key: { a: {} }");
    applied(&shop);
    let said = roll_back(&shop, &first);
    assert!(said.contains("apigateway.api_key.b: value is a secret"), "{said}");
    assert!(said.contains("the current specs have no value for it"), "{said}");
    assert_ne!(keys(&shop)["shop-dev-b"][0], "literal-of-then-000000001");
}

#[test]
fn a_dry_run_shows_the_plan_and_writes_nothing() {
    let shop = Shop::in_folder(TWO);
    let first = applied(&shop);
    let shop = shop.specs("logs.log_group: { a: {} }");
    let second = applied(&shop);
    let said = shop.must(&["rollback", &first, "--dry-run"]);
    assert!(said.contains("Plan: 1 to create; 1 unchanged."), "{said}");
    assert!(said.contains("Cannot be rolled back:"), "{said}");
    assert_eq!(shop.log_groups(), json!(["shop-dev-a"]));
    assert_eq!(newest(&shop), second);
}

/// What is wrong on disk is often why somebody goes back.
#[test]
fn specs_that_do_not_compile_now_are_no_hindrance() {
    let shop = Shop::in_folder("logs.log_group: { a: { retention_days: 7 } }");
    let first = applied(&shop);
    let shop = shop.specs("logs.log_group: { a: { retention_days: 30 } }");
    applied(&shop);
    for broken in ["logs.log_group: { a: { retention_dys: 30 } }", "logs.log_group: ["] {
        let shop = &shop.path().join("specs/app.yaml");
        std::fs::write(shop, broken).expect("a spec");
    }
    roll_back(&shop, &first);
    assert_eq!(retention(&shop), json!({ "shop-dev-a": 7 }));
}

#[test]
fn a_run_of_specs_that_compile_no_more_says_what_may_be_missing() {
    let with = r#"
        variables: { key: { type: string, sensitive: true } }
        apigateway.api_key: { a: { value: '${var.key}' } }
    "#;
    let shop = Shop::in_folder(with);
    shop.must(&["apply", "--auto-approve", "--var", "key=a-secret-of-twenty-letters"]);
    let first = newest(&shop);
    let shop = shop.specs("apigateway.api_key: { a: {} }");
    applied(&shop);
    let refused = shop.refused(&["rollback", &first, "--auto-approve"]);
    assert!(refused.contains("variable `key` has no value"), "{refused}");
    assert!(refused.contains("run records contain neither secrets"), "{refused}");
    let given = shop
        .command(&["rollback", &first, "--auto-approve"])
        .env("DIATONIC_VAR_key", "a-secret-of-twenty-letters")
        .output();
    let said = String::from_utf8(given.expect("it runs").stdout).expect("text");
    assert!(!said.contains("Cannot be rolled back"), "{said}");
}
