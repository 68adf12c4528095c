//! `fake.drawer`: an object without tags that lives in a vault and is gone with it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FakeParent;
use crate::cloud::{Cloud, Object, Operation, error};
use aws::tags::Tags;
use aws::{Aws, ErrorKind};
use kind::{Access, Calls, Concern, Console, Facts, Kind, Live, Parent, Place, Result};

/// A drawer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FakeChild {
    /// Name of the drawer; several may have the same.
    #[schemars(extend("x-create-only" = true))]
    pub name: String,
    /// Id of the vault that it is in.
    #[schemars(extend("x-create-only" = true))]
    pub vault: String,
    /// A plain field.
    #[serde(default)]
    pub size: Option<u32>,
}

/// What a drawer is searched by.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub name: String,
    pub vault: String,
}

/// What others may refer to.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Outputs {
    /// An id of the cloud's invention.
    pub id: Option<String>,
}

impl Kind for FakeChild {
    const NAME: &'static str = "fake.drawer";
    const FACTS: Facts = Facts {
        parent: Some(Parent::of(FakeParent::NAME, "vault")),
        ..Facts::of(Concern::Storage)
    };
    const CONSOLE: Console = Console::Nowhere("the cloud is in memory");
    const CALLS: &'static [Calls] = &[];
    const ACCESS: &'static [Access] = &[];
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Identity, _: &Place) -> Option<String> {
        None
    }

    fn predict(_: &Identity, _: &Place) -> Outputs {
        Outputs::default()
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        let find = |cloud: &Cloud| {
            let objects = cloud.objects().into_iter();
            let named = objects.filter(|object| {
                object.kind == Self::NAME
                    && object.name == identity.name
                    && spec_of(object).vault == identity.vault
            });
            Ok(named.map(|object| object.id).collect())
        };
        cloud(aws).call(Operation::Find, &identity.name, find).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let read = |cloud: &Cloud| {
            let object = cloud.seen(Self::NAME, aws.region(), id);
            let inside = object.filter(|object| has_vault(cloud, aws, &spec_of(object)));
            Ok(inside.map(|object| {
                let spec = spec_of(&object);
                Live::new(Outputs { id: Some(object.id) }, spec)
            }))
        };
        cloud(aws).call(Operation::Read, id, read).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let create = |cloud: &Cloud| {
            if !has_vault(cloud, aws, self) {
                return Err(error(ErrorKind::NotFound, "there is no such vault"));
            }
            let id = cloud.invent("drawer");
            let object = Object {
                kind: Self::NAME,
                region: aws.region().to_owned(),
                id: id.clone(),
                name: self.name.clone(),
                spec: serde_json::json!(self),
                outputs: BTreeMap::from([("id", id.clone())]),
            };
            cloud.write(Self::NAME, aws.region(), &id, Some(object));
            Ok(id)
        };
        cloud(aws).call(Operation::Create, &self.name, create).await
    }

    async fn update(&self, aws: &Aws, id: &str, _: &Live<Self>) -> Result<()> {
        let update = |cloud: &Cloud| {
            let Some(object) = cloud.actual(Self::NAME, aws.region(), id) else {
                return Err(error(ErrorKind::NotFound, "there is no such drawer"));
            };
            let spec = serde_json::json!(self);
            cloud.write(Self::NAME, aws.region(), id, Some(Object { spec, ..object }));
            Ok(())
        };
        cloud(aws).call(Operation::Update, &self.name, update).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let delete = |cloud: &Cloud| {
            cloud.write(Self::NAME, aws.region(), id, None);
            Ok(())
        };
        cloud(aws).call(Operation::Delete, id, delete).await
    }
}

fn cloud(aws: &Aws) -> std::sync::Arc<Cloud> {
    Cloud::of(aws.account())
}

fn has_vault(cloud: &Cloud, aws: &Aws, drawer: &FakeChild) -> bool {
    let vault = cloud.actual(FakeParent::NAME, aws.region(), &drawer.vault);
    vault.is_some()
}

fn spec_of(object: &Object) -> FakeChild {
    serde_json::from_value(object.spec.clone()).unwrap()
}
