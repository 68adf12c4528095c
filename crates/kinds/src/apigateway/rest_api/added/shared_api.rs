//! An API as it is, and who has added what to it.

use std::sync::Arc;

use super::spec::RestApiRoutes;
use crate::apigateway::rest_api::ownership_record::OwnershipRecord;
use crate::apigateway::rest_api::snapshot::Snapshot;
use crate::prelude::*;

/// An API in which something of ours is, or is to be.
pub(super) struct SharedApi<'a> {
    pub aws: &'a Aws,
    pub api: &'a str,
    pub snapshot: Arc<Snapshot>,
    /// What is listed as ours.
    pub own: Option<OwnershipRecord>,
    /// What others have added.
    pub others: Vec<OwnershipRecord>,
}

impl<'a> SharedApi<'a> {
    /// Nothing where there is no such API.
    pub(super) async fn read(aws: &'a Aws, api: &'a str, name: &str) -> Result<Option<Self>> {
        let Some(snapshot) = Snapshot::read(aws, api).await? else {
            return Ok(None);
        };
        let (own, others): (Vec<_>, Vec<_>) = snapshot
            .ownership_records()?
            .into_iter()
            .partition(|ownership_record| ownership_record.name == name);
        Ok(Some(Self { aws, api, snapshot, own: own.into_iter().next(), others }))
    }

    /// The HTTP methods of a path, whoever has them.
    fn verbs(&self, path: &str) -> BTreeSet<String> {
        let mut resources = self.snapshot.resources.iter();
        let resource = resources.find(|resource| resource.path() == Some(path));
        let methods = resource.and_then(|resource| resource.resource_methods());
        methods.into_iter().flatten().map(|(verb, _)| verb.clone()).collect()
    }

