//! What the platform has in its account, as boto3 finds it.

use serde_json::{Value, json};

/// Everything that the account holds, by the names that the platform's objects have.
pub const INVENTORY: &str = r#"
c = lambda service: boto3.client(service)
mine = lambda names: sorted(n for n in names if "aws-devops-local" in n or "ai-nexus-workbench-local" in n)
pools = c("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
print(json.dumps({
    "tables": mine(c("dynamodb").list_tables()["TableNames"]),
    "buckets": mine(b["Name"] for b in c("s3").list_buckets()["Buckets"]),
    "roles": mine(r["RoleName"] for r in c("iam").list_roles()["Roles"]),
    "functions": mine(f["FunctionName"] for f in c("lambda").list_functions()["Functions"]),
    "log_groups": mine(g["logGroupName"] for g in c("logs").describe_log_groups()["logGroups"]),
    "user_pools": mine(p["Name"] for p in pools),
    "clients": mine(
        client["ClientName"]
        for p in pools
        for client in c("cognito-idp").list_user_pool_clients(UserPoolId=p["Id"], MaxResults=60)["UserPoolClients"]
    ),
    "identity_pools": mine(
        p["IdentityPoolName"] for p in c("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
    ),
    "queues": mine(url.split("/")[-1] for url in c("sqs").list_queues().get("QueueUrls", [])),
    "apis": mine(a["name"] for a in c("apigateway").get_rest_apis()["items"]),
    "api_keys": mine(k["name"] for k in c("apigateway").get_api_keys()["items"]),
    "usage_plans": mine(p["name"] for p in c("apigateway").get_usage_plans()["items"]),
}))
"#;

/// What boto3 finds once the platform is there.
pub fn everything() -> Value {
    json!({
        "tables": [
            "aws-devops-local-activity-feed",
            "aws-devops-local-application-settings",
            "aws-devops-local-courses",
            "aws-devops-local-education-modules",
            "aws-devops-local-enrollments",
            "aws-devops-local-idempotency-keys",
            "aws-devops-local-lesson-progress",
            "aws-devops-local-lessons",
            "aws-devops-local-organization-data",
            "aws-devops-local-organization-memberships",
            "aws-devops-local-quiz-results",
            "aws-devops-local-quizzes",
            "aws-devops-local-system-logs",
            "aws-devops-local-user-content-metadata",
            "aws-devops-local-user-profiles",
            "aws-devops-local-user-sessions",
        ],
        "buckets": ["aws-devops-local-user-content"],
        "roles": [
            "ai-nexus-workbench-local-cognito-basic-users-role",
            "ai-nexus-workbench-local-cognito-development-role",
            "ai-nexus-workbench-local-cognito-org-users-role",
            "ai-nexus-workbench-local-cognito-testing-role",
            "aws-devops-local-api-gateway-cloudwatch-role",
            "aws-devops-local-auth-post-authentication",
            "aws-devops-local-auth-post-confirmation",
            "aws-devops-local-education-api",
            "aws-devops-local-organizations-api",
            "aws-devops-local-tenant-data",
            "aws-devops-local-upload-processing",
            "aws-devops-local-uploads-api",
            "aws-devops-local-uploads-processor",
            "aws-devops-local-user-profile-management",
            "aws-devops-local-user-registration",
        ],
        "functions": [
            "aws-devops-local-auth-post-authentication",
            "aws-devops-local-auth-post-confirmation",
            "aws-devops-local-education-api",
            "aws-devops-local-organizations-api",
            "aws-devops-local-uploads-api",
            "aws-devops-local-uploads-processor",
            "aws-devops-local-user-profile-management",
            "aws-devops-local-user-registration",
        ],
        "log_groups": [
            "/aws/apigateway/aws-devops-local-api",
            "/aws/lambda/aws-devops-local-auth-post-authentication",
            "/aws/lambda/aws-devops-local-auth-post-confirmation",
            "/aws/lambda/aws-devops-local-education-api",
            "/aws/lambda/aws-devops-local-organizations-api",
            "/aws/lambda/aws-devops-local-uploads-api",
            "/aws/lambda/aws-devops-local-uploads-processor",
            "/aws/lambda/aws-devops-local-user-profile-management",
            "/aws/lambda/aws-devops-local-user-registration",
        ],
        "user_pools": ["ai-nexus-workbench-local-user-pool"],
        "clients": ["ai-nexus-workbench-local-web-client"],
        "identity_pools": ["ai-nexus-workbench-local-identity-pool"],
        "queues": ["aws-devops-local-undelivered-uploads"],
        "apis": ["aws-devops-local-api"],
        "api_keys": ["aws-devops-local-web"],
        "usage_plans": ["aws-devops-local-registration"],
    })
}

/// What boto3 finds where the platform is not.
pub fn nothing() -> Value {
    let mut nothing = everything();
    let lists = nothing.as_object_mut().expect("a map of lists");
    lists.values_mut().for_each(|list| *list = json!([]));
    nothing
}
