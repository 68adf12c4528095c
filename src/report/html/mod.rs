//! A plan, drift or a run as one page that needs nothing else: no network, no other file.
//!
//! All of it is in the markup, so that it can be read, searched and printed without a script. The script adds the
//! filters and draws the graph, from the same data that `--json` prints.

mod lines;
mod markup;

use super::drift;
use super::markdown::headline as verdict;
use super::plan::{body, headline, output_changes};
use super::plan_json::{Document, DriftEntry, ShownStep};
use super::sheet::Sheet;
use super::style::Mark;
use engine::plan::{Action, Blocked};
use kind::Weight;
use lines::lines;
use markup::{data, text};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page.
pub fn render(sheet: &Sheet<'_>) -> String {
    let plan = sheet.plan;
    let title = text(&sheet.title());
    let facts = sheet.facts().into_iter();
    let facts: String = facts
        .map(|(name, value)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", text(&value)))
        .collect();
    let parts =
        [mind(plan), drifted(plan), steps(plan), outputs(plan), outcomes(sheet), graph(plan)];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"verdict\">{}</p>\n<dl class=\"facts\">{facts}</dl>\n</header>\n\
         <main>\n{}</main>\n<script type=\"application/json\" id=\"data\">{}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        text(&verdict(plan)),
        parts.concat(),
        data(&plan.to_json()),
    )
}

/// A section of the page; nothing where it has no content.
fn section(id: &str, title: &str, content: &str) -> String {
    match content.is_empty() {
        true => String::new(),
        false => format!(
            "<section aria-labelledby=\"{id}-title\" id=\"{id}\">\n<h2 id=\"{id}-title\">{title}</h2>\n{content}</section>\n"
        ),
    }
}

/// What nobody should overlook.
fn mind(plan: &Document) -> String {
    let refused = plan.blocked.iter().map(|Blocked { address, why, help }| {
        let (why, help) = (text(why), text(help));
        format!(
            "<li class=\"bad\"><strong>Refused</strong> <code>{}</code>: {why}<br>{help}</li>\n",
            text(&address.to_string())
        )
    });
    let weighty = plan.steps.iter().enumerate().flat_map(|(position, step)| {
        let told = step.consequences.iter();
        let told = told.filter(|one| matches!(one.weight, Weight::Interruption | Weight::Loss));
        told.map(move |one| {
            let address = text(&step.address.to_string());
            let says = text(&one.says);
            format!("<li><a href=\"#step-{position}\"><code>{address}</code></a>: {says}</li>\n")
        })
    });
    let waiting = plan.waiting.iter().map(|one| {
        format!(
            "<li><code>{}</code> waits: {}</li>\n",
            text(&one.address.to_string()),
            text(&one.says)
        )
    });
    let items: String = refused.chain(weighty).chain(waiting).collect();
    let list =
        if items.is_empty() { items } else { format!("<ul class=\"mind\">\n{items}</ul>\n") };
    section("mind", "What to mind", &list)
}

fn drifted(plan: &Document) -> String {
    let one = |entry: &DriftEntry| {
        let class = if entry.changes.is_empty() { Mark::Remove } else { Mark::Change };
        let (address, id) = (text(&entry.address.to_string()), text(&entry.id));
        format!(
            "<li class=\"{}\"><p><code>{address}</code> {} ({id})</p>{}</li>\n",
            class_of(class),
            text(&drift::headline(entry)),
            lines(&drift::changes(entry)),
        )
    };
    let items: String = plan.drift.iter().map(one).collect();
    let list =
        if items.is_empty() { items } else { format!("<ul class=\"cards\">\n{items}</ul>\n") };
    section("drift", "Changed outside diatonic", &list)
}

