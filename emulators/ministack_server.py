"""Runs ministack with the reads that it lacks and that its callers cannot do without.

ministack answers a question for a setting of a bucket that it does not know with the list of the bucket's
objects, which clients that read XML strictly refuse. These answer that there is nothing. What writes such
things still fails.
"""

from ministack.app import main
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

identity_pool_of_ministack = cognito._identity_pool_out


def identity_pool(pool):
    cognito._identity_tags[pool["IdentityPoolId"]] = pool["IdentityPoolTags"]
    return identity_pool_of_ministack(pool)


cognito._identity_pool_out = identity_pool

main()
