//! Fields whose key or value a kind, or AWS, does not take.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn an_unknown_key() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_day: 7
            colour: red
        "#
    ), @"
      × unknown key `retention_day`
       ╭─[specs/app.yaml:3:5]
     2 │   api:
     3 │     retention_day: 7
       ·     ──────┬──────
       ·           ╰── there is no such field here
     4 │     colour: red
       ╰────
      help: did you mean `retention_days`?

      × unknown key `colour`
       ╭─[specs/app.yaml:4:5]
     3 │     retention_day: 7
     4 │     colour: red
       ·     ───┬──
       ·        ╰── there is no such field here
       ╰────
      help: there are `class`, `data_protection`, `deletion_protection`, `index_policy`, `kms_key`,
            `metric_filters`, `name`, `retention_days`, `subscription_filters` and `tags`

    2 errors
    ");
}

#[test]
fn text_where_a_number_belongs() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: "7"
          web:
            retention_days: a week
        "#
    ), @r#"
      × wrong type for `retention_days`
       ╭─[specs/app.yaml:3:21]
     2 │   api:
     3 │     retention_days: "7"
       ·                     ─┬─
       ·                      ╰── this is text, and a whole number is expected
     4 │   web:
       ╰────
      help: remove the quotes: 7

      × wrong type for `retention_days`
       ╭─[specs/app.yaml:5:21]
     4 │   web:
     5 │     retention_days: a week
       ·                     ───┬──
       ·                        ╰── this is text, and a whole number is expected
       ╰────

    2 errors
    "#);
}

#[test]
fn a_fraction_where_a_whole_number_belongs() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: 7.5
        "#
    ), @"
      × wrong type for `retention_days`
       ╭─[specs/app.yaml:3:21]
     2 │   api:
     3 │     retention_days: 7.5
       ·                     ─┬─
       ·                      ╰── this is a fraction, and a whole number is expected
       ╰────
      help: write 8

    1 error
    ");
}

#[test]
fn text_where_a_flag_belongs() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            deletion_protection: yes
          web:
            deletion_protection: "true"
        "#
    ), @r#"
      × wrong type for `deletion_protection`
       ╭─[specs/app.yaml:3:26]
     2 │   api:
     3 │     deletion_protection: yes
       ·                          ─┬─
       ·                           ╰── this is text, and true or false is expected
     4 │   web:
       ╰────
      help: `yes` is text in YAML 1.2: write `true`

      × wrong type for `deletion_protection`
       ╭─[specs/app.yaml:5:26]
     4 │   web:
     5 │     deletion_protection: "true"
       ·                          ───┬──
       ·                             ╰── this is text, and true or false is expected
       ╰────
      help: remove the quotes: true

    2 errors
    "#);
}

#[test]
fn a_number_where_text_belongs_and_in_a_map_of_text() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: 42
            tags:
              Critical: true
              Level: 3
        "#
    ), @r#"
      × wrong type for `name`
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     name: 42
       ·           ─┬
       ·            ╰── this is a number, and text is expected
     4 │     tags:
       ╰────
      help: put it in quotes: "42"

    1 error
    "#);
}

#[test]
fn a_list_where_a_map_belongs() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            tags:
              - Team
              - ai
        "#
    ), @"
      × wrong type for `tags`
       ╭─[specs/app.yaml:3:5]
     2 │   api:
     3 │     tags:
       ·     ──┬─
       ·       ╰── this is a list, and a map is expected
     4 │       - Team
       ╰────

    1 error
    ");
}

#[test]
fn a_map_where_text_belongs() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            kms_key:
              arn: arn:aws:kms:us-east-2:123456789012:key/k
        "#
    ), @"
      × wrong type for `kms_key`
       ╭─[specs/app.yaml:3:5]
     2 │   api:
     3 │     kms_key:
       ·     ───┬───
       ·        ╰── this is a map, and text is expected
     4 │       arn: arn:aws:kms:us-east-2:123456789012:key/k
       ╰────

    1 error
    ");
}

