//! In which form a command shows what it has found.

use clap::{Args, ValueEnum};

use crate::report::plan::Detail;
use crate::report::sheet::Sheet;
use crate::report::terminal::{self, Paging};
use crate::report::{html, markdown, plan};
use language::value::Value;

/// In which form a command shows what it has found.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Showing {
    /// The form.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
    /// The same as `--format json` (its shape is described in docs/plan-json.md).
    #[arg(long)]
    json: bool,
    /// Print what is longer than the screen too, rather than show it by DIATONIC_PAGER, PAGER or `less`.
    #[arg(long)]
    no_pager: bool,
}

/// How much of a plan is shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Depth {
    /// Show everything: the defaults of new objects too, and each of what is alike.
    #[arg(long)]
    full: bool,
    /// Show what waits for what, too.
    #[arg(long)]
    graph: bool,
}

impl Depth {
    /// How much of a plan is shown as text.
    pub(super) fn detail(&self) -> Detail {
        Detail { full: self.full, graph: self.graph }
    }
}

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For programs.
    Json,
    /// For the comment of a pull request: no longer than GitHub and GitLab take, and with a mark by which the
    /// next one finds it and takes its place.
    Markdown,
    /// A page that needs nothing else: with filters, a search and the graph.
    Html,
}

impl Showing {
    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// Prints a plan.
    pub(super) fn plan(&self, sheet: &Sheet<'_>, detail: Detail) {
        let text = || plan::render_document(sheet.plan, detail);
        self.print(sheet, || sheet.plan.to_json(), text);
    }

    /// Prints whatever a sheet is of.
    pub(super) fn print(
        &self,
        sheet: &Sheet<'_>,
        json: impl FnOnce() -> Value,
        text: impl FnOnce() -> String,
    ) {
        match self.format() {
            Format::Text => self.text(text()),
            Format::Json => terminal::println(format_args!("{:#}", json())),
            Format::Markdown => terminal::print(markdown::render(sheet)),
            Format::Html => terminal::print(html::render(sheet)),
        }
    }

    /// Prints text for people.
    pub(super) fn text(&self, text: String) {
        terminal::show(text, if self.no_pager { Paging::Off } else { Paging::Allowed });
    }
}
