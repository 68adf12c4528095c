//! The outputs that specs declare, as plans show them and the state keeps them.

use insta::assert_snapshot;

use crate::shop::Shop;

const SPECS: &str = r#"
    logs.log_group:
      a: { name: one }
    variables:
      token: { default: secret-of-ours, sensitive: true }
    outputs:
      name: ${logs.log_group.a.name}
      token: ${var.token}
"#;

#[test]
fn a_plan_shows_which_outputs_would_be_others() {
    let shop = Shop::in_folder(SPECS);
    let outputs = |shop: &Shop| -> String {
        let plan = shop.must(&["plan"]);
        assert!(!plan.contains("secret-of-ours"), "{plan}");
        let lines = plan.lines().skip_while(|line| *line != "Outputs:");
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(outputs(&shop), @r#"
    Outputs:
        + name:  "one"
        + token: "(sensitive)"

    Defaults are counted: `--full` shows them.
    Plan: 1 to create.
    "#);
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(outputs(&shop), "");
    let shop =
        shop.specs(&SPECS.replace("${logs.log_group.a.name}", "group ${logs.log_group.a.name}"));
    assert_snapshot!(outputs(&shop), @r#"
    Outputs:
        ~ name: "one" → "group one"
          (1 unchanged field)
    "#);
    assert_eq!(shop.must(&["output", "name"]), "one\n");
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(shop.must(&["output", "name"]), "group one\n");
    assert_eq!(outputs(&shop), "");
}