#[test]
fn the_wrong_type_from_an_expression() {
    assert_snapshot!(errors_in(
        r#"
        variables:
          days: { type: string, default: "7" }
        logs.log_group:
          api:
            retention_days: ${var.days}
          web:
            tags: ${keys(env.tags)}
        "#
    ), @r#"
      × wrong type for `retention_days`
       ╭─[specs/app.yaml:5:21]
     4 │   api:
     5 │     retention_days: ${var.days}
       ·                     ─────┬─────
       ·                          ╰── this is text, and a whole number is expected (its value is "7")
     6 │   web:
       ╰────
      help: convert it: `tonumber(…)`

      × wrong type for `tags`
       ╭─[specs/app.yaml:7:11]
     6 │   web:
     7 │     tags: ${keys(env.tags)}
       ·           ────────┬────────
       ·                   ╰── this is a list, and a map is expected
       ╰────

    2 errors
    "#);
}

#[test]
fn a_name_with_characters_that_aws_refuses() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            name: /aws/api gateway
          web:
            name: "/aws/${env.name}:web"
        "#
    ), @r#"
      × bad characters in `name`
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     name: /aws/api gateway
       ·           ────────┬───────
       ·                   ╰── a space cannot stand in this
     4 │   web:
       ╰────
      help: The group's name, such as `/aws/lambda/<function>`. 1–512 of letters, digits and `_-/.#`

      × bad characters in `name`
       ╭─[specs/app.yaml:5:11]
     4 │   web:
     5 │     name: "/aws/${env.name}:web"
       ·           ───────────┬──────────
       ·                      ╰── `:` cannot stand in this (its value is "/aws/dev:web")
       ╰────
      help: The group's name, such as `/aws/lambda/<function>`. 1–512 of letters, digits and `_-/.#`

    2 errors
    "#);
}

#[test]
fn a_name_that_is_too_long() {
    let name = "a".repeat(513);
    let errors =
        errors_in(&format!("logs.log_group:\n  api:\n    name: {name}\n  web:\n    name: \"\"\n"));
    assert_snapshot!(errors.replace(&name, "aaa…"), @r#"
      × `name` is too long
       ╭─[specs/app.yaml:3:11]
     2 │   api:
     3 │     name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
       ·           ────────────────────────────────────────────────────────────┬────────────────────────────────────────────────────────────
       ·                                                                       ╰── this has 513 characters
     4 │   web:
       ╰────
      help: AWS accepts at most 512: remove 1

      × `name` is too short
       ╭─[specs/app.yaml:5:11]
     4 │   web:
     5 │     name: ""
       ·           ─┬
       ·            ╰── this is empty
       ╰────
      help: AWS requires at least 1 character

    2 errors
    "#);
}

#[test]
fn a_retention_that_aws_does_not_offer() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            retention_days: 10
          web:
            retention_days: ${7 * 2 + 1}
        "#
    ), @"
      × bad value for `retention_days`
       ╭─[specs/app.yaml:3:21]
     2 │   api:
     3 │     retention_days: 10
       ·                     ─┬
       ·                      ╰── this is none of the values that AWS accepts
     4 │   web:
       ╰────
      help: the nearest is 7
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

      × bad value for `retention_days`
       ╭─[specs/app.yaml:5:21]
     4 │   web:
     5 │     retention_days: ${7 * 2 + 1}
       ·                     ──────┬─────
       ·                           ╰── this is none of the values that AWS accepts (its value is 15)
       ╰────
      help: the nearest is 14
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

    2 errors
    ");
}

#[test]
fn fields_that_contradict_each_other() {
    assert_snapshot!(errors_in(
        r#"
        dynamodb.table:
          api:
            partition_key: { name: id, type: S }
            sort_key: { name: id, type: S }
        "#
    ), @"
      × `id` stands twice in one key
       ╭─[specs/app.yaml:4:5]
     3 │     partition_key: { name: id, type: S }
     4 │     sort_key: { name: id, type: S }
       ·     ────┬───
       ·         ╰── each part of a key is another attribute
       ╰────
      help: omit the sort key, or name another attribute

    1 error
    ");
}

#[test]
fn a_tag_that_aws_refuses() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          api:
            tags: { "aws:team": ai, Note: "a, b; c" }
        "#
    ), @r#"
      × the tag `aws:team` belongs to AWS
       ╭─[specs/app.yaml:3:13]
     2 │   api:
     3 │     tags: { "aws:team": ai, Note: "a, b; c" }
       ·             ─────┬────
       ·                  ╰── AWS alone sets tags that start with `aws:`
       ╰────
      help: name it otherwise

      × bad characters in the value of a tag
       ╭─[specs/app.yaml:3:35]
     2 │   api:
     3 │     tags: { "aws:team": ai, Note: "a, b; c" }
       ·                                   ────┬────
       ·                                       ╰── `,` cannot stand in this
       ╰────
      help: tags take letters, digits, spaces and `_.:/=+-@`

    2 errors
    "#);
}
