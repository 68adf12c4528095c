//! The graph as a drawing, and cycles in it.

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

/// A picture is read by browsers, which refuse what is not XML.
#[test]
fn a_picture() {
    let picture = project().prints(&["graph", "-e", "dev", "--format", "svg"]);
    let document = roxmltree::Document::parse(&picture).expect("XML");
    let titles = document.descendants().filter(|node| node.has_tag_name("title"));
    let titles: Vec<&str> = titles.filter_map(|title| title.text()).collect();
    assert!(titles.contains(&r#"logs.log_group.team["ai"]"#), "{titles:?}");
    assert!(titles.contains(&"kms_key, tags.Peer"), "{titles:?}");
}

#[test]
fn a_page() {
    let page = project().prints(&["graph", "-e", "dev", "--format", "html"]);
    assert!(page.contains("<h1>Graph of shop/dev</h1>"), "{page}");
    assert!(page.contains("<code>kms_key</code> waits for <a href=\"#step-0\">"), "{page}");
    let (_, data) = page.split_once("id=\"drawn\">").expect("what is drawn");
    let (data, _) = data.split_once("</script>").expect("its end");
    let drawn: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(drawn["nodes"][0]["name"], "logs.log_group.api");
    assert_eq!(drawn["lines"][0], serde_json::json!([0, 1, "solid"]));
}

#[test]
fn data() {
    let json = project()
        .prints(&["graph", "-e", "dev", "--format", "json", "--focus", "logs.log_group.web"]);
    assert_snapshot!(json, @r#"
    {
      "edges": [
        {
          "field": "kms_key",
          "from": "logs.log_group.web",
          "need": "waits",
          "to": "logs.log_group.api"
        },
        {
          "field": "tags.Peer",
          "from": "logs.log_group.web",
          "need": "value",
          "to": "logs.log_group.api"
        }
      ],
      "resources": [
        {
          "address": "logs.log_group.api",
          "kind": "logs.log_group"
        },
        {
          "address": "logs.log_group.web",
          "kind": "logs.log_group"
        }
      ],
      "stack": "shop/dev",
      "version": 1
    }
    "#);
}

#[test]
fn what_is_around_a_resource() {
    let project = project();
    let around = |arguments: &[&str]| {
        let text = project.prints(&[&["graph", "-e", "dev", "--focus"], arguments].concat());
        let names = text.lines().filter(|line| line.ends_with(';') && !line.contains(['>', '=']));
        names.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        around(&["logs.log_group.web"]),
        ["\"logs.log_group.api\";", "\"logs.log_group.web\";"]
    );
    assert_eq!(around(&["logs.log_group.web", "--distance", "0"]), ["\"logs.log_group.web\";"]);
    // A block by its name is all of its instances.
    assert_eq!(around(&["logs.log_group.team"]).len(), 4);
    assert_snapshot!(project.run(&["graph", "-e", "dev", "--focus", "logs.log_group.wep"]).refusal(), @r"
    error: there is no resource `logs.log_group.wep`; did you mean `logs.log_group.web`?
    ");
}

#[test]
fn a_cycle_of_waiting() {
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
      × resources wait for each other in a cycle
      │ ┌─▶ `kms_key` of `logs.log_group.a` needs the `arn` of `logs.log_group.b`
      │ │     ↓  specs/app.yaml:3
      │ │   `kms_key` of `logs.log_group.b` needs the `arn` of `logs.log_group.c`
      │ │     ↓  specs/app.yaml:5
      │ │   `depends_on` of `logs.log_group.c` names `logs.log_group.a`
      │ │     ↓  specs/app.yaml:7
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
      help: remove one of these references: write the value out, or move the field into a resource of
            its own. None of these fields can be set after creation, so the compiler cannot break the
            cycle

    1 error
    ");
}

#[test]
fn a_cycle_of_one() {
    assert_snapshot!(errors_in(
        r#"
        logs.log_group:
          a:
            depends_on: [logs.log_group.a]
        "#
    ), @"
      × a resource waits for itself
      │ ┌─▶ `depends_on` of `logs.log_group.a` names `logs.log_group.a`
      │ │     ↓  specs/app.yaml:3
      │ └─────┘
       ╭─[specs/app.yaml:3:18]
     2 │   a:
     3 │     depends_on: [logs.log_group.a]
       ·                  ────────┬───────
       ·                          ╰── `depends_on` of `logs.log_group.a` names `logs.log_group.a`
       ╰────
      help: remove one of these references: write the value out, or move the field into a resource of
            its own. None of these fields can be set after creation, so the compiler cannot break the
            cycle

    1 error
    ");
}

/// The role exists before the policy is attached to it, so the policy may wait for the role.
#[test]
fn a_cycle_that_the_compiler_breaks() {
    let project = TestProject::with_spec(
        r#"
        iam.role:
          api:
            trust_policy:
              Statement:
                - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
            managed_policies: ["${iam.policy.logs.arn}"]
        iam.policy:
          logs:
            depends_on: [iam.role.api]
            document:
              Statement:
                - { Effect: Allow, Action: "logs:PutLogEvents", Resource: "*" }
        "#,
    );
    assert_snapshot!(project.prints(&["graph", "-e", "dev"]), @r#"
    digraph diatonic {
      rankdir = LR;
      node [shape = box];
      "iam.policy.logs";
      "iam.role.api";
      "iam.policy.logs" -> "iam.role.api" [style = solid, label = "depends_on"];
      "iam.role.api" -> "iam.policy.logs" [style = bold, label = "managed_policies[0]"];
    }
    "#);
    assert_snapshot!(project.prints(&["graph", "-e", "dev", "--format", "mermaid"]), @r#"
    graph LR
      n1["iam.policy.logs"]
      n2["iam.role.api"]
      n1 -->|"depends_on"| n2
      n2 ==>|"managed_policies[0]"| n1
    "#);
}

#[test]
fn a_cycle_through_two_files_and_an_instance() {
    let project = TestProject::new()
        .file(
            "specs/api.yaml",
            r#"
            logs.log_group:
              api:
                kms_key: 'first-${logs.log_group.team["ai"].arn}-last'
            "#,
        )
        .file(
            "specs/teams.yaml",
            r#"
            logs.log_group:
              team:
                for_each: [ai, web]
                name: /aws/${each.key}
                depends_on: [logs.log_group.api]
            "#,
        );
    assert_snapshot!(project.errors(), @r#"
      × resources wait for each other in a cycle
      │ ┌─▶ `kms_key` of `logs.log_group.api` needs the `arn` of `logs.log_group.team["ai"]`
      │ │     ↓  specs/api.yaml:3
      │ │   `depends_on` of `logs.log_group.team["ai"]` names `logs.log_group.api`
      │ │     ↓  specs/teams.yaml:5
      │ └─────┘
       ╭─[specs/api.yaml:3:23]
     2 │   api:
     3 │     kms_key: 'first-${logs.log_group.team["ai"].arn}-last'
       ·                       ──────────────┬──────────────
       ·                                     ╰── `kms_key` of `logs.log_group.api` needs the `arn` of `logs.log_group.team["ai"]`
       ╰────

      ☞ see also
       ╭─[specs/teams.yaml:5:18]
     4 │     name: /aws/${each.key}
     5 │     depends_on: [logs.log_group.api]
       ·                  ─────────┬────────
       ·                           ╰── `depends_on` of `logs.log_group.team["ai"]` names `logs.log_group.api`
       ╰────
      help: remove one of these references: write the value out, or move the field into a resource of
            its own. None of these fields can be set after creation, so the compiler cannot break the
            cycle

    1 error
    "#);
}

/// API Gateway refuses a stage that logs as long as the account has no role, and Lambda makes a missing
/// group by itself: neither has a field that names the other.
#[test]
fn what_a_kind_awaits_without_a_reference() {
    let project = TestProject::with_spec(
        r#"
        apigateway.account:
          here: { cloudwatch_role: "arn:aws:iam::123456789012:role/logs" }
          elsewhere: { cloudwatch_role: "arn:aws:iam::123456789012:role/logs", region: eu-west-1 }
        apigateway.rest_api:
          access:
            routes: { /: { GET: { authorization: AWS_IAM, integration: { type: HTTP_PROXY, http_method: GET, uri: "https://example.com" } } } }
            stages: { v1: { access_log: { destination: "arn:aws:logs:us-east-2:123456789012:log-group:a", format: $context.requestId } } }
          execution:
            routes: { /: { GET: { authorization: AWS_IAM, integration: { type: HTTP_PROXY, http_method: GET, uri: "https://example.com" } } } }
            stages: { v1: { methods: { "*": { logging_level: ERROR } } } }
          silent:
            routes: { /: { GET: { authorization: AWS_IAM, integration: { type: HTTP_PROXY, http_method: GET, uri: "https://example.com" } } } }
            stages: { v1: { methods: { "*": { metrics: true } } } }
        lambda.function:
          worker:
            code: { bucket: builds, key: a.zip, sha256: JSObMhRKtkuHGLHe/bKGYe5ed4UxiWjUFgZzCNN/BvE= }
            runtime: python3.13
            handler: index.handle
            role: arn:aws:iam::123456789012:role/worker
        logs.log_group:
          worker: { name: "/aws/lambda/${lambda.function.worker.name}" }
          other: { name: /aws/lambda/other }
        "#,
    );
    let graph = project.prints(&["graph", "-e", "dev"]);
    let edges = graph.lines().map(str::trim);
    let edges: Vec<&str> = edges.filter(|line| line.contains("->")).collect();
    assert_snapshot!(edges.join("\n"), @r#"
      "apigateway.rest_api.access" -> "apigateway.account.here" [style = solid, label = "stages.v1.access_log"];
      "apigateway.rest_api.execution" -> "apigateway.account.here" [style = solid, label = "stages.v1.methods[\"*\"].logging_level"];
      "lambda.function.worker" -> "logs.log_group.worker" [style = solid, label = "name"];
      "logs.log_group.worker" -> "lambda.function.worker" [style = dashed, label = "name"];
    "#);
}
