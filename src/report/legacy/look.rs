//! The page of what could be taken over, or has been.

use super::opening::{WARNING, states};
use super::page::Page;
use super::scope::Scope;
use super::{differences, proposals, references};
use migration::standing::Account;

/// The page: what the states hold, what becomes of every address, and why.
pub fn render(account: &Account, scope: Scope) -> String {
    let Scope { is_look, releases } = scope;
    let title = match is_look {
        true => "What diatonic could take over from Terraform",
        false => "What diatonic has taken over from Terraform",
    };
    let mut text = format!("# {title}\n\n");
    text.push_str(&states(account.inventory));
    let page = Page::of(account);
    text.push_str(&page.summary());
    text.push_str(&differences::headline(account));
    if is_look {
        text.push_str(UNTOUCHED);
    }
    text.push_str(WARNING);
    text.push_str(&differences::additions(account));
    if is_look {
        text.push_str(&proposals::render(&account.proposals));
    }
    text.push_str(&page.sections(account));
    if releases {
        text.push_str(&references::render(account));
    }
    text.push_str(&differences::changes(account));
    text
}

const UNTOUCHED: &str =
    "\nNothing has been changed: not in AWS, not in Terraform's state, not in its files.\n";
