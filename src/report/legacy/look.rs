//! The page of what could be taken over, or has been.

use super::opening::{WARNING, states};
use super::page::Page;
use super::scope::Scope;
use super::{differences, proposals, references};
use migration::status::Assessment;

/// The page: what the states hold, what becomes of every address, and why.
pub fn render(assessment: &Assessment, scope: Scope) -> String {
    let Scope { is_look, releases } = scope;
    let title = match is_look {
        true => "What diatonic could take over from Terraform",
        false => "What diatonic has taken over from Terraform",
    };
    let mut text = format!("# {title}\n\n");
    text.push_str(&states(assessment.inventory));
    let page = Page::of(assessment);
    text.push_str(&page.summary());
    text.push_str(&differences::headline(assessment));
    if is_look {
        text.push_str(UNTOUCHED);
    }
    text.push_str(WARNING);
    text.push_str(&differences::additions(assessment));
    if is_look {
        text.push_str(&proposals::render(&assessment.proposals));
    }
    text.push_str(&page.sections(assessment));
    if releases {
        text.push_str(&references::render(assessment));
    }
    text.push_str(&differences::changes(assessment));
    text
}

const UNTOUCHED: &str =
    "\nNothing has been changed: not in AWS, not in Terraform's state, not in its files.\n";
