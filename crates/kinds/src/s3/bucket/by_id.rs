//! Settings of which a bucket has several by id, each with calls of its own.

/// Implements `read` and `write`, which both have all of them. The SDK makes no paginator for them.
macro_rules! by_id {
    ($own:ident: $list:ident gives $found:ident, $put:ident takes $set:ident, $delete:ident) => {
        impl $own {
            pub(super) async fn read(
                aws: &aws::Aws,
                bucket: &str,
            ) -> kind::Result<std::collections::BTreeMap<String, Self>> {
                use aws::S3;
                let mut found = std::collections::BTreeMap::new();
                let mut token = None;
                loop {
                    let request = aws.s3().$list().bucket(bucket);
                    let page = request.set_continuation_token(token).send().await?;
                    for configuration in page.$found.unwrap_or_default() {
                        let (id, own) = Self::of(configuration)?;
                        found.insert(id, own);
                    }
                    token = page.next_continuation_token;
                    if token.is_none() {
                        return Ok(found);
                    }
                }
            }

            pub(super) async fn write(
                aws: &aws::Aws,
                bucket: &str,
                wanted: &std::collections::BTreeMap<String, Self>,
                live: &std::collections::BTreeMap<String, Self>,
            ) -> kind::Result<()> {
                use aws::S3;
                for (id, own) in wanted.iter().filter(|(id, own)| live.get(*id) != Some(*own)) {
                    let request = aws.s3().$put().bucket(bucket).id(id);
                    request.$set(own.to_aws(id)?).send().await?;
                }
                for id in live.keys().filter(|id| !wanted.contains_key(*id)) {
                    let request = aws.s3().$delete().bucket(bucket).id(id);
                    aws::deleted(request.send().await)?;
                }
                Ok(())
            }
        }
    };
}
pub(super) use by_id;
