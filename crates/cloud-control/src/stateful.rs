//! The types whose objects hold what a delete would lose.

use kind::Data;

const RECORDS: Data = Data {
    moves: "the records stay behind: move them with a snapshot or an export",
    follows: "whoever connects to the old address has to follow",
};
const FILES: Data = Data {
    moves: "the files stay behind: copy them over",
    follows: "whoever reads them has to know the new name",
};
const MESSAGES: Data = Data {
    moves: "the messages that wait in it are lost",
    follows: "whoever sends to it has to know the new address",
};
const KEYS: Data = Data {
    moves: "what it has encrypted cannot be read any more",
    follows: "whoever encrypts with it has to name the new one",
};
const USERS: Data = Data {
    moves: "the users stay behind, and their passwords cannot be moved",
    follows: "whoever signs in has to do so anew",
};
const LOGS: Data = Data {
    moves: "what was logged is lost",
    follows: "whoever logs to it has to know the new name",
};
const IMAGES: Data = Data {
    moves: "the images stay behind: push them anew",
    follows: "whoever pulls them has to know the new address",
};
const BACKUPS: Data = Data {
    moves: "the recovery points stay behind: copy them over",
    follows: "whoever backs up to it has to name the new one",
};
const SECRETS: Data = Data {
    moves: "the value is lost: write it anew",
    follows: "whoever looks it up has to know the new name",
};
const ADDRESS: Data = Data {
    moves: "the address is given back, and AWS gives a new one",
    follows: "whoever has written the old one down has to follow",
};
const ZONE: Data = Data {
    moves: "the records have to be made anew",
    follows: "the registrar of the domain has to name the new name servers",
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
