//! `apigateway.api_key`: a key by which a caller is told from others, and counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::support::{PAGE, Patch, arn_here, ours_or_all, update_tags};
use crate::apigateway::ApiGateway;
use crate::calls;
use crate::fields::present;
use aws::tags::{self, Tags};
use aws::{Aws, member, optional};
use kind::{Access, Calls, Concern, Facts, Kind, Live, Named, Place, Result};
use language::value::{Auto, Secret};

/// A key that callers send as `x-api-key`. It opens a method that asks for a key only through a usage plan
/// that serves the API and names the key. A key tells callers apart and is no proof of who they are.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    /// The key's name, 1–1,024 characters. Several keys may have the same.
    #[schemars(length(min = 1, max = 1024))]
    #[schemars(extend("x-value-only" = true))]
    pub name: String,
    /// What the key is for, or whose it is. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1))]
    #[schemars(extend("x-value-only" = true))]
    pub description: Option<String>,
    /// Whether the key opens nothing for now. Absent: false.
    #[serde(default)]
    pub disabled: bool,
    /// The key itself, 20–128 characters, unlike that of any other key in the region. Absent: AWS invents
    /// one, which is fetched from AWS and never shown here. A change makes a new key.
    #[serde(default)]
    #[schemars(length(min = 20, max = 128))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub value: Auto<Secret>,
    /// The customer of AWS Marketplace to whom the key belongs. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1))]
    #[schemars(extend("x-value-only" = true))]
    pub customer_id: Option<String>,
    /// Tags of the key.
    #[serde(default)]
    pub tags: Tags,
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// The id that AWS gives the key, by which usage plans name it. It is not the key's value.
    pub id: Option<String>,
    /// ARN of the key.
    pub arn: Option<String>,
    /// Name of the key.
    pub name: Option<String>,
}

impl Kind for ApiKey {
    const NAME: &'static str = "apigateway.api_key";
    const FACTS: Facts = Facts { concern: Concern::Api, data: None, volatile: &[], parent: None };
    const CALLS: &'static [Calls] = calls::APIGATEWAY_API_KEY;
    const ACCESS: &'static [Access] = &[Access::to(
        "API Gateway",
        &[
            "arn:{partition}:apigateway:{region}::/apikeys",
            "arn:{partition}:apigateway:{region}::/apikeys/*",
        ],
    )
    .except(&[(
        &["TagResource", "UntagResource"],
        &["arn:{partition}:apigateway:{region}::/tags/*"],
    )])];
    const KNOWN_BY: &'static str = "its id, such as `a1b2c3d4e5`, which is not its value";
    const MISSED: &'static str = "calls with the old key are refused, and so they are afterwards where its value has changed";
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { id: None, arn: None, name: Some(identity.name.clone()) }
    }

    /// An account may have thousands of keys, and AWS looks for the beginning of a name.
    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let request = aws.api_gateway().get_api_keys().name_query(&identity.name);
        let request = request.include_values(false).limit(PAGE);
        let mut pages = request.into_paginator().items().send();
        let mut named = Vec::new();
        while let Some(key) = pages.next().await {
            let key = key?;
            if let (Some(id), true) = (key.id, key.name.as_ref() == Some(&identity.name)) {
                named.push((id, tags::from_aws(key.tags.unwrap_or_default())));
            }
        }
        Ok(ours_or_all(named, ownership))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        // Whether the value is the one in the spec can only be told by looking at it.
        let request = aws.api_gateway().get_api_key().api_key(id);
        let answer = request.include_value(true).send().await;
        let Some(key) = optional(answer)? else {
            return Ok(None);
        };
        let name = key.name.unwrap_or_default();
        Ok(Some(Live::new(
            Outputs {
                id: Some(id.to_owned()),
                arn: Some(arn_here(aws, &path(id))),
                name: Some(name.clone()),
            },
            Self {
                name,
                description: present(key.description),
                disabled: !key.enabled,
                value: Auto(present(key.value).map(Secret::from)),
                customer_id: present(key.customer_id),
                tags: tags::from_aws(key.tags.unwrap_or_default()),
            },
        )))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let value = self.value.as_ref().map(|value| value.expose().to_owned());
        let request = aws.api_gateway().create_api_key().name(&self.name);
        // AWS makes a key that opens nothing where it is not told.
        let key = request
            .set_description(self.description.clone())
            .enabled(!self.disabled)
            .set_value(value)
            .set_customer_id(self.customer_id.clone())
            .set_tags(Some(self.tags.clone().into_iter().collect()))
            .send()
            .await?;
        member(key, "id", |key| key.id)
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        let patch = self.patch(live);
        if !patch.is_empty() {
            let request = aws.api_gateway().update_api_key().api_key(id);
            let request = request.set_patch_operations(patch.operations());
            request.send().await?;
        }
        update_tags(aws, &path(id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        optional(aws.api_gateway().delete_api_key().api_key(id).send().await)?;
        Ok(())
    }
}

impl ApiKey {
    fn patch(&self, live: &Self) -> Patch {
        let mut patch = Patch::default();
        patch.text("/name", Some(&self.name), Some(&live.name));
        patch.text("/description", self.description.as_ref(), live.description.as_ref());
        if self.disabled != live.disabled {
            patch.replace("/enabled", !self.disabled);
        }
        patch.text("/customerId", self.customer_id.as_ref(), live.customer_id.as_ref());
        patch
    }
}

fn path(id: &str) -> String {
    format!("/apikeys/{id}")
}
