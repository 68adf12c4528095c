//! `cognito.user_pool_client`: an app that signs people in with a user pool.
//!
//! The pool's secret for the app is not an output: outputs stand in plans and in the environment of functions,
//! and a secret must not.

mod check;
mod lifetime;
mod read;
mod types;
mod url;

use crate::calls;
use crate::cognito::Cognito;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Parent, Place, RequiredPermission,
};
use types::{Identity, Outputs};

pub use types::UserPoolClient;

/// Sets every field in a request. UpdateUserPoolClient resets what is left out: so absence of a field that
/// has no word for it is written by leaving it out.
macro_rules! filled {
    ($client:expr, $fill:ident, $request:expr) => {{
        let client: &UserPoolClient = $client;
        let request = client.$fill($request)?;
        let request = match &client.oauth {
            Some(oauth) => oauth.$fill(request)?,
            None => request
                .set_allowed_o_auth_flows(Some(Vec::new()))
                .set_allowed_o_auth_scopes(Some(Vec::new()))
                .set_callback_urls(Some(Vec::new()))
                .set_logout_urls(Some(Vec::new())),
        };
        let (access, id, refresh, units) = client.token_validity.to_aws();
        request
            .allowed_o_auth_flows_user_pool_client(client.oauth.is_some())
            .access_token_validity(access)
            .id_token_validity(id)
            .refresh_token_validity(refresh)
            .token_validity_units(units)
    }};
}

impl Kind for UserPoolClient {
    const NAME: &'static str = "cognito.user_pool_client";
    const FACTS: Facts = Facts {
        volatile: &[("name", &["name"])],
        parent: Some(Parent::of("cognito.user_pool", "user_pool")),
        ..Facts::of(Concern::Identity)
    };
    const CONSOLE: Console =
        Console::Page("cognito/v2/idp/user-pools/{0}/app-integration/clients/{1}?region={region}");
    const CALLS: &'static [Calls] = calls::COGNITO_USER_POOL_CLIENT;
    const ACCESS: &'static [Access] = &[
        // Whose the client is, the pool's tags tell.
        Access::to(
            "Cognito Identity Provider",
            &["arn:{partition}:cognito-idp:{region}:{account}:userpool/{user_pool}"],
        )
        .also_read(&["DescribeUserPool"]),
    ];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("analytics.role", &["cognito-idp.amazonaws.com"]),
        RequiredPermission::service_role(
            "analytics.application_arn",
            &["cognito-idp.amazonaws.com"],
        ),
    ];
    const KNOWN_BY: &'static str =
        "the pool's id and its own, such as `us-east-2_AbCdEfGhI/1example23456789`";
    const IMPACT_WHILE_ABSENT: &'static str =
        "nobody signs in by it, and afterwards applications need the new id";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Identity, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { id: None, name: Some(identity.name.clone()) }
    }

    fn created_outputs(identity: &Identity, id: &str, _: &Place) -> Outputs {
        let id = id.rsplit('/').next().map(str::to_owned);
        Outputs { id, name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.user_pool, &identity.name).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = aws.cognito().create_user_pool_client();
        let answer = filled!(self, fill, request).send().await?;
        read::forget(aws, &self.user_pool);
        let id = member(answer, "ClientId", |answer| answer.user_pool_client?.client_id)?;
        Ok(format!("{}/{id}", self.user_pool))
    }

    async fn update(&self, aws: &Aws, id: &str, _: &Live<Self>) -> Result<()> {
        let (pool, client) = read::parts(id)?;
        let request = aws.cognito().update_user_pool_client().user_pool_id(pool).client_id(client);
        filled!(self, fill_update, request).send().await?;
        read::forget(aws, pool);
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let (pool, client) = read::parts(id)?;
        let request = aws.cognito().delete_user_pool_client();
        deleted(request.user_pool_id(pool).client_id(client).send().await)?;
        read::forget(aws, pool);
        Ok(())
    }
}

impl Listed for UserPoolClient {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        read::all(aws).await
    }
}
