//! What stands before the rest: APIs, domains and firewalls.

use super::ROLE;
use super::world::{Row, at_ministack, rows};

#[test]
fn an_api() {
    let specs = format!(
        "iam.role:{ROLE}
apigateway.account:
  settings: {{ cloudwatch_role: \"${{iam.role.runs.arn}}\" }}
apigateway.rest_api:
  shop:
    models: {{ Order: {{ content_type: text/plain, schema: {{ type: string }} }} }}
    routes:
      /orders:
        GET: {{ authorization: NONE, integration: {{ function: \"arn:aws:lambda:us-east-2:${{env.account}}:function:shop\" }} }}
      /orders/texts:
        # What a document cannot say is made by calls.
        PUT:
          authorization: NONE
          request_models: {{ text/plain: Order }}
          integration: {{ function: \"arn:aws:lambda:us-east-2:${{env.account}}:function:shop\" }}
    stages: {{ dev: {{}} }}
apigateway.usage_plan:
  trial:
    stages: [{{ api: \"${{apigateway.rest_api.shop.id}}\", stage: dev }}]
"
    );
    let apply = rows! {
        "apigateway PATCH account": 400 "BadRequestException" "The role ARN does not have required permissions set to API Gateway";
        "apigateway PATCH account": 400 "BadRequestException" "API Gateway could not successfully write to CloudWatch Logs using the ARN specified";
        "apigateway GET restapis/*" after "apigateway POST restapis": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
        "apigateway GET restapis/*/resources" after "apigateway POST restapis": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
        "apigateway PUT restapis/*" after "apigateway POST restapis": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
        "apigateway PUT restapis/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST restapis/*/resources/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway PUT restapis/*/resources/*/methods/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST restapis/*/deployments": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST usageplans": 404 "NotFoundException" "API Stage not found: a1b2c3:dev";
    };
    let destroy = rows! {
        "apigateway DELETE restapis/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
    };
    at_ministack(&specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_domain_before_an_http_api() {
    let specs = "
apigatewayv2.api:
  web:
    routes:
      GET /: { integration: { type: HTTP_PROXY, uri: https://example.com, method: GET } }
    stages: { $default: {} }
apigateway.domain_name:
  site:
    name: early.example.com
    regional_certificate: arn:aws:acm:us-east-2:${env.account}:certificate/11111111-1111
    security_policy: TLS_1_2
    mappings: { /: { api: \"${apigatewayv2.api.web.id}\", stage: $default } }
";
    let apply = rows! {
        "apigateway POST apis": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
        "apigateway POST domainnames/*/apimappings": 400 "BadRequestException" "Invalid stage identifier specified";
        "apigateway POST domainnames/*/apimappings": 404 "NotFoundException" "Invalid API identifier specified 123456789012:a1b2c3";
    };
    let destroy = rows! {
        "apigateway DELETE apis/*": 409 "ConflictException" "Unable to complete operation due to concurrent modification. Please try again later.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_domain_with_its_certificate() {
    let specs = "
route53.zone:
  main: { name: early.example.com }
route53.record:
  www:
    { zone: \"${route53.zone.main.id}\", name: www.early.example.com, type: A, ttl: 60, values: [192.0.2.1] }
acm.certificate:
  site: { domain: early.example.com, validation_zone: \"${route53.zone.main.id}\" }
";
    let apply = rows! {
        "acm DescribeCertificate" after "acm RequestCertificate": 400 "ResourceNotFoundException" "Could not find certificate arn:aws:acm:us-east-2:123456789012:certificate/a.";
        "acm ListTagsForCertificate" after "acm RequestCertificate": 400 "ResourceNotFoundException" "Could not find certificate arn:aws:acm:us-east-2:123456789012:certificate/a.";
        "route53 POST hostedzone": 400 "PriorRequestNotComplete" "The request was rejected because Route 53 was still processing a prior request.";
        "route53 GET hostedzone/*" after "route53 POST hostedzone": 404 "NoSuchHostedZone" "No hosted zone found with ID: Z1";
        "route53 POST hostedzone/*/rrset": 404 "NoSuchHostedZone" "No hosted zone found with ID: Z1";
        "route53 POST hostedzone/*/rrset": 400 "PriorRequestNotComplete" "The request was rejected because Route 53 was still processing a prior request.";
    };
    let destroy = rows! {
        "acm DeleteCertificate": 400 "ResourceInUseException" "Certificate arn:aws:acm:us-east-2:123456789012:certificate/a in account 123456789012 is in use.";
        "acm DeleteCertificate": 400 "ConflictException" "Another change is under way.";
        "route53 DELETE hostedzone/*": 400 "HostedZoneNotEmpty" "The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}

#[test]
fn a_web_acl_with_addresses_of_its_own() {
    let specs = "
wafv2.web_acl:
  api:
    default_action: allow
    ip_sets: { office: { addresses: [192.0.2.0/24] } }
    rules: { office: { priority: 0, action: allow, match: { ip_set: { set: office } } } }
    associations: [\"arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod\"]
";
    let apply = rows! {
        "wafv2 CreateWebACL": 400 "WAFUnavailableEntityException" "AWS WAF couldn't retrieve the resource that you requested. Retry your request.";
        "wafv2 GetWebACL" after "wafv2 CreateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
        "wafv2 ListTagsForResource" after "wafv2 CreateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
        "wafv2 AssociateWebACL": 400 "WAFUnavailableEntityException" "AWS WAF couldn't retrieve the resource that you requested. Retry your request.";
        "wafv2 AssociateWebACL": 400 "WAFNonexistentItemException" "AWS WAF couldn't perform the operation because your resource doesn't exist.";
    };
    let destroy = rows! {
        "wafv2 DeleteWebACL": 400 "WAFAssociatedItemException" "AWS WAF couldn't perform the operation because your resource is being used by another resource.";
        "wafv2 DeleteIPSet": 400 "WAFAssociatedItemException" "AWS WAF couldn't perform the operation because your resource is being used by another resource.";
    };
    at_ministack(specs).comes_and_goes(apply, destroy);
}
