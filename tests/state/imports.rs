//! `diatonic import`: an object that somebody else has made becomes ours, and nothing of it changes but
//! its tags, as boto3 sees it.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::gate::Gate;
use crate::shop::Shop;

/// A log group that a person has made.
const LEGACY: &str = r#"
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName="legacy", tags=dict(Team="a"))
    logs.put_retention_policy(logGroupName="legacy", retentionInDays=30)
    print("null")
"#;

const SPEC: &str = "logs.log_group: { a: { name: legacy, retention_days: 30, tags: { Team: a } } }";

fn shop(specs: &str) -> Shop {
    let shop = Shop::in_folder(specs);
    shop.ask(LEGACY);
    shop
}

/// The log groups that there are, with their tags.
fn groups(shop: &Shop) -> Value {
    shop.ask(
        r#"
        logs = boto3.client("logs")
        groups = logs.describe_log_groups()["logGroups"]
        for group in groups:
            arn = group["arn"].removesuffix(":*")
            group["tags"] = logs.list_tags_for_resource(resourceArn=arn)["tags"]
        print(json.dumps(groups))
        "#,
    )
}

fn take(shop: &Shop, arguments: &[&str]) -> String {
    let arguments = [&["import", "--auto-approve"], arguments].concat();
    let printed = shop.must(&arguments).replace(&shop.account, "ACCOUNT");
    // How long it took is another time's.
    printed.split("Done.").next().unwrap_or_default().to_owned()
}

/// The state without the run that had its lock last.
fn owned(shop: &Shop) -> Option<Value> {
    let state = shop.file("state.json")?;
    let mut state: Value = serde_json::from_str(&state).expect("JSON");
    state.as_object_mut()?.remove("writer");
    Some(state)
}

fn refusal(shop: &Shop, arguments: &[&str]) -> String {
    let before = (groups(shop), owned(shop));
    let arguments = [&["import", "--auto-approve"], arguments].concat();
    let refusal = shop.refused(&arguments).replace(&shop.account, "ACCOUNT");
    assert_eq!((groups(shop), owned(shop)), before);
    assert_eq!(shop.file("lock.json"), None, "the lock is given back");
    refusal
}

#[test]
fn an_object_becomes_ours_and_nothing_but_its_tags_changes() {
    for shop in [Shop::in_folder, Shop::in_bucket] {
        let shop = shop(SPEC);
        shop.ask(LEGACY);
        let mut expected = groups(&shop);
        take(&shop, &["logs.log_group.a", "legacy"]);
        expected[0]["tags"]["diatonic:stack"] = json!("shop/dev");
        expected[0]["tags"]["diatonic:address"] = json!("logs.log_group.a");
        assert_eq!(groups(&shop), expected);
        assert_eq!(shop.must(&["state", "list"]), "logs.log_group.a  us-east-2  legacy\n");
        shop.is_settled();
        let again = take(&shop, &["logs.log_group.a", "legacy"]);
        assert!(again.contains("`legacy` is already managed as logs.log_group.a"));
        assert_eq!(groups(&shop), expected);
    }
}

