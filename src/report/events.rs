//! A run as a stream of events for programs: a JSON object a line. The shape is documented in
//! `docs/apply-json.md` and versioned as that of plans is.

use serde_json::json;

use super::plan_json::Document;
use engine::apply::{Event, Outcome, Summary};
use language::value::Value;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The plan that is about to be carried out.
pub fn plan(plan: &Document) -> Value {
    json!({ "type": "plan", "version": VERSION, "plan": plan })
}

/// What happens to a step. Steps are told by their position in the plan.
pub fn event(event: &Event) -> Value {
    match event {
        Event::Started { step, address, action, phase } => {
            json!({ "type": "started", "step": step, "address": address, "action": action, "phase": phase })
        }
        Event::Waiting { step, what } => json!({ "type": "waiting", "step": step, "for": what }),
        Event::Finished { step, outcome, elapsed } => {
            let mut told = outcome_of(outcome);
            told["type"] = json!("finished");
            told["step"] = json!(step);
            told["seconds"] = json!(elapsed.as_secs_f64());
            told
        }
    }
}

/// What a run came to, its last line.
pub fn summary(summary: &Summary) -> Value {
    let steps = summary.outcomes.iter().map(|(address, action, outcome)| {
        let mut told = outcome_of(outcome);
        told["address"] = json!(address);
        told["action"] = json!(action);
        told
    });
    json!({
        "type": "summary",
        "is_success": summary.is_success(),
        "done": summary.done(),
        "failed": summary.failed(),
        "skipped": summary.skipped(),
        "seconds": summary.elapsed.as_secs_f64(),
        "steps": steps.collect::<Vec<_>>(),
    })
}

fn outcome_of(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Done => json!({ "outcome": "done" }),
        Outcome::Failed(error) => json!({ "outcome": "failed", "error": error.to_string() }),
        Outcome::Skipped { because_of } => {
            json!({ "outcome": "skipped", "because_of": because_of })
        }
        Outcome::NotStarted => json!({ "outcome": "not_started" }),
        Outcome::Interrupted => json!({ "outcome": "interrupted" }),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use compiler::Address;
    use engine::apply::StepError;
    use engine::plan::{Action, Phase};

    #[test]
    fn each_event_is_an_object_with_a_type() {
        let address = Address::new("iam.role", "api", None);
        let started =
            Event::Started { step: 1, address, action: Action::Create, phase: Phase::Whole };
        assert_eq!(
            event(&started),
            json!({ "type": "started", "step": 1, "address": "iam.role.api", "action": "create", "phase": "whole" })
        );
        let outcome = Outcome::Failed(StepError::State("no".to_owned()));
        let finished = Event::Finished { step: 1, outcome, elapsed: Duration::from_millis(1500) };
        let told = event(&finished);
        assert_eq!(
            (told["outcome"].as_str(), told["seconds"].as_f64()),
            (Some("failed"), Some(1.5))
        );
        assert!(told["error"].as_str().is_some_and(|error| error.contains("no")), "{told}");
    }
}
