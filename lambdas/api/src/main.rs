//! Prints a document: `api-documents openapi` or `api-documents routes`.

use std::io::Write;
use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "a document has no control characters of others")]
fn main() -> ExitCode {
    let document = match std::env::args().nth(1).as_deref() {
        Some("openapi") => api_documents::openapi(),
        Some("routes") => api_documents::routes(),
        _ => return ExitCode::FAILURE,
    };
    match writeln!(std::io::stdout(), "{document:#}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
