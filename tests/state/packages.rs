//! Packages of folders: what is left out of them, and which files of them a plan says have changed.

use serde_json::Value;

use crate::shop::Shop;

const SPECS: &str = r#"
    iam.role:
      api:
        trust_policy:
          Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
    lambda.function:
      api:
        code: { folder: dist, ignore: ["*.md", "test/", "!test.md"] }
        role: ${iam.role.api.arn}
        runtime: nodejs22.x
        handler: a.handler
"#;

fn applied() -> Shop {
    let shop = Shop::in_folder(SPECS)
        .with_file("dist/a.js", "exports.handler = async () => 1;")
        .with_file("dist/b.js", "b")
        .with_file("dist/lib/c.js", "c")
        .with_file("dist/notes.md", "left out")
        .with_file("dist/test.md", "packed")
        .with_file("dist/test/a.js", "left out")
        .with_file("dist/.DS_Store", "left out")
        .with_file("dist/.git/HEAD", "left out");
    shop.must(&["apply", "--auto-approve"]);
    shop
}

#[test]
fn what_is_left_out_changes_nothing() {
    let shop = applied()
        .with_file("dist/notes.md", "changed")
        .with_file("dist/test/b.js", "new")
        .with_file("dist/node_modules/.cache/x", "new")
        .with_file("dist/.vscode/settings.json", "new");
    shop.is_settled();
    let state = std::fs::read_to_string(shop.path().join("state/state.json")).unwrap();
    let state: Value = serde_json::from_str(&state).unwrap();
    let files = state["resources"]["lambda.function.api"]["files"].as_object().unwrap();
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["a.js", "b.js", "lib/c.js", "test.md"]);
}

#[test]
fn a_plan_says_which_files_have_changed() {
    let shop = applied().with_file("dist/lib/c.js", "changed").with_file("dist/d.js", "new");
    std::fs::remove_file(shop.path().join("dist/b.js")).unwrap();
    let told = "3 of 4 files changed: b.js (gone), d.js (new), lib/c.js";
    let plan = shop.must(&["plan"]);
    assert!(plan.contains(told), "{plan}");
    let json: Value = serde_json::from_str(&shop.must(&["plan", "--json"])).unwrap();
    let consequence = &json["steps"][0]["consequences"][0];
    assert_eq!(consequence["weight"], "remark");
    assert_eq!(consequence["says"], told);
    shop.must(&["apply", "--auto-approve"]);
    shop.is_settled();
}

#[test]
fn without_a_record_a_plan_says_that_the_code_changes() {
    let shop = applied().with_file("dist/b.js", "changed");
    let path = shop.path().join("state/state.json");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let entry = state["resources"]["lambda.function.api"].as_object_mut().unwrap();
    assert!(entry.remove("files").is_some());
    std::fs::write(&path, state.to_string()).unwrap();
    let plan = shop.must(&["plan"]);
    assert!(plan.contains("~ sha256:") && !plan.contains("files changed"), "{plan}");
}

#[test]
fn a_pattern_that_is_none_is_told_offline() {
    let shop = applied().specs(&SPECS.replace("*.md", "[z-a]"));
    let refused = shop.refused(&["validate"]);
    assert!(refused.contains("`[z-a]` is not a pattern"), "{refused}");
}
