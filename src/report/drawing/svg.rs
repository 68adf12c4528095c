//! A drawing as an SVG picture that needs nothing else, in the colours of light or dark as its reader has them.

use super::model::{BOX, Drawing, Placed, Stroke, fitting};
use crate::report::markup::text;

/// What stands around the boxes, and below them for the legend, in pixels.
const MARGIN: i32 = 20;
const LEGEND: i32 = 40;

const STYLE: &str = "\
:root { color-scheme: light dark; --page: #fff; --card: #f5f6f8; --line: #8a93a1; --text: #1b1f27; }
@media (prefers-color-scheme: dark) { :root { --page: #16181d; --card: #1f232b; --line: #77808f; --text: #e6e8ec; } }
rect { fill: var(--card); stroke: var(--line); }
.page { fill: var(--page); stroke: none; }
path { fill: none; stroke: var(--line); }
path.dashed { stroke-dasharray: 4 3; stroke-opacity: 0.7; }
path.bold { stroke-width: 3; }
text { fill: var(--text); font: 12px ui-monospace, monospace; }
";

/// The picture.
pub fn svg(drawing: &Drawing, title: &str) -> String {
    let placed = drawing.placed();
    let (width, height) = (placed.width.max(640) + 2 * MARGIN, placed.height + 2 * MARGIN + LEGEND);
    let title = text(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"{left} {left} \
         {width} {height}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         <rect class=\"page\" x=\"{left}\" y=\"{left}\" width=\"{width}\" height=\"{height}\"/>\n\
         {}{}{}</svg>\n",
        lines(drawing, &placed),
        boxes(drawing, &placed),
        legend(placed.height + LEGEND / 2 + MARGIN / 2),
        left = -MARGIN,
    )
}

/// The class of a line.
pub fn class(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "solid",
        Stroke::Dashed => "dashed",
        Stroke::Bold => "bold",
    }
}

fn lines(drawing: &Drawing, placed: &Placed) -> String {
    let lines = drawing.lines.iter().filter_map(|line| {
        let path = placed.path(line)?;
        let (class, title) = (class(line.stroke), text(&line.title));
        Some(format!("<path class=\"{class}\" d=\"{path}\"><title>{title}</title></path>\n"))
    });
    lines.collect()
}

fn boxes(drawing: &Drawing, placed: &Placed) -> String {
    let boxes = drawing.nodes.iter().zip(&placed.places).map(|(node, (x, y))| {
        format!(
            "<g transform=\"translate({x} {y})\"><title>{}</title><rect width=\"{}\" height=\"{}\" rx=\"4\"/>\
             <text x=\"8\" y=\"17\">{}</text></g>\n",
            text(&node.name),
            BOX.0,
            BOX.1,
            text(&fitting(&node.name)),
        )
    });
    boxes.collect()
}

/// What the lines mean. The left end of each is needed by the right end.
fn legend(y: i32) -> String {
    let meanings = [
        (Stroke::Solid, "waits for what stands left"),
        (Stroke::Dashed, "needs a value of it"),
        (Stroke::Bold, "is given it later"),
    ];
    let told = meanings.into_iter().zip([0, 260, 470]).map(|((stroke, meaning), x)| {
        format!(
            "<path class=\"{}\" d=\"M{x} {y}h30\"/><text x=\"{}\" y=\"{}\">{meaning}</text>\n",
            class(stroke),
            x + 38,
            y + 4
        )
    });
    told.collect()
}
