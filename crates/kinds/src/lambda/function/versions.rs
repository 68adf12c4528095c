//! Publishing versions and moving aliases, and what belongs to the function and to each alias alike:
//! permissions, asynchronous invocation and URLs.

use aws_sdk_lambda::types as sdk;

use super::alias::Alias;
use super::permission::{self, Permissions};
use super::rollout::Move;
use super::spec::Function;
use super::types::{AsyncInvocation, FunctionUrl};
use super::wait;
use crate::lambda::Lambda;
use crate::prelude::*;

/// What the function has, and each of its aliases too.
#[derive(Clone, Copy)]
pub(super) struct Access<'a> {
    pub permissions: &'a Permissions,
    pub async_invocation: &'a AsyncInvocation,
    pub function_url: Option<&'a FunctionUrl>,
}

/// What a function or an alias has.
macro_rules! access_of {
    ($owner:expr) => {
        Access {
            permissions: &$owner.permissions,
            async_invocation: &$owner.async_invocation,
            function_url: $owner.function_url.as_ref(),
        }
    };
}
pub(super) use access_of;

impl Access<'_> {
    /// Brings what belongs to the function, or to one alias, to what is wanted.
    pub(super) async fn write(
        self,
        aws: &Aws,
        function: &str,
        alias: Option<&str>,
        live: Self,
    ) -> Result<()> {
        permission::write(aws, function, alias, self.permissions, live.permissions).await?;
        if self.async_invocation != live.async_invocation {
            self.write_invocation(aws, function, alias).await?;
        }
        if self.function_url != live.function_url {
            self.write_url(aws, function, alias, live.function_url.is_some()).await?;
        }
        Ok(())
    }

    async fn write_invocation(self, aws: &Aws, function: &str, alias: Option<&str>) -> Result<()> {
        let (lambda, wanted) = (aws.lambda(), self.async_invocation);
        let alias = alias.map(str::to_owned);
        if *wanted == AsyncInvocation::default() {
            let request = lambda.delete_function_event_invoke_config().function_name(function);
            return deleted(request.set_qualifier(alias).send().await);
        }
        let request = lambda.put_function_event_invoke_config().function_name(function);
        let request = request
            .set_qualifier(alias)
            .maximum_event_age_in_seconds(wanted.max_age_seconds)
            .maximum_retry_attempts(wanted.retries)
            .destination_config(wanted.destinations());
        sent(request.send().await)
    }

    async fn write_url(
        self,
        aws: &Aws,
        function: &str,
        alias: Option<&str>,
        exists: bool,
    ) -> Result<()> {
        let (lambda, alias) = (aws.lambda(), alias.map(str::to_owned));
        match self.function_url {
            None => {
                let request = lambda.delete_function_url_config().function_name(function);
                deleted(request.set_qualifier(alias).send().await)?;
            }
            Some(url) if exists => {
                let request = lambda.update_function_url_config().function_name(function);
                url.fill_update(request.set_qualifier(alias))?.send().await?;
            }
            Some(url) => {
                let request = lambda.create_function_url_config().function_name(function);
                url.fill(request.set_qualifier(alias))?.send().await?;
            }
        }
        Ok(())
    }
}

/// Publishes a version if an alias must move to it, and writes every alias that is wanted. Those that roll a version out
/// stay where they are; they are given, with the number of that version.
/// `is_changed`: whether this update has changed what a version is a copy of.
pub(super) async fn write_aliases<'a>(
    function: &'a Function,
    aws: &Aws,
    id: &str,
    live: &Function,
    is_changed: bool,
) -> Result<Vec<(&'a str, &'a Alias, String)>> {
    let stands = |name: &str| live.aliases.get(name).is_some_and(Alias::is_newest) && !is_changed;
    let moves = |(name, alias): (&String, &Alias)| alias.follows() && !stands(name);
    let published = match function.aliases.iter().any(moves) {
        true => Some(publish(aws, id).await?),
        false => None,
    };
    let mut rolling = Vec::new();
    for (name, alias) in &function.aliases {
        let before = live.aliases.get(name);
        let from = before.filter(|before| moves((name, alias)) && before.is_left_by(alias));
        if let (Some(from), Some(version)) = (from, &published)
            && !from.stands_at(version)
        {
            let stays = Alias { weights: from.weights.clone(), ..alias.clone() };
            let number = from.version.as_ref().map(String::as_str);
            stays.write(aws, id, name, number, before).await?;
            rolling.push((name.as_str(), alias, version.clone()));
            continue;
        }
        let version = match alias.version.as_ref() {
            Some(version) => Some(version),
            None if stands(name) => before.and_then(|before| before.version.as_ref()),
            None => published.as_ref(),
        };
        alias.write(aws, id, name, version.map(String::as_str), before).await?;
    }
    Ok(rolling)
}

