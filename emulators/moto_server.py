"""Runs moto's server with the operations that it lacks and that its callers cannot do without.

moto answers 500 to an operation that it does not know, which a client takes for a fault of the service
and repeats. Where every look at an object asks for something, that makes the object unreadable, so
these answer that there is nothing. What writes such things still fails.

moto also gives some answers of S3 an outermost element of another name than AWS does, which clients that
read XML strictly refuse.
"""

import json
import sys

import moto.awslambda.urls as lambda_urls
from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend
import moto.cognitoidp.models as cognito_models
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.cognitoidentity.exceptions import ResourceNotFoundError
from moto.cognitoidentity.responses import CognitoIdentityResponse
from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler
from moto.logs.responses import LogsResponse
from moto.s3.responses import S3Response
from moto.server import main
from moto.sns.exceptions import SNSException
from moto.sns.responses import SNSResponse
from moto.wafv2.responses import WAFV2Response


def list_contributor_insights(self):
    return ActionResult({"ContributorInsightsSummaries": []})


def describe_kinesis_streaming_destination(self):
    return ActionResult(
        {"TableName": self.body["TableName"], "KinesisDataStreamDestinations": []}
    )


for operation in (list_contributor_insights, describe_kinesis_streaming_destination):
    setattr(DynamoHandler, operation.__name__, operation)


def describe_index_policies(self):
    return json.dumps({"indexPolicies": []})


LogsResponse.describe_index_policies = describe_index_policies


def get_identity_pool_roles(self):
    pool = self._get_param("IdentityPoolId")
    self.backend.describe_identity_pool(pool)  # which raises ResourceNotFoundException
    return json.dumps({"IdentityPoolId": pool, "Roles": {}, "RoleMappings": {}})


def get_principal_tag_attribute_map(self):
    raise ResourceNotFoundError("No Principal Tags configured for Provider")


for operation in (get_identity_pool_roles, get_principal_tag_attribute_map):
    setattr(CognitoIdentityResponse, operation.__name__, operation)


class InvalidAction(SNSException):
    """AWS's answer where there are no data protection policies."""

    code = "InvalidAction"
    message = "The action GetDataProtectionPolicy is not valid for this endpoint."


def get_data_protection_policy(self):
    raise InvalidAction()


SNSResponse.get_data_protection_policy = get_data_protection_policy
def list_resources_for_web_acl(self):
    return 200, {}, json.dumps({"ResourceArns": []})


WAFV2Response.list_resources_for_web_acl = list_resources_for_web_acl

# What a bucket may have that moto does not know: it would list the objects instead.
UNKNOWN_BUCKET_SETTINGS = {
    "requestPayment": "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
    "intelligent-tiering": "<ListBucketIntelligentTieringConfigurationsOutput/>",
    "metrics": "<ListMetricsConfigurationsResult/>",
    "analytics": "<ListBucketAnalyticsConfigurationResult/>",
}

# The element's name in moto's answers, and in AWS's.
ELEMENTS = {
    "GetBucketAccelerateConfigurationResponse": "AccelerateConfiguration",
    "GetBucketNotificationResponse": "NotificationConfiguration",
    "GetBucketVersioningResponse": "VersioningConfiguration",
    "ListBucketInventoryConfigurationsResponse": "ListInventoryConfigurationsResult",
}

get_of_moto = S3Response._bucket_response_get


def get_of_bucket(self, bucket_name, querystring):
    for setting, answer in UNKNOWN_BUCKET_SETTINGS.items():
        if setting in querystring:
            self.backend.get_bucket(bucket_name)  # which raises NoSuchBucket
            return answer
    answer = get_of_moto(self, bucket_name, querystring)
    status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
    text = body.decode() if isinstance(body, bytes) else body
    for wrong, right in ELEMENTS.items():
        text = text.replace(wrong, right)
    return status, headers, text


S3Response._bucket_response_get = get_of_bucket

# What a function may have that moto does not know: it answers with a page for people and 404, which
# says nothing of the function.
UNKNOWN_OF_FUNCTIONS = {
    "{0}/2020-04-22/code-signing-configs/?$": {"CodeSigningConfigs": []},
    "{0}/2024-08-31/functions/(?P<name>[^/]+)/recursion-config/?$": {"RecursiveLoop": "Terminate"},
    "{0}/2021-07-20/functions/(?P<name>[^/]+)/runtime-management-config/?$": {
        "UpdateRuntimeOn": "Auto"
    },
    "{0}/2021-10-31/functions/(?P<name>[^/]+)/urls/?$": {"FunctionUrlConfigs": []},
    "{0}/2019-09-30/functions/(?P<name>[^/]+)/provisioned-concurrency/?$": {
        "ProvisionedConcurrencyConfigs": []
    },
}


def answering(answer):
    def respond(request, full_url, headers):
        if request.method != "GET":
            return 404, {}, ""
        return 200, {"Content-Type": "application/json"}, json.dumps(answer)

    return respond


for path, answer in UNKNOWN_OF_FUNCTIONS.items():
    lambda_urls.url_paths.setdefault(path, answering(answer))

# The mappings of a domain name that never had one are a KeyError.
mappings_of_moto = APIGatewayBackend.get_base_path_mappings


def get_base_path_mappings(self, domain_name):
    self.base_path_mappings.setdefault(domain_name, {})
    return mappings_of_moto(self, domain_name)


APIGatewayBackend.get_base_path_mappings = get_base_path_mappings
# What a user pool may have that moto does not know.


def get_log_delivery_configuration(self):
    user_pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    return ActionResult(
        {"LogDeliveryConfiguration": {"UserPoolId": user_pool.id, "LogConfigurations": []}}
    )


def describe_risk_configuration(self):
    user_pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    return ActionResult({"RiskConfiguration": {"UserPoolId": user_pool.id}})


def get_ui_customization(self):
    self.backend.describe_user_pool(self._get_param("UserPoolId"))
    return ActionResult({"UICustomization": {}})


for operation in (get_log_delivery_configuration, describe_risk_configuration, get_ui_customization):
    setattr(CognitoIdpResponse, operation.__name__, operation)

# moto writes out the texts of messages that a pool has none for. AWS leaves them out.
cognito_models.DEFAULT_USER_POOL_CONFIG["AdminCreateUserConfig"].pop("InviteMessageTemplate")
cognito_models.DEFAULT_USER_POOL_CONFIG["VerificationMessageTemplate"] = {
    "DefaultEmailOption": "CONFIRM_WITH_CODE"
}
# A delete of a REST API that is gone answers 500 as well.
delete_of_rest_api = APIGatewayBackend.delete_rest_api


def delete_rest_api(self, function_id):
    self.get_rest_api(function_id)  # which raises NotFoundException
    return delete_of_rest_api(self, function_id)


APIGatewayBackend.delete_rest_api = delete_rest_api


# An import of moto's drops authorizers, models and more, makes paths twice, and answers 500 for integrations without a
# URI. This is refused, as AWS refuses a document that it cannot take.
def put_rest_api(self, function_id, *_, **__):
    self.get_rest_api(function_id)
    raise BadRequestException("moto imports no APIs")


APIGatewayBackend.put_rest_api = put_rest_api

main(sys.argv[1:])
