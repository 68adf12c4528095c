//! What AWS would refuse in a dashboard, or show as an empty frame
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>).

use serde_json::Value;

use super::metrics::{self, MOST_IN_ALL, MOST_IN_ONE};
use crate::prelude::*;
use language::diagnostic::did_you_mean;

/// What stands beside the widgets.
const KEYS: &[&str] = &["end", "periodOverride", "start", "variables", "widgets"];
/// The widgets of a dashboard.
const MOST_WIDGETS: usize = 500;
const COLUMNS: i64 = 24;

/// The sorts of widgets, each with the properties that it must have.
const SORTS: &[(&str, &[&str])] = &[
    ("alarm", &["alarms"]),
    ("alarms", &[]),
    ("custom", &["endpoint"]),
    ("explorer", &[]),
    ("log", &["region", "query"]),
    ("metric", &["region"]),
    ("metrics", &[]),
    ("text", &["markdown"]),
    ("trace", &[]),
];

pub(super) fn body(body: &Value, findings: &mut Findings) {
    let at = Path::field("body");
    let widgets = body.get("widgets");
    let is_unknown = body.as_str().is_some_and(unknown::in_text);
    rules! { findings, at;
        Error if !body.is_object() && !is_unknown =>
            "the body is not a map",
            "a dashboard is JSON with `widgets`",
            "write `body: { widgets: […] }`";
        Error "widgets" if body.is_object() && !widgets.is_some_and(Value::is_array) =>
            "`widgets` is not a list",
            "a dashboard is made of widgets",
            "write `widgets: []` for none";
    }
    for key in body.as_object().into_iter().flat_map(|object| object.keys()) {
        rules! { findings, at.key(key);
            Warning if !KEYS.contains(&key.as_str()) =>
                format!("a dashboard has no `{key}`"),
                "AWS ignores it",
                did_you_mean(key, KEYS.iter().copied()).map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default();
        }
    }
    let widgets = widgets.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let metrics: usize = widgets.iter().map(metrics::count).sum();
    rules! { findings, at;
        Error "widgets" if widgets.len() > MOST_WIDGETS =>
            format!("the dashboard has {} widgets", widgets.len()),
            "AWS accepts 500",
            "make several dashboards";
        Error "widgets" if metrics > MOST_IN_ALL =>
            format!("the dashboard shows {metrics} metrics"),
            "AWS accepts 2,500 on one dashboard",
            "make several dashboards, or show fewer";
        Warning "widgets" if widgets.is_empty() && body.get("widgets").is_some_and(Value::is_array) =>
            "the dashboard is empty",
            "it has no widgets",
            "";
    }
    for (index, widget) in widgets.iter().enumerate() {
        check_widget(widget, &at.key("widgets").index(index), findings);
    }
}

fn check_widget(widget: &Value, at: &Path, findings: &mut Findings) {
    let sort = widget.get("type").and_then(Value::as_str);
    let known = SORTS.iter().find(|(name, _)| Some(*name) == sort);
    let properties = widget.get("properties").and_then(Value::as_object);
    rules! { findings, at;
        Error if sort.is_none() =>
            "a widget has a `type`",
            "AWS does not know what to show otherwise",
            "write `type: metric`, say";
        Error if properties.is_none() =>
            "a widget has `properties`",
            "they say what it shows",
            "";
        Warning "type" if sort.is_some_and(|sort| known.is_none() && !unknown::in_text(sort)) =>
            format!("there are no widgets of type `{}` that this version knows", sort.unwrap_or_default()),
            "AWS shows an empty frame for what it does not know",
            did_you_mean(sort.unwrap_or_default(), SORTS.iter().map(|(name, _)| *name))
                .map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default();
    }
    check_place(widget, at, findings);
    let (Some((sort, needed)), Some(properties)) = (known, properties) else {
        return;
    };
    let inside = at.key("properties");
    for name in *needed {
        // A widget of an alarm's own graph has no metrics, and takes their region from the alarm.
        let is_there = properties.contains_key(*name)
            || (*sort == "metric" && !properties.contains_key("metrics"));
        rules! { findings, inside;
            Error if !is_there =>
                format!("a widget of type `{sort}` has `{name}`"),
                "AWS refuses one without it",
                "";
        }
    }
    let alarms = properties.get("alarms").and_then(Value::as_array).map_or(0, Vec::len);
    let has_alarm =
        properties.get("annotations").is_some_and(|shown| shown.get("alarms").is_some());
    let metrics = metrics::count(widget);
    rules! { findings, inside;
        Error if *sort == "metric" && !properties.contains_key("metrics") && !has_alarm =>
            "a widget of type `metric` has `metrics`, or an alarm in `annotations`",
            "it has nothing to show otherwise",
            "";
        Error "alarms" if *sort == "alarm" && alarms > 100 =>
            format!("the widget shows {alarms} alarms"),
            "AWS accepts 100 in one widget",
            "make several widgets";
        Error "metrics" if metrics > MOST_IN_ONE =>
            format!("the widget shows {metrics} metrics"),
            "AWS accepts 500 in one widget",
            "make several widgets";
    }
    if *sort == "metric" {
        metrics::check(properties, &inside, findings);
    }
}

/// Whether a widget lies in the grid.
fn check_place(widget: &Value, at: &Path, findings: &mut Findings) {
    let number = |key: &str| widget.get(key).and_then(Value::as_i64);
    for (key, least, most) in
        [("x", 0, COLUMNS - 1), ("y", 0, i64::MAX), ("width", 1, COLUMNS), ("height", 1, 1_000)]
    {
        let is_there = widget.get(key).is_some();
        let fits = number(key).is_some_and(|number| (least..=most).contains(&number));
        let limits = match most {
            i64::MAX => format!("it is a whole number from {least}"),
            most => format!("it is a whole number from {least} to {most}"),
        };
        rules! { findings, at.key(key);
            Error if is_there && !fits => format!("this is not a valid `{key}` of a widget"), limits, "";
        }
    }
    let right = number("x").unwrap_or_default() + number("width").unwrap_or(6);
    rules! { findings, at;
        Warning "width" if number("x").is_some() && right > COLUMNS =>
            "the widget does not fit into the grid",
            format!("it would end at column {right} of {COLUMNS}"),
            "make it narrower, or move it to the left";
    }
}
