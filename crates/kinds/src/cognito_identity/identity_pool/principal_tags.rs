//! Reads and writes the claims that become tags of a session, which AWS keeps for each provider by itself.

use futures_util::future::try_join_all;

use super::types::PrincipalTags;
use crate::cognito_identity::CognitoIdentity;
use crate::prelude::*;

/// What is set for each of the pool's providers.
pub(super) async fn read(
    aws: &Aws,
    pool: &str,
    providers: &BTreeSet<&str>,
) -> Result<BTreeSet<PrincipalTags>> {
    let each = providers.iter().map(|provider| of_provider(aws, pool, provider));
    Ok(try_join_all(each).await?.into_iter().flatten().collect())
}

/// A provider of which nothing was ever set is not found; one of which all was removed has no tags.
async fn of_provider(aws: &Aws, pool: &str, provider: &str) -> Result<Option<PrincipalTags>> {
    let request = aws
        .cognito_identity()
        .get_principal_tag_attribute_map()
        .identity_pool_id(pool)
        .identity_provider_name(provider);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(None);
    };
    let by_default = answer.use_defaults == Some(true);
    let tags: BTreeMap<String, String> =
        answer.principal_tags.unwrap_or_default().into_iter().collect();
    Ok((by_default || !tags.is_empty()).then(|| PrincipalTags {
        provider_name: provider.to_owned(),
        tags: (!by_default).then_some(tags),
    }))
}

/// Removes the tags from those providers that are not to have any.
pub(super) async fn remove(
    aws: &Aws,
    pool: &str,
    wanted: &BTreeSet<PrincipalTags>,
    live: &BTreeSet<PrincipalTags>,
) -> Result<()> {
    let kept: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.provider_name.as_str()).collect();
    let providers = live.iter().map(|live| live.provider_name.as_str());
    for provider in providers.filter(|provider| !kept.contains(provider)) {
        write(aws, pool, provider, Some(&BTreeMap::new())).await?;
    }
    Ok(())
}

/// Sets the tags of those providers that are to have others.
pub(super) async fn set(
    aws: &Aws,
    pool: &str,
    wanted: &BTreeSet<PrincipalTags>,
    live: &BTreeSet<PrincipalTags>,
) -> Result<()> {
    for one in wanted.difference(live) {
        write(aws, pool, &one.provider_name, one.tags.as_ref()).await?;
    }
    Ok(())
}

/// Sets the tags of a provider; without any, AWS's own.
async fn write(
    aws: &Aws,
    pool: &str,
    provider: &str,
    tags: Option<&BTreeMap<String, String>>,
) -> Result<()> {
    let tags = tags.map(|tags| tags.clone().into_iter().collect());
    let request = aws
        .cognito_identity()
        .set_principal_tag_attribute_map()
        .identity_pool_id(pool)
        .identity_provider_name(provider)
        .use_defaults(tags.is_none())
        .set_principal_tags(tags);
    request.send().await?;
    Ok(())
}
