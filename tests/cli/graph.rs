//! The graph as a drawing, and circles in it.

use insta::assert_snapshot;

use crate::project::{TestProject, errors_in};

fn project() -> TestProject {
    TestProject::with_spec(
        r#"
        logs.log_group:
          api: {}
          web:
            kms_key: ${logs.log_group.api.arn}
            tags: { Peer: "${logs.log_group.api.name}" }
          audit:
            depends_on: [logs.log_group.api, logs.log_group.team]
          team:
            for_each: [ai, web]
            name: ${logs.log_group.api.name}/${each.key}
        "#,
    )
}

#[test]
fn graphviz() {
    assert_snapshot!(project().prints(&["graph", "-e", "dev"]), @r#"
    digraph diatonic {
      rankdir = LR;
      node [shape = box];
      "logs.log_group.api";
      "logs.log_group.audit";
      "logs.log_group.team[\"ai\"]";
      "logs.log_group.team[\"web\"]";
      "logs.log_group.web";
      "logs.log_group.audit" -> "logs.log_group.api" [style = solid, label = "depends_on"];
      "logs.log_group.audit" -> "logs.log_group.team[\"ai\"]" [style = solid, label = "depends_on"];
      "logs.log_group.audit" -> "logs.log_group.team[\"web\"]" [style = solid, label = "depends_on"];
      "logs.log_group.team[\"ai\"]" -> "logs.log_group.api" [style = dashed, label = "name"];
      "logs.log_group.team[\"web\"]" -> "logs.log_group.api" [style = dashed, label = "name"];
      "logs.log_group.web" -> "logs.log_group.api" [style = solid, label = "kms_key"];
      "logs.log_group.web" -> "logs.log_group.api" [style = dashed, label = "tags.Peer"];
    }
    "#);
}

#[test]
fn mermaid() {
    assert_snapshot!(project().prints(&["graph", "-e", "dev", "--format", "mermaid"]), @r#"
    graph LR
      n1["logs.log_group.api"]
      n2["logs.log_group.audit"]
      n3["logs.log_group.team[&quot;ai&quot;]"]
      n4["logs.log_group.team[&quot;web&quot;]"]
      n5["logs.log_group.web"]
      n2 -->|"depends_on"| n1
      n2 -->|"depends_on"| n3
      n2 -->|"depends_on"| n4
      n3 -.->|"name"| n1
      n4 -.->|"name"| n1
      n5 -->|"kms_key"| n1
      n5 -.->|"tags.Peer"| n1
    "#);
}

#[test]
fn a_circle_of_waiting() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            kms_key: ${logs.log_group.b.arn}
          b:
            kms_key: ${logs.log_group.c.arn}
          c:
            depends_on: [logs.log_group.a]
        "#
    ), @"
      × resources wait for each other in a circle
      │ ┌─▶ `kms_key` of `logs.log_group.a` needs the `arn` of `logs.log_group.b`  (specs/app.yaml:3)
      │ │     ↓
      │ │   `kms_key` of `logs.log_group.b` needs the `arn` of `logs.log_group.c`  (specs/app.yaml:5)
      │ │     ↓
      │ │   `depends_on` of `logs.log_group.c` names `logs.log_group.a`  (specs/app.yaml:7)
      │ └─────┘
       ╭─[specs/app.yaml:3:16]
     2 │   a:
     3 │     kms_key: ${logs.log_group.b.arn}
       ·                ──────────┬─────────
       ·                          ╰── `kms_key` of `logs.log_group.a` needs the `arn` of `logs.log_group.b`
     4 │   b:
     5 │     kms_key: ${logs.log_group.c.arn}
       ·                ──────────┬─────────
       ·                          ╰── `kms_key` of `logs.log_group.b` needs the `arn` of `logs.log_group.c`
     6 │   c:
     7 │     depends_on: [logs.log_group.a]
       ·                  ────────┬───────
       ·                          ╰── `depends_on` of `logs.log_group.c` names `logs.log_group.a`
       ╰────
      help: take one of these references away: write the value out, or move the field into a resource
            of its own. None of these fields can be set after creation, so the compiler cannot break
            the circle

    1 error
    ");
}

#[test]
fn a_circle_of_one() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            depends_on: [logs.log_group.a]
        "#
    ), @"
      × a resource waits for itself
      │ ┌─▶ `depends_on` of `logs.log_group.a` names `logs.log_group.a`  (specs/app.yaml:3)
      │ └─────┘
       ╭─[specs/app.yaml:3:18]
     2 │   a:
     3 │     depends_on: [logs.log_group.a]
       ·                  ────────┬───────
       ·                          ╰── `depends_on` of `logs.log_group.a` names `logs.log_group.a`
       ╰────
      help: take one of these references away: write the value out, or move the field into a resource
            of its own. None of these fields can be set after creation, so the compiler cannot break
            the circle

    1 error
    ");
}
