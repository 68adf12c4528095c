//! Colours by meaning. Text is always coloured here; the streams remove the colours where nobody
//! would see them (no terminal, `NO_COLOR`).

use owo_colors::Style;

use super::escape::{glyphs, styled};
use engine::plan::Action;

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
            Action::Adopt | Action::Import => Self::Take,
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

    /// The symbol or another word of ours in the colour of the mark.
    pub(super) fn paint(self, text: &'static str) -> String {
        painted(&glyphs(text), self.style())
    }
}

/// A text in a style. Styles do not nest: each ends all.
fn painted(text: &str, style: Style) -> String {
    let (before, after) = (style.prefix_formatter(), style.suffix_formatter());
    let (before, after) = (styled(&before.to_string()), styled(&after.to_string()));
    format!("{before}{text}{after}")
}

pub(super) fn bold(text: &str) -> String {
    painted(text, Style::new().bold())
}

pub(super) fn dim(text: &str) -> String {
    painted(text, Style::new().dimmed())
}

/// What is typed, or stands in a file.
pub(super) fn code(text: &str) -> String {
    painted(text, Style::new().cyan())
}

pub(super) fn bad(text: &str) -> String {
    painted(text, Style::new().red().bold())
}

pub(super) fn good(text: &str) -> String {
    painted(text, Style::new().green())
}

/// Stands between what is and what will be.
pub(super) fn arrow() -> String {
    glyphs("→")
}
