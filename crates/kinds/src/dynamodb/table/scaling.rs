//! Capacity that follows the traffic. DynamoDB leaves this to Application Auto Scaling, where each of
//! reads and writes of a table or an index is a target with one policy.

use std::collections::BTreeMap;

use aws_sdk_applicationautoscaling::types::{
    MetricType, PolicyType, PredefinedMetricSpecification, ScalableDimension, ScalingPolicy,
    ServiceNamespace, TargetTrackingScalingPolicyConfiguration,
};
use aws_sdk_dynamodb::types::TableDescription;
use futures_util::future::try_join_all;

use super::Table;
use super::throughput::{Provisioned, is_on_demand};
use super::types::{Capacity, Scaling, Units};
use crate::application_autoscaling::ApplicationAutoScaling;
use aws::{Aws, Result, optional};

/// What scales: reads or writes of the table or of one of its indexes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    pub index: Option<String>,
    pub access: Access,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    Read,
    Write,
}

pub type Scalings = BTreeMap<Target, Scaling>;

impl Target {
    fn resource(&self, table: &str) -> String {
        match &self.index {
            None => format!("table/{table}"),
            Some(index) => format!("table/{table}/index/{index}"),
        }
    }

    fn dimension(&self) -> ScalableDimension {
        match (&self.index, self.access) {
            (None, Access::Read) => ScalableDimension::DynamoDbTableReadCapacityUnits,
            (None, Access::Write) => ScalableDimension::DynamoDbTableWriteCapacityUnits,
            (Some(_), Access::Read) => ScalableDimension::DynamoDbIndexReadCapacityUnits,
            (Some(_), Access::Write) => ScalableDimension::DynamoDbIndexWriteCapacityUnits,
        }
    }

    fn metric(&self) -> MetricType {
        match self.access {
            Access::Read => MetricType::DynamoDbReadCapacityUtilization,
            Access::Write => MetricType::DynamoDbWriteCapacityUtilization,
        }
    }

    /// All that a table with these indexes can have.
    fn all<'a>(indexes: impl Iterator<Item = &'a str>) -> Vec<Self> {
        let owners = std::iter::once(None).chain(indexes.map(|name| Some(name.to_owned())));
        owners
            .flat_map(|index| {
                [Access::Read, Access::Write].map(|access| Self { index: index.clone(), access })
            })
            .collect()
    }
}

/// The scaling that a spec asks for.
pub fn wanted(table: &Table) -> Scalings {
    let indexes = table.global_secondary_indexes.iter();
    let owners = std::iter::once((None, table.capacity.as_ref()))
        .chain(indexes.map(|(name, index)| (Some(name.clone()), index.capacity.as_ref())));
    let mut found = Scalings::new();
    for (index, capacity) in owners {
        for (access, units) in capacity
            .iter()
            .flat_map(|capacity| [(Access::Read, &capacity.read), (Access::Write, &capacity.write)])
        {
            if let Some(scaling) = units.scaling() {
                let index = index.clone();
                found.insert(Target { index, access }, scaling.clone());
            }
        }
    }
    found
}

/// Capacity as the spec writes it, from the units that are provisioned and the scaling that there is.
pub fn capacity(scalings: &Scalings, index: Option<&str>, current: Provisioned) -> Capacity {
    let units = |access, units: Option<i64>| {
        let index = index.map(str::to_owned);
        let scaling = scalings.get(&Target { index, access });
        scaling.map_or(Units::Fixed(units.unwrap_or(0)), |scaling| Units::Scaled(scaling.clone()))
    };
    Capacity { read: units(Access::Read, current.read), write: units(Access::Write, current.write) }
}

/// The scaling that is live. What is on demand has none.
pub async fn read(aws: &Aws, table: &TableDescription) -> Result<Scalings> {
    let name = table.table_name().unwrap_or_default();
    let targets = registered(aws, table).await?;
    let policies = try_join_all(targets.into_iter().map(|(target, minimum, maximum)| async move {
        let policy = policies(aws, name, &target).await?.into_iter().next();
        let settings =
            policy.and_then(|policy| policy.target_tracking_scaling_policy_configuration);
        Ok::<_, aws::AwsError>(settings.map(|settings| {
            let scaling = Scaling {
                minimum,
                maximum,
                target_utilization: settings.target_value(),
                scale_in_cooldown: settings.scale_in_cooldown().unwrap_or(0),
                scale_out_cooldown: settings.scale_out_cooldown().unwrap_or(0),
                disable_scale_in: settings.disable_scale_in().unwrap_or(false),
            };
            (target, scaling)
        }))
    }))
    .await?;
    Ok(policies.into_iter().flatten().collect())
}

