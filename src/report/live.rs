//! What is read at the moment: a line that rewrites itself on a terminal, lines at intervals in CI, and nothing
//! elsewhere.

use std::pin::pin;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::escape::{Characters, glyphs, rendered_in};
use super::terminal;
use aws::{Activity, Moment};

/// How often the line on a terminal is written.
const ON_TERMINAL: Duration = Duration::from_millis(150);

/// How often CI gets a line. Most plans take less.
const IN_CI: Duration = Duration::from_secs(10);

/// Waits of less are not told: they are over before they are read.
const SHORTEST: Duration = Duration::from_secs(1);

/// Shows what is read while some work reads.
pub async fn reading<T>(activity: &Activity, work: impl Future<Output = T>) -> T {
    let Some(shown) = Shown::here() else {
        return work.await;
    };
    let mut work = pin!(work);
    let mut ticks = tokio::time::interval(shown.interval());
    // The first comes at once.
    ticks.tick().await;
    loop {
        tokio::select! {
            biased;
            outcome = &mut work => return outcome,
            _ = ticks.tick() => shown.tell(&activity.now()),
        }
    }
}

/// Where it is shown.
enum Shown {
    Terminal(ProgressBar),
    Lines,
}

impl Shown {
    /// Nothing where nobody would see it.
    fn here() -> Option<Self> {
        match terminal::is_seen() {
            true => Some(Self::Terminal(spinner("{spinner} {wide_msg}"))),
            false => terminal::is_ci().then_some(Self::Lines),
        }
    }

    fn interval(&self) -> Duration {
        match self {
            Self::Terminal(_) => ON_TERMINAL,
            Self::Lines => IN_CI,
        }
    }

    fn tell(&self, moment: &Moment) {
        let text = line(moment);
        match self {
            Self::Terminal(bar) => {
                bar.set_message(rendered_in(&text, terminal::error_characters()));
                bar.tick();
            }
            Self::Lines => terminal::eprintln(text),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Self::Terminal(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A spinner on standard error, in characters that are seen there.
pub(super) fn spinner(template: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(match terminal::error_characters() {
        Characters::Unicode => style,
        Characters::Ascii => style.tick_chars("-\\|/ "),
    });
    bar
}

/// `reading 34 of 103 · waiting for IAM's rate, about 12 s`
fn line(moment: &Moment) -> String {
    let Moment { expected, done, held_by } = moment;
    let reading = match expected {
        0 => "reading".to_owned(),
        expected => format!("reading {done} of {expected}"),
    };
    let waiting = held_by.as_ref().filter(|(_, wait)| *wait >= SHORTEST);
    let waiting = waiting.map(|(service, wait)| {
        format!(" {} waiting for {service}'s rate, about {}", glyphs("·"), about(*wait))
    });
    reading + &waiting.unwrap_or_default()
}

/// A time as it is estimated: `12 s`, `4 min`, `1 h 10 min`.
pub(super) fn about(time: Duration) -> String {
    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    match seconds {
        0..=90 => format!("{seconds} s"),
        91..=3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::super::escape::plain;
    use super::*;

    #[test]
    fn it_says_how_far_and_what_holds_it_back() {
        let moment = |held_by| Moment { expected: 103, done: 34, held_by };
        let held = |seconds| Some(("IAM".to_owned(), Duration::from_millis(seconds)));
        assert_eq!(plain(&line(&moment(held(900)))), "reading 34 of 103");
        assert_eq!(
            plain(&line(&moment(held(11_200)))),
            "reading 34 of 103 · waiting for IAM's rate, about 12 s"
        );
        let nothing = Moment { expected: 0, done: 0, held_by: None };
        assert_eq!(plain(&line(&nothing)), "reading");
    }

    #[test]
    fn times_are_as_exact_as_an_estimate_can_be() {
        let told = |seconds| about(Duration::from_secs(seconds));
        assert_eq!([told(12), told(91), told(4200)], ["12 s", "2 min", "1 h 10 min"]);
    }
}
