//! Lists that AWS gives in pages.

/// Every item of a list: `items!(aws.iam().list_roles())`.
macro_rules! items {
    ($request:expr) => {
        $request.into_paginator().items().send().collect::<std::result::Result<Vec<_>, _>>().await?
    };
}
pub(crate) use items;

/// Every item of a list, unless it has more pages than so many: `items_within!(9, aws.iam().list_roles(), roles)`.
macro_rules! items_within {
    ($pages:expr, $request:expr, $items:ident) => {{
        let mut pages = $request.into_paginator().send();
        let (mut items, mut left) = (Vec::new(), $pages);
        loop {
            match pages.next().await {
                None => break Some(items),
                Some(_) if left == 0 => break None,
                Some(page) => {
                    left -= 1;
                    items.extend(page?.$items().iter().cloned());
                }
            }
        }
    }};
}
pub(crate) use items_within;

/// Every item of a list for which the SDK has no pages: `items_by_token!(aws.events().list_rules(), rules)`. The request
/// is made again for each page.
macro_rules! items_by_token {
    ($request:expr, $items:ident) => {{
        let mut items = Vec::new();
        let mut next = None;
        loop {
            let page = $request.set_next_token(next).send().await?;
            items.extend(page.$items.unwrap_or_default());
            next = page.next_token.filter(|token| !token.is_empty());
            if next.is_none() {
                break items;
            }
        }
    }};
}
pub(crate) use items_by_token;
