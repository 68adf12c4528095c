//! Terraform's types that no kind of our own manages: which types of AWS's registry they are, and which of their
//! attributes make up the identifier, in its order.

use terraform::mapping::table::{Line, own, part, text};
use terraform::state::Attributes;

/// Lines of the table: `"aws_sfn_state_machine" => "AWS::StepFunctions::StateMachine" [arn];`
macro_rules! types {
    ($($terraform:literal => $registry:literal [$($attribute:ident),+];)*) => {
        pub(crate) const LINES: &[Line] = &[
            $((&[$terraform], own($registry, |it| joined(it, &[$(stringify!($attribute)),+])))),*
        ];
    };
}

/// Lines of what is a resource of Terraform's and a property of an object of a type, with the attributes by which it names
/// that object.
macro_rules! parts {
    ($($terraform:literal => $registry:literal [$($attribute:ident),+];)*) => {
        pub(crate) const PARTS: &[Line] = &[
            $((&[$terraform], part($registry, |it| joined(it, &[$(stringify!($attribute)),+])))),*
        ];
    };
}

/// The attributes as Cloud Control writes an identifier; nothing where one of them is not known.
fn joined(attributes: &Attributes, names: &[&str]) -> Option<String> {
    let parts: Option<Vec<String>> = names.iter().map(|name| text(attributes, name)).collect();
    Some(parts?.join("|"))
}