fn steps(plan: &Document) -> String {
    if plan.is_empty() {
        return String::new();
    }
    let moved = plan.moved.iter().map(|moved| {
        format!(
            "<li class=\"take\"><p><code>{}</code> moved from <code>{}</code>; the object stays</p></li>\n",
            text(&moved.to.to_string()),
            text(&moved.from.to_string())
        )
    });
    let moved: String = moved.collect();
    let moved =
        if moved.is_empty() { moved } else { format!("<ul class=\"cards\">\n{moved}</ul>\n") };
    let items: String =
        plan.steps.iter().enumerate().map(|(position, one)| step(plan, position, one)).collect();
    let content = format!(
        "{moved}<form role=\"search\" class=\"tools\" hidden>\n\
         <label>Search <input type=\"search\" id=\"search\" autocomplete=\"off\"></label>\n\
         <fieldset id=\"filters\"><legend>Show</legend></fieldset>\n\
         <button type=\"button\" id=\"unfold\">Unfold all</button>\n\
         <p id=\"shown\" role=\"status\"></p>\n</form>\n<ol class=\"cards steps\" role=\"list\" id=\"list\">\n{items}</ol>\n"
    );
    section("steps", "Steps", &content)
}

fn step(plan: &Document, position: usize, step: &ShownStep) -> String {
    let mark = Mark::of(step.action);
    let waits = step.waits_for.iter().filter_map(|other| {
        let address = text(&plan.steps.get(*other)?.address.to_string());
        Some(format!("<a href=\"#step-{other}\"><code>{address}</code></a>"))
    });
    let waits: Vec<String> = waits.collect();
    let waits = match waits.is_empty() {
        true => String::new(),
        false => format!("<p>Waits for {}</p>", waits.join(", ")),
    };
    // A replacement tells of both its halves where it creates.
    let body = match step.action {
        Action::DeleteFirst => String::new(),
        _ => lines(&body(step, true).lines),
    };
    format!(
        "<li class=\"{class}\" id=\"step-{position}\" data-mark=\"{class}\"><details><summary>\
         <span aria-hidden=\"true\">{}</span> <code>{}</code> <span class=\"what\">{}</span></summary>{body}{waits}\
         </details></li>\n",
        mark.symbol(),
        text(&step.address.to_string()),
        text(&headline(step)),
        class = class_of(mark),
    )
}

fn outputs(plan: &Document) -> String {
    let changes = output_changes(plan);
    let content = if changes.is_empty() { String::new() } else { lines(&changes) };
    section("outputs", "Outputs", &content)
}

fn outcomes(sheet: &Sheet<'_>) -> String {
    let outcomes = sheet.outcomes();
    let items: String = outcomes.iter().map(|one| format!("<li>{}</li>\n", text(one))).collect();
    let list = if items.is_empty() { items } else { format!("<ol>\n{items}</ol>\n") };
    section("outcome", "What came of it", &list)
}

/// What the script draws the graph in.
fn graph(plan: &Document) -> String {
    if plan.steps.len() < 2 {
        return String::new();
    }
    let content = "<noscript><p>The graph needs scripts.</p></noscript>\n\
         <div id=\"drawing\" hidden>\n\
         <p><label>Resource <input id=\"chosen\" list=\"addresses\" autocomplete=\"off\"></label>\n\
         <datalist id=\"addresses\"></datalist>\n\
         <button type=\"button\" data-zoom=\"in\">Zoom in</button>\n\
         <button type=\"button\" data-zoom=\"out\">Zoom out</button>\n\
         <button type=\"button\" data-zoom=\"fit\">Show all</button></p>\n\
         <div id=\"reach\" role=\"status\"></div>\n\
         <div id=\"canvas\" tabindex=\"0\" role=\"group\" aria-label=\"The graph: arrow keys move it, plus and minus \
         zoom, 0 shows all\"></div>\n</div>\n";
    section("graph", "What waits for what", content)
}

fn class_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Add => "add",
        Mark::Change => "change",
        Mark::Remove => "remove",
        Mark::Replace => "replace",
        Mark::Take => "take",
        Mark::Forget => "forget",
    }
}
