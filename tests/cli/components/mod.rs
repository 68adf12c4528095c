//! Components: errors name the place where one is used and the line in its file.

mod repositories;

use insta::assert_snapshot;

use crate::project::TestProject;

const PAIR: &str = "
    inputs:
      size: { type: number, validation: { condition: '${input.size < 100}', message: too large } }
      note: { type: string, default: '${env.name}' }
    locals:
      doubled: ${input.size * 2}
    logs.log_group:
      first: { retention_days: '${input.size}', name: '/${input.note}' }
      second: { retention_days: '${local.doubled}' }
    outputs:
      arn: ${logs.log_group.first.arn}
    ";

fn errors(specs: &str, components: &[(&str, &str)]) -> String {
    let project = TestProject::with_spec(specs);
    let with = |project: TestProject, (path, text): &(&str, &str)| {
        project.file(&format!("components/{path}.yaml"), text)
    };
    components.iter().fold(project, with).errors()
}

#[test]
fn what_a_component_is_given_is_wrong() {
    assert_snapshot!(errors(
        "
        component.pair:
          a: { size: 4 }
          b: { size: [1], nots: x }
          c: {}
          d: { size: 200 }
        ",
        &[("pair", PAIR)]
    ), @r"
      × wrong type for input `size`
       ╭─[specs/app.yaml:3:14]
     2 │   a: { size: 4 }
     3 │   b: { size: [1], nots: x }
       ·              ───────┬──────
       ·                     ╰── this is a list
     4 │   c: {}
       ╰────

      ☞ see also
       ╭─[components/pair.yaml:2:3]
     1 │ inputs:
     2 │   size: { type: number, validation: { condition: '${input.size < 100}', message: too large } }
       ·   ──┬─
       ·     ╰── it is declared here
     3 │   note: { type: string, default: '${env.name}' }
       ╰────
      help: it is declared as `number`

      × `component.pair` has no input `nots`
       ╭─[specs/app.yaml:3:19]
     2 │   a: { size: 4 }
     3 │   b: { size: [1], nots: x }
       ·                   ──┬─
       ·                     ╰── the component declares none of this name
     4 │   c: {}
       ╰────
      help: did you mean `note`?

      × `component.pair` needs the input `size`
       ╭─[specs/app.yaml:4:3]
     3 │   b: { size: [1], nots: x }
     4 │   c: {}
       ·   ┬
       ·   ╰── it is given no value here
     5 │   d: { size: 200 }
       ╰────

      ☞ see also
       ╭─[components/pair.yaml:2:3]
     1 │ inputs:
     2 │   size: { type: number, validation: { condition: '${input.size < 100}', message: too large } }
       ·   ──┬─
       ·     ╰── it is declared here without a default
     3 │   note: { type: string, default: '${env.name}' }
       ╰────
      help: write `size: …` below `c`

      × input `size` breaks its rule
       ╭─[specs/app.yaml:5:14]
     4 │   c: {}
     5 │   d: { size: 200 }
       ·              ─┬─
       ·               ╰── this value makes the rule false
       ╰────

      ☞ see also
       ╭─[components/pair.yaml:2:51]
     1 │ inputs:
     2 │   size: { type: number, validation: { condition: '${input.size < 100}', message: too large } }
       ·                                                   ─────────┬─────────
       ·                                                            ╰── the rule
     3 │   note: { type: string, default: '${env.name}' }
       ╰────
      help: too large

      × bad value for `retention_days`
       ╭─[components/pair.yaml:7:28]
     6 │ logs.log_group:
     7 │   first: { retention_days: '${input.size}', name: '/${input.note}' }
       ·                            ───────┬───────
       ·                                   ╰── this is none of the values that AWS accepts (its value is 4)
     8 │   second: { retention_days: '${local.doubled}' }
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:2:14]
     1 │ component.pair:
     2 │   a: { size: 4 }
       ·              ┬
       ·              ╰── `size` is given here
     3 │   b: { size: [1], nots: x }
       ╰────
      help: the nearest is 3
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

      × bad value for `retention_days`
       ╭─[components/pair.yaml:7:28]
     6 │ logs.log_group:
     7 │   first: { retention_days: '${input.size}', name: '/${input.note}' }
       ·                            ───────┬───────
       ·                                   ╰── this is none of the values that AWS accepts (its value is 200)
     8 │   second: { retention_days: '${local.doubled}' }
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:5:14]
     4 │   c: {}
     5 │   d: { size: 200 }
       ·              ─┬─
       ·               ╰── `size` is given here
       ╰────
      help: the nearest is 180
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

      × 4 resources are one object in AWS: `/dev`
       ╭─[components/pair.yaml:7:51]
     6 │ logs.log_group:
     7 │   first: { retention_days: '${input.size}', name: '/${input.note}' }
       ·                                                   ────────┬───────
       ·                                                           ╰── the name of `component.pair.a/logs.log_group.first` and 3 others
     8 │   second: { retention_days: '${local.doubled}' }
       ╰────
      help: give one of them another `name`

      × bad value for `retention_days`
       ╭─[components/pair.yaml:8:29]
     7 │   first: { retention_days: '${input.size}', name: '/${input.note}' }
     8 │   second: { retention_days: '${local.doubled}' }
       ·                             ─────────┬────────
       ·                                      ╰── this is none of the values that AWS accepts (its value is 8)
     9 │ outputs:
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:2:14]
     1 │ component.pair:
     2 │   a: { size: 4 }
       ·              ┬
       ·              ╰── `size` is given here
     3 │   b: { size: [1], nots: x }
       ╰────
      help: the nearest is 7
            AWS accepts 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
            2192, 2557, 2922, 3288 or 3653

    8 errors
    ");
}

