//! `fake.vault`: an object that holds data, and whose id is the cloud's invention.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cloud::{Cloud, Object, Operation, error};
use aws::tags::Tags;
use aws::{Aws, ErrorKind};
use kind::{Access, Calls, Concern, Console, Data, Facts, Kind, Live, Named, Place, Result};

/// A vault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FakeParent {
    /// Name of the vault; several may have the same.
    #[schemars(extend("x-create-only" = true))]
    pub name: String,
    /// A plain field.
    #[serde(default)]
    pub size: Option<u32>,
    /// A field that only a new vault can have otherwise.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true))]
    pub class: Option<String>,
    /// Shelves by name, of which the cloud takes new ones alone.
    #[serde(default)]
    #[schemars(extend("x-append-only" = true))]
    pub shelves: BTreeMap<String, Shelf>,
    /// Things that must exist.
    #[serde(default)]
    pub needs: Vec<String>,
    /// A thing that must exist, and may be named later.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub link: Option<String>,
    /// Tags of the vault.
    #[serde(default)]
    pub tags: Tags,
}

/// A shelf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// How high it hangs.
    #[serde(default)]
    pub height: Option<u32>,
}

/// What others may refer to.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Outputs {
    /// An id of the cloud's invention.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
}

impl Kind for FakeParent {
    const NAME: &'static str = "fake.vault";
    const FACTS: Facts = Facts {
        data: Some(Data { moves: "what is in it", follows: "who has the key" }),
        ..Facts::of(Concern::Storage)
    };
    const CONSOLE: Console = Console::Nowhere("the cloud is in memory");
    const CALLS: &'static [Calls] = &[];
    const ACCESS: &'static [Access] = &[];
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { id: None, name: Some(identity.name.clone()) }
    }

    fn created_outputs(identity: &Named, id: &str, _: &Place) -> Outputs {
        Outputs { id: Some(id.to_owned()), name: Some(identity.name.clone()) }
    }

    async fn find(aws: &Aws, identity: &Named, _: &Tags) -> Result<Vec<String>> {
        let find = |cloud: &Cloud| {
            let objects = cloud.objects().into_iter();
            let named = objects.filter(|object| {
                object.kind == Self::NAME
                    && object.region == aws.region()
                    && object.name == identity.name
            });
            Ok(named.map(|object| object.id).collect())
        };
        cloud(aws).call(Operation::Find, &identity.name, find).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let read = |cloud: &Cloud| {
            let object = cloud.seen(Self::NAME, aws.region(), id);
            Ok(object.map(|object| {
                let spec = spec_of(&object);
                Live::new(Outputs { id: Some(object.id), name: Some(object.name) }, spec)
            }))
        };
        cloud(aws).call(Operation::Read, id, read).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let create = |cloud: &Cloud| {
            cloud.check_references(self.needs.iter().chain(&self.link))?;
            let id = cloud.invent("vault");
            let object = Object {
                kind: Self::NAME,
                region: aws.region().to_owned(),
                id: id.clone(),
                name: self.name.clone(),
                spec: serde_json::json!(self),
                outputs: BTreeMap::from([("id", id.clone()), ("name", self.name.clone())]),
            };
            cloud.write(Self::NAME, aws.region(), &id, Some(object));
            Ok(id)
        };
        cloud(aws).call(Operation::Create, &self.name, create).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        let wanted = Self { name: live.name.clone(), class: live.class.clone(), ..self.clone() };
        let update = |cloud: &Cloud| {
            let Some(object) = cloud.actual(Self::NAME, aws.region(), id) else {
                return Err(error(ErrorKind::NotFound, "there is no such vault"));
            };
            let known: Vec<&String> = live.needs.iter().chain(&live.link).collect();
            let named = self.needs.iter().chain(&self.link);
            cloud.check_references(named.filter(|reference| !known.contains(reference)))?;
            let spec = serde_json::json!(wanted);
            let object = Object { spec, ..object };
            cloud.write(Self::NAME, aws.region(), id, Some(object));
            Ok(())
        };
        cloud(aws).call(Operation::Update, &self.name, update).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let delete = |cloud: &Cloud| {
            if let Some(object) = cloud.actual(Self::NAME, aws.region(), id) {
                cloud.check_unused(&object)?;
                cloud.write(Self::NAME, aws.region(), id, None);
            }
            Ok(())
        };
        cloud(aws).call(Operation::Delete, id, delete).await
    }
}

fn cloud(aws: &Aws) -> std::sync::Arc<Cloud> {
    Cloud::of(aws.account())
}

fn spec_of(object: &Object) -> FakeParent {
    serde_json::from_value(object.spec.clone()).unwrap()
}
