//! `fake.thing`: an object whose id is its name, with a field of every sort.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FakeParent;
use crate::cloud::{Cloud, Object, Operation, error};
use aws::tags::{self, Tags};
use aws::{Aws, ErrorKind};
use kind::{
    Abilities, Access, Awaited, Calls, Concern, Consequences, Console, Facts, Kind, Live, Named,
    Place, Result, WaitUntilUsable,
};
use language::value::{Auto, Path, Secret};

/// A thing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FakeObject {
    /// Name of the thing.
    #[schemars(extend("x-create-only" = true))]
    pub name: String,
    /// A plain field. The thing's revision is another whenever it changes.
    #[serde(default)]
    pub size: Option<u32>,
    /// A field that only a new thing can have otherwise.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true))]
    pub class: Option<String>,
    /// A field that the create call does not take.
    #[serde(default)]
    pub note: Option<String>,
    /// A field that AWS fills when it is omitted.
    #[serde(default)]
    pub level: Auto<u32>,
    /// A field that nobody may see.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Things that must exist.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Things that must exist, and that AWS does not delete while they are named here.
    #[serde(default)]
    #[schemars(extend("x-holds" = true))]
    pub attached: Vec<String>,
    /// Text that AWS does not look at.
    #[serde(default)]
    #[schemars(extend("x-value-only" = true))]
    pub value: Option<String>,
    /// A thing that must exist, and may be named later.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub link: Option<String>,
    /// Whether it is guarded, for which every vault must be there.
    #[serde(default)]
    pub guarded: bool,
    /// Tags of the thing.
    #[serde(default)]
    pub tags: Tags,
}

/// What others may refer to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Outputs {
    /// ARN, which follows from the name.
    pub arn: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// An id of the cloud's invention.
    pub id: Option<String>,
    /// Another text for each size.
    pub revision: Option<String>,
}

/// What the cloud takes where `level` is omitted.
const LEVEL: u32 = 7;

impl Kind for FakeObject {
    const NAME: &'static str = "fake.thing";
    const FACTS: Facts =
        Facts { volatile: &[("revision", &["size"])], ..Facts::of(Concern::Storage) };
    const CONSOLE: Console = Console::Nowhere("the cloud is in memory");
    const CALLS: &'static [Calls] = &[];
    const ACCESS: &'static [Access] = &[];
    const AWAITS: &'static [Awaited] = &[
        Awaited::all("guarded", FakeParent::NAME),
        Awaited::one("name", Self::NAME, "before-{name}"),
    ];
    const ABILITIES: Abilities<Self> = Abilities::NONE.waits_until_usable();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs {
            arn: Some(arn(&identity.name, place)),
            name: Some(identity.name.clone()),
            id: None,
            revision: None,
        }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let field = || Path::field("level");
        match (self.level.0, live.level.0) {
            (Some(wanted), Some(live)) if wanted < live => {
                consequences.refuse(field(), "a thing only rises", "make another one");
            }
            (Some(wanted), Some(live)) if wanted > live => {
                consequences.interrupt(field(), "nobody can use it while it rises", "");
            }
            _ => {}
        }
        if self.link != live.link {
            consequences.lose(Path::field("link"), "the old link is lost", "write it down");
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let read = |cloud: &Cloud| {
            let object = cloud.seen(Self::NAME, aws.region(), id);
            Ok(object.map(|object| {
                Live::new(
                    Outputs {
                        arn: object.outputs.get("arn").cloned(),
                        name: object.outputs.get("name").cloned(),
                        id: object.outputs.get("id").cloned(),
                        revision: object.outputs.get("revision").cloned(),
                    },
                    spec_of(&object),
                )
            }))
        };
        cloud(aws).call(Operation::Read, id, read).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let create = |cloud: &Cloud| {
            let region = aws.region();
            if cloud.actual(Self::NAME, region, &self.name).is_some() {
                let message = format!("a thing named {} exists already", self.name);
                return Err(error(ErrorKind::Refused, &message));
            }
            cloud.check_references(self.needs.iter().chain(&self.link))?;
            let object = self.object(cloud, &Place::new(aws.account(), region));
            cloud.write(Self::NAME, region, &self.name, Some(object));
            Ok(self.name.clone())
        };
        cloud(aws).call(Operation::Create, &self.name, create).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        if let Some(changes) = tags::changes(&self.tags, &live.tags) {
            let tag = |spec: &mut Self| {
                spec.tags.retain(|key, _| !changes.remove.contains(key));
                spec.tags.extend(changes.set);
            };
            self.change(aws, id, tag).await?;
        }
        let wanted = Self {
            tags: self.tags.clone(),
            class: live.class.clone(),
            level: Auto(self.level.0.or(live.level.0)),
            ..self.clone()
        };
        if serde_json::json!(wanted)
            != serde_json::json!(Self { tags: self.tags.clone(), ..live.clone() })
        {
            self.change(aws, id, |spec| *spec = wanted).await?;
        }
        Ok(())
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

impl WaitUntilUsable for FakeObject {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        cloud(aws).call(Operation::Wait, id, |_| Ok(())).await
    }
}

impl FakeObject {
    /// The thing that a create call makes: without what that does not take.
    fn object(&self, cloud: &Cloud, place: &Place) -> Object {
        let spec =
            Self { note: None, level: Auto(Some(self.level.0.unwrap_or(LEVEL))), ..self.clone() };
        Object {
            kind: Self::NAME,
            region: place.region.clone(),
            id: self.name.clone(),
            name: self.name.clone(),
            spec: serde_json::json!(spec),
            outputs: BTreeMap::from([
                ("arn", arn(&self.name, place)),
                ("name", self.name.clone()),
                ("id", cloud.invent("thing")),
                ("revision", cloud.invent("revision")),
            ]),
        }
    }

    /// One call that changes a thing.
    async fn change(&self, aws: &Aws, id: &str, change: impl FnOnce(&mut Self)) -> Result<()> {
        let update = |cloud: &Cloud| {
            let Some(mut object) = cloud.actual(Self::NAME, aws.region(), id) else {
                return Err(error(ErrorKind::NotFound, "there is no such thing"));
            };
            let before = spec_of(&object);
            let mut spec = before.clone();
            change(&mut spec);
            let known: Vec<&String> = before.needs.iter().chain(&before.link).collect();
            let named = spec.needs.iter().chain(&spec.link);
            cloud.check_references(named.filter(|reference| !known.contains(reference)))?;
            if spec.size != before.size {
                object.outputs.insert("revision", cloud.invent("revision"));
            }
            object.spec = serde_json::json!(spec);
            cloud.write(Self::NAME, aws.region(), id, Some(object));
            Ok(())
        };
        cloud(aws).call(Operation::Update, id, update).await
    }
}

fn cloud(aws: &Aws) -> Arc<Cloud> {
    Cloud::of(aws.account())
}

fn arn(name: &str, place: &Place) -> String {
    place.arn("fake", &format!("thing/{name}"))
}

fn spec_of(object: &Object) -> FakeObject {
    serde_json::from_value(object.spec.clone()).unwrap()
}
