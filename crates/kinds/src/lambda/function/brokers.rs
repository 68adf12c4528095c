//! What event sources with brokers have besides: Kafka, Amazon MQ and Amazon DocumentDB.

use aws_sdk_lambda::types as sdk;
use language::value::Auto;

use crate::prelude::*;

/// A topic of Kafka, in Amazon MSK (`source`) or on servers of one's own (`servers`).
#[spec]
pub struct Kafka {
    /// `host:port` of each bootstrap server of a cluster that is not in Amazon MSK. Empty: `source` is the cluster.
    #[field(omit_default, length = ..=10)]
    pub servers: BTreeSet<String>,
    /// Name of the topic. A function has a mapping a topic.
    #[field(required, length = 1..=249, pattern = r"^[^.]([a-zA-Z0-9\-_.]+)$")]
    pub topic: String,
    /// The consumer group that the mapping joins. Absent: AWS makes one up. A change of it re-creates the mapping.
    #[field(length = 1..=200, pattern = r"^[a-zA-Z0-9\-/*:_+=.@]*$")]
    pub consumer_group: Auto<String>,
    /// How Lambda gets at the cluster and proves who it is. Empty: the network of the MSK cluster, and IAM or nothing.
    #[field(omit_default, length = ..=22)]
    pub access: BTreeSet<SourceAccess>,
    /// Where the schemas of the records are, against which Lambda holds them. Absent: it does not.
    pub schema_registry: Option<SchemaRegistry>,
}

/// One way to get at a source, or one proof of who asks.
#[spec(sdk::SourceAccessConfiguration)]
#[derive(Eq, PartialOrd, Ord)]
pub struct SourceAccess {
    /// What `uri` is: a secret with a name and a password (`BASIC_AUTH`, `SASL_SCRAM_256_AUTH`, `SASL_SCRAM_512_AUTH`)
    /// or with a certificate (`CLIENT_CERTIFICATE_TLS_AUTH`, `SERVER_ROOT_CA_CERTIFICATE`), `VPC_SUBNET`
    /// (`subnet:subnet-…`) or `VPC_SECURITY_GROUP` (`security_group:sg-…`).
    #[serde(rename = "type")]
    #[field(required)]
    pub r#type: AccessType,
    /// ARN of the secret, or what the type says.
    #[field(required, length = 1..=10_000)]
    pub uri: String,
}

/// A schema registry: that of AWS Glue, or one that speaks as Confluent's.
#[spec(sdk::KafkaSchemaRegistryConfig)]
pub struct SchemaRegistry {
    /// ARN of the registry of AWS Glue, or the URL of another.
    #[field(required, length = 1..=10_000, aws = schema_registry_uri)]
    pub uri: String,
    /// Whether the function gets records as `JSON`, or as they came (`SOURCE`).
    #[field(required)]
    pub event_record_format: RecordFormat,
    /// Proofs of who asks: secrets. AWS Glue needs none.
    #[field(omit_default, aws = access_configs)]
    pub access: BTreeSet<RegistryAccess>,
    /// What of a record is held against the schema.
    #[field(omit_default, length = 1..=2, aws = schema_validation_configs)]
    pub validate: BTreeSet<Validated>,
}

/// A proof of who asks a schema registry.
#[spec(sdk::KafkaSchemaRegistryAccessConfig)]
#[derive(Eq, PartialOrd, Ord)]
pub struct RegistryAccess {
    /// `BASIC_AUTH`, `CLIENT_CERTIFICATE_TLS_AUTH` or `SERVER_ROOT_CA_CERTIFICATE`.
    #[serde(rename = "type")]
    #[field(required)]
    pub r#type: RegistryAccessType,
    /// ARN of the secret.
    #[field(required, length = 1..)]
    pub uri: String,
}

/// A part of a record that is held against the schema.
#[spec(sdk::KafkaSchemaValidationConfig)]
#[derive(Eq, PartialOrd, Ord)]
pub struct Validated {
    /// `KEY` or `VALUE`.
    #[field(required)]
    pub attribute: RecordPart,
}

/// A queue of an ActiveMQ or RabbitMQ broker.
#[spec]
pub struct Mq {
    /// Name of the queue.
    #[field(required, length = 1..=1000)]
    pub queue: String,
    /// ARN of the secret with the broker's user name and password.
    #[field(required, length = 1..)]
    pub secret: String,
    /// The virtual host of a RabbitMQ broker. Absent: `/`.
    #[field(length = 1..=200)]
    pub virtual_host: Option<String>,
}

