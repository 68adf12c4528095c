//! What AWS would refuse in an alarm, or take and never let anybody know.

use super::expression;
use super::metric::{Metric, Query, SIMPLE};
use super::spec::{Alarm, LowSamples, MissingData};
use crate::cloudwatch::actions::Actions;
use crate::prelude::*;
use kind::Place;

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
pub(super) fn alarm(alarm: &Alarm, findings: &mut Findings) {
    check_what_is_watched(alarm, findings);
    check_threshold(alarm, findings);
    check_time(alarm, findings);
    check_missing_data(alarm, findings);
    for (at, metric, is_watched) in metrics(alarm) {
        metric.named(is_watched).check(&|part| Metric::place(&at, part), findings);
    }
    for (id, query) in &alarm.metrics {
        check_query(alarm, id, query, findings);
    }
    let actions = Actions {
        are_enabled: alarm.actions_enabled,
        lists: [
            ("alarm_actions", &alarm.alarm_actions),
            ("ok_actions", &alarm.ok_actions),
            ("insufficient_data_actions", &alarm.insufficient_data_actions),
        ],
        tags: alarm.tags_in_notifications.as_ref(),
    };
    actions.check(findings);
}

/// Metrics that AWS keeps elsewhere.
pub(super) fn place(alarm: &Alarm, place: &Place, findings: &mut Findings) {
    for (at, metric, _) in metrics(alarm) {
        metric.named(false).check_region(&place.region, &at.key("namespace"), findings);
    }
}

/// Every metric of an alarm, where it stands, and whether it is what is watched.
fn metrics(alarm: &Alarm) -> impl Iterator<Item = (Path, &Metric, bool)> {
    let own = alarm.metric.iter().map(|metric| (Path::field("metric"), metric, true));
    let others = alarm.metrics.iter().filter_map(|(id, query)| {
        let at = Path::field("metrics").key(id).key("metric");
        let is_watched = query.return_data && alarm.threshold_metric.is_none();
        Some((at, query.metric.as_ref()?, is_watched))
    });
    own.chain(others)
}

fn check_what_is_watched(alarm: &Alarm, findings: &mut Findings) {
    let ways = [alarm.metric.is_some(), !alarm.metrics.is_empty(), alarm.promql.is_some()];
    let watched = alarm.metrics.values().filter(|query| query.return_data).count();
    let wanted = if alarm.threshold_metric.is_some() { 2 } else { 1 };
    let own = alarm.metrics.values().filter(|query| query.metric.is_some()).count();
    rules! { findings;
        Error if ways.into_iter().filter(|is_there| *is_there).count() != 1 =>
            "an alarm has one of `metric`, `metrics` and `promql`",
            "AWS accepts one thing to watch",
            "write one, and remove the others";
        Error "metrics" if !alarm.metrics.is_empty() && watched != wanted =>
            format!("{watched} entries of `metrics` have `return_data`"),
            "an alarm watches one entry; with an anomaly band it watches the metric and the band",
            "write `return_data: true` in what is to be watched";
        Error "metrics" if own > 10 =>
            "an alarm takes up to 10 metrics",
            "AWS fetches no more for one alarm",
            "make several alarms, or write a query of Metrics Insights";
        Error "evaluation_interval" if alarm.promql.is_some() != alarm.evaluation_interval.is_some() =>
            "`promql` and `evaluation_interval` go together",
            "other alarms are looked at once in a period",
            "write both or none";
    }
}

fn check_threshold(alarm: &Alarm, findings: &mut Findings) {
    let is_promql = alarm.promql.is_some();
    let with_a_band = alarm.comparison.is_some_and(|comparison| comparison.is_with_a_band());
    let is_known = |id: &String| unknown::in_text(id) || alarm.metrics.contains_key(id);
    let is_band = |id: &String| {
        let expression = alarm.metrics.get(id).and_then(|query| query.expression.as_deref());
        expression.is_none_or(|text| {
            unknown::in_text(text) || expression::calls(text, "ANOMALY_DETECTION_BAND")
        })
    };
    let band = alarm.threshold_metric.as_ref();
    rules! { findings;
        Error "comparison" if !is_promql && alarm.comparison.is_none() =>
            "`comparison` is missing",
            "an alarm holds a value against a threshold or a band",
            "write `comparison: GreaterThanThreshold`, say";
        Error "evaluation_periods" if !is_promql && alarm.evaluation_periods.is_none() =>
            "`evaluation_periods` is missing",
            "an alarm looks at the latest periods",
            "write `evaluation_periods: 2`, say";
        Error "promql" if is_promql && (alarm.comparison.is_some() || alarm.evaluation_periods.is_some()
            || alarm.threshold.is_some() || alarm.datapoints_to_alarm.is_some() || band.is_some()) =>
            "an alarm on `promql` has no threshold and no periods",
            "the query says what is wrong, and `pending_period` for how long",
            "remove `comparison`, `threshold`, `threshold_metric`, `evaluation_periods` and `datapoints_to_alarm`";
        Error "threshold" if !is_promql && alarm.threshold.is_some() == band.is_some() =>
            "an alarm has one of `threshold` and `threshold_metric`",
            "it holds a value against a number or against a band",
            "write one of them";
        Error "comparison" if alarm.comparison.is_some() && alarm.threshold.is_some() && with_a_band =>
            "this comparison is with an anomaly band",
            "`threshold` is a number",
            "write `threshold_metric`, or `comparison: GreaterThanThreshold`";
        Error "comparison" if alarm.comparison.is_some() && band.is_some() && !with_a_band =>
            "this comparison is with a number",
            "`threshold_metric` is a band, which has an upper and a lower end",
            "write `LessThanLowerOrGreaterThanUpperThreshold`, `GreaterThanUpperThreshold` or `LessThanLowerThreshold`";
        Error "threshold_metric" if band.is_some_and(|id| !is_known(id)) =>
            "there is no such entry of `metrics`",
            "the band is one of them",
            "write the key of the entry with `ANOMALY_DETECTION_BAND(…)`";
        Error "threshold_metric" if band.is_some_and(|id| is_known(id) && !is_band(id)) =>
            "this entry is not an anomaly band",
            "its expression does not call `ANOMALY_DETECTION_BAND`",
            "write the key of the entry that does";
    }
}

