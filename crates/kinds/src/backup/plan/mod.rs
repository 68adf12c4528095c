//! `backup.plan`: when AWS Backup makes recovery points, of what, and how long it keeps them.

mod check;
mod schedule;
mod selections;
mod spec;

use aws_sdk_backup::operation::get_backup_plan::GetBackupPlanOutput;
use aws_sdk_backup::types as sdk;
use futures_util::future::try_join_all;

use super::{Backup, NAME, read_tags, update_tags};
use crate::calls;
use crate::lists::items;
use crate::ownership::ours_or_all;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, OnlyWith, Place,
    RequiredPermission,
};

pub use spec::{Outputs, Plan};
use spec::{Rule, Scanner};

impl Kind for Plan {
    const NAME: &'static str = "backup.plan";
    const FACTS: Facts = Facts::of(Concern::Storage);
    const CONSOLE: Console = Console::Page("backup/home?region={region}#/backupplan/details/{id}");
    const CALLS: &'static [Calls] = calls::BACKUP_PLAN;
    const ACCESS: &'static [Access] =
        &[Access::to(NAME, &["arn:{partition}:backup:{region}:{account}:backup-plan:*"])
            .except(&[(&["ListBackupPlans"], &["*"])])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("selections.*.role", &["backup.amazonaws.com"]),
        RequiredPermission::pass_role(
            "malware_scanners.*.role",
            &["malware-protection.guardduty.amazonaws.com"],
        ),
    ];
    const ONLY_WITH: &'static [OnlyWith] =
        &[OnlyWith::of(&["selections"], &["CreateBackupSelection"])];
    const KNOWN_BY: &'static str = "its id, such as `1234abcd-12ab-34cd-56ef-1234567890ab`";
    const IMPACT_WHILE_ABSENT: &'static str = "nothing is backed up";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    /// The ids of the selections, by their names.
    type Details = BTreeMap<String, Vec<String>>;

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, ownership: &Tags) -> Result<Vec<String>> {
        let plans = aws.memo().get_or_try_init(PLANS, || plans(aws)).await?;
        let named = plans.iter().filter(|plan| plan.backup_plan_name() == Some(&identity.name));
        let named =
            named.filter_map(|plan| Some((plan.backup_plan_id()?, plan.backup_plan_arn()?)));
        let named: Vec<(String, String)> =
            named.map(|(id, arn)| (id.to_owned(), arn.to_owned())).collect();
        let tagged = named
            .into_iter()
            .map(|(id, arn)| async move { Ok::<_, AwsError>((id, read_tags(aws, &arn).await?)) });
        let named = try_join_all(tagged).await?;
        Ok(ours_or_all(named.into_iter(), ownership))
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let answer = optional(aws.backup().get_backup_plan().backup_plan_id(id).send().await)?;
        let Some(answer) = answer.filter(|plan| plan.deletion_date.is_none()) else {
            return Ok(None);
        };
        let arn = answer.backup_plan_arn.clone();
        let plan = member(answer, "BackupPlan", |answer| answer.backup_plan)?;
        let (tags, (selections, ids)) = tokio::try_join!(
            read_tags(aws, arn.as_deref().unwrap_or_default()),
            selections::read(aws, id),
        )?;
        let outputs =
            Outputs { id: Some(id.to_owned()), arn, name: Some(plan.backup_plan_name.clone()) };
        let plan = Self {
            selections,
            tags,
            ..Self::of(plan).map_err(AwsError::in_answer::<GetBackupPlanOutput>)?
        };
        Ok(Some(Live { details: ids, ..Live::new(outputs, plan) }))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = aws.backup().create_backup_plan().backup_plan(self.input()?);
        let answer = request.set_backup_plan_tags(self.tags.to_aws()?).send().await?;
        aws.memo().remove(PLANS);
        member(answer, "BackupPlanId", |answer| answer.backup_plan_id)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (outputs, ids, live) = (&live.outputs, &live.details, &live.spec);
        let rest =
            |plan: &Self| Self { selections: BTreeMap::new(), tags: Tags::new(), ..plan.clone() };
        if rest(self) != rest(live) {
            let request = aws.backup().update_backup_plan().backup_plan_id(id);
            request.backup_plan(self.input()?).send().await?;
        }
        selections::update(aws, id, &self.selections, &live.selections, ids).await?;
        let arn = outputs.arn.as_deref().unwrap_or_default();
        update_tags(aws, arn, &self.tags, &live.tags).await
    }

    /// AWS refuses to delete a plan that has selections.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let answer = optional(aws.backup().get_backup_plan().backup_plan_id(id).send().await)?;
        if answer.is_none_or(|plan| plan.deletion_date.is_some()) {
            return Ok(());
        }
        for selection in selections::ids(aws, id).await?.into_values().flatten() {
            selections::delete(aws, id, &selection).await?;
        }
        aws.memo().remove(PLANS);
        deleted(aws.backup().delete_backup_plan().backup_plan_id(id).send().await)
    }
}

impl Listed for Plan {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let plans = aws.memo().get_or_try_init(PLANS, || plans(aws)).await?;
        Ok(plans.iter().filter_map(|plan| plan.backup_plan_id.clone()).collect())
    }
}

/// The name of the list of all plans of the region, which is read once a run.
const PLANS: &str = "backup plans";

async fn plans(aws: &Aws) -> Result<Vec<sdk::BackupPlansListMember>> {
    Ok(items!(aws.backup().list_backup_plans()))
}

impl Plan {
    /// What AWS has as the plan's document.
    fn of(plan: sdk::BackupPlan) -> Result<Self> {
        let mut rules = BTreeMap::new();
        for rule in plan.rules {
            rules.insert(rule.rule_name.clone(), Rule::demanded(Some(rule), "Rules")?);
        }
        let settings = plan.advanced_backup_settings.unwrap_or_default().into_iter();
        let settings = settings.filter_map(|setting| {
            let options = setting.backup_options.unwrap_or_default();
            Some((setting.resource_type?, options.into_iter().collect()))
        });
        let mut malware_scanners = BTreeMap::new();
        for scanner in plan.scan_settings.unwrap_or_default() {
            if let Some(name) = scanner.malware_scanner.clone() {
                let scanner = Scanner::demanded(Some(scanner), "ScanSettings")?;
                malware_scanners.insert(name.as_str().to_owned(), scanner);
            }
        }
        Ok(Self {
            name: plan.backup_plan_name,
            rules,
            selections: BTreeMap::new(),
            advanced_settings: settings.collect(),
            malware_scanners,
            tags: Tags::new(),
        })
    }

    /// The document, which an update replaces as a whole.
    fn input(&self) -> Result<sdk::BackupPlanInput> {
        let mut plan = sdk::BackupPlanInput::builder().backup_plan_name(&self.name);
        for (name, rule) in &self.rules {
            let input = sdk::BackupRuleInput::builder().rule_name(name);
            plan = plan.rules(rule.fill(input)?.build()?);
        }
        for (resource_type, options) in &self.advanced_settings {
            let setting = sdk::AdvancedBackupSetting::builder().resource_type(resource_type);
            let options = options.clone().into_iter().collect();
            plan = plan.advanced_backup_settings(setting.set_backup_options(Some(options)).build());
        }
        for (name, scanner) in &self.malware_scanners {
            let setting = sdk::ScanSetting::builder().malware_scanner(name.as_str().into());
            let setting = scanner.fill(setting)?.build();
            plan = plan.scan_settings(setting);
        }
        Ok(plan.build()?)
    }
}
