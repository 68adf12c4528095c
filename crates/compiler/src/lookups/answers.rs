//! The requests of lookups, made all at once.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use super::lookup::{Found, Request};
use aws::Aws;
use language::schema::Finding;

/// The sort and the name of a lookup.
pub type Key = (String, String);

/// What came of requests.
pub type Answers = BTreeMap<Key, Result<Found, Finding>>;

/// Makes requests, all at once.
pub async fn answers<'a>(
    requests: impl IntoIterator<Item = (&'a Key, &'a Request)>,
    aws: &Aws,
) -> Answers {
    let answers =
        requests.into_iter().map(async |(key, request)| (key.clone(), request.answer(aws).await));
    join_all(answers).await.into_iter().collect()
}
