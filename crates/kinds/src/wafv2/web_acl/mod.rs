//! `wafv2.web_acl`: rules that look at requests before what they are meant for.

mod action;
mod arn;
mod associations;
mod capacity;
mod check;
mod groups;
mod immunity;
mod inspection;
mod ip_sets;
mod logging;
mod matches;
mod operations;
mod rate;
mod request_part;
mod rule;
mod spec;
mod statement;
mod transformations;

use aws_sdk_wafv2::operation::get_web_acl::GetWebAclOutput;
use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Wafv2;
use crate::calls;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::{tags, whole};
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, OnlyWith, Place,
    RequiredPermission,
};

use arn::{Arn, Scope};
pub use spec::{Outputs, WebAcl};

/// What identifies a web ACL: its name, in its scope.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub name: String,
    #[serde(default)]
    pub scope: Scope,
}

/// The outcome of a change to a web ACL, which AWS accepts with the token of its last read. Where somebody else was first,
/// it is read once more.
macro_rules! with_token {
    ($aws:expr, $arn:expr, |$token:ident| $change:expr) => {{
        let mut attempts = 0;
        loop {
            let $token = token($aws, $arn).await?;
            attempts += 1;
            match $change {
                Err(error) if attempts < 5 && error.has_code("WAFOptimisticLockException") => {}
                outcome => break outcome,
            }
        }
    }};
}

impl Kind for WebAcl {
    const NAME: &'static str = "wafv2.web_acl";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console = Console::Page("wafv2/homev2/web-acl/{2}/{3}/overview?region={region}");
    const CALLS: &'static [Calls] = calls::WAFV2_WEB_ACL;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [RequiredPermission] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const KNOWN_BY: &'static str = "its ARN, such as `arn:aws:wafv2:us-east-2:123456789012:regional/webacl/api/01234567-89ab-cdef-0123-456789abcdef`";
    const IMPACT_WHILE_ABSENT: &'static str = "no rule looks at requests";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = Details;

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::check_place(self, place, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for resource in live.associations.difference(&self.associations) {
            let what = format!("no rule looks at requests to `{resource}` any more");
            consequences.interrupt(Path::field("associations"), what, "");
        }
        for (name, rule) in &self.rules {
            let is_reset = |live: &rule::Rule| live.rate.is_some() && live.rate != rule.rate;
            consequences! { consequences, Path::field("rules").key(name);
                warn "rate" if rule.rate.is_some() && live.rules.get(name).is_some_and(is_reset) =>
                    "AWS counts from the beginning, and limits nobody for up to a minute";
            }
        }
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        let list = list_name(identity.scope);
        let arns = aws.memo().get_or_try_init(&list, || list_all(aws, identity.scope)).await?;
        let is_it = |arn: &&String| Arn::parse(arn).is_ok_and(|it| it.name == identity.name);
        Ok(arns.iter().filter(is_it).cloned().collect())
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Arn { scope, name, id: own, .. } = Arn::parse(id)?;
        let parts = async {
            tokio::try_join!(
                read_tags(aws, id),
                logging::read(aws, id),
                associations::read(aws, scope, id),
                ip_sets::read(aws, scope, name),
            )
        };
        let Some((got, (tags, logging, associations, sets))) = whole(get(aws, id), parts).await?
        else {
            return Ok(None);
        };
        let live = member(got, "WebACL", |got| got.web_acl)?;
        let shown = live.visibility_config.clone();
        let spec = aws::read::<GetWebAclOutput, Self>(live)?;
        Ok(spec.map(|mut spec| {
            let outputs = Outputs {
                arn: Some(id.to_owned()),
                id: Some(own.to_owned()),
                name: Some(name.to_owned()),
            };
            if let Some(shown) = shown {
                spec.metrics = shown.cloud_watch_metrics_enabled;
                spec.sampled_requests = shown.sampled_requests_enabled;
                spec.metric_name = Some(shown.metric_name).filter(|metric| *metric != spec.name);
            }
            ip_sets::with_names(&mut spec.rules, &sets);
            let arns = sets.iter().map(|(name, (arn, _))| (name.clone(), arn.clone()));
            let details = Details { sets: arns.collect() };
            let ip_sets = sets.into_iter().map(|(name, (_, set))| (name, set)).collect();
            let spec = Self { scope, ip_sets, associations, logging, tags, ..spec };
            Live { spec, outputs, details }
        }))
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        optional(read_tags(aws, id).await)
    }

