"""Runs ministack with the reads that it lacks and that its callers cannot do without.

ministack answers a question for a setting of a bucket that it does not know with the list of the bucket's
objects, which clients that read XML strictly refuse. These answer that there is nothing. What writes such
things still fails.

It has neither the delivery of logs nor the risks of a user pool. A pool without them answers that there is
nothing.
"""

from ministack.app import main
from ministack.core.responses import json_response
from ministack.services import cognito, s3

UNKNOWN_BUCKET_SETTINGS = {
    "requestPayment": b"<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
    "intelligent-tiering": b"<ListBucketIntelligentTieringConfigurationsOutput/>",
    "metrics": b"<ListMetricsConfigurationsResult/>",
    "analytics": b"<ListBucketAnalyticsConfigurationResult/>",
    "inventory": b"<ListInventoryConfigurationsResult/>",
}

of_ministack = s3.handle_request


async def handle_request(method, path, headers, body, query_params, *rest, **named):
    answer = await of_ministack(method, path, headers, body, query_params, *rest, **named)
    status, _, content = answer[:3]
    lists_objects = isinstance(content, bytes) and b"<ListBucketResult" in content[:200]
    if method == "GET" and status == 200 and lists_objects:
        for setting, nothing in UNKNOWN_BUCKET_SETTINGS.items():
            if setting in query_params:
                return 200, {"Content-Type": "application/xml"}, nothing
    return answer


s3.handle_request = handle_request

UNKNOWN_OF_USER_POOLS = {
    "GetLogDeliveryConfiguration": "LogDeliveryConfiguration",
    "DescribeRiskConfiguration": "RiskConfiguration",
}

dispatch_of_ministack = cognito._dispatch_idp


async def dispatch_idp(action, data):
    if action not in UNKNOWN_OF_USER_POOLS:
        return await dispatch_of_ministack(action, data)
    pool, error = cognito._resolve_pool(data.get("UserPoolId"))
    nothing = {"UserPoolId": data.get("UserPoolId")}
    if action == "GetLogDeliveryConfiguration":
        nothing["LogConfigurations"] = []
    return error or json_response({UNKNOWN_OF_USER_POOLS[action]: nothing})


cognito._dispatch_idp = dispatch_idp
identity_pool_of_ministack = cognito._identity_pool_out


def identity_pool(pool):
    cognito._identity_tags[pool["IdentityPoolId"]] = pool["IdentityPoolTags"]
    return identity_pool_of_ministack(pool)


cognito._identity_pool_out = identity_pool

main()