/// Change streams of a DocumentDB cluster.
#[spec]
pub struct DocumentDb {
    /// Name of the database.
    #[field(required, length = 1..=63)]
    pub database: String,
    /// Name of the collection. Absent: all of the database.
    #[field(length = 1..=57)]
    pub collection: Option<String>,
    /// Whether updates come with the whole document (`UpdateLookup`). Absent: with what has changed (`Default`).
    pub full_document: FullDocument,
    /// ARN of the secret with the cluster's user name and password.
    #[field(required, length = 1..)]
    pub secret: String,
}

aws_enum! {
    /// How Lambda gets at a source, or proves who it is.
    AccessType = sdk::SourceAccessType {
        BasicAuth = "BASIC_AUTH",
        ClientCertificateTlsAuth = "CLIENT_CERTIFICATE_TLS_AUTH",
        SaslScram256Auth = "SASL_SCRAM_256_AUTH",
        SaslScram512Auth = "SASL_SCRAM_512_AUTH",
        ServerRootCaCertificate = "SERVER_ROOT_CA_CERTIFICATE",
        VpcSecurityGroup = "VPC_SECURITY_GROUP",
        VpcSubnet = "VPC_SUBNET",
    }
    /// How Lambda proves to a schema registry who it is.
    RegistryAccessType = sdk::KafkaSchemaRegistryAuthType {
        BasicAuth = "BASIC_AUTH",
        ClientCertificateTlsAuth = "CLIENT_CERTIFICATE_TLS_AUTH",
        ServerRootCaCertificate = "SERVER_ROOT_CA_CERTIFICATE",
    }
    /// In what form a function gets records.
    RecordFormat = sdk::SchemaRegistryEventRecordFormat {
        Json = "JSON",
        Source = "SOURCE",
    }
    /// A part of a record.
    RecordPart = sdk::KafkaSchemaValidationAttribute {
        Key = "KEY",
        Value = "VALUE",
    }
    /// What comes with an update of a document.
    #[derive(Default)]
    FullDocument = sdk::FullDocument {
        #[default]
        Default = "Default",
        UpdateLookup = "UpdateLookup",
    }
}

/// What a mapping says of brokers, as AWS has it: each of them in members of its own, and proofs in one list.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Brokers {
    pub kafka: Option<Kafka>,
    pub mq: Option<Mq>,
    pub documentdb: Option<DocumentDb>,
}

type Live = sdk::EventSourceMappingConfiguration;

