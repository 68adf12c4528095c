//! Lambda. It works on a function in its own time, with a role that it has to take on.

mod content;
mod executable;
pub mod function;
mod invocation;
pub mod layer;
mod package;
pub(crate) mod terraform;

use std::time::Duration;

pub use invocation::{Invoked, invoke};

use aws::services::{
    ALL, Answer, PROPAGATION, RIGHTS_CHANGED, ROLE_CREATED, Rate, Service, TransientError, When,
    rate,
};

aws::client! {
    /// The client of Lambda.
    pub trait Lambda { lambda: aws_sdk_lambda }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Lambda";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ProvisionedConcurrencyConfigNotFoundException", "ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateEventSourceMapping", "UUID"),
        ("CreateFunction", "FunctionArn"),
        ("GetAccountSettings", "AccountLimit"),
        ("GetEventSourceMapping", "UUID"),
        ("GetFunction", "Configuration.FunctionArn"),
        ("GetFunctionRecursionConfig", "RecursiveLoop"),
        ("GetLayerVersion", "LayerVersionArn"),
        ("GetLayerVersionPolicy", "Policy"),
        ("GetPolicy", "Policy"),
        ("GetProvisionedConcurrencyConfig", "Status"),
        ("GetRuntimeManagementConfig", "UpdateRuntimeOn"),
        ("ListAliases", "Aliases[].Name"),
        ("ListCodeSigningConfigs", "CodeSigningConfigs[].CodeSigningConfigArn"),
        ("ListEventSourceMappings", "EventSourceMappings[].UUID"),
        ("ListFunctionEventInvokeConfigs", "FunctionEventInvokeConfigs"),
        ("ListFunctionUrlConfigs", "FunctionUrlConfigs[].FunctionUrl"),
        ("ListFunctions", "Functions[].FunctionArn"),
        ("ListFunctionsByCodeSigningConfig", "FunctionArns"),
        ("ListLayerVersions", "LayerVersions[].LayerVersionArn"),
        ("ListLayers", "Layers[].LayerName"),
        ("ListProvisionedConcurrencyConfigs", "ProvisionedConcurrencyConfigs"),
        ("PublishLayerVersion", "LayerVersionArn"),
        ("PublishVersion", "Version"),
    ],
    actions: &[
        ("CreateFunction", &["CreateFunction", "TagResource"]),
        // The answer holds the tags only of who may list them.
        ("GetFunction", &["GetFunction", "ListTags"]),
        ("Invoke", &["InvokeFunction"]),
    ],
    ..Service::new(NAME, "aws_sdk_lambda", "lambda")
};

fn bucket(operation: &str) -> Rate {
    match operation {
        "GetFunction" => rate("lambda/GetFunction", 100.0, 100.0),
        "GetPolicy" => rate("lambda/GetPolicy", 15.0, 15.0),
        "Invoke" => rate("lambda/Invoke", 1000.0, 1000.0),
        _ => rate("lambda", 15.0, 15.0),
    }
}

/// Functions in a VPC and big images take minutes, and a mapping as long.
const BUSY: Duration = Duration::from_secs(10 * 60);

