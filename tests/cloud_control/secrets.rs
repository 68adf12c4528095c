//! Properties that refer to secrets and that AWS never shows.

use std::sync::Mutex;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::json;

use crate::service::Service;
use crate::world::World;
use aws::Aws;
use engine::plan::Action;
use kind::Operations;
use kind::secret_store::{self, SecretStore, SecretVersion};

/// A store in memory: the versions of one secret.
struct Kept(Mutex<Vec<&'static str>>);

static KEPT: Kept = Kept(Mutex::new(Vec::new()));

impl Kept {
    fn write(&self, text: &'static str) {
        self.0.lock().unwrap().push(text);
    }

    fn version_of(&self, name: &str) -> Option<String> {
        let versions = self.0.lock().unwrap().len();
        (name == "database").then(|| versions.to_string())
    }
}

impl SecretStore for Kept {
    fn key(&self) -> &'static str {
        "kept"
    }

    fn noun(&self) -> &'static str {
        "secret"
    }

    fn operations(&self) -> &'static [Operations] {
        &[]
    }

    fn version<'a>(
        &'a self,
        _: &'a Aws,
        name: &'a str,
    ) -> BoxFuture<'a, aws::Result<Option<String>>> {
        ready(Ok(self.version_of(name))).boxed()
    }

    fn read<'a>(
        &'a self,
        _: &'a Aws,
        name: &'a str,
        version: Option<&'a str>,
    ) -> BoxFuture<'a, aws::Result<Option<SecretVersion>>> {
        let version = version.map(str::to_owned).or_else(|| self.version_of(name));
        let read = version.map(|version| {
            let index: usize = version.parse().unwrap();
            let text = self.0.lock().unwrap()[index - 1].to_owned().into();
            SecretVersion { version, text }
        });
        ready(Ok(read)).boxed()
    }
}

#[tokio::test]
async fn a_secret_that_aws_never_shows_changes_with_its_version() {
    secret_store::register([&KEPT as &dyn SecretStore]);
    KEPT.write("first-one");
    let world = World::new(Service::default()).await;
    let spec = |class: &str| {
        json!({ "AWS::RDS::DBInstance": { "main": {
            "DBInstanceIdentifier": "main", "Engine": "postgres", "DBInstanceClass": class,
            "AllocatedStorage": "20", "MasterUsername": "app",
            "MasterUserPassword": { "kept": "database" },
        } } })
        .to_string()
    };
    let password = || world.service.only("AWS::RDS::DBInstance")["MasterUserPassword"].clone();
    world.apply(&spec("db.t4g.micro")).await;
    assert_eq!(password(), "first-one");
    assert!(!world.state().to_string().contains("first-one"), "the state has no secret");
    assert_eq!(world.planned(&spec("db.t4g.micro")).await, []);

    KEPT.write("second-one");
    assert_eq!(world.planned(&spec("db.t4g.micro")).await, [Action::Update]);
    world.apply(&spec("db.t4g.micro")).await;
    assert_eq!(password(), "second-one");
    assert_eq!(world.planned(&spec("db.t4g.micro")).await, []);

    // Something else changes, and the patch holds the secret that is there.
    assert_eq!(world.apply(&spec("db.t4g.small")).await, [Action::Update]);
    assert_eq!(password(), "second-one");
    assert_eq!(world.planned(&spec("db.t4g.small")).await, []);
}