#[test]
fn what_was_found_is_shown_and_what_a_plan_would_change() {
    let shop = shop("logs.log_group: { a: { name: legacy, retention_days: 7 } }");
    let shown = take(&shop, &["logs.log_group.a", "legacy"]);
    assert_snapshot!(shown, @r#"
    shop/dev in account ACCOUNT, us-east-2

    ← logs.log_group.a  import legacy, as it is in AWS
          class:               "STANDARD"
          deletion_protection: false
          name:                "legacy"
          retention_days:      30
          tags:
            Team: "a"

    This changes nothing else. What the next plan would change in it:

    ~ logs.log_group.a  update in place
        ~ retention_days: 30 → 7
        ~ tags:
          - Team: "a"
          (3 unchanged fields)
        ! retention_days: events that are older than 7 days are deleted
    "#);
    assert_eq!(groups(&shop)[0]["retentionInDays"], 30);
    let plan = shop.must(&["plan"]).replace(&shop.account, "ACCOUNT");
    assert_snapshot!(plan, @r#"
    shop/dev in account ACCOUNT, us-east-2

    ~ logs.log_group.a  update in place
        ~ retention_days: 30 → 7
        ~ tags:
          - Team: "a"
          (3 unchanged fields)
        ! retention_days: events that are older than 7 days are deleted

    Plan: 1 to update.
    "#);
}

#[test]
fn without_a_terminal_it_asks_for_approval_beforehand() {
    let shop = shop(SPEC);
    assert_snapshot!(shop.refused(&["import", "logs.log_group.a", "legacy"]), @r#"
    error: approval is required, but there is no terminal to ask on; nothing was read or changed: add `--auto-approve` to import without asking
    "#);
}

#[test]
fn what_the_specs_do_not_name_is_refused() {
    let shop = shop(SPEC);
    assert_snapshot!(refusal(&shop, &["logs.log_group.b", "legacy"]), @r#"
    error: the specs have no logs.log_group.b; did you mean `logs.log_group.a`?
    nothing was changed
    "#);
}

#[test]
fn what_does_not_exist_is_refused() {
    let shop = shop("logs.log_group: { a: { name: gone } }");
    assert_snapshot!(refusal(&shop, &["logs.log_group.a", "gone"]), @r#"
    error: there is no logs.log_group `gone` in us-east-2: one is known by its name
    nothing was changed
    "#);
}

#[test]
fn what_has_another_name_than_specified_is_refused() {
    let shop = shop("logs.log_group: { a: {} }");
    assert_snapshot!(refusal(&shop, &["logs.log_group.a", "legacy"]), @r#"
    error: `legacy` is not the object that logs.log_group.a is specified to be: that is `shop-dev-a`
    specify it as it is: `name: legacy`
    nothing was changed
    "#);
}

fn of_another_stack(shop: &Shop) {
    shop.ask(
        r#"
        tags = {"diatonic:stack": "other/dev", "diatonic:address": "logs.log_group.x"}
        boto3.client("logs").tag_log_group(logGroupName="legacy", tags=tags)
        print("null")
        "#,
    );
}

#[test]
fn what_another_stack_owns_is_refused() {
    let shop = shop(SPEC);
    of_another_stack(&shop);
    assert_snapshot!(refusal(&shop, &["logs.log_group.a", "legacy"]), @r#"
    error: `legacy` cannot be taken over: it belongs to stack `other/dev` (tags diatonic:stack=other/dev, diatonic:address=logs.log_group.x)
    let that stack give it up (`diatonic state forget`), and take these tags off it
    nothing was changed
    "#);
}

#[test]
fn what_is_ours_at_another_address_is_refused() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: legacy } }");
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs("logs.log_group: { a: { name: other }, b: { name: legacy } }");
    assert_snapshot!(refusal(&shop, &["logs.log_group.b", "legacy"]), @r#"
    error: `legacy` is already managed as logs.log_group.a
    to give it the address logs.log_group.b, use `diatonic state mv` or `moved_from`
    nothing was changed
    "#);
}

#[test]
fn what_was_ours_at_an_address_that_has_gone_is_taken() {
    let shop = Shop::in_folder("logs.log_group: { a: { name: legacy } }");
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs("logs.log_group: { b: { name: legacy } }");
    let shown = take(&shop, &["logs.log_group.b", "legacy"]);
    assert!(shown.contains("moved from logs.log_group.a"), "{shown}");
    assert_eq!(shop.must(&["state", "list"]), "logs.log_group.b  us-east-2  legacy\n");
    shop.is_settled();
}

#[test]
fn what_only_a_new_object_could_change_is_refused() {
    let shop = shop(
        "logs.log_group: { a: { name: legacy, class: INFREQUENT_ACCESS, retention_days: 7 } }",
    );
    assert_snapshot!(refusal(&shop, &["logs.log_group.a", "legacy"]), @r#"
    error: `legacy` differs from logs.log_group.a in what AWS accepts only at creation: class
    the next plan would replace it; specify these fields as they are, and change them later
    nothing was changed
    "#);
}

/// What the plan of a project whose spec names the group says.
fn stopped_plan(shop: &Shop) -> String {
    let stopped = shop.refused(&["plan"]);
    stopped.replace(&shop.account, "ACCOUNT")
}

#[test]
fn a_plan_that_meets_an_object_of_nobody_names_both_ways_to_take_it() {
    assert_snapshot!(stopped_plan(&shop(SPEC)), @r#"
      × `legacy` exists in AWS and is not managed by this stack
       ╭─[specs/app.yaml:1:19]
     1 │ logs.log_group: { a: { name: legacy, retention_days: 30, tags: { Team: a } } }
       ·                   ┬
       ·                   ╰── logs.log_group.a has its name, and no stack has created it
       ╰────
      help: take it over with `adopt: true` on this resource, which makes it what is specified, or
            with `diatonic import 'logs.log_group.a' 'legacy'`, which changes its tags alone; or give
            the resource another `name`

    1 error
    "#);
}

#[test]
fn a_plan_that_meets_an_object_of_another_stack_names_its_tags() {
    let shop = shop(SPEC);
    of_another_stack(&shop);
    assert_snapshot!(stopped_plan(&shop), @r#"
      × `legacy` exists in AWS and is not managed by this stack
       ╭─[specs/app.yaml:1:19]
     1 │ logs.log_group: { a: { name: legacy, retention_days: 30, tags: { Team: a } } }
       ·                   ┬
       ·                   ╰── logs.log_group.a has its name, and it belongs to stack `other/dev` (tags diatonic:stack=other/dev, diatonic:address=logs.log_group.x)
       ╰────
      help: give the resource another `name`; or let the other stack give it up (`diatonic state
            forget`), take these tags off it, and take it over with `adopt: true` or `diatonic import
            'logs.log_group.a' 'legacy'`

    1 error
    "#);
}

/// Pools may share a name, so that no plan could tell which one is meant.
const POOLS: &str = r#"
    cognito = boto3.client("cognito-idp")
    pools = [cognito.create_user_pool(PoolName="shop-dev-main")["UserPool"]["Id"] for _ in range(2)]
    client = cognito.create_user_pool_client(UserPoolId=pools[0], ClientName="shop-dev-web")
    print(json.dumps([*pools, client["UserPoolClient"]["ClientId"]]))
"#;

const POOL: &str = r#"
    cognito.user_pool: { main: {} }
    cognito.user_pool_client: { web: { user_pool: "${cognito.user_pool.main.id}" } }
"#;

#[test]
fn one_of_several_with_a_name_is_taken_and_then_what_lives_in_it() {
    let shop = Shop::in_folder(POOL);
    let made = shop.ask(POOLS);
    let [one, other, client] = [0, 1, 2].map(|at| made[at].as_str().expect("an id"));
    let ambiguous = shop.refused(&["plan"]);
    let help = "`diatonic import 'cognito.user_pool.main' <id>`";
    assert!(ambiguous.contains(help), "{ambiguous}");
    let client = format!("{one}/{client}");
    let web = "cognito.user_pool_client.web";
    take(&shop, &["cognito.user_pool.main", one]);
    let occupied = refusal(&shop, &["cognito.user_pool.main", other]);
    assert!(occupied.contains(one), "{occupied}");
    take(&shop, &[web, &client]);
    shop.must(&["state", "forget", "cognito.user_pool.main"]);
    let occupied = refusal(&shop, &["cognito.user_pool.main", other]);
    assert!(occupied.contains(one), "the tags tell: {occupied}");
    let strange = refusal(&shop, &["cognito.user_pool.main", "arn:aws:cognito"]);
    assert!(strange.contains("us-east-2_AbCdEfGhI"), "{strange}");
}

#[test]
fn what_lives_in_another_object_is_refused_until_that_one_is_ours() {
    let shop = Shop::in_folder(POOL);
    let made = shop.ask(
        r#"
        cognito = boto3.client("cognito-idp")
        pool = cognito.create_user_pool(PoolName="shop-dev-main")["UserPool"]["Id"]
        client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="shop-dev-web")
        print(json.dumps(pool + "/" + client["UserPoolClient"]["ClientId"]))
        "#,
    );
    let client = made.as_str().expect("an id");
    let refusal = refusal(&shop, &["cognito.user_pool_client.web", client]);
    assert_snapshot!(refusal, @r#"
    error: cognito.user_pool.main, in which cognito.user_pool_client.web lives, is not ours yet: take it over first
    nothing was changed
    "#);
}

/// Killed before the tags are written, and between the tags and the state.
#[test]
fn a_run_that_was_killed_is_completed_by_the_next() {
    for held in ["TagResource", "state.json?x-id=PutObject"] {
        let shop = Shop::in_bucket(SPEC);
        shop.ask(LEGACY);
        let gate = Gate::before(held, &shop.endpoint);
        let take = ["import", "--auto-approve", "logs.log_group.a", "legacy"];
        let run = shop.start(&[&take[..], &["--endpoint-url", &gate.endpoint]].concat());
        gate.wait();
        run.signal("KILL");
        run.end();
        assert_eq!(shop.file("state.json"), None, "{held}");
        shop.must(&["unlock", &shop.lock_id()]);
        shop.must(&take);
        let tags = groups(&shop)[0]["tags"].clone();
        let expected = json!({
            "Team": "a",
            "diatonic:stack": "shop/dev",
            "diatonic:address": "logs.log_group.a",
        });
        assert_eq!(tags, expected);
        shop.is_settled();
        shop.must(&take);
    }
}

#[test]
fn an_import_leaves_a_record_and_can_be_undone() {
    let shop = shop(SPEC);
    let before = groups(&shop);
    take(&shop, &["logs.log_group.a", "legacy"]);
    let runs: Value = serde_json::from_str(&shop.must(&["runs", "--json"])).expect("JSON");
    let run = runs[0]["id"].as_str().expect("an id");
    assert_eq!(
        (&runs[0]["operation"], &runs[0]["outcome"], &runs[0]["done"]),
        (&json!("import"), &json!("succeeded"), &json!(1))
    );
    let shown = shop.must(&["runs", "show", run]);
    assert!(shown.contains("logs.log_group.a: import"), "{shown}");
    let back = shop.must(&["rollback", run, "--dry-run"]).replace(run, "RUN");
    let mind = back.split("\n\n").last().unwrap_or_default();
    assert_snapshot!(mind, @r#"
    Note: Run RUN took objects over. Going back to it makes AWS what the specs said then, and they stay ours: `diatonic import-legacy --undo RUN` gives them up.
    "#);
    shop.must(&["import-legacy", "--undo", run, "--auto-approve"]);
    assert_eq!(groups(&shop), before);
    assert_eq!(shop.must(&["state", "list"]), "");
}
