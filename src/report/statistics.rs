//! What a run has cost.

use std::time::Duration;

use aws::Statistics;

/// The AWS calls by service and operation, their retries, and the time that all took.
pub fn render(statistics: &Statistics, elapsed: Duration) -> String {
    let counts = statistics.snapshot();
    let calls: u64 = counts.values().map(|count| count.calls).sum();
    let retries: u64 = counts.values().map(|count| count.retries).sum();
    let mut text = String::new();
    for ((service, operation), count) in &counts {
        let retries = match count.retries {
            0 => String::new(),
            retries => format!("  {retries} retried"),
        };
        text.push_str(&format!("{:>6}  {service} {operation}{retries}\n", count.calls));
    }
    text.push_str(&format!(
        "{calls:>6}  AWS calls, {retries} retries, {:.1} s\n",
        elapsed.as_secs_f64()
    ));
    text
}
