//! AWS's rules for rules and their targets: the API references of PutRule and PutTargets, and their answers.

use super::spec::Rule;
use super::target::{InputTransformer, Target};
use crate::event_targets::expression::{self, Reader};
use crate::event_targets::settings::{self, Setting, service_of};
use crate::events::DEFAULT_BUS;
use crate::fields::is_made_of;
use crate::prelude::*;

/// The most characters of an input (API reference of Target).
const LONGEST_INPUT: usize = 8_192;
/// Services whose targets EventBridge reaches by a role alone.
const WITH_ROLE: [&str; 12] = [
    "batch", "codebuild", "codepipeline", "ecs", "firehose", "inspector", "kinesis", "redshift",
    "redshift-serverless", "sagemaker", "ssm", "states",
];
/// How the names begin that every template knows.
const PREDEFINED: &str = "aws.events.";

pub(super) fn check(rule: &Rule, findings: &mut Findings) {
    let is_on_another_bus = rule.bus != DEFAULT_BUS && !unknown::in_text(&rule.bus);
    rules! { findings;
        Error if rule.schedule.is_none() && rule.pattern.is_none() =>
            "the rule waits for nothing",
            "it needs a `pattern`, a `schedule` or both",
            "write one of them";
        Error "schedule" if rule.schedule.is_some() && is_on_another_bus =>
            "only rules of the bus `default` run on a schedule",
            format!("this one is on `{}`", rule.bus),
            "remove `bus`, or use a `scheduler.schedule`, which puts events on any bus";
    }
    if let Some(schedule) = &rule.schedule {
        expression::check(schedule, Reader::Rule, &Path::field("schedule"), findings);
    }
    if let Some(pattern) = &rule.pattern {
        pattern.check(&Path::field("pattern"), findings);
    }
    for (id, target) in &rule.targets {
        rules! { findings;
            Error "targets" / id if !is_made_of(id, 1..=64, "._-") =>
                format!("`{id}` cannot be the id of a target"),
                "AWS accepts 1–64 of letters, digits and `._-`",
                "";
        }
        check_target(target, rule.role.is_some(), &Path::field("targets").key(id), findings);
    }
}

fn check_target(target: &Target, rule_has_role: bool, at: &Path, findings: &mut Findings) {
    let service = service_of(&target.arn).unwrap_or_default();
    let is_bus = service == "events" && target.arn.contains(":event-bus/");
    let is_destination = service == "events" && target.arn.contains(":api-destination/");
    let has_role = target.role.is_some() || rule_has_role;
    let inputs =
        [target.input.is_some(), target.input_path.is_some(), target.input_transformer.is_some()];
    let input = target.input.as_ref().map_or(0, |input| input.text().chars().count());
    let is_fifo = |arn: &str| arn.ends_with(".fifo");
    rules! { findings, at;
        Error "role" if !has_role && (WITH_ROLE.contains(&service) || is_destination) =>
            "the target needs a role",
            "EventBridge reaches targets of this service by a role alone",
            "name one that trusts `events.amazonaws.com`";
        // Buses that became targets before March 2023 may have none.
        Warning "role" if !has_role && is_bus =>
            "a bus needs a role",
            "AWS accepts a new target that is a bus with a role alone",
            "name one that trusts `events.amazonaws.com` and may `events:PutEvents`";
        Error if inputs.into_iter().filter(|is_said| *is_said).count() > 1 =>
            "a target has one of `input`, `input_path` and `input_transformer`",
            "each of them says what the target is given",
            "write one, and remove the others";
        Error "input" if input > LONGEST_INPUT =>
            "the input is too long",
            format!("it has {input} characters, and AWS accepts {LONGEST_INPUT}"),
            "";
        Warning "dead_letter" if target.dead_letter.as_deref().is_some_and(is_fifo) =>
            "a FIFO queue takes no undelivered events",
            "EventBridge sends them to standard queues alone",
            "name a standard queue";
    }
    if let Some(input) = &target.input {
        input.check_json(&at.key("input"), findings);
    }
    if let Some(transformer) = &target.input_transformer {
        check_transformer(transformer, &at.key("input_transformer"), findings);
    }
    // What is not known may be anything.
    if !service.is_empty() {
        settings::check(&settings_of(target, service, is_destination), at, findings);
    }
}

fn settings_of(target: &Target, service: &str, is_destination: bool) -> [Setting; 9] {
    let is_document = target.arn.contains(":document/");
    let setting = |field, is_said, services: &[&str], is_needed: bool| {
        let is_for = services.contains(&service);
        Setting { field, is_said, is_for, is_needed: is_for && is_needed }
    };
    let http = &["execute-api", "events"][usize::from(is_destination)..][..1];
    [
        setting("ecs", target.ecs.is_some(), &["ecs"], true),
        setting("batch", target.batch.is_some(), &["batch"], true),
        setting("redshift", target.redshift.is_some(), &["redshift", "redshift-serverless"], true),
        setting("run_command", !target.run_command.is_empty(), &["ssm"], is_document),
        setting("graphql_operation", target.graphql_operation.is_some(), &["appsync"], true),
        setting(
            "message_group",
            target.message_group.is_some(),
            &["sqs"],
            target.arn.ends_with(".fifo"),
        ),
        setting("partition_key_path", target.partition_key_path.is_some(), &["kinesis"], false),
        setting("http", target.http.is_some(), http, false),
        setting(
            "pipeline_parameters",
            !target.pipeline_parameters.is_empty(),
            &["sagemaker"],
            false,
        ),
    ]
}

fn check_transformer(transformer: &InputTransformer, at: &Path, findings: &mut Findings) {
    for (name, path) in &transformer.paths {
        rules! { findings, at;
            Error "paths" / name if !is_made_of(name, 1..=256, "_-") =>
                format!("`{name}` cannot be a name"),
                "AWS accepts 1–256 of letters, digits and `_-`",
                "";
            Error "paths" / name if name.starts_with("AWS") =>
                "a name does not begin with `AWS`",
                "AWS keeps these for itself",
                "choose another name";
            Error "paths" / name if !path.starts_with('$') && !unknown::in_text(path) =>
                format!("`{path}` is not a path"),
                "a path begins with `$`, which is the event",
                format!("write such as `$.detail.{name}`");
        }
    }
    for name in placeholders(&transformer.template) {
        rules! { findings, at;
            Error "template" if !name.starts_with(PREDEFINED) && !transformer.paths.contains_key(name) =>
                format!("`<{name}>` stands for nothing"),
                "AWS accepts names of `paths` between angle brackets, and those of its own",
                format!("add `{name}` to `paths`");
        }
    }
}

/// The names between angle brackets. A backslash before a bracket makes it text.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    let starts = template.match_indices('<');
    let starts = starts.filter(|(at, _)| !template[..*at].ends_with('\\'));
    starts.filter_map(|(at, _)| {
        let (name, _) = template[at + 1..].split_once('>')?;
        is_made_of(name, 1..=256, "._-").then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_angle_brackets_are_told_from_text() {
        let names = |template| Vec::from_iter(placeholders(template));
        assert_eq!(
            names(r#"{ "a": <one>, "b": "<two> <aws.events.rule-name>" }"#),
            ["one", "two", "aws.events.rule-name"]
        );
        assert_eq!(names(r#""1 < 2, and \<no> is text, and < no >""#), [""; 0]);
    }
}
