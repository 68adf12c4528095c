//! Which metrics of AWS's own namespaces there are, and by which dimensions: from the page on CloudWatch metrics in the
//! documentation of each service, as of 2026-11.

/// Metrics that are counted by the same dimensions.
pub(super) struct Group {
    /// Their names, with spaces between them.
    pub metrics: &'static str,
    /// The sets of dimensions that each is counted by. Names have spaces between them, and one that may be left out
    /// ends with `?`. An empty set is the account in the region.
    pub sets: &'static [&'static str],
    /// Whether AWS keeps them in us-east-1 alone, wherever what they are of lives.
    pub only_in_us_east_1: bool,
    /// The seconds from one value to the next, where those are more than a minute.
    pub every: i32,
    /// What people mistake of them, as a sentence; empty where nothing is known.
    pub note: &'static str,
}

impl Group {
    const fn us_east_1(self) -> Self {
        Self { only_in_us_east_1: true, ..self }
    }

    const fn every(self, seconds: i32) -> Self {
        Self { every: seconds, ..self }
    }

    const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    pub(super) fn has(&self, metric: &str) -> bool {
        self.metrics.split_whitespace().any(|name| name == metric)
    }
}

const fn group(metrics: &'static str, sets: &'static [&'static str]) -> Group {
    Group { metrics, sets, only_in_us_east_1: false, every: 60, note: "" }
}

const HOUR: i32 = 3_600;
const DAY: i32 = 86_400;

/// The namespaces, each with all of its metrics.
pub(super) const NAMESPACES: &[(&str, &[Group])] = &[
    ("AWS/ApiGateway", API_GATEWAY),
    ("AWS/Billing", BILLING),
    ("AWS/CertificateManager", CERTIFICATES),
    ("AWS/CloudFront", CLOUD_FRONT),
    ("AWS/Cognito", COGNITO),
    ("AWS/DynamoDB", DYNAMO_DB),
    ("AWS/Events", EVENTS),
    ("AWS/Kinesis", KINESIS),
    ("AWS/Lambda", LAMBDA),
    ("AWS/Logs", LOGS),
    ("AWS/Route53", ROUTE_53),
    ("AWS/S3", S3),
    ("AWS/SNS", SNS),
    ("AWS/SQS", SQS),
    ("AWS/Scheduler", SCHEDULER),
    ("AWS/States", STATES),
    ("AWS/Usage", USAGE),
    ("AWS/WAFV2", WAF),
];

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html>, and the same
/// of HTTP APIs (`http-api-metrics`) and WebSocket APIs (`apigateway-websocket-api-logging`).
const API_GATEWAY: &[Group] = &[
    group(
        "4XXError 5XXError CacheHitCount CacheMissCount Count IntegrationLatency Latency",
        &["ApiName", "ApiName Stage", "ApiName Stage Method Resource"],
    )
    .note("a REST API counts `4XXError` and `5XXError` by `ApiName`; HTTP APIs count `4xx` and `5xx`, and WebSocket APIs `ClientError` and `ExecutionError`, by `ApiId`"),
    group(
        "4xx 5xx Count DataProcessed IntegrationLatency Latency",
        &["ApiId", "ApiId Stage", "ApiId Stage Route", "ApiId Stage Method Resource"],
    )
    .note("an HTTP API counts `4xx` and `5xx` by `ApiId`; REST APIs count `4XXError` and `5XXError` by `ApiName`"),
    group(
        "ClientError ConnectCount ExecutionError IntegrationError MessageCount",
        &["ApiId", "ApiId Stage", "ApiId Stage Route"],
    )
    .note("a WebSocket API is counted by `ApiId`"),
];

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html>
const BILLING: &[Group] = &[group("EstimatedCharges", &["Currency ServiceName? LinkedAccount?"])
    .us_east_1()
    .every(6 * HOUR)
    .note("every charge has a `Currency`, which is USD")];

/// <https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html>
const CERTIFICATES: &[Group] = &[group("DaysToExpiry", &["CertificateArn"]).every(DAY / 2)];

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html>
const CLOUD_FRONT: &[Group] = &[
    group(
        "401ErrorRate 403ErrorRate 404ErrorRate 4xxErrorRate 502ErrorRate 503ErrorRate 504ErrorRate 5xxErrorRate \
         BytesDownloaded BytesUploaded CacheHitRate LambdaExecutionError LambdaLimitExceededError \
         LambdaValidationError OriginLatency Requests TotalErrorRate",
        &["DistributionId Region"],
    )
    .us_east_1()
    .note("the dimension `Region` of a distribution is always `Global`"),
    group(
        "FunctionComputeUtilization FunctionExecutionErrors FunctionInvocations FunctionThrottles \
         FunctionValidationErrors",
        &["FunctionName Region", "DistributionId FunctionName Region"],
    )
    .us_east_1(),
];

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html>
const COGNITO: &[Group] = &[
    group(
        "SignInSuccesses SignInThrottles SignUpSuccesses SignUpThrottles TokenRefreshSuccesses TokenRefreshThrottles",
        &["UserPool UserPoolClient"],
    )
    .note("sign-ups, sign-ins and refreshes are counted by `UserPool` and `UserPoolClient`, the ids of both"),
    group("FederationSuccesses FederationThrottles", &["UserPool UserPoolClient IdentityProvider"]),
    group(
        "AccountTakeoverRisk CompromisedCredentialRisk CompromisedCredentialsRisk NoRisk OverrideBlock Risk",
        &["Operation UserPoolId RiskLevel?"],
    )
    .note("risks are counted by `UserPoolId` and `Operation`, and by `RiskLevel`"),
    group("CallCount ThrottleCount", &["Class Resource Service Type"]),
];

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
const DYNAMO_DB: &[Group] = &[
    group(
        "AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites \
         AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization \
         MaxProvisionedTableReadCapacityUtilization MaxProvisionedTableWriteCapacityUtilization UserErrors",
        &[""],
    )
    .note("DynamoDB counts it for the whole account in the region, and not by table"),
    group(
        "ConsumedReadCapacityUnits ConsumedWriteCapacityUnits OnDemandMaxReadRequestUnits \
         OnDemandMaxWriteRequestUnits ProvisionedReadCapacityUnits ProvisionedWriteCapacityUnits \
         ReadAccountLimitThrottleEvents ReadKeyRangeThroughputThrottleEvents \
         ReadMaxOnDemandThroughputThrottleEvents ReadProvisionedThroughputThrottleEvents ReadThrottleEvents \
         WriteAccountLimitThrottleEvents WriteKeyRangeThroughputThrottleEvents \
         WriteMaxOnDemandThroughputThrottleEvents WriteProvisionedThroughputThrottleEvents WriteThrottleEvents",
        &["TableName", "TableName GlobalSecondaryIndexName", "TableName Source"],
    ),
    group(
        "OnlineIndexConsumedWriteCapacity OnlineIndexPercentageProgress OnlineIndexThrottleEvents",
        &["TableName GlobalSecondaryIndexName"],
    ),
    group(
        "FaultInjectionServiceInducedErrors ReturnedItemCount SuccessfulRequestLatency SystemErrors \
         ThrottledRequests",
        &["TableName Operation", "TableName Operation StreamLabel"],
    )
    .note("DynamoDB counts it by table and `Operation` (`GetItem`, `PutItem`, `Query`, …) together, and makes no sum of them: add several in `metrics`"),
    group("ReturnedBytes ReturnedRecordsCount", &["TableName Operation StreamLabel"]),
    group(
        "ConditionalCheckFailedRequests TimeToLiveDeletedItemCount TransactionConflict",
        &["TableName"],
    ),
    group("PendingReplicationCount ReplicationLatency", &["TableName ReceivingRegion"]),
    group(
        "AgeOfOldestUnreplicatedRecord ConsumedChangeDataCaptureUnits ThrottledPutRecordCount",
        &["TableName DelegatedOperation"],
    ),
];

/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html>
const EVENTS: &[Group] = &[
    group(
        "DeadLetterInvocations FailedInvocations IngestionToInvocationCompleteLatency \
         IngestionToInvocationStartLatency IngestionToInvocationSuccessLatency InvocationAttempts Invocations \
         InvocationsCreated InvocationsFailedToBeSentToDlq InvocationsSentToDlq MatchedEvents \
         RetryInvocationAttempts SuccessfulInvocationAttempts ThrottledRules TriggeredRules",
        &[
            "", "RuleName", "EventBusName", "EventBusName RuleName",
            "EventSourceName RuleName? EventBusName?",
        ],
    ),
    group(
        "PutEventsApproximateCallCount PutEventsApproximateFailedCount PutEventsApproximateSuccessCount \
         PutEventsApproximateThrottledCount PutEventsEntriesCount PutEventsFailedEntriesCount PutEventsLatency \
         PutEventsRequestSize PutPartnerEventsApproximateCallCount PutPartnerEventsApproximateFailedCount \
         PutPartnerEventsApproximateSuccessCount PutPartnerEventsApproximateThrottledCount \
         PutPartnerEventsEntriesCount PutPartnerEventsFailedEntriesCount PutPartnerEventsLatency",
        &[""],
    ),
];

/// <https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html>
const KINESIS: &[Group] = &[
    group(
        "GetRecords.Bytes GetRecords.IteratorAge GetRecords.IteratorAgeMilliseconds GetRecords.Latency \
         GetRecords.Records GetRecords.Success PutRecord.Bytes PutRecord.Latency PutRecord.Success \
         PutRecords.Bytes PutRecords.FailedRecords PutRecords.Latency PutRecords.Records PutRecords.Success \
         PutRecords.SuccessfulRecords PutRecords.ThrottledRecords PutRecords.TotalRecords",
        &["StreamName"],
    ),
    group(
        "IncomingBytes IncomingRecords IteratorAgeMilliseconds OutgoingBytes OutgoingRecords \
         ReadProvisionedThroughputExceeded WriteProvisionedThroughputExceeded",
        &["StreamName ShardId?"],
    ),
    group(
        "SubscribeToShard.RateExceeded SubscribeToShard.Success SubscribeToShardEvent.Bytes \
         SubscribeToShardEvent.MillisBehindLatest SubscribeToShardEvent.Records SubscribeToShardEvent.Success",
        &["StreamName ConsumerName?"],
    ),
];

/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
const LAMBDA: &[Group] = &[
    group(
        "AsyncEventAge AsyncEventsDropped AsyncEventsReceived ConcurrentExecutions DeadLetterErrors \
         DestinationDeliveryFailures Duration Errors Invocations IteratorAge OffsetLag OversizedRecordCount \
         PostRuntimeExtensionsDuration ProvisionedConcurrencyInvocations \
         ProvisionedConcurrencySpilloverInvocations RecursiveInvocationsDropped SignatureValidationErrors Throttles",
        &["", "FunctionName", "FunctionName Resource", "FunctionName Resource ExecutedVersion"],
    ),
    group(
        "ProvisionedConcurrencyUtilization ProvisionedConcurrentExecutions",
        &["FunctionName", "FunctionName Resource", "FunctionName Resource ExecutedVersion"],
    ),
    group("ClaimedAccountConcurrency UnreservedConcurrentExecutions", &[""])
        .note("Lambda counts it for the whole account in the region"),
    group(
        "CommittedEventCount DeletedEventCount DroppedEventCount FailedInvokeEventCount FilteredOutEventCount \
         InvokedEventCount MaxOffsetLag OnFailureDestinationDeliveredEventCount PolledEventCount ProvisionedPollers \
         SumOffsetLag EventPollerUnit",
        &["EventSourceMappingUUID FunctionName?", "FunctionName"],
    ),
];

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html>
const LOGS: &[Group] = &[
    group("IncomingBytes IncomingLogEvents", &["", "LogGroupName"]),
    group(
        "DeliveryErrors DeliveryThrottling ForwardedBytes ForwardedLogEvents",
        &["LogGroupName DestinationType FilterName", "DestinationType FilterName PolicyLevel"],
    )
    .note("each subscription filter is counted by itself: by `LogGroupName`, `DestinationType` and `FilterName`"),
    group("EMFParsingErrors EMFValidationErrors", &["LogGroupName"]),
    group(
        "LogEventsWithFindings TransformationErrors TransformedBytes TransformedLogEvents",
        &["", "LogGroupName", "DataProtectionOperation LogGroupName?", "PolicyLevel LogGroupName?"],
    ),
    group("AnomalyCount", &["LogAnomalyDetector LogAnomalyPriority?"]),
];

/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/cloudwatch-metrics.html>
const ROUTE_53: &[Group] = &[
    group(
        "ChildHealthCheckHealthyCount ConnectionTime HealthCheckPercentageHealthy HealthCheckStatus \
         SSLHandshakeTime TimeToFirstByte",
        &["HealthCheckId", "HealthCheckId Region", "Region"],
    )
    .us_east_1(),
    group(
        "DNSQueries DNSSECInternalFailure DNSSECKeySigningKeyAge DNSSECKeySigningKeyMaxNeedingActionAge \
         DNSSECKeySigningKeysNeedingAction",
        &["HostedZoneId"],
    )
    .us_east_1(),
];

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html>
const S3: &[Group] = &[
    group("BucketSizeBytes NumberOfObjects", &["BucketName StorageType"])
        .every(DAY)
        .note("S3 counts what is stored by `BucketName` and `StorageType`, such as `StandardStorage` or `AllStorageTypes`"),
    group(
        "4xxErrors 5xxErrors AllRequests BytesDownloaded BytesUploaded DeleteRequests FirstByteLatency GetRequests \
         HeadRequests ListRequests PostRequests PutRequests SelectBytesReturned SelectBytesScanned SelectRequests \
         TotalRequestLatency",
        &["BucketName FilterId"],
    )
    .note("S3 counts requests where the bucket has `request_metrics`, by `BucketName` and the `FilterId` of one"),
    group(
        "BytesPendingReplication OperationsFailedReplication OperationsPendingReplication ReplicationLatency",
        &["SourceBucket DestinationBucket RuleId"],
    ),
];

/// <https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html>
const SNS: &[Group] = &[
    group(
        "NumberOfMessagesPublished NumberOfNotificationsDelivered NumberOfNotificationsFailed \
         NumberOfNotificationsFailedToRedriveToDlq NumberOfNotificationsFilteredOut \
         NumberOfNotificationsFilteredOut-InvalidAttributes NumberOfNotificationsFilteredOut-InvalidMessageBody \
         NumberOfNotificationsFilteredOut-MessageAttributes NumberOfNotificationsFilteredOut-MessageBody \
         NumberOfNotificationsFilteredOut-NoMessageAttributes NumberOfNotificationsRedrivenToDlq PublishSize",
        &[
            "", "TopicName", "Application Platform?", "Platform", "PhoneNumber", "SMSType",
            "Country SMSType?",
        ],
    ),
    group(
        "SMSMonthToDateSpentUSD SMSSuccessRate",
        &["", "PhoneNumber", "SMSType", "Country SMSType?"],
    ),
];

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
const SQS: &[Group] = &[group(
    "ApproximateAgeOfOldestMessage ApproximateAgeOfOldestMessageInQuietGroups \
     ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesDelayed \
     ApproximateNumberOfMessagesDelayedInQuietGroups ApproximateNumberOfMessagesNotVisible \
     ApproximateNumberOfMessagesNotVisibleInQuietGroups ApproximateNumberOfMessagesVisible \
     ApproximateNumberOfMessagesVisibleInQuietGroups ApproximateNumberOfNoisyGroups \
     NumberOfDeduplicatedSentMessages NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived \
     NumberOfMessagesSent SentMessageSize",
    &["QueueName"],
)];

/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html>
const SCHEDULER: &[Group] = &[group(
    "InvocationAttemptCount InvocationDroppedCount InvocationThrottleCount \
     InvocationsFailedToBeSentToDeadLetterCount InvocationsSentToDeadLetterCount \
     InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded TargetErrorCount TargetErrorThrottledCount",
    &["", "ScheduleGroup"],
)
.note("the scheduler counts by `ScheduleGroup`, and not by schedule")];

/// <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html>
const STATES: &[Group] = &[
    group(
        "ExecutionThrottled ExecutionTime ExecutionsAborted ExecutionsFailed ExecutionsRedriven ExecutionsStarted \
         ExecutionsSucceeded ExecutionsTimedOut ExpressExecutionBilledDuration ExpressExecutionBilledMemory \
         ExpressExecutionMemory RedrivenExecutionsAborted RedrivenExecutionsFailed RedrivenExecutionsSucceeded \
         RedrivenExecutionsTimedOut",
        &["StateMachineArn Version? Alias?"],
    ),
    group(
        "ActivitiesFailed ActivitiesHeartbeatTimedOut ActivitiesScheduled ActivitiesStarted ActivitiesSucceeded \
         ActivitiesTimedOut ActivityRunTime ActivityScheduleTime ActivityTime",
        &["ActivityArn"],
    ),
    group(
        "LambdaFunctionRunTime LambdaFunctionScheduleTime LambdaFunctionTime LambdaFunctionsFailed \
         LambdaFunctionsScheduled LambdaFunctionsStarted LambdaFunctionsSucceeded LambdaFunctionsTimedOut",
        &["LambdaFunctionArn"],
    ),
    group(
        "ServiceIntegrationRunTime ServiceIntegrationScheduleTime ServiceIntegrationTime ServiceIntegrationsFailed \
         ServiceIntegrationsScheduled ServiceIntegrationsStarted ServiceIntegrationsSucceeded \
         ServiceIntegrationsTimedOut",
        &["ServiceIntegrationResourceArn"],
    ),
    group(
        "ConsumedCapacity ProvisionedBucketSize ProvisionedRefillRate ThrottledEvents",
        &["APIName", "ServiceMetric"],
    ),
    group(
        "OpenExecutionCount OpenExecutionLimit ApproximateOpenMapRunCount OpenMapRunLimit ApproximateMapRunBacklogSize",
        &[""],
    ),
];

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Usage-Metrics.html>
const USAGE: &[Group] =
    &[group("CallCount ResourceCount ThrottleCount", &["Class Resource Service Type"])];

/// <https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html>. What an ACL of CloudFront counts has no
/// `Region`, and is in us-east-1.
const WAF: &[Group] = &[
    group(
        "AllowedRequests BlockedRequests CaptchaRequests CaptchasAttempted CaptchasAttemptedSdk CaptchasSolved \
         CaptchasSolvedSdk ChallengeRequests ChallengesAttempted ChallengesAttemptedSdk ChallengesSolved \
         ChallengesSolvedSdk CountedRequests PassedRequests RequestsWithValidCaptchaToken \
         RequestsWithValidChallengeToken SampleAllowedRequest SampleBlockedRequest SampleCaptchaRequest \
         SampleChallengeRequest SampleCountRequest SampleRequest",
        &[
            "WebACL Rule Region?", "RuleGroup Rule Region?", "WebACL ManagedRuleGroup ManagedRuleGroupRule? Rule? Region?",
            "WebACL Country Region?", "WebACL Attack Region?", "WebACL Device Region?",
            "WebACL LabelNamespace Label Context? Region?", "Resource ResourceType? Rule? Region?",
        ],
    )
    .note("WAF counts by `WebACL` and `Rule` together: `Rule: ALL` is all of the ACL's rules"),
];