/// The calls for which Lambda takes on the function's role.
const WITH_ROLE: &[&str] = &[
    "CreateEventSourceMapping", "CreateFunction", "PutFunctionEventInvokeConfig",
    "UpdateEventSourceMapping", "UpdateFunctionConfiguration",
];
/// What a role causes, or a policy of it, that Lambda or KMS have not heard of.
const UNKNOWN_ROLE: Answer = Answer::Saying(
    "InvalidParameterValueException",
    &[
        "cannot be assumed by Lambda", "ensure the role can perform",
        "execution role does not have permissions", "KMS key is invalid for CreateGrant",
    ],
);
const NOT_THERE: Answer = Answer::Refused(&["ResourceNotFoundException"]);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: WITH_ROLE,
        answer: UNKNOWN_ROLE,
        when: RIGHTS_CHANGED.or_briefly(),
        limit: PROPAGATION,
        what: "the role to be known to Lambda",
    },
    TransientError {
        operations: &["AddPermission"],
        answer: Answer::Saying(
            "InvalidParameterValueException",
            &["The provided principal was invalid"],
        ),
        when: ROLE_CREATED,
        limit: PROPAGATION,
        what: "the permission's principal to be known",
    },
    // Functions in a VPC have network interfaces made for them.
    TransientError {
        operations: ALL,
        answer: Answer::Refused(&["EC2ThrottledException"]),
        when: When::Always,
        limit: BUSY,
        what: "EC2 to have time for Lambda",
    },
    TransientError {
        operations: ALL,
        answer: Answer::Saying("InvalidParameterValueException", &["throttled by EC2"]),
        when: When::Always,
        limit: BUSY,
        what: "EC2 to have time for Lambda",
    },
    // The code stands for names and statements that are taken as well.
    TransientError {
        operations: ALL,
        answer: Answer::Saying(
            "ResourceConflictException",
            &["is in progress", "following state: Pending"],
        ),
        when: When::Always,
        limit: BUSY,
        what: "the function to be done with another change",
    },
    TransientError {
        operations: &["DeleteEventSourceMapping", "UpdateEventSourceMapping"],
        answer: Answer::Refused(&["ResourceInUseException"]),
        when: When::Always,
        limit: BUSY,
        what: "the event source to be done with another change",
    },
    TransientError {
        operations: &["CreateEventSourceMapping"],
        answer: Answer::Refused(&["ResourceConflictException"]),
        when: When::InRunAfter("Lambda", &["DeleteEventSourceMapping"]),
        limit: BUSY,
        what: "the event source to be disconnected",
    },
    TransientError {
        operations: &[
            "AddPermission", "CreateAlias", "CreateEventSourceMapping", "CreateFunctionUrlConfig",
            "GetFunction", "GetFunctionRecursionConfig", "ListAliases",
            "ListFunctionEventInvokeConfigs", "ListFunctionUrlConfigs",
            "ListProvisionedConcurrencyConfigs", "PublishVersion", "PutFunctionCodeSigningConfig",
            "PutFunctionConcurrency", "PutFunctionEventInvokeConfig", "PutFunctionRecursionConfig",
            "TagResource", "UpdateFunctionCode", "UpdateFunctionConfiguration",
        ],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreateFunction"]),
        limit: PROPAGATION,
        what: "the function to be known",
    },
    TransientError {
        operations: &[
            "AddPermission", "CreateFunctionUrlConfig", "GetProvisionedConcurrencyConfig",
            "PutFunctionEventInvokeConfig", "PutProvisionedConcurrencyConfig", "UpdateAlias",
        ],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreateAlias"]),
        limit: PROPAGATION,
        what: "the alias to be known",
    },
    TransientError {
        operations: &["CreateAlias", "GetFunction", "Invoke", "UpdateAlias"],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["PublishVersion"]),
        limit: PROPAGATION,
        what: "the version to be known",
    },
    TransientError {
        operations: &["GetProvisionedConcurrencyConfig"],
        answer: Answer::Refused(&["ProvisionedConcurrencyConfigNotFoundException"]),
        when: When::InStepsAfter(&["PutProvisionedConcurrencyConfig"]),
        limit: PROPAGATION,
        what: "the instances to be known",
    },
    TransientError {
        operations: &["CreateEventSourceMapping"],
        answer: Answer::Saying(
            "InvalidParameterValueException",
            &["Function does not exist", "Stream not found"],
        ),
        when: When::InStepsAfter(&["CreateAlias", "CreateFunction"]),
        limit: PROPAGATION,
        what: "the function and its event source to be known",
    },
    TransientError {
        operations: &["GetEventSourceMapping", "UpdateEventSourceMapping"],
        answer: NOT_THERE,
        when: When::InStepsAfter(&["CreateEventSourceMapping"]),
        limit: PROPAGATION,
        what: "the event source to be known",
    },
];
