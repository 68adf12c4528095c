//! AWS's rules for schedules and what they call: the API reference of CreateSchedule, and
//! <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html>.

use super::moment::Moment;
use super::spec::{ActionAfterCompletion, Schedule};
use super::target::Target;
use crate::event_targets::expression::{self, Reader};
use crate::event_targets::settings::{self, Setting, service_of};
use crate::prelude::*;

/// The services whose targets need not name an operation.
const TEMPLATED: [&str; 12] = [
    "codebuild", "codepipeline", "ecs", "events", "firehose", "inspector", "kinesis", "lambda",
    "sagemaker", "sns", "sqs", "states",
];
/// How the names of operations begin that only read, which the scheduler does not call.
const READING: [&str; 25] = [
    "adminGet", "adminList", "batchDescribe", "batchGet", "batchRead", "describe", "discover",
    "get", "invokeModel", "isAuthorized", "list", "lookup", "poll", "query", "read", "receive",
    "retrieve", "scan", "search", "select", "testConnection", "testMigration", "transactGet",
    "translateDocument", "validate",
];
/// The most tasks that a schedule starts at once.
const MOST_TASKS: i32 = 10;

pub(super) fn check(schedule: &Schedule, findings: &mut Findings) {
    let moments = [("start", &schedule.start), ("end", &schedule.end)];
    for (field, moment) in moments {
        if let Some(moment) = moment {
            moment.check(&Path::field(field), findings);
        }
    }
    let seconds = moments.map(|(_, moment)| moment.as_ref().and_then(Moment::seconds));
    let is_backwards = matches!(seconds, [Some(start), Some(end)] if end <= start);
    let is_deleted = schedule.action_after_completion == ActionAfterCompletion::Delete;
    rules! { findings;
        Error "end" if is_backwards =>
            "it ends before it starts",
            "AWS requires `end` after `start`",
            "swap the two, or remove one";
        Warning "action_after_completion" if is_deleted =>
            "AWS deletes the schedule when it has run for the last time",
            "then the next plan re-creates it",
            "leave `NONE`, and take the schedule out of the specs when it is over";
    }
    expression::check(&schedule.expression, Reader::Schedule, &Path::field("expression"), findings);
    check_target(&schedule.target, &Path::field("target"), findings);
}

fn check_target(target: &Target, at: &Path, findings: &mut Findings) {
    let Some(service) = service_of(&target.arn) else {
        return;
    };
    let operation = operation(&target.arn);
    let is_universal = service == "scheduler";
    rules! { findings, at;
        Error "arn" if is_universal && operation.is_none() =>
            "it names no operation",
            "an operation is written as `arn:aws:scheduler:::aws-sdk:<service>:<operation>`, in small letters and as in \
             `rds:stopDBInstance`",
            "";
        Error "arn" if operation.is_some_and(only_reads) =>
            "the operation only reads",
            "nobody would get its answer, so AWS calls no such operation",
            "call a function that does";
        Warning "arn" if !is_universal && !TEMPLATED.contains(&service) =>
            format!("the scheduler may know no targets of `{service}`"),
            format!("it knows {}, and operations", TEMPLATED.join(", ")),
            "name an operation: `arn:aws:scheduler:::aws-sdk:<service>:<operation>`";
    }
    if let Some(input) = &target.input
        && (is_universal || ["events", "lambda", "states"].contains(&service))
    {
        input.check_json(&at.key("input"), findings);
    }
    if let Some(event) = &target.event {
        rules! { findings, at.key("event");
            Error "source" if event.source.starts_with("aws.") =>
                "a source does not begin with `aws.`",
                "AWS keeps these for its own events",
                "choose another one";
        }
    }
    if let Some(ecs) = &target.ecs {
        rules! { findings, at.key("ecs");
            Error "task_count" if ecs.task_count > MOST_TASKS =>
                "too many tasks",
                format!("a schedule starts {MOST_TASKS} at most"),
                "";
        }
    }
    settings::check(&settings_of(target, service), at, findings);
}

/// The operation that an ARN names.
fn operation(arn: &str) -> Option<&str> {
    let (_, named) = arn.split_once(":scheduler:::aws-sdk:")?;
    let (service, operation) = named.split_once(':')?;
    let is_small = |text: &str| text.starts_with(|first: char| first.is_ascii_lowercase());
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_fine = is_small(service) && is_small(operation) && is_name(operation);
    (is_fine || unknown::in_text(named)).then_some(operation)
}

fn only_reads(operation: &str) -> bool {
    READING.iter().any(|beginning| {
        let rest = operation.strip_prefix(beginning);
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|next: char| next.is_ascii_uppercase())
        })
    })
}

fn settings_of(target: &Target, service: &str) -> [Setting; 5] {
    let setting = |field, is_said, of, is_needed: bool| {
        let is_for = of == service;
        Setting { field, is_said, is_for, is_needed: is_for && is_needed }
    };
    let is_fifo = target.arn.ends_with(".fifo");
    [
        setting("ecs", target.ecs.is_some(), "ecs", true),
        setting("event", target.event.is_some(), "events", true),
        setting("partition_key", target.partition_key.is_some(), "kinesis", true),
        setting("message_group", target.message_group.is_some(), "sqs", is_fifo),
        setting("pipeline_parameters", !target.pipeline_parameters.is_empty(), "sagemaker", false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_told_from_what_is_none() {
        let universal = |rest: &str| format!("arn:aws:scheduler:::aws-sdk:{rest}");
        for (rest, named) in [
            ("rds:stopDBInstance", Some("stopDBInstance")),
            ("sqs:SendMessage", None),
            ("SQS:sendMessage", None),
            ("sqs", None),
        ] {
            assert_eq!(operation(&universal(rest)), named, "{rest}");
        }
        for (operation, is_so) in
            [("getObject", true), ("listTables", true), ("getaway", false), ("sendMessage", false)]
        {
            assert_eq!(only_reads(operation), is_so, "{operation}");
        }
    }
}
