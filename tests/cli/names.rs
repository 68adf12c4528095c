//! Physical names: two that are one, and names that need each other.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn two_resources_with_one_name() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/shop
          web:
            name: /aws/${env.project}
        "#
    ), @"
      × 2 resources are one object in AWS: `/aws/shop`
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     name: /aws/shop
       ·           ────┬────
       ·               ╰── the name of `logs.log_group.api`
     4 │   web:
     5 │     name: /aws/${env.project}
       ·           ─────────┬─────────
       ·                    ╰── the name of `logs.log_group.web`
       ╰────
      help: give one of them another `name`

    1 error
    ");
}

#[test]
fn instances_with_one_name() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          team:
            for_each: [ai, web]
            name: /aws/team
        "#
    ), @"
      × 2 resources are one object in AWS: `/aws/team`
       ╭─[specs/app.yaml:4:11]
     3 │     for_each: [ai, web]
     4 │     name: /aws/team
       ·           ────┬────
       ·               ╰── every instance has this name
       ╰────
      help: make the names differ: put `${each.key}` into `name`

    1 error
    ");
}

#[test]
fn the_same_name_in_two_regions_is_no_error() {
    let project = crate::project::TestProject::with_spec(
        r#"
        logs.log_group:
          api:
            name: /aws/shop
          copy:
            name: /aws/shop
            region: eu-west-1
        "#,
    );
    assert_snapshot!(project.prints(&["validate", "--env", "dev"]), @"shop/dev is valid: 2 resources");
}

#[test]
fn a_cycle_of_names() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            name: ${logs.log_group.b.name}-a
          b:
            name: ${logs.log_group.c.name}-b
          c:
            name: ${logs.log_group.a.name}-c
        "#
    ), @"
      × names are made of each other in a cycle
      │ ┌─▶ `logs.log_group.a` is named after `logs.log_group.b`
      │ │     ↓  specs/app.yaml:3
      │ │   `logs.log_group.b` is named after `logs.log_group.c`
      │ │     ↓  specs/app.yaml:5
      │ │   `logs.log_group.c` is named after `logs.log_group.a`
      │ │     ↓  specs/app.yaml:7
      │ └─────┘
       ╭─[specs/app.yaml:3:13]
     2 │   a:
     3 │     name: ${logs.log_group.b.name}-a
       ·             ──────────┬──────────
       ·                       ╰── `logs.log_group.a` is named after `logs.log_group.b`
     4 │   b:
     5 │     name: ${logs.log_group.c.name}-b
       ·             ──────────┬──────────
       ·                       ╰── `logs.log_group.b` is named after `logs.log_group.c`
     6 │   c:
     7 │     name: ${logs.log_group.a.name}-c
       ·             ──────────┬──────────
       ·                       ╰── `logs.log_group.c` is named after `logs.log_group.a`
       ╰────
      help: write one of these names out

    1 error
    ");
}

#[test]
fn a_name_that_refers_to_itself() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            name: ${logs.log_group.a.name}
        "#
    ), @"
      × names are made of each other in a cycle
      │ ┌─▶ `logs.log_group.a` is named after `logs.log_group.a`
      │ │     ↓  specs/app.yaml:3
      │ └─────┘
       ╭─[specs/app.yaml:3:13]
     2 │   a:
     3 │     name: ${logs.log_group.a.name}
       ·             ──────────┬──────────
       ·                       ╰── `logs.log_group.a` is named after `logs.log_group.a`
       ╰────
      help: write one of these names out

    1 error
    ");
}
