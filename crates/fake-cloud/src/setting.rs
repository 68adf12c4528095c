//! `fake.switch`: the one setting of a region, which has no tags, lives in nothing, and is written over by whoever
//! creates it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cloud::{Cloud, Object, Operation};
use aws::Aws;
use kind::{Access, Calls, Concern, Console, Facts, Kind, Live, Place, Result};

/// The switch of a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FakeSetting {
    /// How it is set.
    pub position: String,
}

/// What it is known by: nothing, as there is one.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Singleton {}

/// What others may refer to: nothing.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Outputs {}

const ID: &str = "switch";

impl Kind for FakeSetting {
    const NAME: &'static str = "fake.switch";
    const FACTS: Facts = Facts::of(Concern::Storage);
    const CONSOLE: Console = Console::Nowhere("the cloud is in memory");
    const CALLS: &'static [Calls] = &[];
    const ACCESS: &'static [Access] = &[];
    const OVERWRITES: bool = true;
    type Identity = Singleton;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Singleton, _: &Place) -> Option<String> {
        Some(ID.to_owned())
    }

    fn predict(_: &Singleton, _: &Place) -> Outputs {
        Outputs::default()
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let read = |cloud: &Cloud| {
            let object = cloud.seen(Self::NAME, aws.region(), id);
            Ok(object.map(|object| {
                Live::new(Outputs::default(), serde_json::from_value(object.spec).unwrap())
            }))
        };
        cloud(aws).call(Operation::Read, id, read).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let create = |cloud: &Cloud| {
            cloud.write(Self::NAME, aws.region(), ID, Some(self.object(aws)));
            Ok(ID.to_owned())
        };
        cloud(aws).call(Operation::Create, ID, create).await
    }

    async fn update(&self, aws: &Aws, id: &str, _: &Live<Self>) -> Result<()> {
        let update = |cloud: &Cloud| {
            cloud.write(Self::NAME, aws.region(), id, Some(self.object(aws)));
            Ok(())
        };
        cloud(aws).call(Operation::Update, id, update).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let delete = |cloud: &Cloud| {
            cloud.write(Self::NAME, aws.region(), id, None);
            Ok(())
        };
        cloud(aws).call(Operation::Delete, id, delete).await
    }
}

impl FakeSetting {
    fn object(&self, aws: &Aws) -> Object {
        Object {
            kind: Self::NAME,
            region: aws.region().to_owned(),
            id: ID.to_owned(),
            name: ID.to_owned(),
            spec: serde_json::json!(self),
            outputs: BTreeMap::new(),
        }
    }
}

fn cloud(aws: &Aws) -> std::sync::Arc<Cloud> {
    Cloud::of(aws.account())
}
