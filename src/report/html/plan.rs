//! A plan, drift or a run as a page.
//!
//! All of it is in the markup, so that it can be read, searched and printed without a script. The script adds the
//! filters and draws the graph.

use super::canvas::{Words, drawing};
use super::lines::lines;
use super::page::{page, section};
use crate::report::drawing::{Drawing, Line, Node, Stroke};
use crate::report::drift;
use crate::report::markdown::headline as verdict;
use crate::report::markup::{data, text};
use crate::report::plan::{body, headline, output_changes};
use crate::report::plan_json::{Document, DriftEntry, ShownStep};
use crate::report::sheet::Sheet;
use crate::report::style::Mark;
use engine::plan::{Action, Blocked};
use kind::Weight;

const WORDS: Words = Words {
    users: "If it fails, these are not done:",
    no_users: "Nothing waits for it.",
    needs: "It waits for:",
    no_needs: "It waits for nothing.",
    lines: "A step stands right of all that it waits for.",
};

/// The page. The document of the plan is in it as data.
pub fn render(sheet: &Sheet<'_>) -> String {
    let plan = sheet.plan;
    let parts =
        [warnings(plan), drifted(plan), steps(plan), outputs(plan), outcomes(sheet), graph(plan)];
    let json = data(&plan.to_json());
    let content = parts.concat()
        + &format!("<script type=\"application/json\" id=\"data\">{json}</script>\n");
    page(&sheet.title(), &verdict(plan), &sheet.facts(), &content)
}

/// Warnings, shown first.
fn warnings(plan: &Document) -> String {
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
    section("mind", "Warnings", &list)
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

/// The steps and what each waits for.
fn graph(plan: &Document) -> String {
    if plan.steps.len() < 2 {
        return String::new();
    }
    let steps = plan.steps.iter();
    let lines = steps.clone().enumerate().flat_map(|(to, step)| {
        let waits = step.waits_for.iter();
        waits.map(move |from| Line { from: *from, to, stroke: Stroke::Solid, title: String::new() })
    });
    let drawn = Drawing {
        lines: lines.collect(),
        nodes: steps
            .map(|step| Node {
                name: step.address.to_string(),
                class: class_of(Mark::of(step.action)),
            })
            .collect(),
    };
    section("graph", "What waits for what", &drawing(&drawn, &WORDS))
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
