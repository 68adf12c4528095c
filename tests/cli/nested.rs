//! Fields of fields: the error must name and underline the innermost.

use insta::assert_snapshot;

use crate::project::errors_in;

#[test]
fn an_unknown_key_and_a_bad_value_deep_inside() {
    assert_snapshot!(errors_in(
        r#"
        dynamodb.table:
          users:
            partition_key: { name: user_id, type: String }
            global_secondary_indexes:
              by_email:
                partition_key: { nam: email, type: S }
                projection: { includes: [name] }
              by_age:
                partition_key: { name: age, type: N }
                projection: EVERYTHING
        "#
    ), @"
      ⚠ unknown word for `partition_key.type`
       ╭─[specs/app.yaml:3:43]
     2 │   users:
     3 │     partition_key: { name: user_id, type: String }
       ·                                           ───┬──
       ·                                              ╰── AWS refuses it unless it has added it since
     4 │     global_secondary_indexes:
       ╰────
      help: this version knows `S`, `N` or `B`

      × unknown key `nam`
       ╭─[specs/app.yaml:6:26]
     5 │       by_email:
     6 │         partition_key: { nam: email, type: S }
       ·                          ─┬─
       ·                           ╰── there is no such field here
     7 │         projection: { includes: [name] }
       ╰────
      help: did you mean `name`?

      × unknown key `includes`
       ╭─[specs/app.yaml:7:23]
     6 │         partition_key: { nam: email, type: S }
     7 │         projection: { includes: [name] }
       ·                       ────┬───
       ·                           ╰── there is no such field here
     8 │       by_age:
       ╰────
      help: did you mean `include`?

      × bad value for `global_secondary_indexes.by_age.projection`
        ╭─[specs/app.yaml:10:21]
      9 │         partition_key: { name: age, type: N }
     10 │         projection: EVERYTHING
        ·                     ─────┬────
        ·                          ╰── `ALL` or `KEYS_ONLY` is expected
        ╰────

    3 errors and 1 warning
    ");
}

#[test]
fn missing_fields() {
    assert_snapshot!(errors_in(
        r#"
        dynamodb.table:
          users:
            ttl: expires_at
          orders:
            partition_key: { type: S }
          empty:
        "#
    ), @"
      × missing field `partition_key`
       ╭─[specs/app.yaml:2:3]
     1 │ dynamodb.table:
     2 │   users:
       ·   ──┬──
       ·     ╰── this needs `partition_key`
     3 │     ttl: expires_at
       ╰────
      help: add `partition_key`: The attribute by which items are spread and found

      × missing field `name`
       ╭─[specs/app.yaml:5:5]
     4 │   orders:
     5 │     partition_key: { type: S }
       ·     ──────┬──────
       ·           ╰── this needs `name`
     6 │   empty:
       ╰────
      help: add `name`: Name of the attribute

      × missing field `partition_key`
       ╭─[specs/app.yaml:6:3]
     5 │     partition_key: { type: S }
     6 │   empty:
       ·   ──┬──
       ·     ╰── this needs `partition_key`
       ╰────
      help: add `partition_key`: The attribute by which items are spread and found

    3 errors
    ");
}

#[test]
fn a_form_among_several() {
    assert_snapshot!(errors_in(
        r#"
        dynamodb.table:
          users:
            partition_key: { name: user_id, type: S }
            capacity: { read: many, write: { minimum: 1 } }
            stream: yes
        "#
    ), @"
      × wrong type for `capacity.read`
       ╭─[specs/app.yaml:4:23]
     3 │     partition_key: { name: user_id, type: S }
     4 │     capacity: { read: many, write: { minimum: 1 } }
       ·                       ──┬─
       ·                         ╰── this is text, and a whole number or a map is expected
     5 │     stream: yes
       ╰────

      × missing fields `maximum` and `target_utilization`
       ╭─[specs/app.yaml:4:29]
     3 │     partition_key: { name: user_id, type: S }
     4 │     capacity: { read: many, write: { minimum: 1 } }
       ·                             ──┬──
       ·                               ╰── this needs `maximum` and `target_utilization`
     5 │     stream: yes
       ╰────
      help: add
            - `maximum`: The most capacity units
            - `target_utilization`: Percentage of the capacity that should be in use, from 20 to 90

      ⚠ unknown word for `stream`
       ╭─[specs/app.yaml:5:13]
     4 │     capacity: { read: many, write: { minimum: 1 } }
     5 │     stream: yes
       ·             ─┬─
       ·              ╰── AWS refuses it unless it has added it since
       ╰────
      help: this version knows `KEYS_ONLY`, `NEW_IMAGE`, `OLD_IMAGE` or `NEW_AND_OLD_IMAGES`

    2 errors and 1 warning
    ");
}

#[test]
fn a_rule_over_two_fields() {
    assert_snapshot!(errors_in(
        r#"
        dynamodb.table:
          users:
            partition_key: { name: user_id, type: S }
            sort_key: { name: user_id, type: N }
            local_secondary_indexes:
              no: { sort_key: { name: age, type: N } }
        "#
    ), @"
      × `user_id` stands twice in one key
       ╭─[specs/app.yaml:4:5]
     3 │     partition_key: { name: user_id, type: S }
     4 │     sort_key: { name: user_id, type: N }
       ·     ────┬───
       ·         ╰── each part of a key is another attribute
     5 │     local_secondary_indexes:
       ╰────
      help: omit the sort key, or name another attribute

      × `user_id` is of two types: S and N
       ╭─[specs/app.yaml:4:5]
     3 │     partition_key: { name: user_id, type: S }
     4 │     sort_key: { name: user_id, type: N }
       ·     ────┬───
       ·         ╰── an attribute has one type in all keys of a table and its indexes
     5 │     local_secondary_indexes:
       ╰────
      help: give it the same `type` everywhere, or name another attribute

      × `no` is not a name of an index
       ╭─[specs/app.yaml:5:5]
     4 │     sort_key: { name: user_id, type: N }
     5 │     local_secondary_indexes:
       ·     ───────────┬───────────
       ·                ╰── index names are 3–255 of letters, digits and `_.-`
     6 │       no: { sort_key: { name: age, type: N } }
       ╰────
      help: choose another name

    3 errors
    ");
}

#[test]
fn a_policy() {
    assert_snapshot!(errors_in(
        r#"
        iam.role:
          api:
            trust_policy:
              Statement:
                - { Effect: Alow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
            inline_policies:
              logs:
                Statement:
                  - { Effect: Allow, Actions: "logs:PutLogEvents", Resource: "*" }
        "#
    ), @r#"
      × bad value for `trust_policy.Statement[0].Effect`
       ╭─[specs/app.yaml:5:21]
     4 │       Statement:
     5 │         - { Effect: Alow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
       ·                     ──┬─
       ·                       ╰── `Allow` or `Deny` is expected
     6 │     inline_policies:
       ╰────
      help: did you mean `Allow`?

      × unknown key `Actions`
       ╭─[specs/app.yaml:9:30]
     8 │         Statement:
     9 │           - { Effect: Allow, Actions: "logs:PutLogEvents", Resource: "*" }
       ·                              ───┬───
       ·                                 ╰── there is no such field here
       ╰────
      help: did you mean `Action`?

    2 errors
    "#);
}

#[test]
fn a_name_made_of_prefix_and_logical_name() {
    assert_snapshot!(errors_in(
        r#"
        iam.role:
          a-role-with-a-name-that-is-far-too-long-for-identity-and-access-management:
            trust_policy:
              Statement:
                - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
        "#
    ), @r#"
      × `name` is too long
       ╭─[specs/app.yaml:2:3]
     1 │ iam.role:
     2 │   a-role-with-a-name-that-is-far-too-long-for-identity-and-access-management:
       ·   ─────────────────────────────────────┬────────────────────────────────────
       ·                                        ╰── this has 83 characters (its value is "shop-dev-a-role-with-a-name-that-is-far-too-long-for-identi…)
     3 │     trust_policy:
       ╰────
      help: AWS accepts at most 64: remove 19

    1 error
    "#);
}
