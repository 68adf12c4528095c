//! Where a pool's sign-in pages and token endpoints are: a prefix of Amazon's domain, a domain of one's
//! own, or one of each.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cognito::Cognito;
use crate::fields::present;
use crate::words::words;
use aws::{Aws, AwsError, optional, wait_until};
use kind::{Place, Result};
use language::value::Auto;

words! {
    /// The oldest TLS that a domain speaks.
    SecurityPolicy = sdk::SecurityPolicyType {
        Tls12 = "TLS_V1_2_2021",
        Tls10 = "TLS_V1",
        Tls13 = "TLS_V1_3_2025",
    }
}

/// A prefix of Amazon's domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The part before `.auth.<region>.amazoncognito.com`, which nobody else in the region may have.
    /// 1–63 small letters, digits and hyphens, without `aws`, `amazon` and `cognito`. A change takes the
    /// old one away first.
    #[schemars(
        length(min = 1, max = 63),
        regex(pattern = r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$")
    )]
    pub prefix: String,
    /// Whether the pages are those of managed login, which a client shows once it has a style. Needs
    /// the tier `ESSENTIALS` or `PLUS`. Absent: the classic hosted UI.
    #[serde(default)]
    pub managed_login: bool,
}

/// A domain of your own. AWS takes up to an hour to set it up, and its parent must have an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomDomain {
    /// The domain, such as `auth.example.com`. A change takes the old one away first.
    #[schemars(
        length(min = 3, max = 63),
        regex(pattern = r"^[a-z0-9][a-z0-9\-]*(\.[a-z0-9][a-z0-9\-]*)+$")
    )]
    pub name: String,
    /// ARN of the domain's certificate in ACM, in us-east-1.
    #[schemars(regex(pattern = r"^arn:[a-z-]+:acm:us-[a-z0-9-]+:[0-9]{12}:certificate/.+$"))]
    pub certificate: String,
    /// Whether the pages are those of managed login, which a client shows once it has a style. Needs
    /// the tier `ESSENTIALS` or `PLUS`. Absent: the classic hosted UI.
    #[serde(default)]
    pub managed_login: bool,
    /// The oldest TLS that it speaks: `TLS_V1_2_2021` is what AWS recommends. Absent: AWS's choice.
    #[serde(default)]
    pub security_policy: Auto<SecurityPolicy>,
}

/// A domain as AWS describes it.
#[derive(Debug, Default)]
pub(super) struct Domains {
    pub prefix: Option<Domain>,
    pub custom: Option<CustomDomain>,
    /// The address that the custom domain's DNS record leads to.
    pub distribution: Option<String>,
}

impl Domain {
    /// The URL of the pages, which is elsewhere outside of the usual partition.
    pub(super) fn url(&self, place: &Place) -> Option<String> {
        let Place { partition, region, .. } = place;
        let host = format!("{}.auth.{region}.amazoncognito.com", self.prefix);
        (*partition == "aws").then(|| format!("https://{host}"))
    }
}

pub(super) async fn read(aws: &Aws, live: &sdk::UserPoolType) -> Result<Domains> {
    let (prefix, custom) = tokio::try_join!(
        described(aws, present(live.domain())),
        described(aws, present(live.custom_domain())),
    )?;
    let (mut prefix, mut custom) = (prefix, custom);
    // Either field may hold the only domain that there is.
    if custom.is_none() && prefix.as_ref().is_some_and(is_custom) {
        std::mem::swap(&mut prefix, &mut custom);
    }
    Ok(Domains {
        prefix: prefix.as_ref().map(Domain::of),
        custom: custom.as_ref().map(CustomDomain::of).transpose()?,
        distribution: custom.and_then(|domain| domain.cloud_front_distribution),
    })
}

async fn described(aws: &Aws, name: Option<String>) -> Result<Option<sdk::DomainDescriptionType>> {
    match name {
        Some(name) => describe(aws, &name).await,
        None => Ok(None),
    }
}

/// AWS describes a domain that does not exist by saying nothing of it.
async fn describe(aws: &Aws, name: &str) -> Result<Option<sdk::DomainDescriptionType>> {
    let request = aws.cognito().describe_user_pool_domain().domain(name);
    let answer = optional(request.send().await)?;
    let description = answer.and_then(|answer| answer.domain_description);
    Ok(description.filter(|description| present(description.domain()).is_some()))
}

fn is_custom(live: &sdk::DomainDescriptionType) -> bool {
    live.domain().is_some_and(|name| name.contains('.'))
}

fn has_managed_login(live: &sdk::DomainDescriptionType) -> bool {
    live.managed_login_version() == Some(MANAGED_LOGIN)
}