types! {
    "aws_accessanalyzer_analyzer" => "AWS::AccessAnalyzer::Analyzer" [arn];
    "aws_amplify_app" => "AWS::Amplify::App" [arn];
    "aws_api_gateway_client_certificate" => "AWS::ApiGateway::ClientCertificate" [id];
    "aws_api_gateway_vpc_link" => "AWS::ApiGateway::VpcLink" [id];
    "aws_apigatewayv2_vpc_link" => "AWS::ApiGatewayV2::VpcLink" [id];
    "aws_appconfig_application" => "AWS::AppConfig::Application" [id];
    "aws_appconfig_environment" => "AWS::AppConfig::Environment" [application_id, environment_id];
    "aws_appsync_datasource" => "AWS::AppSync::DataSource" [arn];
    "aws_appsync_graphql_api" => "AWS::AppSync::GraphQLApi" [arn];
    "aws_appsync_resolver" => "AWS::AppSync::Resolver" [arn];
    "aws_athena_data_catalog" => "AWS::Athena::DataCatalog" [name];
    "aws_athena_named_query" => "AWS::Athena::NamedQuery" [id];
    "aws_athena_workgroup" => "AWS::Athena::WorkGroup" [name];
    "aws_autoscaling_group" => "AWS::AutoScaling::AutoScalingGroup" [name];
    "aws_autoscaling_policy" => "AWS::AutoScaling::ScalingPolicy" [arn];
    "aws_batch_compute_environment" => "AWS::Batch::ComputeEnvironment" [arn];
    "aws_batch_job_queue" => "AWS::Batch::JobQueue" [arn];
    "aws_bedrock_guardrail" => "AWS::Bedrock::Guardrail" [guardrail_arn];
    "aws_bedrockagent_agent" => "AWS::Bedrock::Agent" [agent_id];
    "aws_bedrockagent_knowledge_base" => "AWS::Bedrock::KnowledgeBase" [id];
    "aws_chatbot_slack_channel_configuration" => "AWS::Chatbot::SlackChannelConfiguration" [chat_configuration_arn];
    "aws_cloudfront_cache_policy" => "AWS::CloudFront::CachePolicy" [id];
    "aws_cloudfront_distribution" => "AWS::CloudFront::Distribution" [id];
    "aws_cloudfront_function" => "AWS::CloudFront::Function" [arn];
    "aws_cloudfront_key_group" => "AWS::CloudFront::KeyGroup" [id];
    "aws_cloudfront_key_value_store" => "AWS::CloudFront::KeyValueStore" [name];
    "aws_cloudfront_monitoring_subscription" => "AWS::CloudFront::MonitoringSubscription" [distribution_id];
    "aws_cloudfront_origin_access_control" => "AWS::CloudFront::OriginAccessControl" [id];
    "aws_cloudfront_origin_access_identity" => "AWS::CloudFront::CloudFrontOriginAccessIdentity" [id];
    "aws_cloudfront_origin_request_policy" => "AWS::CloudFront::OriginRequestPolicy" [id];
    "aws_cloudfront_public_key" => "AWS::CloudFront::PublicKey" [id];
    "aws_cloudfront_realtime_log_config" => "AWS::CloudFront::RealtimeLogConfig" [arn];
    "aws_cloudfront_response_headers_policy" => "AWS::CloudFront::ResponseHeadersPolicy" [id];
    "aws_cloudtrail" => "AWS::CloudTrail::Trail" [name];
    "aws_cloudwatch_event_api_destination" => "AWS::Events::ApiDestination" [name];
    "aws_cloudwatch_event_connection" => "AWS::Events::Connection" [name];
    "aws_cloudwatch_event_endpoint" => "AWS::Events::Endpoint" [name];
    "aws_cloudwatch_log_destination" => "AWS::Logs::Destination" [name];
    "aws_cloudwatch_log_stream" => "AWS::Logs::LogStream" [log_group_name, name];
    "aws_cloudwatch_metric_stream" => "AWS::CloudWatch::MetricStream" [name];
    "aws_cloudwatch_query_definition" => "AWS::Logs::QueryDefinition" [query_definition_id];
    "aws_codecommit_repository" => "AWS::CodeCommit::Repository" [repository_id];
    "aws_codeconnections_connection" => "AWS::CodeConnections::Connection" [arn];
    "aws_codepipeline" => "AWS::CodePipeline::Pipeline" [name];
    "aws_codestarconnections_connection" => "AWS::CodeStarConnections::Connection" [arn];
    "aws_config_config_rule" => "AWS::Config::ConfigRule" [name];
    "aws_config_configuration_recorder" => "AWS::Config::ConfigurationRecorder" [name];
    "aws_config_delivery_channel" => "AWS::Config::DeliveryChannel" [name];
    "aws_customer_gateway" => "AWS::EC2::CustomerGateway" [id];
    "aws_db_event_subscription" => "AWS::RDS::EventSubscription" [name];
    "aws_db_instance" => "AWS::RDS::DBInstance" [identifier];
    "aws_db_option_group" => "AWS::RDS::OptionGroup" [name];
    "aws_db_parameter_group" => "AWS::RDS::DBParameterGroup" [name];
    "aws_db_proxy" => "AWS::RDS::DBProxy" [name];
    "aws_db_subnet_group" => "AWS::RDS::DBSubnetGroup" [name];
    "aws_ebs_volume" => "AWS::EC2::Volume" [id];
    "aws_ec2_managed_prefix_list" => "AWS::EC2::PrefixList" [id];
    "aws_ec2_transit_gateway" => "AWS::EC2::TransitGateway" [id];
    "aws_ecr_pull_through_cache_rule" => "AWS::ECR::PullThroughCacheRule" [ecr_repository_prefix];
    "aws_ecr_repository" => "AWS::ECR::Repository" [name];
    "aws_ecs_capacity_provider" => "AWS::ECS::CapacityProvider" [name];
    "aws_ecs_cluster" => "AWS::ECS::Cluster" [name];
    "aws_ecs_cluster_capacity_providers" => "AWS::ECS::ClusterCapacityProviderAssociations" [cluster_name];
    "aws_ecs_service" => "AWS::ECS::Service" [id, cluster];
    "aws_ecs_task_definition" => "AWS::ECS::TaskDefinition" [arn];
    "aws_efs_access_point" => "AWS::EFS::AccessPoint" [id];
    "aws_efs_file_system" => "AWS::EFS::FileSystem" [id];
    "aws_efs_mount_target" => "AWS::EFS::MountTarget" [id];
    "aws_egress_only_internet_gateway" => "AWS::EC2::EgressOnlyInternetGateway" [id];
    "aws_eip" => "AWS::EC2::EIP" [public_ip, allocation_id];
    "aws_eip_association" => "AWS::EC2::EIPAssociation" [id];
    "aws_eks_addon" => "AWS::EKS::Addon" [cluster_name, addon_name];
    "aws_eks_cluster" => "AWS::EKS::Cluster" [name];
    "aws_eks_fargate_profile" => "AWS::EKS::FargateProfile" [cluster_name, fargate_profile_name];
    "aws_elasticache_cluster" => "AWS::ElastiCache::CacheCluster" [cluster_id];
    "aws_elasticache_parameter_group" => "AWS::ElastiCache::ParameterGroup" [name];
    "aws_elasticache_replication_group" => "AWS::ElastiCache::ReplicationGroup" [replication_group_id];
    "aws_elasticache_serverless_cache" => "AWS::ElastiCache::ServerlessCache" [name];
    "aws_elasticache_subnet_group" => "AWS::ElastiCache::SubnetGroup" [name];
    "aws_flow_log" => "AWS::EC2::FlowLog" [id];
    "aws_glue_catalog_database" => "AWS::Glue::Database" [name];
    "aws_glue_crawler" => "AWS::Glue::Crawler" [name];
    "aws_glue_job" => "AWS::Glue::Job" [name];
    "aws_glue_trigger" => "AWS::Glue::Trigger" [name];
    "aws_guardduty_detector" => "AWS::GuardDuty::Detector" [id];
    "aws_iam_group" => "AWS::IAM::Group" [name];
    "aws_iam_group_policy" => "AWS::IAM::GroupPolicy" [name, group];
    "aws_iam_instance_profile" => "AWS::IAM::InstanceProfile" [name];
    "aws_iam_openid_connect_provider" => "AWS::IAM::OIDCProvider" [arn];
    "aws_iam_saml_provider" => "AWS::IAM::SAMLProvider" [arn];
    "aws_iam_service_linked_role" => "AWS::IAM::ServiceLinkedRole" [name];
    "aws_iam_user" => "AWS::IAM::User" [name];
    "aws_iam_user_policy" => "AWS::IAM::UserPolicy" [name, user];
    "aws_instance" => "AWS::EC2::Instance" [id];
    "aws_internet_gateway" => "AWS::EC2::InternetGateway" [id];
    "aws_iot_thing" => "AWS::IoT::Thing" [name];
    "aws_iot_topic_rule" => "AWS::IoT::TopicRule" [name];
    "aws_key_pair" => "AWS::EC2::KeyPair" [key_name];
    "aws_kinesis_firehose_delivery_stream" => "AWS::KinesisFirehose::DeliveryStream" [name];
    "aws_kinesis_resource_policy" => "AWS::Kinesis::ResourcePolicy" [resource_arn];
    "aws_kinesis_stream" => "AWS::Kinesis::Stream" [name];
    "aws_kinesis_stream_consumer" => "AWS::Kinesis::StreamConsumer" [arn];
    "aws_lambda_code_signing_config" => "AWS::Lambda::CodeSigningConfig" [arn];
    "aws_launch_template" => "AWS::EC2::LaunchTemplate" [id];
    "aws_lb" => "AWS::ElasticLoadBalancingV2::LoadBalancer" [arn];
    "aws_lb_listener" => "AWS::ElasticLoadBalancingV2::Listener" [arn];
    "aws_lb_listener_rule" => "AWS::ElasticLoadBalancingV2::ListenerRule" [arn];
    "aws_lb_target_group" => "AWS::ElasticLoadBalancingV2::TargetGroup" [arn];
    "aws_mq_broker" => "AWS::AmazonMQ::Broker" [id];
    "aws_msk_cluster" => "AWS::MSK::Cluster" [arn];
    "aws_nat_gateway" => "AWS::EC2::NatGateway" [id];
    "aws_network_acl" => "AWS::EC2::NetworkAcl" [id];
    "aws_opensearch_domain" => "AWS::OpenSearchService::Domain" [domain_name];
    "aws_opensearchserverless_collection" => "AWS::OpenSearchServerless::Collection" [id];
    "aws_organizations_policy" => "AWS::Organizations::Policy" [id];
    "aws_pipes_pipe" => "AWS::Pipes::Pipe" [name];
    "aws_ram_resource_share" => "AWS::RAM::ResourceShare" [arn];
    "aws_rds_cluster" => "AWS::RDS::DBCluster" [cluster_identifier];
    "aws_rds_cluster_instance" => "AWS::RDS::DBInstance" [identifier];
    "aws_rds_cluster_parameter_group" => "AWS::RDS::DBClusterParameterGroup" [name];
    "aws_redshift_cluster" => "AWS::Redshift::Cluster" [cluster_identifier];
    "aws_redshiftserverless_namespace" => "AWS::RedshiftServerless::Namespace" [namespace_name];
    "aws_resourcegroups_group" => "AWS::ResourceGroups::Group" [name];
    "aws_route" => "AWS::EC2::Route" [route_table_id, destination_cidr_block];
    "aws_route53_health_check" => "AWS::Route53::HealthCheck" [id];
    "aws_route53_resolver_endpoint" => "AWS::Route53Resolver::ResolverEndpoint" [id];
    "aws_route53_resolver_rule" => "AWS::Route53Resolver::ResolverRule" [id];
    "aws_route_table" => "AWS::EC2::RouteTable" [id];
    "aws_route_table_association" => "AWS::EC2::SubnetRouteTableAssociation" [id];
    "aws_s3_access_point" => "AWS::S3::AccessPoint" [name];
    "aws_sagemaker_endpoint" => "AWS::SageMaker::Endpoint" [arn];
    "aws_scheduler_schedule_group" => "AWS::Scheduler::ScheduleGroup" [name];
    "aws_security_group" => "AWS::EC2::SecurityGroup" [id];
    "aws_service_discovery_http_namespace" => "AWS::ServiceDiscovery::HttpNamespace" [id];
    "aws_service_discovery_private_dns_namespace" => "AWS::ServiceDiscovery::PrivateDnsNamespace" [id];
    "aws_service_discovery_service" => "AWS::ServiceDiscovery::Service" [id];
    "aws_ses_configuration_set" => "AWS::SES::ConfigurationSet" [name];
    "aws_ses_domain_identity" => "AWS::SES::EmailIdentity" [domain];
    "aws_ses_email_identity" => "AWS::SES::EmailIdentity" [email];
    "aws_ses_template" => "AWS::SES::Template" [name];
    "aws_sesv2_configuration_set" => "AWS::SES::ConfigurationSet" [configuration_set_name];
    "aws_sesv2_email_identity" => "AWS::SES::EmailIdentity" [email_identity];
    "aws_sfn_activity" => "AWS::StepFunctions::Activity" [id];
    "aws_sfn_alias" => "AWS::StepFunctions::StateMachineAlias" [arn];
    "aws_sfn_state_machine" => "AWS::StepFunctions::StateMachine" [arn];
    "aws_signer_signing_profile" => "AWS::Signer::SigningProfile" [arn];
    "aws_ssm_association" => "AWS::SSM::Association" [association_id];
    "aws_ssm_document" => "AWS::SSM::Document" [name];
    "aws_ssm_maintenance_window" => "AWS::SSM::MaintenanceWindow" [id];
    "aws_ssm_patch_baseline" => "AWS::SSM::PatchBaseline" [id];
    "aws_ssoadmin_permission_set" => "AWS::SSO::PermissionSet" [instance_arn, arn];
    "aws_subnet" => "AWS::EC2::Subnet" [id];
    "aws_synthetics_canary" => "AWS::Synthetics::Canary" [name];
    "aws_transfer_server" => "AWS::Transfer::Server" [arn];
    "aws_vpc" => "AWS::EC2::VPC" [id];
    "aws_vpc_dhcp_options" => "AWS::EC2::DHCPOptions" [id];
    "aws_vpc_endpoint" => "AWS::EC2::VPCEndpoint" [id];
    "aws_vpc_peering_connection" => "AWS::EC2::VPCPeeringConnection" [id];
    "aws_vpc_security_group_egress_rule" => "AWS::EC2::SecurityGroupEgress" [id];
    "aws_vpc_security_group_ingress_rule" => "AWS::EC2::SecurityGroupIngress" [id];
    "aws_vpn_connection" => "AWS::EC2::VPNConnection" [id];
    "aws_vpn_gateway" => "AWS::EC2::VPNGateway" [id];
    "aws_wafv2_ip_set" => "AWS::WAFv2::IPSet" [name, id, scope];
    "aws_wafv2_regex_pattern_set" => "AWS::WAFv2::RegexPatternSet" [name, id, scope];
    "aws_wafv2_rule_group" => "AWS::WAFv2::RuleGroup" [name, id, scope];
    "aws_xray_group" => "AWS::XRay::Group" [arn];
    "aws_xray_sampling_rule" => "AWS::XRay::SamplingRule" [arn];
}

