//! What AWS has and what a state says of it: first what has been added, and who may do what by it.

use super::markdown::{code, table};
use super::names::{address, object};
use super::statements::{statements, words};
use language::value::Value;
use migration::ImportCandidate;
use migration::LiveStatus;
use migration::differences::Difference;
use migration::differences::Values;
use migration::differences::Weight;
use migration::status::Assessment;

/// Characters of a value that are shown.
const LONGEST: usize = 120;
/// The same of what gives somebody access: nothing of it is to be overlooked.
const LONGEST_GRANT: usize = 2000;

const ACCESS: &str = "\n## Access that Terraform does not know of\n\n\
    Somebody has changed who may do what without Terraform. Specs are written from what AWS has, so **these \
    grants would be taken over and kept**. Remove unwanted grants before that.\n\n";

const ADDED: &str = "\n## Added without Terraform\n\n\
    AWS has these, and no resource of Terraform's is any of them. Specs are written from what AWS has, so they \
    would be taken over and kept.\n\n";

const CHANGED: &str = "\n## Different from what the state says\n\n\
    Somebody has changed these objects without Terraform, or Terraform has not looked since. They can be \
    taken over all the same: specs are written from what AWS has. Terraform would change them back.\n\n";

/// How much has been added, in a line; nothing where nothing has.
pub(super) fn headline(assessment: &Assessment) -> String {
    let all = all(assessment);
    let count = |weight| all.iter().filter(|(_, found)| found.weight == weight).count();
    let parts =
        [(count(Weight::Access), "of access"), (count(Weight::Addition), "of other things")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("\n**AWS has what Terraform does not know of: {}.**\n", parts.join(", ")),
    }
}

/// The sections of what has been added; nothing where nothing has.
pub(super) fn additions(assessment: &Assessment) -> String {
    let access = section(assessment, ACCESS, Weight::Access);
    format!("{access}{}", section(assessment, ADDED, Weight::Addition))
}

/// The section of what is otherwise; nothing where nothing is.
pub(super) fn changes(assessment: &Assessment) -> String {
    section(assessment, CHANGED, Weight::Change)
}

/// Every difference with its candidate, the weightiest first.
pub(super) fn all<'a>(assessment: &'a Assessment) -> Vec<(&'a ImportCandidate, &'a Difference)> {
    let candidates = assessment.inventory.candidates.iter().zip(assessment.verdicts);
    let mut found: Vec<(&ImportCandidate, &Difference)> = candidates
        .filter_map(|(candidate, verdict)| match verdict {
            LiveStatus::Found { differences, .. } => Some((candidate, differences)),
            _ => None,
        })
        .flat_map(|(candidate, differences)| differences.iter().map(move |it| (candidate, it)))
        .collect();
    found.sort_by_key(|(_, difference)| difference.weight);
    found
}

fn section(assessment: &Assessment, heading: &str, weight: Weight) -> String {
    let longest = match weight {
        Weight::Access => LONGEST_GRANT,
        Weight::Addition | Weight::Change => LONGEST,
    };
    let all = all(assessment);
    let of_weight = all.iter().filter(|(_, found)| found.weight == weight);
    let rows: Vec<Vec<String>> = of_weight
        .map(|(candidate, difference)| {
            let (said, live) = match &difference.values {
                Values::Hidden => ("(not shown)".to_owned(), "differs".to_owned()),
                Values::Shown { said, live } => (shown(said, longest), shown(live, longest)),
            };
            vec![
                object(candidate),
                address(assessment.inventory, difference.instance),
                code(&difference.attribute),
                said,
                live,
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let columns = ["object", "in Terraform", "attribute", "the state says", "AWS has"];
    format!("{heading}{}", table(&columns, &rows))
}

fn shown(value: &Value, longest: usize) -> String {
    if let Some(statements) = statements(value) {
        let statements: Vec<String> = statements.iter().map(|text| code(text)).collect();
        return statements.join("<br>");
    }
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        other => words(other),
    };
    match text.char_indices().nth(longest) {
        Some((end, _)) => code(&format!("{}…", &text[..end])),
        None => code(&text),
    }
}

/// What has been added, a line each, for a terminal; nothing where nothing has.
pub fn additions_in_short<'a>(
    found: impl IntoIterator<Item = (&'a ImportCandidate, &'a Difference)>,
) -> String {
    let mut found: Vec<(&ImportCandidate, &Difference)> =
        found.into_iter().filter(|(_, difference)| difference.weight != Weight::Change).collect();
    found.sort_by_key(|(_, difference)| difference.weight);
    let lines = found.iter().map(|(candidate, difference)| {
        let what = match &difference.values {
            Values::Hidden => "(not shown)".to_owned(),
            Values::Shown { said, live } => match (statements(live), live) {
                (Some(statements), _) => statements.join("; "),
                (None, Value::Null) => format!("nothing any more, instead of {}", words(said)),
                (None, live) => words(live),
            },
        };
        let mark = match difference.weight {
            Weight::Access => "access: ",
            Weight::Addition | Weight::Change => "",
        };
        format!(
            "  {mark}{} {}: {}: {what}\n",
            candidate.kind.name(),
            candidate.id,
            difference.field
        )
    });
    let lines: String = lines.collect();
    match lines.is_empty() {
        true => lines,
        false => {
            format!("AWS has what Terraform does not know of, and it is kept as it is:\n{lines}\n")
        }
    }
}