impl Brokers {
    pub(super) fn of(live: &Live) -> Result<Self> {
        let access = live.source_access_configurations().to_vec();
        let uri = |kind: sdk::SourceAccessType| {
            let found = access.iter().find(|access| access.r#type() == Some(&kind));
            found.and_then(|access| access.uri().map(str::to_owned))
        };
        let secret = uri(sdk::SourceAccessType::BasicAuth).unwrap_or_default();
        let mq = live.queues().first().map(|queue| Mq {
            queue: queue.clone(),
            secret: secret.clone(),
            virtual_host: uri(sdk::SourceAccessType::VirtualHost).filter(|host| host != "/"),
        });
        let documentdb = live.document_db_event_source_config().map(|documents| DocumentDb {
            database: documents.database_name().unwrap_or_default().to_owned(),
            collection: non_empty(documents.collection_name()),
            full_document: FullDocument::from_aws(documents.full_document()).unwrap_or_default(),
            secret: secret.clone(),
        });
        let kafka = live.topics().first().map(|topic| Kafka::shown(topic, live)).transpose()?;
        Ok(Self { kafka, mq, documentdb })
    }

    /// Proofs and networks, in one list.
    pub(super) fn access(&self) -> Result<Vec<sdk::SourceAccessConfiguration>> {
        let mut list = Vec::new();
        let mut add = |kind, uri: &String| {
            list.push(sdk::SourceAccessConfiguration::builder().r#type(kind).uri(uri).build());
        };
        if let Some(mq) = &self.mq {
            add(sdk::SourceAccessType::BasicAuth, &mq.secret);
            if let Some(host) = &mq.virtual_host {
                add(sdk::SourceAccessType::VirtualHost, host);
            }
        }
        if let Some(documents) = &self.documentdb {
            add(sdk::SourceAccessType::BasicAuth, &documents.secret);
        }
        if let Some(kafka) = &self.kafka {
            list.extend(kafka.access.to_aws()?.unwrap_or_default());
        }
        Ok(list)
    }

    pub(super) fn documents(&self) -> Option<sdk::DocumentDbEventSourceConfig> {
        let documents = self.documentdb.as_ref()?;
        let config = sdk::DocumentDbEventSourceConfig::builder();
        let config = config.database_name(&documents.database);
        let config = config.set_collection_name(documents.collection.clone());
        Some(config.full_document(documents.full_document.into()).build())
    }

    /// What is said of a consumer of Amazon MSK.
    pub(super) fn managed(&self) -> Result<Option<sdk::AmazonManagedKafkaEventSourceConfig>> {
        let Some(kafka) = self.kafka.as_ref().filter(|kafka| kafka.servers.is_empty()) else {
            return Ok(None);
        };
        let config = sdk::AmazonManagedKafkaEventSourceConfig::builder()
            .set_consumer_group_id(kafka.consumer_group.0.clone())
            .set_schema_registry_config(kafka.schema_registry.to_aws()?)
            .build();
        let is_said = config != sdk::AmazonManagedKafkaEventSourceConfig::builder().build();
        Ok(is_said.then_some(config))
    }

    /// The same of servers of one's own.
    pub(super) fn self_managed(&self) -> Result<Option<sdk::SelfManagedKafkaEventSourceConfig>> {
        let Some(kafka) = self.kafka.as_ref().filter(|kafka| !kafka.servers.is_empty()) else {
            return Ok(None);
        };
        let config = sdk::SelfManagedKafkaEventSourceConfig::builder()
            .set_consumer_group_id(kafka.consumer_group.0.clone())
            .set_schema_registry_config(kafka.schema_registry.to_aws()?)
            .build();
        let is_said = config != sdk::SelfManagedKafkaEventSourceConfig::builder().build();
        Ok(is_said.then_some(config))
    }

    pub(super) fn servers(&self) -> Option<sdk::SelfManagedEventSource> {
        let servers = &self.kafka.as_ref()?.servers;
        let list = servers.iter().cloned().collect();
        let source = sdk::SelfManagedEventSource::builder();
        let source = source.endpoints(sdk::EndPointType::KafkaBootstrapServers, list).build();
        (!servers.is_empty()).then_some(source)
    }

    /// Whether AWS can bring `live` to this without re-creating the mapping.
    pub(super) fn can_follow(&self, live: &Self) -> bool {
        let group = |brokers: &Self| brokers.kafka.as_ref()?.consumer_group.0.clone();
        group(self).is_none_or(|wanted| group(live) == Some(wanted))
    }

    /// The same with the consumer group that is there, which no update may name: AWS accepts it only at creation.
    pub(super) fn without_group(&self) -> Self {
        let kafka = self.kafka.clone();
        let kafka = kafka.map(|kafka| Kafka { consumer_group: Auto(None), ..kafka });
        Self { kafka, ..self.clone() }
    }
}

impl Kafka {
    fn shown(topic: &str, live: &Live) -> Result<Self> {
        let servers = live.self_managed_event_source().and_then(|source| {
            source.endpoints()?.get(&sdk::EndPointType::KafkaBootstrapServers).cloned()
        });
        let managed = live.amazon_managed_kafka_event_source_config();
        let own = live.self_managed_kafka_event_source_config();
        let group = managed.and_then(|config| config.consumer_group_id());
        let group = group.or_else(|| own.and_then(|config| config.consumer_group_id()));
        let registry = managed.and_then(|config| config.schema_registry_config());
        let registry = registry.or_else(|| own.and_then(|config| config.schema_registry_config()));
        let access = BTreeSet::of(Some(live.source_access_configurations().to_vec()))?;
        Ok(Self {
            servers: servers.unwrap_or_default().into_iter().collect(),
            topic: topic.to_owned(),
            consumer_group: Auto(non_empty(group)),
            access: access.unwrap_or_default(),
            schema_registry: SchemaRegistry::of(registry.cloned())?,
        })
    }
}