/// Rolls versions out, one alias after the other.
pub(super) async fn roll_out(
    aws: &Aws,
    id: &str,
    rolling: Vec<(&str, &Alias, String)>,
) -> Result<()> {
    for (alias, wanted, version) in rolling {
        if let Some(rollout) = &wanted.rollout {
            rollout.carry_out(aws, &Move { function: id, alias, to: &version }).await?;
        }
    }
    Ok(())
}

/// Removes the aliases that are no longer wanted, with what belongs to them.
pub(super) async fn remove_aliases(
    function: &Function,
    aws: &Aws,
    id: &str,
    live: &Function,
) -> Result<()> {
    let nothing = Alias::default();
    let extra = live.aliases.iter().filter(|(name, _)| !function.aliases.contains_key(*name));
    for (name, alias) in extra {
        access_of!(nothing).write(aws, id, Some(name), access_of!(alias)).await?;
        if alias.provisioned_concurrency.is_some() {
            nothing.provision(aws, id, name).await?;
        }
        aws.lambda().delete_alias().function_name(id).name(name).send().await?;
    }
    Ok(())
}

/// A version of the code and settings as they are; AWS makes none if the last one is the same.
async fn publish(aws: &Aws, id: &str) -> Result<String> {
    let published = aws.lambda().publish_version().function_name(id).send().await?;
    let version = published.version().unwrap_or("$LATEST").to_owned();
    wait::until_ready(aws, id, Some(&version)).await?;
    Ok(version)
}

impl Alias {
    async fn write(
        &self,
        aws: &Aws,
        id: &str,
        name: &str,
        version: Option<&str>,
        live: Option<&Self>,
    ) -> Result<()> {
        let (lambda, number) = (aws.lambda(), version.map(str::to_owned));
        let weights = self.weights.clone().into_iter().collect();
        let routing = sdk::AliasRoutingConfiguration::builder()
            .set_additional_version_weights(Some(weights))
            .build();
        match live {
            None => {
                let request = lambda.create_alias().function_name(id).name(name);
                let request = request.set_function_version(number).description(&self.description);
                let routing = (!self.weights.is_empty()).then_some(routing);
                request.set_routing_config(routing).send().await?;
            }
            Some(live) if !self.is_at(version, live) => {
                let request = lambda.update_alias().function_name(id).name(name);
                let request = request.set_function_version(number).description(&self.description);
                request.routing_config(routing).send().await?;
            }
            Some(_) => {}
        }
        let nothing = Self::default();
        let live = live.unwrap_or(&nothing);
        access_of!(self).write(aws, id, Some(name), access_of!(live)).await?;
        if self.provisioned_concurrency != live.provisioned_concurrency {
            self.provision(aws, id, name).await?;
        }
        Ok(())
    }

    fn is_at(&self, version: Option<&str>, live: &Self) -> bool {
        version == live.version.as_ref().map(String::as_str)
            && self.description == live.description
            && self.weights == live.weights
    }

    async fn provision(&self, aws: &Aws, id: &str, name: &str) -> Result<()> {
        match self.provisioned_concurrency {
            Some(instances) => {
                let request = aws.lambda().put_provisioned_concurrency_config();
                let request = request.function_name(id).qualifier(name);
                request.provisioned_concurrent_executions(instances).send().await?;
                wait::until_provisioned(aws, id, name).await
            }
            None => {
                let request = aws.lambda().delete_provisioned_concurrency_config();
                deleted(request.function_name(id).qualifier(name).send().await)
            }
        }
    }
}
