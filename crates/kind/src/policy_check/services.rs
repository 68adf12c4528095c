//! The names by which services are principals, such as `lambda.amazonaws.com`.

use super::actions;
use aws::regions;

/// Services whose principal is not named as their actions are (the documentation of each on the roles that it
/// takes on).
const OTHERS: &[&str] = &[
    "agent.sms-voice", "airflow-env", "alexa-appkit", "apidestinations.events",
    "appstream.application-autoscaling", "assets.iot", "aws-artifact-account-sync",
    "bedrock-agentcore", "billingconsole", "build.apprunner", "cassandra.application-autoscaling",
    "channels.lex", "cks.kms", "cloud9", "cloudsearch", "cloudwatch-crossaccount",
    "codestar-notifications", "cognito-sync", "comprehend.application-autoscaling",
    "config-conforms", "config-multiaccountsetup", "connectivity.dms",
    "continuousexport.discovery", "cost-optimization-hub.bcm", "credentials.iot",
    "custom-resource.application-autoscaling", "datapipeline", "delivery.logs", "diode",
    "directconnect", "discovery", "dms-data-migrations", "dynamodb.application-autoscaling",
    "dynamodb.contributorinsights", "ec2.application-autoscaling", "ec2fleet", "ec2scheduled",
    "ecr-migration", "ecs-tasks", "ecs.application-autoscaling", "edgelambda", "eks-fargate",
    "eks-fargate-pods", "eks-nodegroup", "elasticache.application-autoscaling",
    "elasticfilesystem", "elasticmapreduce.application-autoscaling", "email.cognito-idp",
    "emr-wal", "export.rds", "fis", "guardduty", "hooks.cloudformation", "im.elasticmapreduce",
    "inspector2", "instance-management.elasticbeanstalk", "ipam", "jellyfish",
    "kafka.application-autoscaling", "lambda.application-autoscaling", "lexv2", "lightsail",
    "logger.cloudfront", "logging.s3", "macie", "maintenance.elasticbeanstalk",
    "malware-protection-plan.guardduty", "malware-protection.guardduty", "mediatailor",
    "member.org.stacksets.cloudformation", "metering-marketplace", "migrationhub", "monitoring",
    "monitoring.rds", "neptune.application-autoscaling", "observability.aoss", "ops.apigateway",
    "ops.emr-serverless", "opsworks", "pipes", "pods.eks", "preview-inspector", "rds-preview",
    "rds.application-autoscaling", "reachabilityanalyzer.networkinsights", "redshift-serverless",
    "replication.dynamodb", "replication.ecr", "replicator.lambda", "resources.cloudformation",
    "robomaker", "sagemaker.application-autoscaling", "session.s3", "ssm-incidents", "sso",
    "stacksets.cloudformation", "storage-lens.s3", "streams.metrics.cloudwatch", "tasks.apprunner",
    "transitgateway", "vmie", "vpc-flow-logs", "wafv2", "workspaces.application-autoscaling",
];

const HOST: &str = ".amazonaws.com";

/// The principal that a name most likely means that is none: a letter or two away from one there is. Nothing
/// where it is one, or may be one of a service that this version does not know.
pub(super) fn misspelt(name: &str) -> Option<String> {
    let hosts = [".amazonaws.com.cn", ".amazonaws.eu", HOST];
    let Some(stem) = hosts.iter().find_map(|host| name.strip_suffix(host)) else {
        return misspelt_host(name);
    };
    // Some are named with a region: `logs.us-east-2.amazonaws.com`.
    let (stem, region) = match stem.rsplit_once('.') {
        Some((stem, region)) if regions::is_known(region) => (stem, Some(region)),
        _ => (stem, None),
    };
    if known().any(|known| known == stem) {
        return None;
    }
    let meant = known().filter(|known| is_near(stem, known) && !is_numbered(stem, known));
    let meant = meant.min_by_key(|known| strsim::osa_distance(stem, known))?;
    let region = region.map(|region| format!(".{region}")).unwrap_or_default();
    Some(format!("{meant}{region}{HOST}"))
}

fn known() -> impl Iterator<Item = &'static str> {
    actions::services().chain(OTHERS.iter().copied())
}

/// A service that is known, at a host that is written much like AWS's.
fn misspelt_host(name: &str) -> Option<String> {
    let (stem, host) = name.split_once('.')?;
    const SLIPS: usize = 3;
    let slips = strsim::osa_distance(host, HOST.trim_start_matches('.'));
    let is_meant = slips <= SLIPS && known().any(|known| known == stem);
    is_meant.then(|| format!("{stem}{HOST}"))
}

/// Whether two names differ in their digits alone, as those of a service and of its successor do: `macie` is a
/// principal, and the actions are those of `macie2`.
fn is_numbered(name: &str, known: &str) -> bool {
    let letters = |text: &'_ str| -> String {
        let letters = text.chars().filter(|c| !c.is_ascii_digit());
        letters.collect()
    };
    letters(name) == letters(known)
}

/// Whether so few letters lie between two names that one may be meant for the other.
fn is_near(name: &str, known: &str) -> bool {
    const LONG: usize = 6;
    let slips = strsim::osa_distance(name, known);
    slips == 1 && name.len() > 2 || slips == 2 && name.len() >= LONG
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_with_what_is_meant() {
        for (name, meant) in [
            ("lamda.amazonaws.com", "lambda.amazonaws.com"),
            ("apigatway.amazonaws.com", "apigateway.amazonaws.com"),
            ("lambda.amazonaw.com", "lambda.amazonaws.com"),
            ("lambda.amazon.com", "lambda.amazonaws.com"),
            ("edgelamda.amazonaws.com", "edgelambda.amazonaws.com"),
            ("state.us-east-2.amazonaws.com", "states.us-east-2.amazonaws.com"),
        ] {
            assert_eq!(misspelt(name).as_deref(), Some(meant), "{name}");
        }
    }

    #[test]
    fn what_is_or_may_be_a_service_is_not_told() {
        for name in [
            "lambda.amazonaws.com", "logs.us-east-2.amazonaws.com", "ops.apigateway.amazonaws.com",
            "ec2.amazonaws.com.cn", "edgelambda.amazonaws.com", "somethingnew.amazonaws.com",
            "example.com", "cognito-idp.amazonaws.com",
            // One that is documented, and one that might be.
            "macie.amazonaws.com", "inspector3.amazonaws.com",
        ] {
            assert_eq!(misspelt(name), None, "{name}");
        }
    }
}
