//! What the script draws: boxes and lines with their places, to pan and zoom.

use serde_json::json;

use crate::report::drawing::{BOX, Drawing, class, fitting};
use crate::report::markup::{data, text};
use language::value::Value;

/// What the page says of a chosen box.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Before the list of all that a line leads to from it, and where there is none.
    pub users: &'static str,
    pub no_users: &'static str,
    /// The same of all from which a line leads to it.
    pub needs: &'static str,
    pub no_needs: &'static str,
    /// What the lines mean.
    pub lines: &'static str,
}

/// What the script draws the graph in, and what it draws. The box at a position is told by what stands under
/// `step-<position>` in the page.
pub fn drawing(drawing: &Drawing, words: &Words) -> String {
    let placed = drawing.placed();
    let nodes = drawing.nodes.iter().zip(&placed.places);
    let nodes = nodes
        .map(|(node, (x, y))| json!({ "name": node.name, "label": fitting(&node.name), "class": node.class, "x": x, "y": y }));
    let lines = drawing.lines.iter().filter_map(|line| {
        let path = placed.path(line)?;
        Some((json!([line.from, line.to, class(line.stroke)]), path))
    });
    let (lines, paths): (Vec<Value>, Vec<String>) = lines.unzip();
    let drawn = json!({
        "nodes": nodes.collect::<Value>(),
        "lines": lines,
        "paths": paths,
        "box": BOX,
        "size": [placed.width, placed.height],
        "words": {
            "users": words.users, "no_users": words.no_users, "needs": words.needs, "no_needs": words.no_needs,
        },
    });
    format!(
        "<noscript><p>The graph needs scripts.</p></noscript>\n\
         <div id=\"drawing\" hidden>\n\
         <p><label>Resource <input id=\"chosen\" list=\"addresses\" autocomplete=\"off\"></label>\n\
         <datalist id=\"addresses\"></datalist>\n\
         <button type=\"button\" data-zoom=\"in\">Zoom in</button>\n\
         <button type=\"button\" data-zoom=\"out\">Zoom out</button>\n\
         <button type=\"button\" data-zoom=\"fit\">Show all</button></p>\n\
         <p class=\"quiet\">{}</p>\n\
         <div id=\"reach\" role=\"status\"></div>\n\
         <div id=\"canvas\" tabindex=\"0\" role=\"group\" aria-label=\"The graph: arrow keys move it, plus and minus \
         zoom, 0 shows all\"></div>\n</div>\n<script type=\"application/json\" id=\"drawn\">{}</script>\n",
        text(words.lines),
        data(&drawn),
    )
}
