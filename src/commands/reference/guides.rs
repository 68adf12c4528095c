//! The guides, which the program carries with it.

/// A guide.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide {
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The whole of it, in Markdown.
    pub text: &'static str,
}

macro_rules! guide {
    ($name:literal, $file:literal, $about:literal) => {
        Guide { name: $name, about: $about, text: include_str!(concat!("../../../docs/", $file)) }
    };
}

/// All guides, in the order in which they are read.
pub(super) const GUIDES: &[Guide] = &[
    guide!("guide", "specs.md", "Everything that specs can say."),
    guide!(
        "state",
        "state.md",
        "The state, its lock, runs and rollbacks, and what to do when something is wrong."
    ),
    guide!("adoption", "adoption.md", "Taking over what exists, and writing its spec."),
    guide!("terraform", "terraform.md", "Coming from Terraform."),
    guide!("permissions", "permissions.md", "The IAM policies of whoever plans and applies."),
    guide!("aws-types", "aws-types.md", "Types of AWS's registry, which have no kind of ours."),
    guide!("plan-json", "plan-json.md", "The plan as JSON."),
    guide!("apply-json", "apply-json.md", "A run as events."),
    guide!("compare-json", "compare-json.md", "What differs between two environments, as JSON."),
    guide!("graph-json", "graph-json.md", "The dependency graph as JSON."),
    guide!("validate-json", "validate-json.md", "What is wrong with specs, as JSON."),
    guide!("glossary", "glossary.md", "What words mean here."),
];

/// A section of a guide: its heading, and all below it up to the next heading that weighs as much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub heading: &'static str,
    pub text: String,
}

/// The sections of all guides.
pub(super) fn sections() -> Vec<Section> {
    GUIDES.iter().flat_map(|guide| sections_of(guide.text)).collect()
}

fn sections_of(text: &'static str) -> Vec<Section> {
    let mut is_code = false;
    let lines: Vec<(&str, usize)> = text
        .lines()
        .map(|line| {
            let is_fence = line.starts_with("```");
            is_code ^= is_fence;
            let weight = line.chars().take_while(|c| *c == '#').count();
            (line, if is_code || is_fence { 0 } else { weight })
        })
        .collect();
    let headings = lines.iter().enumerate().filter(|(_, (_, weight))| *weight > 1);
    headings
        .map(|(start, (line, weight))| {
            let rest = lines[start + 1..].iter();
            let inside = rest.take_while(|(_, other)| *other == 0 || other > weight);
            let inside: Vec<&str> = inside.map(|(line, _)| *line).collect();
            Section {
                heading: line.trim_start_matches(['#', ' ']),
                text: format!("{line}\n{}\n", inside.join("\n")),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_weight() {
        let text = "# T\n## A\na\n```\n# no heading\n```\n### B\nb\n## C\nc\n";
        let found: Vec<(&str, String)> =
            sections_of(text).into_iter().map(|section| (section.heading, section.text)).collect();
        assert_eq!(
            found,
            [
                ("A", "## A\na\n```\n# no heading\n```\n### B\nb\n".to_owned()),
                ("B", "### B\nb\n".to_owned()),
                ("C", "## C\nc\n".to_owned()),
            ]
        );
    }
}