/// The targets that are registered for a table and its indexes, with their minimum and maximum.
async fn registered(aws: &Aws, table: &TableDescription) -> Result<Vec<(Target, i32, i32)>> {
    if is_on_demand(table) {
        return Ok(Vec::new());
    }
    let name = table.table_name().unwrap_or_default();
    let indexes = table.global_secondary_indexes().iter().filter_map(|index| index.index_name());
    let possible = Target::all(indexes);
    let mut resources: Vec<String> = possible.iter().map(|target| target.resource(name)).collect();
    resources.dedup();
    let request = aws.application_autoscaling().describe_scalable_targets();
    let mut pages = request
        .service_namespace(ServiceNamespace::Dynamodb)
        .set_resource_ids(Some(resources))
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(live) = pages.next().await {
        let live = live?;
        let target = possible.iter().find(|target| {
            target.resource(name) == live.resource_id()
                && target.dimension() == *live.scalable_dimension()
        });
        if let Some(target) = target {
            found.push((target.clone(), live.min_capacity(), live.max_capacity()));
        }
    }
    Ok(found)
}

/// The policies of a target that follow its utilization: one at most, unless somebody else added more.
async fn policies(aws: &Aws, table: &str, target: &Target) -> Result<Vec<ScalingPolicy>> {
    let resource = target.resource(table);
    let request = aws.application_autoscaling().describe_scaling_policies();
    let mut pages = request
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(&resource)
        .scalable_dimension(target.dimension())
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(policy) = pages.next().await {
        let policy = policy?;
        let settings = policy.target_tracking_scaling_policy_configuration();
        let metric = settings.and_then(|settings| settings.predefined_metric_specification());
        let follows_utilization =
            metric.is_some_and(|metric| *metric.predefined_metric_type() == target.metric());
        // The filter by resource is by name, and one resource's name may contain another's.
        if policy.resource_id() == resource && follows_utilization {
            found.push(policy);
        }
    }
    Ok(found)
}

/// Ends the scaling of what no longer scales, or is about to be built anew.
pub async fn retire(aws: &Aws, table: &Table, live: &Table) -> Result<()> {
    let wanted = wanted(table);
    for target in self::wanted(live).keys() {
        let is_rebuilt = target.index.as_ref().is_some_and(|name| !table.keeps_index(name, live));
        if is_rebuilt || !wanted.contains_key(target) {
            deregister(aws, &live.name, target).await?;
        }
    }
    Ok(())
}

/// Starts or changes scaling where it differs.
pub async fn apply(aws: &Aws, table: &Table, live: &Table) -> Result<()> {
    let before = wanted(live);
    for (target, scaling) in wanted(table) {
        let is_kept = target.index.as_ref().is_none_or(|name| table.keeps_index(name, live));
        let before = before.get(&target).filter(|_| is_kept);
        if before != Some(&scaling) {
            register(aws, &table.name, &target, &scaling).await?;
        }
    }
    Ok(())
}

/// Ends all scaling of a table that is to be deleted: targets outlive what they scale.
pub async fn remove_all(aws: &Aws, table: &TableDescription) -> Result<()> {
    let name = table.table_name().unwrap_or_default();
    for (target, ..) in registered(aws, table).await? {
        deregister(aws, name, &target).await?;
    }
    Ok(())
}

/// Takes the policies of the target with it.
async fn deregister(aws: &Aws, table: &str, target: &Target) -> Result<()> {
    let request = aws
        .application_autoscaling()
        .deregister_scalable_target()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(target.resource(table))
        .scalable_dimension(target.dimension());
    optional(request.send().await)?;
    Ok(())
}

async fn register(aws: &Aws, table: &str, target: &Target, scaling: &Scaling) -> Result<()> {
    aws.application_autoscaling()
        .register_scalable_target()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(target.resource(table))
        .scalable_dimension(target.dimension())
        .min_capacity(scaling.minimum)
        .max_capacity(scaling.maximum)
        .send()
        .await?;
    // AWS refuses a second policy for the same metric, so one that goes by another name is kept.
    let existing = policies(aws, table, target).await?.into_iter().next();
    let metric = target.metric();
    let name = existing.map_or(metric.as_str().to_owned(), |policy| policy.policy_name);
    let metric = PredefinedMetricSpecification::builder().predefined_metric_type(metric);
    let settings = TargetTrackingScalingPolicyConfiguration::builder()
        .target_value(scaling.target_utilization)
        .predefined_metric_specification(metric.build()?)
        .scale_in_cooldown(scaling.scale_in_cooldown)
        .scale_out_cooldown(scaling.scale_out_cooldown)
        .disable_scale_in(scaling.disable_scale_in)
        .build()?;
    aws.application_autoscaling()
        .put_scaling_policy()
        .policy_name(name)
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(target.resource(table))
        .scalable_dimension(target.dimension())
        .policy_type(PolicyType::TargetTrackingScaling)
        .target_tracking_scaling_policy_configuration(settings)
        .send()
        .await?;
    Ok(())
}
