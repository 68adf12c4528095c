//! Capacity that follows the traffic. DynamoDB leaves this to Application Auto Scaling, where each of
//! reads and writes of a table or an index is a target with one policy.

use aws_sdk_applicationautoscaling::operation::describe_scaling_policies::DescribeScalingPoliciesOutput;
use aws_sdk_applicationautoscaling::types::{
    MetricType, PolicyType, PredefinedMetricSpecification, ScalableDimension, ScalableTarget,
    ScalingPolicy, ServiceNamespace,
};
use aws_sdk_dynamodb::types::TableDescription;
use futures_util::future::try_join_all;

use super::throughput::{Provisioned, is_on_demand};
use super::types::{Capacity, Scaling, Table, Units};
use crate::application_autoscaling::ApplicationAutoScaling;
use crate::prelude::*;

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

/// Names the target of a request.
macro_rules! of_target {
    ($request:expr, $target:expr, $table:expr) => {
        $request
            .service_namespace(ServiceNamespace::Dynamodb)
            .resource_id($target.resource($table))
            .scalable_dimension($target.dimension())
    };
}

/// The scaling that a spec asks for.
pub fn wanted(table: &Table) -> Scalings {
    let indexes = table.global_secondary_indexes.iter();
    let indexes = indexes.map(|(name, index)| (Some(name), &index.capacity));
    let all = std::iter::once((None, &table.capacity)).chain(indexes);
    let provisioned = all.filter_map(|(index, capacity)| Some((index, capacity.as_ref()?)));
    let units = provisioned.flat_map(|(index, capacity)| {
        [(index, Access::Read, &capacity.read), (index, Access::Write, &capacity.write)]
    });
    units
        .filter_map(|(index, access, units)| {
            Some((Target { index: index.cloned(), access }, units.scaling()?.clone()))
        })
        .collect()
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
    let scalings = try_join_all(targets.into_iter().map(|(target, minimum, maximum)| async move {
        let policy = policies(aws, name, &target).await?.into_iter().next();
        let settings =
            policy.and_then(|policy| policy.target_tracking_scaling_policy_configuration);
        let scaling = aws::read::<DescribeScalingPoliciesOutput, Scaling>(settings)?;
        Ok::<_, aws::AwsError>(
            scaling.map(|scaling| (target, Scaling { minimum, maximum, ..scaling })),
        )
    }))
    .await?;
    Ok(scalings.into_iter().flatten().collect())
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
    let request = request.service_namespace(ServiceNamespace::Dynamodb);
    let request = request.set_resource_ids(Some(resources)).into_paginator();
    let live: Vec<ScalableTarget> = request.items().send().collect::<Result<_, _>>().await?;
    let found = live.into_iter().filter_map(|live| {
        let target = possible.iter().find(|target| {
            target.resource(name) == live.resource_id
                && target.dimension() == live.scalable_dimension
        })?;
        Some((target.clone(), live.min_capacity, live.max_capacity))
    });
    Ok(found.collect())
}

/// The policies of a target that follow its utilization: one at most, unless somebody else added more.
async fn policies(aws: &Aws, table: &str, target: &Target) -> Result<Vec<ScalingPolicy>> {
    let request = aws.application_autoscaling().describe_scaling_policies();
    let request = of_target!(request, target, table).into_paginator();
    let mut found: Vec<ScalingPolicy> = request.items().send().collect::<Result<_, _>>().await?;
    // The filter by resource is by name, and one resource's name may contain another's.
    found.retain(|policy| {
        let settings = policy.target_tracking_scaling_policy_configuration();
        let metric = settings.and_then(|settings| settings.predefined_metric_specification());
        policy.resource_id == target.resource(table)
            && metric.is_some_and(|metric| metric.predefined_metric_type == target.metric())
    });
    Ok(found)
}

/// Ends the scaling of what no longer scales, or is about to be rebuilt.
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
    let request = aws.application_autoscaling().deregister_scalable_target();
    deleted(of_target!(request, target, table).send().await)
}

async fn register(aws: &Aws, table: &str, target: &Target, scaling: &Scaling) -> Result<()> {
    let request = aws.application_autoscaling().register_scalable_target();
    let request = request.min_capacity(scaling.minimum).max_capacity(scaling.maximum);
    of_target!(request, target, table).send().await?;
    // AWS refuses a second policy for the same metric, so one that goes by another name is kept.
    let existing = policies(aws, table, target).await?.into_iter().next();
    let metric = target.metric();
    let name = existing.map_or(metric.as_str().to_owned(), |policy| policy.policy_name);
    let metric = PredefinedMetricSpecification::builder().predefined_metric_type(metric);
    let mut settings = scaling.to_aws()?;
    if let Some(settings) = &mut settings {
        settings.predefined_metric_specification = Some(metric.build()?);
    }
    let request = aws.application_autoscaling().put_scaling_policy().policy_name(name);
    let request = request.policy_type(PolicyType::TargetTrackingScaling);
    let request = request.set_target_tracking_scaling_policy_configuration(settings);
    sent(of_target!(request, target, table).send().await)
}