/// The longest that an alarm looks back: with periods of an hour or more, and with shorter ones.
const LONGEST: (i32, i32) = (7 * 86_400, 86_400);

fn check_time(alarm: &Alarm, findings: &mut Findings) {
    let mut periods: Vec<(Path, i32)> =
        metrics(alarm).map(|(at, metric, _)| (at.key("period"), metric.period)).collect();
    for (id, query) in &alarm.metrics {
        periods.extend(
            query.period.map(|period| (Path::field("metrics").key(id).key("period"), period)),
        );
    }
    periods.extend(
        alarm.evaluation_interval.map(|period| (Path::field("evaluation_interval"), period)),
    );
    for (at, period) in &periods {
        rules! { findings, at;
            Error if ![10, 20, 30].contains(period) && period % 60 != 0 =>
                format!("{period} seconds are no period"),
                "AWS accepts 10, 20, 30, and multiples of 60",
                "";
            Error if alarm.wall_clock_window.is_some() && ![60, 300, 3_600, 86_400, 604_800].contains(period) =>
                format!("{period} seconds are no period of the clock"),
                "with `wall_clock_window` AWS accepts 60, 300, 3600, 86400 and 604800",
                "";
        }
    }
    let longest = periods.iter().map(|(_, period)| *period).max().unwrap_or_default();
    let counted = alarm.evaluation_periods.unwrap_or_default();
    let most = if longest >= 3_600 { LONGEST.0 } else { LONGEST.1 };
    rules! { findings;
        Error "evaluation_periods" if i64::from(longest) * i64::from(counted) > i64::from(most) =>
            format!("{counted} periods of {longest} seconds are more than {most} seconds"),
            "AWS looks back a day at most, and a week with periods of an hour or more",
            "take fewer periods, or longer ones";
        Error "datapoints_to_alarm" if alarm.datapoints_to_alarm.is_some_and(|count| count > counted) && alarm.evaluation_periods.is_some() =>
            "more periods must be beyond the threshold than are looked at",
            format!("`evaluation_periods` is {counted}"),
            "";
    }
}

fn check_missing_data(alarm: &Alarm, findings: &mut Findings) {
    let is_percentile = |metric: &Metric| !SIMPLE.contains(&metric.statistic.as_str());
    let of_dynamo_db =
        alarm.metric.as_ref().is_some_and(|metric| metric.namespace == "AWS/DynamoDB");
    let is_ignored = matches!(alarm.missing_data, MissingData::Missing | MissingData::Ignore);
    let is_of_one =
        alarm.low_sample_count_percentile == LowSamples::Ignore && alarm.metric.is_some();
    rules! { findings;
        Warning "missing_data" if of_dynamo_db && !is_ignored =>
            "AWS ignores this for metrics of `AWS/DynamoDB`",
            "they have no values where nothing happens, and then the alarm stays as it is: once it went off it does not come back",
            "watch `FILL(m1, 0)` in `metrics`, where `m1` is the metric, or omit `missing_data`";
        Warning "low_sample_count_percentile" if is_of_one && !alarm.metric.as_ref().is_some_and(is_percentile) =>
            "this is for percentiles alone",
            "other statistics are looked at however few values there are",
            "remove it";
    }
}

fn check_query(alarm: &Alarm, id: &str, query: &Query, findings: &mut Findings) {
    let at = Path::field("metrics").key(id);
    let is_id = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && id.len() <= 255;
    let expression = query.expression.as_deref().filter(|text| !unknown::in_text(text));
    let expression = expression.unwrap_or_default();
    let searches = expression::calls(expression, "SEARCH");
    rules! { findings, at;
        Error if !is_id && !unknown::in_text(id) =>
            format!("`{id}` cannot be an id"),
            "an id begins with a small letter, and goes on with letters, digits and `_`",
            "";
        Error if query.metric.is_some() == query.expression.is_some() =>
            "an entry has one of `metric` and `expression`",
            "it is what AWS counts, or what is made of other entries",
            "write one, and remove the other";
        Error "expression" if searches =>
            "an alarm cannot search",
            "a search finds any number of series, and an alarm watches one",
            "name the metrics, or write a query of Metrics Insights (`SELECT … FROM …`)";
        Warning "period" if query.metric.is_some() && query.period.is_some() =>
            "a metric has a period of its own",
            "that of the entry is for expressions",
            "write `metric: { period: … }`";
    }
    if expression.is_empty() || expression::is_query(expression) || searches {
        return;
    }
    for named in expression::ids(expression) {
        rules! { findings, at.key("expression");
            Warning if !alarm.metrics.contains_key(named) =>
                format!("there is no entry `{named}` of `metrics`"),
                "AWS refuses an expression that names one",
                "write a key of `metrics`; functions are in capitals";
        }
    }
}
