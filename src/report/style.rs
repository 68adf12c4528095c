//! Colours by meaning. Text is always coloured here; the streams take the colours away where nobody
//! would see them (no terminal, `NO_COLOR`).

use owo_colors::{OwoColorize, Style};

use crate::plan::Action;

/// What a line of a plan does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Add,
    Change,
    Remove,
    Replace,
    Take,
    Forget,
}

impl Mark {
    pub(super) fn of(action: Action) -> Self {
        match action {
            Action::Create => Self::Add,
            Action::Update | Action::Detach => Self::Change,
            Action::Replace | Action::ReplaceCreateFirst => Self::Replace,
            Action::Delete | Action::DeleteFirst | Action::DeleteReplaced => Self::Remove,
            Action::Import | Action::Claim => Self::Take,
            Action::Release | Action::Forget => Self::Forget,
        }
    }

    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Change => "~",
            Self::Remove => "-",
            Self::Replace => "±",
            Self::Take => "←",
            Self::Forget => "×",
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Add => Style::new().green(),
            Self::Change => Style::new().yellow(),
            Self::Remove => Style::new().red(),
            Self::Replace => Style::new().magenta(),
            Self::Take => Style::new().cyan(),
            Self::Forget => Style::new().dimmed(),
        }
    }

    pub(super) fn paint(self, text: &str) -> String {
        text.style(self.style()).to_string()
    }
}

pub(super) fn bold(text: &str) -> String {
    text.bold().to_string()
}

pub(super) fn dim(text: &str) -> String {
    text.dimmed().to_string()
}

pub(super) fn bad(text: &str) -> String {
    text.red().bold().to_string()
}

pub(super) fn good(text: &str) -> String {
    text.green().to_string()
}