#[test]
fn a_component_sees_nothing_of_what_is_outside() {
    let inside = "
        inputs: { a: { default: 1 }, for_each: { default: 2 } }
        locals: { l: '${local.outer}' }
        logs.log_group:
          t: { name: '/${var.v}${logs.log_group.outer.name}${input.b}' }
        ";
    assert_snapshot!(errors(
        "
        variables: { v: { default: x } }
        locals: { outer: 1 }
        logs.log_group: { outer: { name: '/${input.a}' } }
        component.inside: { a: {} }
        outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
        ",
        &[("inside", inside)]
    ), @r"
      × there are no inputs here
       ╭─[specs/app.yaml:3:38]
     2 │ locals: { outer: 1 }
     3 │ logs.log_group: { outer: { name: '/${input.a}' } }
       ·                                      ───┬───
       ·                                         ╰── only components have inputs
     4 │ component.inside: { a: {} }
       ╰────
      help: use a variable: `var.<name>`

      × `component.inside` has no output `arn`
       ╭─[specs/app.yaml:5:18]
     4 │ component.inside: { a: {} }
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ·                  ───────────┬──────────
       ·                             ╰── the component declares none of this name
       ╰────

      × there is no `component.insid.a`
       ╭─[specs/app.yaml:5:50]
     4 │ component.inside: { a: {} }
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ·                                                  ──────────┬──────────
       ·                                                            ╰── no spec declares it
       ╰────
      help: did you mean `component.inside`?

      × an input cannot be called `for_each`
       ╭─[components/inside.yaml:1:30]
     1 │ inputs: { a: { default: 1 }, for_each: { default: 2 } }
       ·                              ────┬───
       ·                                  ╰── the key means something else on every component
     2 │ locals: { l: '${local.outer}' }
       ╰────
      help: choose another name

      × there is no `local.outer`
       ╭─[components/inside.yaml:2:17]
     1 │ inputs: { a: { default: 1 }, for_each: { default: 2 } }
     2 │ locals: { l: '${local.outer}' }
       ·                 ─────┬─────
       ·                      ╰── the component declares no such local, and those of others are not its own
     3 │ logs.log_group:
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:4:21]
     3 │ logs.log_group: { outer: { name: '/${input.a}' } }
     4 │ component.inside: { a: {} }
       ·                     ┬
       ·                     ╰── as `component.inside.a` uses it
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ╰────
      help: there is only `local.l`

      × `var.v` cannot be referred to in a component
       ╭─[components/inside.yaml:4:18]
     3 │ logs.log_group:
     4 │   t: { name: '/${var.v}${logs.log_group.outer.name}${input.b}' }
       ·                  ──┬──
       ·                    ╰── `component.inside` knows its inputs, and nothing of who uses it
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:4:21]
     3 │ logs.log_group: { outer: { name: '/${input.a}' } }
     4 │ component.inside: { a: {} }
       ·                     ┬
       ·                     ╰── as `component.inside.a` uses it
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ╰────
      help: declare an input, and give it the value where the component is used: `v: ${var.v}`

      × there is no `logs.log_group.outer`
       ╭─[components/inside.yaml:4:26]
     3 │ logs.log_group:
     4 │   t: { name: '/${var.v}${logs.log_group.outer.name}${input.b}' }
       ·                          ────────────┬────────────
       ·                                      ╰── the component declares none, and what stands outside of it is not its own
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:4:21]
     3 │ logs.log_group: { outer: { name: '/${input.a}' } }
     4 │ component.inside: { a: {} }
       ·                     ┬
       ·                     ╰── as `component.inside.a` uses it
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ╰────
      help: there is only `logs.log_group.t`

      × there is no `input.b`
       ╭─[components/inside.yaml:4:54]
     3 │ logs.log_group:
     4 │   t: { name: '/${var.v}${logs.log_group.outer.name}${input.b}' }
       ·                                                      ───┬───
       ·                                                         ╰── the component declares no such input
       ╰────

      ☞ see also
       ╭─[specs/app.yaml:4:21]
     3 │ logs.log_group: { outer: { name: '/${input.a}' } }
     4 │ component.inside: { a: {} }
       ·                     ┬
       ·                     ╰── as `component.inside.a` uses it
     5 │ outputs: { o: '${component.inside.a.arn}', p: '${component.insid.a.arn}' }
       ╰────
      help: there are `input.a` and `input.for_each`

    8 errors
    ");
}

