//! The settings of targets that EventBridge and EventBridge Scheduler have alike. Each has types of its own for them in the
//! SDK, so they are written once and made for each.

use crate::prelude::*;

/// The ARN of an SQS queue.
pub(crate) const QUEUE: &str = r"^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?$";
/// The ARN of a role.
pub(crate) const ROLE: &str = r"^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+$";

/// Defines the settings for a crate of the SDK. Tags of a task are converted by a module of its own.
macro_rules! target_settings {
    ($sdk:ident, tags $tags:path) => {
        pub(super) use $sdk::types as sdk;

        use $crate::forms::Word;
        use $crate::prelude::*;

        /// How long AWS goes on trying to reach the target.
        #[spec(sdk::RetryPolicy)]
        pub struct Retry {
            /// How often AWS tries again at most: 0–185. Absent: 185.
            #[field(default = 185, range = 0..=185, aws = maximum_retry_attempts)]
            pub attempts: i32,
            /// For how many seconds AWS tries again at most: 60–86,400 (a day). Absent: 86,400.
            #[field(default = 86_400, range = 60..=86_400, aws = maximum_event_age_in_seconds)]
            pub max_age_seconds: i32,
        }

        /// The tasks that are started in a cluster of ECS.
        #[spec(sdk::EcsParameters)]
        #[inside(network_configuration = sdk::NetworkConfiguration)]
        pub struct Ecs {
            /// ARN of the task definition; without a revision, the latest active one.
            #[field(required, length = 1..=1600, aws = task_definition_arn)]
            pub task_definition: String,
            /// How many tasks are started. Absent: one.
            #[field(default = 1, range = 1..)]
            pub task_count: i32,
            /// `EC2`, `FARGATE` or `EXTERNAL`. Absent: what the cluster's default strategy says.
            #[field(known = ["EC2", "FARGATE", "EXTERNAL"], with = Word::<sdk::LaunchType>)]
            pub launch_type: Option<String>,
            /// Where the tasks stand in a VPC; needed with network mode `awsvpc`, and so with Fargate.
            #[field(aws = network_configuration.awsvpc_configuration)]
            pub network: Option<Network>,
            /// The version of Fargate, such as `1.4.0`. Absent: the latest.
            #[field(length = 1..=64)]
            pub platform_version: Option<String>,
            /// The task group. Up to 255 characters.
            #[field(length = 1..=255)]
            pub group: Option<String>,
            /// By capacity provider, such as `FARGATE_SPOT`, how the tasks are spread: at most 6. It excludes
            /// `launch_type`.
            #[field(entries = ..=6, aws = capacity_provider_strategy, with = capacity)]
            pub capacity_providers: BTreeMap<String, Share>,
            /// Whether ECS tags the tasks with their cluster and service.
            #[field(aws = enable_ecs_managed_tags)]
            pub managed_tags: bool,
            /// Whether people may run commands in the containers (ECS Exec).
            #[field(aws = enable_execute_command)]
            pub execute_command: bool,
            /// On which instances tasks may stand. At most 10.
            #[field(length = ..=10)]
            pub placement_constraints: Vec<PlacementConstraint>,
            /// How tasks are spread over instances, in this order. At most 5.
            #[field(length = ..=5)]
            pub placement_strategy: Vec<PlacementStrategy>,
            /// `TASK_DEFINITION` gives the tasks its tags. Absent: they get none of it.
            #[field(known = ["TASK_DEFINITION"], with = Word::<sdk::PropagateTags>)]
            pub propagate_tags: Option<String>,
            /// A text by which the tasks can be told. Up to 1,024 characters.
            #[field(length = 1..=1024)]
            pub reference_id: Option<String>,
            /// Tags of the tasks. At most 50.
            #[field(entries = ..=50, with = $tags)]
            pub tags: Tags,
        }

        /// Where tasks stand in a VPC.
        #[spec(sdk::AwsVpcConfiguration)]
        pub struct Network {
            /// Ids of the subnets, all of one VPC. At most 16.
            #[field(required, length = 1..=16)]
            pub subnets: BTreeSet<String>,
            /// Ids of the security groups, at most 5. Absent: the default one of the VPC.
            #[field(length = ..=5)]
            pub security_groups: BTreeSet<String>,
            /// Whether the tasks get public addresses.
            #[field(aws = assign_public_ip, with = public_ip)]
            pub public_ip: bool,
        }

        /// The share of a capacity provider.
        #[spec]
        pub struct Share {
            /// The part of the tasks in proportion to the other weights: 0–1,000.
            #[field(range = 0..=1000)]
            pub weight: i32,
            /// How many tasks it gets first: 0–100,000, and more than 0 for one provider alone.
            #[field(range = 0..=100_000)]
            pub base: i32,
        }

        /// On which instances tasks may stand.
        #[spec(sdk::PlacementConstraint)]
        pub struct PlacementConstraint {
            /// `distinctInstance` or `memberOf`.
            #[field(known = ["distinctInstance", "memberOf"], with = Word::<sdk::PlacementConstraintType>)]
            pub r#type: Option<String>,
            /// Which instances, in the language of ECS's clusters, for `memberOf`. Up to 2,000 characters.
            #[field(length = ..=2000)]
            pub expression: Option<String>,
        }

        /// How tasks are spread over instances.
        #[spec(sdk::PlacementStrategy)]
        pub struct PlacementStrategy {
            /// `random`, `spread` or `binpack`.
            #[field(known = ["random", "spread", "binpack"], with = Word::<sdk::PlacementStrategyType>)]
            pub r#type: Option<String>,
            /// By what, such as `instanceId` or `memory`. Up to 255 characters.
            #[field(length = ..=255)]
            pub field: Option<String>,
        }

        conversions! {
            /// AWS's default is that tasks get no public address.
            public_ip: bool, sdk::AssignPublicIp {
                |said| said.map(|said| said == sdk::AssignPublicIp::Enabled),
                |is_public| is_public.then_some(sdk::AssignPublicIp::Enabled),
            }
            capacity: BTreeMap<String, Share>, Vec<sdk::CapacityProviderStrategyItem> {
                |said| said.map(|items| {
                    let shares = items.into_iter().map(|item| {
                        (item.capacity_provider, Share { weight: item.weight, base: item.base })
                    });
                    shares.collect()
                }),
                |shares| {
                    let items = shares.iter().map(|(provider, share)| {
                        let item = sdk::CapacityProviderStrategyItem::builder();
                        item.capacity_provider(provider).weight(share.weight).base(share.base).build()
                    });
                    Some(items.collect::<Result<Vec<_>, _>>()?).filter(|items| !items.is_empty())
                },
            }
            /// Parameters of a SageMaker pipeline, by their names.
            pipeline_parameters: BTreeMap<String, String>, sdk::SageMakerPipelineParameters {
                |said| said.and_then(|said| said.pipeline_parameter_list).map(|list| {
                    list.into_iter().map(|parameter| (parameter.name, parameter.value)).collect()
                }),
                |parameters| {
                    let list = parameters.iter().map(|(name, value)| {
                        sdk::SageMakerPipelineParameter::builder().name(name).value(value).build()
                    });
                    let list = list.collect::<Result<Vec<_>, _>>()?;
                    let parameters = sdk::SageMakerPipelineParameters::builder();
                    (!list.is_empty()).then(|| parameters.set_pipeline_parameter_list(Some(list)).build())
                },
            }
        }
    };
}
pub(crate) use target_settings;

/// A setting that is for targets of one service: its field, whether it is said, and whether an ARN is of that service.
pub(crate) struct Setting {
    pub field: &'static str,
    pub is_said: bool,
    pub is_for: bool,
    /// Whether AWS requires it for such a target.
    pub is_needed: bool,
}

/// Reports settings that are for other targets, and those that are missing.
pub(crate) fn check(settings: &[Setting], at: &Path, findings: &mut Findings) {
    for Setting { field, is_said, is_for, is_needed } in settings {
        let at = at.key(field);
        rules! { findings, at;
            Error if *is_needed && !is_said =>
                format!("the target needs `{field}`"),
                "AWS accepts no such target without",
                "write it, or choose another target";
            Warning if *is_said && !is_for =>
                format!("`{field}` is for targets of another service"),
                "it says nothing to this target",
                "remove it";
        }
    }
}

/// The service in an ARN, such as `sqs`; nothing where it is not known.
pub(crate) fn service_of(arn: &str) -> Option<&str> {
    let service = arn.split(':').nth(2)?;
    (unknown::leading(arn).is_none() && !unknown::in_text(service)).then_some(service)
}
