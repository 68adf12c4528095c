"""Runs moto's server with the operations that it lacks and that its callers cannot do without.

moto answers 500 to an operation that it does not know, which a client takes for a fault of the service
and repeats. Where every look at an object asks for something, that makes the object unreadable, so
these answer that there is nothing. What writes such things still fails.
"""

import sys

from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler
from moto.server import main


def list_contributor_insights(self):
    return ActionResult({"ContributorInsightsSummaries": []})


def describe_kinesis_streaming_destination(self):
    return ActionResult(
        {"TableName": self.body["TableName"], "KinesisDataStreamDestinations": []}
    )


for operation in (list_contributor_insights, describe_kinesis_streaming_destination):
    setattr(DynamoHandler, operation.__name__, operation)

main(sys.argv[1:])
