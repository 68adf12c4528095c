//! The keys by which requests describe themselves, in conditions and in variables.
//!
//! Services add keys all the time, so a key that is not listed here may be a new one. It is called
//! unknown only where that is certain: in the two namespaces that are closed, or as a plain misspelling.

/// Keys of every request (IAM user guide, "global condition context keys"), without `aws:`.
const GLOBAL: [&str; 51] = [
    "AssumedRoot", "CalledVia", "CalledViaFirst", "CalledViaLast", "ChatbotSourceArn",
    "CurrentTime", "Ec2InstanceSourcePrivateIPv4", "Ec2InstanceSourceVpc", "EpochTime",
    "FederatedProvider", "IsMcpServiceAction", "MultiFactorAuthAge", "MultiFactorAuthPresent",
    "PrincipalAccount", "PrincipalArn", "PrincipalIsAWSService", "PrincipalOrgID",
    "PrincipalOrgPaths", "PrincipalServiceName", "PrincipalServiceNamesList", "PrincipalTag",
    "PrincipalType", "Referer", "RequestTag", "RequestedRegion", "ResourceAccount",
    "ResourceOrgID", "ResourceOrgPaths", "ResourceTag", "SecureTransport", "SignInSessionArn",
    "SourceAccount", "SourceArn", "SourceIdentity", "SourceIp", "SourceOrgID", "SourceOrgPaths",
    "SourceVpc", "SourceVpcArn", "SourceVpce", "TagKeys", "TokenIssueTime", "UserAgent",
    "ViaAWSMCPService", "ViaAWSService", "VpcSourceIp", "VpceAccount", "VpceOrgID", "VpceOrgPaths",
    "userid", "username",
];

/// Keys of DynamoDB (service authorization reference), without `dynamodb:`.
const DYNAMODB: [&str; 11] = [
    "Attributes", "EnclosingOperation", "FirstPartitionKeyValues", "FourthPartitionKeyValues",
    "FullTableScan", "LeadingKeys", "ReturnConsumedCapacity", "ReturnValues",
    "SecondPartitionKeyValues", "Select", "ThirdPartitionKeyValues",
];

/// What a token of an identity pool says of its bearer.
const IDENTITY_POOL: [&str; 3] = ["amr", "aud", "sub"];

/// Why no request has a key, and what to write instead.
pub(super) struct Unknown {
    pub why: String,
    pub help: String,
}

/// Something about a key that certainly does not exist. Keys are compared without regard to case.
pub(super) fn unknown(key: &str) -> Option<Unknown> {
    let (service, name) = key.split_once(':')?;
    let name = name.split('/').next().unwrap_or(name);
    match service.to_ascii_lowercase().as_str() {
        "cognito-identity.amazonaws.com" => no_identity_pool_claim(name),
        "dynamodb" if name.contains(':') => Some(Unknown {
            why: "DynamoDB shows conditions the names of attributes and the partition key, and never \
                  what an item holds"
                .to_owned(),
            help: "put what decides into the partition key, and compare `dynamodb:LeadingKeys`".to_owned(),
        }),
        "dynamodb" => misspelling("dynamodb", name, &DYNAMODB),
        "aws" => misspelling("aws", name, &GLOBAL),
        _ => None,
    }
}

fn no_identity_pool_claim(name: &str) -> Option<Unknown> {
    let is_known = IDENTITY_POOL.iter().any(|known| known.eq_ignore_ascii_case(name));
    (!is_known && !name.is_empty()).then(|| Unknown {
        why: "an identity pool says `aud`, `amr` and `sub` of a user, and nothing else".to_owned(),
        help: format!(
            "let the identity pool map the claim to a principal tag, and use `aws:PrincipalTag/{name}`"
        ),
    })
}

fn misspelling(service: &str, name: &str, known: &[&str]) -> Option<Unknown> {
    const SLIPS: usize = 2;
    let name = name.to_ascii_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&name, &known.to_ascii_lowercase());
    let closest = known.iter().min_by_key(|known| distance(known))?;
    (1..=SLIPS).contains(&distance(closest)).then(|| Unknown {
        why: format!("no request has it, and `{service}:{closest}` is written much like it"),
        help: format!("did you mean `{service}:{closest}`?"),
    })
}
