//! What environments share: merged, missing, in a cycle, and with errors of its own.

use insta::assert_snapshot;

use crate::project::TestProject;

const BASE: &str = "\
region: us-east-2
project: shop
tags: { Project: \"${env.project}\", Stage: \"${env.name}\" }
";

fn sharing(specs: &str, environment: &str, shared: &[(&str, &str)]) -> TestProject {
    let project = TestProject::with_spec(specs).file("environments/dev.yaml", environment);
    shared.iter().fold(project, |project, (name, text)| {
        project.file(&format!("environments/shared/{name}.yaml"), text)
    })
}

#[test]
fn what_environments_share_is_merged_below_their_own() {
    let specs = r#"
        variables:
          colours:
            type: any
            validation:
              condition: >-
                ${var.colours == { cold = "c", warm = { dark = ["own"], light = "l" } }
                && env.tags == { Owner = "Orders", Project = "shop", Stage = "test" }}
              message: ${jsonencode([var.colours, env.tags])}
        "#;
    let project = sharing(
        specs,
        "extends: [base, red]\naccount: \"123456789012\"\ntags: { Owner: Orders, Stage: test }\n\
         variables: { colours: { warm: { dark: [own] } } }\n",
        &[
            ("base", BASE),
            (
                "red",
                "extends: base\nvariables: { colours: { cold: c, warm: { dark: [a, b], light: l } } }\n",
            ),
        ],
    );
    let told = project.prints(&["validate", "--env", "dev"]);
    assert_eq!(told, "shop/dev is valid: 0 resources\n");
    let told = project.run(&["validate", "--env", "base"]).refusal();
    assert!(told.contains("there is no environment `base`"), "{told}");
}

#[test]
fn an_error_in_a_shared_file_is_told_there() {
    let project = sharing(
        "",
        "extends: middle\naccount: \"123456789012\"\n",
        &[("middle", "extends: base\n"), ("base", &format!("{BASE}regoin: x\n"))],
    );
    assert_snapshot!(project.errors(), @r#"
      × unknown key `regoin`
       ╭─[environments/shared/base.yaml:4:1]
     3 │ tags: { Project: "${env.project}", Stage: "${env.name}" }
     4 │ regoin: x
       · ───┬──
       ·    ╰── there is no such field here
       ╰────

      ☞ see also
       ╭─[environments/shared/middle.yaml:1:10]
     1 │ extends: base
       ·          ──┬─
       ·            ╰── extended here
       ╰────

      ☞ see also
       ╭─[environments/dev.yaml:1:10]
     1 │ extends: middle
       ·          ───┬──
       ·             ╰── extended here
     2 │ account: "123456789012"
       ╰────
      help: did you mean `region`?

    1 error
    "#);
}

#[test]
fn shared_files_that_are_not_there() {
    let project = sharing(
        "",
        "extends: [bse, dev, 1, \"${env.name}\"]\naccount: \"123456789012\"\n",
        &[("base", BASE)],
    );
    assert_snapshot!(project.errors(), @r#"
      × there is no shared file `bse`: no file environments/shared/bse.yaml
       ╭─[environments/dev.yaml:1:11]
     1 │ extends: [bse, dev, 1, "${env.name}"]
       ·           ─┬─
       ·            ╰── extended here
     2 │ account: "123456789012"
       ╰────
      help: did you mean `base`?

      × there is no shared file `dev`: no file environments/shared/dev.yaml
       ╭─[environments/dev.yaml:1:16]
     1 │ extends: [bse, dev, 1, "${env.name}"]
       ·                ─┬─
       ·                 ╰── extended here
     2 │ account: "123456789012"
       ╰────
      help: an environment cannot be extended: move what both share to environments/shared/<name>.yaml

      × `extends` is a name, or a list of names
       ╭─[environments/dev.yaml:1:21]
     1 │ extends: [bse, dev, 1, "${env.name}"]
       ·                     ┬
       ·                     ╰── this is a number
     2 │ account: "123456789012"
       ╰────
      help: write the name of a file in environments/shared, without `.yaml`

      × `extends` cannot have expressions
       ╭─[environments/dev.yaml:1:24]
     1 │ extends: [bse, dev, 1, "${env.name}"]
       ·                        ──────┬──────
       ·                              ╰── files are read before anything has a value
     2 │ account: "123456789012"
       ╰────
      help: write the name of a file in environments/shared

    4 errors
    "#);
}

#[test]
fn shared_files_that_extend_each_other() {
    let project = sharing(
        "",
        "extends: one\naccount: \"123456789012\"\nregion: us-east-2\nproject: shop\n",
        &[("one", "extends: two\n"), ("two", "extends: one\n")],
    );
    let told = project.errors();
    for part in [
        "shared files extend each other in a cycle", "environments/shared/one.yaml:1:10",
        "this extends `two`", "environments/shared/two.yaml:1:10", "this extends `one`", "1 error",
    ] {
        assert!(told.contains(part), "{told}");
    }
}