const HOSTED_UI: i32 = 1;
const MANAGED_LOGIN: i32 = 2;

fn version(managed_login: bool) -> i32 {
    if managed_login { MANAGED_LOGIN } else { HOSTED_UI }
}

impl Domain {
    fn of(live: &sdk::DomainDescriptionType) -> Self {
        Self {
            prefix: live.domain().unwrap_or_default().to_owned(),
            managed_login: has_managed_login(live),
        }
    }
}

impl CustomDomain {
    fn of(live: &sdk::DomainDescriptionType) -> Result<Self> {
        let custom = live.custom_domain_config();
        let policy = custom.and_then(sdk::CustomDomainConfigType::security_policy);
        Ok(Self {
            name: live.domain().unwrap_or_default().to_owned(),
            certificate: custom
                .map(|custom| custom.certificate_arn().to_owned())
                .unwrap_or_default(),
            managed_login: has_managed_login(live),
            security_policy: SecurityPolicy::present(policy).into(),
        })
    }

    fn request(&self) -> Result<sdk::CustomDomainConfigType> {
        let policy = self.security_policy.as_ref().map(|policy| (*policy).into());
        Ok(sdk::CustomDomainConfigType::builder()
            .certificate_arn(&self.certificate)
            .set_security_policy(policy)
            .build()?)
    }
}

/// One of the two domains, as the calls that write either see it.
struct Wanted<'a> {
    name: &'a str,
    managed_login: bool,
    custom: Option<sdk::CustomDomainConfigType>,
}

pub(super) async fn write_prefix(
    aws: &Aws,
    pool: &str,
    wanted: Option<&Domain>,
    live: Option<&Domain>,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    let domain = wanted.map(|domain| Wanted {
        name: &domain.prefix,
        managed_login: domain.managed_login,
        custom: None,
    });
    write(aws, pool, domain, live.map(|live| live.prefix.as_str())).await
}

pub(super) async fn write_custom(
    aws: &Aws,
    pool: &str,
    wanted: Option<&CustomDomain>,
    live: Option<&CustomDomain>,
) -> Result<()> {
    if wanted == live {
        return Ok(());
    }
    let domain = match wanted {
        Some(domain) => Some(Wanted {
            name: &domain.name,
            managed_login: domain.managed_login,
            custom: Some(domain.request()?),
        }),
        None => None,
    };
    write(aws, pool, domain, live.map(|live| live.name.as_str())).await
}

async fn write(
    aws: &Aws,
    pool: &str,
    wanted: Option<Wanted<'_>>,
    live: Option<&str>,
) -> Result<()> {
    let name = wanted.as_ref().map(|wanted| wanted.name);
    if let Some(live) = live.filter(|live| Some(*live) != name) {
        delete(aws, pool, live).await?;
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    let version = version(wanted.managed_login);
    if live == Some(wanted.name) {
        let request = aws.cognito().update_user_pool_domain().user_pool_id(pool);
        let request = request
            .domain(wanted.name)
            .managed_login_version(version)
            .set_custom_domain_config(wanted.custom);
        request.send().await?;
    } else {
        let request = aws.cognito().create_user_pool_domain().user_pool_id(pool);
        let request = request
            .domain(wanted.name)
            .managed_login_version(version)
            .set_custom_domain_config(wanted.custom);
        request.send().await?;
    }
    until_active(aws, wanted.name).await
}

/// CloudFront takes up to an hour to hand out a custom domain.
const SETTLING: Duration = Duration::from_secs(60 * 60);

async fn until_active(aws: &Aws, name: &str) -> Result<()> {
    let what = format!("the domain {name} to be active");
    wait_until(&what, SETTLING, || async {
        let Some(domain) = describe(aws, name).await? else {
            return Ok(None);
        };
        match domain.status() {
            Some(sdk::DomainStatusType::Failed) => {
                Err(AwsError::new(format!("AWS could not set up the domain {name}")))
            }
            Some(sdk::DomainStatusType::Active) | None => Ok(Some(())),
            Some(_) => Ok(None),
        }
    })
    .await
}

/// Takes a domain away and waits until its name is free.
pub(super) async fn delete(aws: &Aws, pool: &str, name: &str) -> Result<()> {
    let request = aws.cognito().delete_user_pool_domain().user_pool_id(pool);
    let request = request.domain(name);
    optional(request.send().await)?;
    let what = format!("the domain {name} to be gone");
    wait_until(&what, SETTLING, || async {
        let left = describe(aws, name).await?;
        Ok(left.is_none().then_some(()))
    })
    .await
}