    /// Logs and what the web ACL stands before are left to the update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        let sets = ip_sets::write(aws, (self.scope, &self.name), &self.ip_sets).await?;
        let acl = Self { rules: ip_sets::with_arns(&self.rules, &sets), ..self.clone() };
        let request = acl.fill(aws.wafv2().create_web_acl())?.scope(self.scope.into());
        let request = request.visibility_config(self.visibility()?);
        let created = request.set_tags(Some(sdk_tags(&self.tags)?)).send().await?;
        aws.memo().remove(&list_name(self.scope));
        member(created, "Summary.ARN", |created| created.summary?.arn)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let Live { spec: live, details, .. } = live;
        // A set of another version is another set, which takes its name once rules have let go of the old one.
        let is_other = |(name, set): (&String, &ip_sets::IpSet)| {
            let wanted = self.ip_sets.get(name);
            wanted.is_some_and(|wanted| wanted.version != set.version).then(|| name.clone())
        };
        let remade: BTreeSet<String> = live.ip_sets.iter().filter_map(is_other).collect();
        if !remade.is_empty() {
            let mut without = live.clone();
            without.rules.retain(|_, rule| !ip_sets::names_any(rule, &remade));
            without.put(aws, id, &details.sets).await?;
            ip_sets::delete(aws, &details.arns(|name| remade.contains(name))).await?;
        }
        let sets = match self.ip_sets == live.ip_sets {
            true => details.sets.clone(),
            false => ip_sets::write(aws, (self.scope, &self.name), &self.ip_sets).await?,
        };
        if !remade.is_empty() || self.own_settings() != live.own_settings() {
            self.put(aws, id, &sets).await?;
        }
        ip_sets::delete(aws, &details.arns(|name| !self.ip_sets.contains_key(name))).await?;
        if self.logging != live.logging {
            logging::write(aws, id, self.logging.as_ref()).await?;
        }
        associations::update(aws, id, &self.associations, &live.associations).await?;
        let (untag, tag) = (aws.wafv2().untag_resource(), aws.wafv2().tag_resource());
        write_tags!(self.tags, live.tags, untag.resource_arn(id), tag.resource_arn(id), sdk_tags);
        Ok(())
    }

    /// AWS deletes a web ACL that stands before nothing, and with it the settings of its log.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let Arn { scope, name, id: own } = Arn::parse(id)?;
        let Some(standing) = optional(associations::read(aws, scope, id).await)? else {
            return Ok(());
        };
        associations::update(aws, id, &BTreeSet::new(), &standing).await?;
        let request = aws.wafv2().delete_web_acl().scope(scope.into()).name(name).id(own);
        with_token!(aws, id, |token| {
            deleted(request.clone().set_lock_token(token).send().await)
        })?;
        aws.memo().remove(&list_name(scope));
        let sets = ip_sets::read(aws, scope, name).await?;
        let arns: Vec<String> = sets.into_values().map(|(arn, _)| arn).collect();
        ip_sets::delete(aws, &arns).await
    }
}

impl Listed for WebAcl {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let list = list_name(Scope::Regional);
        let arns = aws.memo().get_or_try_init(&list, || list_all(aws, Scope::Regional)).await?;
        Ok(arns.to_vec())
    }
}

/// What an update needs besides the spec.
#[derive(Clone, Default)]
pub struct Details {
    /// The ARNs of the web ACL's own sets of addresses, by our names for them.
    sets: BTreeMap<String, String>,
}

impl Details {
    /// The ARNs of some sets.
    fn arns(&self, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
        let meant = self.sets.iter().filter(|(name, _)| is_meant(name));
        meant.map(|(_, arn)| arn.clone()).collect()
    }
}

impl WebAcl {
    /// The web ACL without what has calls of its own.
    fn own_settings(&self) -> Self {
        Self {
            ip_sets: BTreeMap::new(),
            associations: BTreeSet::new(),
            logging: None,
            tags: Tags::new(),
            ..self.clone()
        }
    }

    /// Writes the web ACL as a whole: AWS resets what is left out.
    async fn put(&self, aws: &Aws, arn: &str, sets: &BTreeMap<String, String>) -> Result<()> {
        let acl = Self { rules: ip_sets::with_arns(&self.rules, sets), ..self.clone() };
        let Arn { scope, name, id } = Arn::parse(arn)?;
        let request = acl.fill_update(aws.wafv2().update_web_acl())?;
        let request = request.scope(scope.into()).name(name).id(id);
        let request = request.visibility_config(acl.visibility()?);
        with_token!(aws, arn, |token| sent(request.clone().set_lock_token(token).send().await))
    }
}

/// The token of a web ACL's last read; none where it is gone.
async fn token(aws: &Aws, arn: &str) -> Result<Option<String>> {
    Ok(optional(get(aws, arn).await)?.and_then(|got| got.lock_token))
}

async fn get(aws: &Aws, arn: &str) -> Result<GetWebAclOutput> {
    let Arn { scope, name, id } = Arn::parse(arn)?;
    let request = aws.wafv2().get_web_acl().scope(scope.into()).name(name).id(id);
    Ok(request.send().await?)
}

fn list_name(scope: Scope) -> String {
    format!("wafv2/web acls/{}", scope.as_str())
}

/// The ARNs of all web ACLs of a scope, which are read once a run.
async fn list_all(aws: &Aws, scope: Scope) -> Result<Vec<String>> {
    let mut arns = Vec::new();
    let mut marker = None;
    loop {
        let request = aws.wafv2().list_web_acls().scope(scope.into()).limit(100);
        let page = request.set_next_marker(marker).send().await?;
        arns.extend(page.web_acls.unwrap_or_default().into_iter().filter_map(|acl| acl.arn));
        marker = non_empty(page.next_marker);
        if marker.is_none() {
            return Ok(arns);
        }
    }
}

async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let answer = aws.wafv2().list_tags_for_resource().resource_arn(arn).send().await?;
    let info = member(answer, "TagInfoForResource", |answer| answer.tag_info_for_resource)?;
    let tags = info.tag_list.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key, tag.value))))
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    tags.iter().map(|(key, value)| Ok(sdk::Tag::builder().key(key).value(value).build()?)).collect()
}