parts! {
    "aws_cloudwatch_log_destination_policy" => "AWS::Logs::Destination" [destination_name];
    "aws_db_instance_role_association" => "AWS::RDS::DBInstance" [db_instance_identifier];
    "aws_ecr_lifecycle_policy" => "AWS::ECR::Repository" [repository];
    "aws_ecr_repository_policy" => "AWS::ECR::Repository" [repository];
    "aws_efs_backup_policy" => "AWS::EFS::FileSystem" [file_system_id];
    "aws_efs_file_system_policy" => "AWS::EFS::FileSystem" [file_system_id];
    "aws_iam_group_policy_attachment" => "AWS::IAM::Group" [group];
    "aws_iam_user_group_membership" => "AWS::IAM::User" [user];
    "aws_iam_user_policy_attachment" => "AWS::IAM::User" [user];
    "aws_lb_target_group_attachment" => "AWS::ElasticLoadBalancingV2::TargetGroup" [target_group_arn];
    "aws_opensearch_domain_policy" => "AWS::OpenSearchService::Domain" [domain_name];
    "aws_rds_cluster_role_association" => "AWS::RDS::DBCluster" [db_cluster_identifier];
    "aws_security_group_rule" => "AWS::EC2::SecurityGroup" [security_group_id];
    "aws_sesv2_email_identity_feedback_attributes" => "AWS::SES::EmailIdentity" [email_identity];
    "aws_sesv2_email_identity_mail_from_attributes" => "AWS::SES::EmailIdentity" [email_identity];
    "aws_vpc_endpoint_policy" => "AWS::EC2::VPCEndpoint" [vpc_endpoint_id];
    "aws_vpc_endpoint_route_table_association" => "AWS::EC2::VPCEndpoint" [vpc_endpoint_id];
    "aws_vpc_endpoint_security_group_association" => "AWS::EC2::VPCEndpoint" [vpc_endpoint_id];
    "aws_vpc_endpoint_subnet_association" => "AWS::EC2::VPCEndpoint" [vpc_endpoint_id];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use terraform::mapping::Meaning;

    /// The types, each with the attributes of its identifier, as the table is written.
    fn written() -> Vec<(&'static str, usize)> {
        let source = include_str!("terraform.rs");
        let lines = source.lines().filter(|line| line.starts_with("    \"aws_"));
        lines
            .map(|line| {
                let registry = line.split('"').nth(3).expect("a type");
                let attributes = line.split(['[', ']']).nth(1).expect("attributes");
                (registry, attributes.split(',').count())
            })
            .collect()
    }

    #[test]
    fn every_identifier_has_as_many_parts_as_the_registry_says() {
        let written = written();
        assert_eq!(written.len(), LINES.len() + PARTS.len());
        for (registry, count) in written {
            let known = resource_types::find(registry).unwrap_or_else(|| panic!("{registry}"));
            assert_eq!(known.identifier.len(), count, "{registry}");
        }
    }

    #[test]
    fn every_type_has_handlers_and_stands_once() {
        let mut types = BTreeSet::new();
        for (names, mapping) in LINES.iter().chain(PARTS) {
            assert!(names.iter().all(|name| types.insert(*name)), "{names:?}");
            let (Meaning::Own { kind } | Meaning::Part { kind }) = mapping.meaning else {
                panic!("{names:?}")
            };
            let known = resource_types::find(kind);
            assert!(known.is_some_and(|known| known.handlers.is_some()), "{kind}");
        }
    }
}
