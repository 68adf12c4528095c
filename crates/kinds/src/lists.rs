//! Lists that AWS gives in pages.

/// Every item of a list: `items!(aws.iam().list_roles())`.
macro_rules! items {
    ($request:expr) => {
        $request.into_paginator().items().send().collect::<std::result::Result<Vec<_>, _>>().await?
    };
}
pub(crate) use items;
