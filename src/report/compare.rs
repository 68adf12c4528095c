//! What differs between two environments. The shape for programs is documented in `docs/compare-json.md`; text is made
//! from it.

use serde::Serialize;

use super::diff;
use super::escape::in_line;
use super::plan::{Detail, counted, steps};
use super::plan_json::{self, ShownStep};
use super::style::{Mark, arrow, bold, dim};
use compiler::Address;
use compiler::environment::Environment;
use engine::compare::Comparison;
use engine::plan::Action;
use language::diff::Change;
use language::value::Value;

/// The version of the shape.
const VERSION: u32 = 1;

/// What differs, as it may be shown: nothing sensitive is in it.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    version: u32,
    first: Compared,
    second: Compared,
    /// The words that differ between the environments and that names may differ by.
    folded: Vec<Folded>,
    settings: Vec<Difference>,
    variables: Vec<Difference>,
    outputs: Vec<Difference>,
    only_in_first: Vec<Only>,
    only_in_second: Vec<Only>,
    different: Vec<Different>,
    alike: usize,
    /// The same objects as the steps that would make one of the other.
    #[serde(skip)]
    steps: Vec<ShownStep>,
}

/// One of the two environments.
#[derive(Debug, Clone, Serialize)]
struct Compared {
    environment: String,
    stack: String,
    account: String,
    region: String,
}

#[derive(Debug, Clone, Serialize)]
struct Folded {
    reference: &'static str,
    first: String,
    second: String,
}

#[derive(Debug, Clone, Serialize)]
struct Difference {
    path: String,
    first: Option<Value>,
    second: Option<Value>,
}

#[derive(Debug, Clone, Serialize)]
struct Only {
    address: Address,
    spec: Option<Value>,
}

#[derive(Debug, Clone, Serialize)]
struct Different {
    address: Address,
    fields: Vec<Difference>,
}

impl Document {
    /// What of a comparison may be shown.
    pub fn of(first: &Environment, second: &Environment, comparison: &Comparison) -> Self {
        let steps: Vec<ShownStep> = comparison.steps.iter().map(plan_json::step).collect();
        let only = |action: Action| {
            let own = steps.iter().filter(|step| step.action == action);
            let only = own.map(|step| Only {
                address: step.address.clone(),
                spec: step.before.clone().or_else(|| step.after.clone()),
            });
            only.collect()
        };
        let different = steps.iter().filter(|step| step.action == Action::Update);
        let words = comparison.words.iter();
        Self {
            version: VERSION,
            first: compared(first),
            second: compared(second),
            folded: words
                .map(|word| Folded {
                    reference: word.reference,
                    first: word.first.clone(),
                    second: word.second.clone(),
                })
                .collect(),
            settings: differences(&comparison.settings),
            variables: differences(&comparison.variables),
            outputs: differences(&comparison.outputs),
            only_in_first: only(Action::Delete),
            only_in_second: only(Action::Create),
            different: different.map(different_fields).collect(),
            alike: comparison.alike,
            steps,
        }
    }

    /// The same for programs.
    pub fn to_json(&self) -> Value {
        // Everything in it can be said in JSON.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The same for people. `full` is with all that only one of the two has.
    pub fn render(&self, full: bool) -> String {
        let Self { first, second, .. } = self;
        let mut text = format!("{} {} {}\n", bold(&shown(first)), arrow(), bold(&shown(second)));
        for Folded { reference, first, second } in &self.folded {
            let (first, second) = (in_line(first), in_line(second));
            text.push_str(&format!("  {reference}: {first} {} {second}\n", arrow()));
        }
        text.push('\n');
        for (title, differences) in [("Settings:", &self.settings), ("Variables:", &self.variables)]
        {
            text.push_str(&section(title, differences));
        }
        text.push_str(&self.objects(full));
        text.push_str(&section("Outputs:", &self.outputs));
        text.push_str(&self.summary());
        text
    }

    /// What only one of the two has is told by its address, unless all is wanted: what it holds is in the specs.
    fn objects(&self, full: bool) -> String {
        let headline = |step: &ShownStep| match step.action {
            Action::Delete => format!("only in {}", in_line(&self.first.environment)),
            Action::Create => format!("only in {}", in_line(&self.second.environment)),
            _ => "differs".to_owned(),
        };
        let is_told_whole = |step: &&ShownStep| full || step.action == Action::Update;
        let (whole, only): (Vec<&ShownStep>, Vec<&ShownStep>) =
            self.steps.iter().partition(is_told_whole);
        let mut text = String::new();
        for step in &only {
            let mark = Mark::of(step.action);
            let (address, told) = (bold(&step.address.to_string()), dim(&headline(step)));
            text.push_str(&format!("{} {address}  {told}\n", mark.paint(mark.symbol())));
        }
        if !only.is_empty() {
            text.push('\n');
        }
        let whole: Vec<ShownStep> = whole.into_iter().cloned().collect();
        text + &steps(&whole, Detail { full, graph: false }, &headline).0
    }

    fn summary(&self) -> String {
        let Self { first, second, only_in_first, only_in_second, different, alike, .. } = self;
        let count = |count: usize, what: String| (count > 0).then(|| format!("{count} {what}"));
        let parts: Vec<String> = [
            count(only_in_first.len(), format!("only in {}", in_line(&first.environment))),
            count(only_in_second.len(), format!("only in {}", in_line(&second.environment))),
            count(different.len(), "different".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let alike = counted(*alike, "resource");
        let mut text = match parts.is_empty() {
            true => format!("{} {alike} alike.\n", bold("No resource differs:")),
            false => format!("{} {}; {alike} alike.\n", bold("Resources:"), parts.join(", ")),
        };
        if !self.folded.is_empty() {
            text.push_str(&dim(
                "Differences that come only from the values listed above or from environment tags are hidden; use \
                 `--full` to show them.\n",
            ));
        }
        text
    }
}

fn compared(environment: &Environment) -> Compared {
    Compared {
        environment: environment.name.clone(),
        stack: environment.stack(),
        account: environment.account.clone(),
        region: environment.region.clone(),
    }
}

fn shown(one: &Compared) -> String {
    let Compared { stack, account, region, .. } = one;
    format!("{} in {}, {}", in_line(stack), in_line(account), in_line(region))
}

fn differences(changes: &[Change]) -> Vec<Difference> {
    let differences = changes.iter().map(|change| Difference {
        path: change.path.to_string(),
        first: change.before.clone(),
        second: change.after.clone(),
    });
    differences.collect()
}

fn different_fields(step: &ShownStep) -> Different {
    let fields = step.changes.iter().map(|change| Difference {
        path: change.path.clone(),
        first: change.before.clone(),
        second: change.after.clone(),
    });
    Different { address: step.address.clone(), fields: fields.collect() }
}

/// What differs of something else than objects; nothing where nothing does.
fn section(title: &str, differences: &[Difference]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let lines = differences
        .iter()
        .flat_map(|one| diff::at(&one.path, one.first.as_ref(), one.second.as_ref()));
    let lines: String = lines.map(|line| format!("    {line}\n")).collect();
    format!("{}\n{lines}\n", bold(title))
}
