//! What a function logs.

use std::future::Future;
use std::io::Write;
use std::sync::{Arc, Mutex, Once};

use serde_json::Value;
use tracing::level_filters::LevelFilter;

/// Runs something and returns its outcome and the log lines that it wrote, at the most talkative level.
/// `target` is the function's crate.
pub async fn logged<T>(target: &'static str, work: impl Future<Output = T>) -> (T, Vec<Value>) {
    // Whoever logs while no subscriber is there is never asked again, in any thread.
    static SOMEBODY: Once = Once::new();
    SOMEBODY.call_once(|| {
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
    });
    let page = Page::default();
    let writer = page.clone();
    let lines = shared::logging::subscriber(target, LevelFilter::TRACE, move || writer.clone());
    // Each test has a thread of its own, so this thread's subscriber hears that test alone.
    let guard = tracing::subscriber::set_default(lines);
    let outcome = work.await;
    drop(guard);
    let bytes = page.0.lock().unwrap().clone();
    let lines =
        serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect();
    (outcome, lines)
}

/// Asserts that no log line holds any of these words.
///
/// # Panics
///
/// If a line does; or if a word is written in hexadecimal digits alone, since a random id in a line
/// would hold it sooner or later.
pub fn assert_silent_about(words: &[&str], lines: &[Value]) {
    let text = format!("{lines:?}");
    for word in words {
        let digits = |digit: char| digit.is_ascii_digit() || ('a'..='f').contains(&digit);
        assert!(!word.chars().all(digits), "ids may hold `{word}`");
        assert!(!text.contains(word), "{text}");
    }
}

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
