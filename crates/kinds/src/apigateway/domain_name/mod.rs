//! `apigateway.domain_name`: a name of one's own before APIs.

mod check;
mod mappings;
mod patch;
mod spec;
mod state;

use aws_sdk_apigateway::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigateway::types as sdk;

use super::support::{ON_TAGS, arn, send_patch, update_tags};
use crate::apigateway::{ApiGateway, NAME};
use crate::apigatewayv2;
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place, RequiredPermission,
    WaitUntilUsable,
};

use mappings::Mappings;
pub use spec::{DomainName, Outputs};

impl Kind for DomainName {
    const NAME: &'static str = "apigateway.domain_name";
    const FACTS: Facts = Facts::of(Concern::Api);
    const CONSOLE: Console =
        Console::Page("apigateway/main/publish/domain-names?domain={id}&region={region}");
    const CALLS: &'static [Calls] = calls::APIGATEWAY_DOMAIN_NAME;
    const ACCESS: &'static [Access] = &[
        Access::to(
            NAME,
            &[
                "arn:{partition}:apigateway:{region}::/domainnames",
                "arn:{partition}:apigateway:{region}::/domainnames/{name}",
                "arn:{partition}:apigateway:{region}::/domainnames/{name}/*",
            ],
        )
        .except(&[ON_TAGS]),
        Access::to(
            apigatewayv2::NAME,
            &["arn:{partition}:apigateway:{region}::/domainnames/{name}/*"],
        ),
    ];
    const DEMANDS: &'static [RequiredPermission] = &[
        // An edge-optimized domain is a CloudFront distribution of AWS's own.
        RequiredPermission::these("edge_certificate", &["cloudfront:UpdateDistribution"], &["*"]),
    ];
    const KNOWN_BY: &'static str = "the domain name";
    const IMPACT_WHILE_ABSENT: &'static str =
        "requests to the domain fail, and its DNS record has to follow";
    const ABILITIES: Abilities<Self> = Abilities::NONE.waits_until_usable().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let (arn, name) = (arn(place, &path(&identity.name)), identity.name.clone());
        Outputs { arn: Some(arn), name: Some(name), ..Outputs::default() }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        for path in live.mappings.keys() {
            if !self.mappings.contains_key(path) {
                let at = Path::field("mappings").key(path);
                consequences.interrupt(at, "requests below this path find no API", "");
            }
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::regions(self, place, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(domain) = optional(state::describe(aws, id).await)? else {
            return Ok(None);
        };
        let Some(mappings) = optional(mappings::read(aws, id, &domain).await)? else {
            return Ok(None);
        };
        let (is_regional, is_edge) = state::endpoints(&domain);
        let spec = aws::read::<GetDomainNameOutput, Self>(state::in_use(domain.clone()))?;
        let identity = Named { name: id.to_owned() };
        // A name that leads nowhere is none: a record that takes the wrong one fails, and is seen.
        let outputs = Outputs {
            regional_domain_name: domain.regional_domain_name.filter(|_| is_regional),
            regional_hosted_zone_id: domain.regional_hosted_zone_id.filter(|_| is_regional),
            distribution_domain_name: domain.distribution_domain_name.filter(|_| is_edge),
            distribution_hosted_zone_id: domain.distribution_hosted_zone_id.filter(|_| is_edge),
            ..Self::predict(&identity, &aws.place())
        };
        Ok(spec.map(|spec| Live::new(outputs, Self { mappings, ..spec })))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.api_gateway().create_domain_name())?;
        request
            .endpoint_configuration(self.endpoint_configuration())
            .set_mutual_tls_authentication(self.mutual_tls_authentication())
            .set_routing_mode(beyond_default(self.routing_mode).map(Into::into))
            .send()
            .await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        for step in patch::steps(self, live)? {
            // A change that was interrupted may still be under way, and AWS accepts no second one meanwhile.
            state::until_ready(aws, id).await?;
            send_patch!(step, aws.api_gateway().update_domain_name().domain_name(id));
            state::until_ready(aws, id).await?;
        }
        if self.mappings != live.mappings {
            // As the domain is now: which APIs it can lead to may have changed a moment ago.
            let domain = state::describe(aws, id).await?;
            mappings::update(aws, id, &domain, &self.mappings, &live.mappings).await?;
        }
        update_tags(aws, &path(id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let Some(domain) = optional(state::describe(aws, id).await)? else {
            return Ok(());
        };
        let live = optional(mappings::read(aws, id, &domain).await)?.unwrap_or_default();
        mappings::update(aws, id, &domain, &Mappings::new(), &live).await?;
        let request = aws.api_gateway().delete_domain_name().domain_name(id);
        match optional(request.send().await)? {
            Some(_) => state::until_free(aws, id).await,
            None => Ok(()),
        }
    }
}

impl Listed for DomainName {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let domains = items!(aws.api_gateway().get_domain_names());
        Ok(domains.into_iter().filter_map(|domain| domain.domain_name).collect())
    }
}

impl WaitUntilUsable for DomainName {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        state::until_ready(aws, id).await
    }
}

/// The domain name's path in its ARN.
fn path(name: &str) -> String {
    format!("/domainnames/{name}")
}

/// A setting, unless it is AWS's own: not every region knows the younger ones.
fn beyond_default<T: Default + PartialEq>(setting: T) -> Option<T> {
    (setting != T::default()).then_some(setting)
}

impl DomainName {
    fn endpoint_configuration(&self) -> sdk::EndpointConfiguration {
        use sdk::EndpointType::{Edge, Regional};
        let types = [
            self.regional_certificate.as_ref().map(|_| Regional),
            self.edge_certificate.as_ref().map(|_| Edge),
        ];
        let types: Vec<sdk::EndpointType> = types.into_iter().flatten().collect();
        sdk::EndpointConfiguration::builder()
            .set_ip_address_type(beyond_default(self.ip_address_type).map(Into::into))
            .set_types((!types.is_empty()).then_some(types))
            .build()
    }

    fn mutual_tls_authentication(&self) -> Option<sdk::MutualTlsAuthenticationInput> {
        let mutual_tls = self.mutual_tls.as_ref()?;
        let input = sdk::MutualTlsAuthenticationInput::builder();
        let input = input.truststore_uri(&mutual_tls.truststore);
        Some(input.set_truststore_version(mutual_tls.truststore_version.clone()).build())
    }
}