#[test]
fn components_that_are_made_of_each_other() {
    assert_snapshot!(errors(
        "
        component.a: { one: {} }
        component.d: { two: {} }
        outputs: { o: '${component.a.one.x}' }
        ",
        &[("a", "component.b: { x: {} }"), ("b", "component.a: { y: {} }"), ("c", "{}")]
    ), @r"
      × there is no component `d`
       ╭─[specs/app.yaml:2:1]
     1 │ component.a: { one: {} }
     2 │ component.d: { two: {} }
       · ─────┬─────
       ·      ╰── components/d.yaml is not there
     3 │ outputs: { o: '${component.a.one.x}' }
       ╰────
      help: there are `a`, `b` and `c`

      × components are made of each other in a cycle
      │ ┌─▶ components/a.yaml uses components/b.yaml
      │ │     ↓  components/a.yaml:1
      │ │   components/b.yaml uses components/a.yaml
      │ │     ↓  components/b.yaml:1
      │ └─────┘
       ╭─[components/a.yaml:1:1]
     1 │ component.b: { x: {} }
       · ─────┬─────
       ·      ╰── components/a.yaml uses components/b.yaml
       ╰────

      ☞ see also
       ╭─[components/b.yaml:1:1]
     1 │ component.a: { y: {} }
       · ─────┬─────
       ·      ╰── components/b.yaml uses components/a.yaml
       ╰────
      help: remove one of these uses

    2 errors
    ");
}

#[test]
fn inputs_that_need_each_other() {
    let one = "
        inputs: { v: { type: string } }
        outputs: { v: '${input.v}' }
        ";
    assert_snapshot!(errors(
        "
        component.one:
          a: { v: '${component.one.b.v}' }
          b: { v: '${component.one.a.v}' }
        ",
        &[("one", one)]
    ), @r"
      × values need each other in a cycle
      │ ┌─▶ `input.v` needs `component.one.b.v`
      │ │     ↓  specs/app.yaml:2
      │ │   `component.one.b.v` needs `input.v`
      │ │     ↓  components/one.yaml:2
      │ │   `input.v` needs `component.one.a.v`
      │ │     ↓  specs/app.yaml:3
      │ │   `component.one.a.v` needs `input.v`
      │ │     ↓  components/one.yaml:2
      │ └─────┘
       ╭─[specs/app.yaml:2:14]
     1 │ component.one:
     2 │   a: { v: '${component.one.b.v}' }
       ·              ────────┬────────
       ·                      ╰── `input.v` needs `component.one.b.v`
     3 │   b: { v: '${component.one.a.v}' }
       ·              ────────┬────────
       ·                      ╰── `input.v` needs `component.one.a.v`
       ╰────

      ☞ see also
       ╭─[components/one.yaml:2:18]
     1 │ inputs: { v: { type: string } }
     2 │ outputs: { v: '${input.v}' }
       ·                  ───┬───┬
       ·                     │   ╰── `component.one.a.v` needs `input.v`
       ·                     ╰── `component.one.b.v` needs `input.v`
       ╰────
      help: write one of these values out

    1 error
    ");
}

#[test]
fn blocks_that_are_made_for_each_other() {
    assert_snapshot!(errors(
        "
        logs.log_group:
          a: { for_each: '${logs.log_group.*}' }
          b: { for_each: '${ssm.parameter.c}' }
        ssm.parameter:
          c: { for_each: '${logs.log_group.b}', value: x }
        ",
        &[]
    ), @r"
      × the keys of the `for_each` of `a` depend on resources
       ╭─[specs/app.yaml:2:21]
     1 │ logs.log_group:
     2 │   a: { for_each: '${logs.log_group.*}' }
       ·                     ────────┬───────
       ·                             ╰── they decide what exists, before anything does
     3 │   b: { for_each: '${ssm.parameter.c}' }
       ╰────
      help: use variables, locals and `env.` for the keys; only the values may refer to resources

      × the keys of the `for_each` of `b` depend on resources
       ╭─[specs/app.yaml:3:21]
     2 │   a: { for_each: '${logs.log_group.*}' }
     3 │   b: { for_each: '${ssm.parameter.c}' }
       ·                     ───────┬───────
       ·                            ╰── they decide what exists, before anything does
     4 │ ssm.parameter:
       ╰────
      help: use variables, locals and `env.` for the keys; only the values may refer to resources

    2 errors
    ");
}