    /// All paths that there are.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        self.snapshot.resources.iter().filter_map(|resource| resource.path.clone()).collect()
    }

    /// Whether methods are left once those of an ownership record are gone.
    pub(super) fn has_methods_besides(&self, ownership_record: &OwnershipRecord) -> bool {
        self.paths()
            .iter()
            .any(|path| self.verbs(path).iter().any(|verb| !ownership_record.has_route(path, verb)))
    }

    /// The paths that stay though no route of ours needs them: all that nobody of us has made, and those at or below
    /// which others have something, or are about to.
    pub(super) fn kept_paths(&self, ownership_record: &OwnershipRecord) -> BTreeSet<String> {
        let paths = self.paths();
        let is_others = |path: &String| {
            let is_needed = self.others.iter().any(|other| other.needed_paths().contains(path));
            let has_method =
                self.verbs(path).iter().any(|verb| !ownership_record.has_route(path, verb));
            is_needed || has_method || !ownership_record.paths.contains(path)
        };
        let others: BTreeSet<&String> = paths.iter().filter(|path| is_others(path)).collect();
        let is_kept = |path: &&String| {
            let below = format!("{path}/");
            others.iter().any(|other| other == path || other.starts_with(&below))
        };
        paths.iter().filter(is_kept).cloned().collect()
    }

    /// Refuses what is wanted and somebody else has, or nobody.
    pub(super) fn refuse_taken(&self, wanted: &RestApiRoutes) -> Result<()> {
        let nothing = OwnershipRecord::default();
        let own = self.own.as_ref().unwrap_or(&nothing);
        let mut refusals = self.rival_claims(wanted);
        let is_told = |place: &str, refusals: &[String]| {
            refusals.iter().any(|refusal| refusal.starts_with(&format!("{place}: ")))
        };
        for (path, methods) in &wanted.routes {
            let there = self.verbs(path);
            for verb in methods.keys().filter(|verb| there.contains(*verb)) {
                let place = Path::field("routes").key(path).key(verb).to_string();
                if !own.has_route(path, verb)
                    && !wanted.take_existing
                    && !is_told(&place, &refusals)
                {
                    refusals.push(format!(
                        "{place}: the API has this route already, and it is not from here; write `take_existing: \
                         true` to take it over"
                    ));
                }
            }
        }
        let names = |names: Vec<Option<&str>>| -> BTreeSet<String> {
            names.into_iter().flatten().map(str::to_owned).collect()
        };
        let snapshot = &self.snapshot;
        let parts = [
            (
                "models",
                names(snapshot.models.iter().map(|it| it.name()).collect()),
                &own.models,
                wanted.models.keys().collect::<Vec<_>>(),
            ),
            (
                "request_validators",
                names(snapshot.validators.iter().map(|it| it.name()).collect()),
                &own.request_validators,
                wanted.request_validators.keys().collect(),
            ),
            (
                "authorizers",
                names(snapshot.authorizers.iter().map(|it| it.name()).collect()),
                &own.authorizers,
                wanted.authorizers.keys().collect(),
            ),
        ];
        for (field, there, own, wanted) in parts {
            for name in
                wanted.into_iter().filter(|name| there.contains(*name) && !own.contains(*name))
            {
                let place = Path::field(field).key(name).to_string();
                if !is_told(&place, &refusals) {
                    refusals.push(format!(
                        "{place}: the API has one of this name already, and it is not from here; call it otherwise"
                    ));
                }
            }
        }
        refusals.extend(self.lacking(wanted));
        refused(&refusals)
    }

    /// What is wanted and stands in the ownership record of another stack as well.
    pub(super) fn rival_claims(&self, wanted: &RestApiRoutes) -> Vec<String> {
        let mut claims = Vec::new();
        for other in &self.others {
            let mut claim = |path: Path| {
                claims.push(format!(
                    "{path}: it belongs to {} (`{}`), which has added it to the API",
                    other.owner(),
                    other.name,
                ));
            };
            for (path, methods) in &wanted.routes {
                for verb in methods.keys().filter(|verb| other.has_route(path, verb)) {
                    claim(Path::field("routes").key(path).key(verb));
                }
            }
            let claimed = |names: &BTreeSet<String>, name: &&String| names.contains(*name);
            for name in wanted.models.keys().filter(|name| claimed(&other.models, name)) {
                claim(Path::field("models").key(name));
            }
            let validators = wanted.request_validators.keys();
            for name in validators.filter(|name| claimed(&other.request_validators, name)) {
                claim(Path::field("request_validators").key(name));
            }
            for name in wanted.authorizers.keys().filter(|name| claimed(&other.authorizers, name)) {
                claim(Path::field("authorizers").key(name));
            }
        }
        claims
    }

    /// What is named of the API, and it does not have.
    fn lacking(&self, wanted: &RestApiRoutes) -> Vec<String> {
        let mut lacking = Vec::new();
        let stages: BTreeSet<&str> =
            self.snapshot.stages.iter().filter_map(|stage| stage.stage_name()).collect();
        for stage in wanted.stages.iter().filter(|stage| !stages.contains(stage.as_str())) {
            lacking.push(format!("stages: the API has no stage `{stage}`"));
        }
        let authorizers: BTreeSet<&str> =
            self.snapshot.authorizers.iter().filter_map(|it| it.id()).collect();
        for (path, methods) in &wanted.routes {
            for (verb, method) in methods {
                let name = method.authorization.as_str();
                let is_known = ["NONE", "AWS_IAM"].contains(&name)
                    || wanted.authorizers.contains_key(name)
                    || authorizers.contains(name);
                if !is_known {
                    let place = Path::field("routes").key(path).key(verb).key("authorization");
                    lacking
                        .push(format!("{place}: the API has no authorizer with the id `{name}`"));
                }
            }
        }
        lacking
    }
}

/// An error of all refusals, if there are any.
pub(super) fn refused(refusals: &[String]) -> Result<()> {
    match refusals {
        [] => Ok(()),
        refusals => Err(AwsError::new(refusals.join("\n"))),
    }
}
