//! The types whose objects hold what a delete would lose.

use kind::Data;

const RECORDS: Data = Data {
    moves: "its records, which move by a snapshot or an export",
    follows: "whoever connects to its address, which is another",
};
const FILES: Data = Data {
    moves: "its files, which have to be copied",
    follows: "whoever reads them by its name, if it gets another",
};
const MESSAGES: Data = Data {
    moves: "the messages that wait in it, which have to be worked off first",
    follows: "whoever sends to it or receives from it by its address",
};
const KEYS: Data = Data {
    moves: "what it has encrypted, which has to be decrypted with it and encrypted with the other one",
    follows: "policies, grants and encrypted objects that name it by its id",
};
const USERS: Data = Data {
    moves: "its users, whose passwords cannot be moved",
    follows: "whoever is signed in, and front ends that hold its id",
};
const LOGS: Data = Data {
    moves: "what was logged",
    follows: "whoever logs to it by its name, if it gets another",
};
const IMAGES: Data = Data {
    moves: "its images, which have to be pushed again",
    follows: "whoever pulls them by its address, if it gets another name",
};
const BACKUPS: Data = Data {
    moves: "its recovery points, which can be copied to another vault",
    follows: "plans and policies that name it, if it gets another name",
};
const SECRETS: Data = Data {
    moves: "its value, unless that stands in a variable",
    follows: "whoever looks it up by its name or ARN, if that is another",
};
const ADDRESS: Data = Data {
    moves: "its address, which AWS accepts back",
    follows: "whoever knows the address: DNS records, firewalls, allow lists",
};
const ZONE: Data = Data {
    moves: "its records, which have to be made again",
    follows: "the delegation at the registrar or in the zone above, as a new zone has other name servers",
};

const TYPES: &[(&str, Data)] = &[
    ("AWS::APS::Workspace", RECORDS),
    ("AWS::AmazonMQ::Broker", MESSAGES),
    ("AWS::Backup::BackupVault", BACKUPS),
    ("AWS::Backup::LogicallyAirGappedBackupVault", BACKUPS),
    ("AWS::Cassandra::Keyspace", RECORDS),
    ("AWS::Cassandra::Table", RECORDS),
    ("AWS::CloudTrail::EventDataStore", LOGS),
    ("AWS::CodeArtifact::Repository", FILES),
    ("AWS::CodeCommit::Repository", FILES),
    ("AWS::Cognito::IdentityPool", USERS),
    ("AWS::Cognito::UserPool", USERS),
    ("AWS::Cognito::UserPoolUser", USERS),
    ("AWS::DSQL::Cluster", RECORDS),
    ("AWS::DirectoryService::SimpleAD", USERS),
    ("AWS::DocDB::DBCluster", RECORDS),
    ("AWS::DocDBElastic::Cluster", RECORDS),
    ("AWS::DynamoDB::GlobalTable", RECORDS),
    ("AWS::DynamoDB::Table", RECORDS),
    ("AWS::EC2::EIP", ADDRESS),
    ("AWS::EC2::Instance", FILES),
    ("AWS::EC2::Volume", FILES),
    ("AWS::ECR::PublicRepository", IMAGES),
    ("AWS::ECR::Repository", IMAGES),
    ("AWS::EFS::FileSystem", FILES),
    ("AWS::ElastiCache::CacheCluster", RECORDS),
    ("AWS::ElastiCache::GlobalReplicationGroup", RECORDS),
    ("AWS::ElastiCache::ReplicationGroup", RECORDS),
    ("AWS::ElastiCache::ServerlessCache", RECORDS),
    ("AWS::FSx::FileSystem", FILES),
    ("AWS::FSx::Volume", FILES),
    ("AWS::Glue::Table", RECORDS),
    ("AWS::HealthLake::FHIRDatastore", RECORDS),
    ("AWS::KMS::Key", KEYS),
    ("AWS::KMS::ReplicaKey", KEYS),
    ("AWS::Kinesis::Stream", MESSAGES),
    ("AWS::KinesisVideo::Stream", FILES),
    ("AWS::Lightsail::Bucket", FILES),
    ("AWS::Lightsail::Database", RECORDS),
    ("AWS::Lightsail::Disk", FILES),
    ("AWS::Logs::LogGroup", LOGS),
    ("AWS::MSK::Cluster", MESSAGES),
    ("AWS::MSK::ServerlessCluster", MESSAGES),
    ("AWS::MemoryDB::Cluster", RECORDS),
    ("AWS::MemoryDB::MultiRegionCluster", RECORDS),
    ("AWS::Neptune::DBCluster", RECORDS),
    ("AWS::NeptuneGraph::Graph", RECORDS),
    ("AWS::OpenSearchServerless::Collection", RECORDS),
    ("AWS::OpenSearchService::Domain", RECORDS),
    ("AWS::QLDB::Ledger", RECORDS),
    ("AWS::RDS::DBCluster", RECORDS),
    ("AWS::RDS::DBInstance", RECORDS),
    ("AWS::RDS::DBSnapshot", BACKUPS),
    ("AWS::RDS::GlobalCluster", RECORDS),
    ("AWS::Redshift::Cluster", RECORDS),
    ("AWS::RedshiftServerless::Namespace", RECORDS),
    ("AWS::Route53::HostedZone", ZONE),
    ("AWS::S3::Bucket", FILES),
    ("AWS::S3Express::DirectoryBucket", FILES),
    ("AWS::S3Outposts::Bucket", FILES),
    ("AWS::S3Tables::Table", RECORDS),
    ("AWS::S3Tables::TableBucket", RECORDS),
    ("AWS::S3Vectors::Index", RECORDS),
    ("AWS::S3Vectors::VectorBucket", RECORDS),
    ("AWS::SQS::Queue", MESSAGES),
    ("AWS::SecretsManager::Secret", SECRETS),
    ("AWS::Timestream::Database", RECORDS),
    ("AWS::Timestream::InfluxDBInstance", RECORDS),
    ("AWS::Timestream::Table", RECORDS),
    ("AWS::WorkSpaces::Workspace", FILES),
];

/// What the objects of a type hold that a delete would lose.
pub(crate) fn data_of(type_name: &str) -> Option<Data> {
    let found = TYPES.iter().find(|(name, _)| *name == type_name);
    found.map(|(_, data)| *data)
}
