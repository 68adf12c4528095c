//! Lists that come in pages.

use std::sync::Arc;

use aws::{Aws, Result};
use language::value::Value;

/// Everything that a list gives, asked for once a run and region under a name. `page` gives the items of one page, and the
/// token of the next.
pub async fn all<F>(
    aws: &Aws,
    name: &str,
    page: impl Fn(Option<String>) -> F,
) -> Result<Arc<Vec<Value>>>
where
    F: Future<Output = Result<(Vec<Value>, Option<String>)>>,
{
    let list = || async {
        let mut items = Vec::new();
        let mut token = None;
        loop {
            let (page, next) = page(token).await?;
            items.extend(page);
            token = next.filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(items);
            }
        }
    };
    aws.memo().get_or_try_init(name, list).await
}
