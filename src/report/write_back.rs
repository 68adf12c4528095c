//! What the specs have taken over of what was changed outside, and what they have not.

use std::collections::{BTreeMap, BTreeSet};

use super::escape::in_line;
use super::formatting;
use super::style::{bold, dim};
use compiler::stack::{From, Shared, ValueOrigin};
use language::diagnostic::{Sources, listed};
use write_back::{Left, Proposal, Reason, Taken, UnexpectedChange};

/// The edits as a unified diff, and what is left.
pub fn diff(proposal: &Proposal, sources: &Sources) -> String {
    let mut text = String::new();
    for (path, file) in &proposal.files {
        text.push_str(&formatting::diff(path, file));
    }
    if proposal.files.is_empty() {
        text.push_str(nothing(proposal));
    }
    text + &left(proposal, sources)
}

/// What was written, and what is left.
pub fn done(proposal: &Proposal, sources: &Sources) -> String {
    let mut text = String::new();
    let mut objects: BTreeMap<(String, String), Vec<&Taken>> = BTreeMap::new();
    for taken in &proposal.taken {
        let object = (taken.address.to_string(), taken.file.display().to_string());
        objects.entry(object).or_default().push(taken);
    }
    for ((address, file), fields) in objects {
        let fields: Vec<String> =
            fields.iter().map(|taken| in_line(&taken.field.to_string()).into_owned()).collect();
        let fields = listed(fields.iter().map(String::as_str));
        text.push_str(&format!("{}  {fields}, in {}\n", bold(&address), in_line(&file)));
    }
    match proposal.files.len() {
        0 => text.push_str(nothing(proposal)),
        _ => text.push_str("\nThe specs say now what is live there. The next apply records it.\n"),
    }
    text + &left(proposal, sources)
}

fn nothing(proposal: &Proposal) -> &'static str {
    match proposal.left.is_empty() {
        true => "The specs say already what is live.\n",
        false => "No file is edited.\n",
    }
}

/// Says what was to be written where the specs would not compile with it; the errors follow.
pub fn refused(proposal: &Proposal) -> String {
    let files: Vec<String> = proposal.files.keys().map(|path| path.display().to_string()).collect();
    let files = listed(files.iter().map(String::as_str));
    format!(
        "error: with what is live, {files} would not be valid, so no file was changed; `--only` takes over one resource \
         at a time\n"
    )
}

/// What the next plan would do that it should not.
pub fn unexpected(unexpected_changes: &BTreeSet<UnexpectedChange>) -> String {
    let lines = unexpected_changes.iter().map(|change| match change {
        UnexpectedChange::StillDiffers { address, field } => {
            format!("  the next plan would still change `{field}` of {address}\n")
        }
        UnexpectedChange::OtherResource { address } => {
            format!("  the next plan would change {address} too\n")
        }
    });
    let lines: String = lines.collect();
    format!(
        "the edits would not do, so no file was changed:\n{lines}leave the resource out with `--only <address>` for the \
         others, and edit its spec by hand"
    )
}

fn left(proposal: &Proposal, sources: &Sources) -> String {
    if proposal.left.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}:\n", bold("Left as it is"));
    for one in &proposal.left {
        let field = match one.field.is_root() {
            true => String::new(),
            false => format!(" {}", in_line(&one.field.to_string())),
        };
        text.push_str(&format!("\n  {}{field}\n", bold(&one.address.to_string())));
        for line in reason(one, sources) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

/// Why it is left, and what there is to choose.
fn reason(left: &Left, sources: &Sources) -> Vec<String> {
    let at = |line: usize| match &left.file {
        Some(file) => format!("{}:{line}", in_line(&file.display().to_string())),
        None => format!("line {line}"),
    };
    let ignore = || {
        let field = &left.field;
        format!("or leave it to others: `lifecycle: {{ ignore_changes: [{field}] }}`")
    };
    match &left.reason {
        Reason::Deleted => vec![
            "it was deleted: the next apply re-creates it".to_owned(),
            "take its block out of the specs if it is to stay away".to_owned(),
        ],
        Reason::NoSpec => vec!["no spec has it: the next apply deletes it".to_owned()],
        Reason::Sensitive => vec![
            "it is sensitive, and stands in no file".to_owned(),
            "change it where it is kept, or let the next apply put it back".to_owned(),
        ],
        Reason::Ownership => {
            vec![
                "it is a tag by which the stack knows its objects: the next apply puts it back"
                    .to_owned(),
            ]
        }
        Reason::EnvironmentTags => vec![
            "the environment gives this tag to every resource".to_owned(),
            "change it in the environment's `tags`, or write it in the spec of this resource"
                .to_owned(),
            ignore(),
        ],
        Reason::ChangedInSpecs => vec![
            "the specs were changed there as well since the last apply".to_owned(),
            "edit them by hand, or let the next apply make it what they say".to_owned(),
        ],
        Reason::Shared(Shared::Component { file, used }) => vec![
            format!(
                "it stands in {}, which serves every use of the component (one is at {})",
                sources.path(*file).display(),
                sources.position(*used)
            ),
            "edit the component for all of them, or give it an input for this".to_owned(),
            ignore(),
        ],
        Reason::Shared(Shared::Elsewhere { file, used }) => vec![
            format!(
                "it stands in {}, which is not in this project (it is used at {})",
                sources.path(*file).display(),
                sources.position(*used)
            ),
            "edit the component where it is kept, or give it an input for this".to_owned(),
            ignore(),
        ],
        Reason::Shared(Shared::ForEach(span)) => vec![
            format!(
                "its block stands for all instances of the `for_each` at {}",
                sources.position(*span)
            ),
            "edit the block for all of them, or let it take the value from `each.value`".to_owned(),
            ignore(),
        ],
        Reason::Expression { line, origins } => {
            let mut lines = vec![format!("an expression makes it, at {}", at(*line))];
            lines.extend(origins.iter().map(|one| origin(one, sources)));
            lines.push("change it there, or write the value instead of the expression".to_owned());
            lines.push(ignore());
            lines
        }
        Reason::Alias { line, anchor } => vec![
            format!("{} repeats what stands at `&{anchor}`", at(*line)),
            format!("change it there for all, or write the value instead of `*{anchor}`"),
        ],
        Reason::Anchored { line, anchor, uses } => {
            let times = if *uses == 1 { "once".to_owned() } else { format!("{uses} times") };
            vec![
                format!("{} has the anchor `&{anchor}`, which is repeated {times}", at(*line)),
                "edit it for all of them, or write each by itself".to_owned(),
            ]
        }
        Reason::Merged { line } => vec![
            format!("`<<` brings it into the map at {}", at(*line)),
            "write the key in the map itself, or change what is merged".to_owned(),
        ],
        Reason::Form { line, why } => {
            vec![format!("{}: {why}", at(*line)), "edit it by hand".to_owned()]
        }
        Reason::File { why } => vec![why.clone(), "edit it by hand".to_owned()],
    }
}

fn origin(origin: &ValueOrigin, sources: &Sources) -> String {
    let name = in_line(&origin.name);
    match &origin.from {
        From::CallerOf(variable) => {
            dim(&format!("`{name}` is given by `--var {variable}=…` or DIATONIC_VAR_{variable}"))
        }
        From::Written(span) => dim(&format!("`{name}` is {}", sources.position(*span))),
        From::Nowhere => dim(&format!("`{name}` is computed, or known to AWS alone")),
    }
}
