//! The connection to AWS: who calls, in which account, and what is told where nobody can.

use std::error::Error;
use std::time::Duration;

use aws_config::profile;
use aws_credential_types::provider::error::CredentialsError;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_types::os_shim_internal::{Env, Fs};

use super::Failure;
use aws::Sts;
use aws::{Aws, AwsError, Connection, ErrorKind, RateLimits};
use compiler::environment::{Environment, RateLimitSetting, RateLimitWord};
use language::diagnostic::suggestion;

/// AWS as somebody.
pub(super) struct Connected {
    pub aws: Aws,
    /// The ARN that STS gives for whoever it is.
    pub caller: String,
}

/// Connects to the account of an environment.
///
/// # Errors
/// No credentials, or those of another account; nobody answers.
pub(super) async fn connect(environment: &Environment) -> Result<Connected, Failure> {
    if let Some(fault) = profile_fault().await {
        return Err(Failure::Usage(fault));
    }
    let connection = Connection {
        endpoint_url: environment.endpoint_url.clone(),
        rate_limits: rate_limits(&environment.rate_limits),
        attempt_timeout: environment
            .attempt_timeout
            .map(|seconds| Duration::from_secs(seconds.into())),
        ..Connection::default()
    };
    let aws = Aws::connect(connection, &environment.account, &environment.region).await;
    let answer = aws.sts().get_caller_identity().send().await;
    let caller = answer.map_err(|error| {
        let is_anonymous = has_no_credentials(&error);
        Failure::Usage(unidentified(environment, is_anonymous, &error.into()))
    })?;
    let account = caller.account().unwrap_or_default();
    if account != environment.account {
        return Err(Failure::Usage(format!(
            "the credentials are those of account {account}, and environment `{}` lives in account {}\n\
             nothing was read or changed; set AWS_PROFILE to a profile of account {}",
            environment.name, environment.account, environment.account
        )));
    }
    Ok(Connected { aws, caller: caller.arn().unwrap_or_default().to_owned() })
}

/// Why AWS has not said who calls, and what to do about it.
fn unidentified(environment: &Environment, is_anonymous: bool, error: &AwsError) -> String {
    let account = &environment.account;
    let sign_in = format!(
        "sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE to a profile of account {account}"
    );
    // Why there are none, where a place of credentials was found and did not give any.
    let cause = error.message.strip_prefix("there are no credentials");
    if is_anonymous || cause.is_some() {
        let cause = cause.filter(|_| !is_anonymous).unwrap_or_default();
        let advice = match &environment.endpoint_url {
            Some(_) => format!(
                "an emulator takes any: `export AWS_ACCESS_KEY_ID={account} AWS_SECRET_ACCESS_KEY=test`"
            ),
            None => sign_in,
        };
        return format!("there are no AWS credentials here{cause}\n{advice}");
    }
    // Only who has read the credentials refuses them.
    let is_refused = error.kind == ErrorKind::Refused && error.code.is_some();
    if is_refused {
        return format!("AWS rejected the credentials: {error}\n{sign_in}");
    }
    let advice = match &environment.endpoint_url {
        Some(_) => "check the environment's `endpoint_url`, or `--endpoint-url`".to_owned(),
        None => format!("check the network, and that `region: {}` is right", environment.region),
    };
    format!("{error}\n{advice}; nothing was read or changed")
}

/// What is wrong with the profile that the process environment names. The SDK would go on to look for
/// credentials elsewhere, and find those of somebody else or none.
async fn profile_fault() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let name = variable("AWS_PROFILE")?;
    // Keys in the process environment come before every profile.
    if variable("AWS_ACCESS_KEY_ID").is_some() && variable("AWS_SECRET_ACCESS_KEY").is_some() {
        return None;
    }
    let files = EnvConfigFiles::default();
    let profiles = profile::load(&Fs::real(), &Env::real(), &files, None).await;
    let profiles = match profiles {
        Ok(profiles) => profiles,
        Err(error) => return Some(format!("the profiles of AWS cannot be read: {error}")),
    };
    let known: Vec<&str> = profiles.profiles().collect();
    if known.contains(&name.as_str()) {
        return None;
    }
    let [config, credentials] = [
        ("AWS_CONFIG_FILE", "~/.aws/config"),
        ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    ]
    .map(|(name, usual)| variable(name).unwrap_or_else(|| usual.to_owned()));
    let help = suggestion(&name, known.iter().copied());
    let help = help.map(|help| format!("\n{help}")).unwrap_or_default();
    Some(format!(
        "AWS_PROFILE names the profile `{name}`, which is neither in {config} nor in {credentials}{help}"
    ))
}

/// Whether a call failed because nobody is signed in. The SDK's own words list every place where it has
/// looked.
fn has_no_credentials(error: &(dyn Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.any(|cause| {
        let cause = cause.downcast_ref::<CredentialsError>();
        matches!(cause, Some(CredentialsError::CredentialsNotLoaded(_)))
    })
}

fn rate_limits(setting: &RateLimitSetting) -> RateLimits {
    match setting {
        RateLimitSetting::Word(word) => {
            RateLimits { unlimited: *word == RateLimitWord::Unlimited, ..RateLimits::default() }
        }
        RateLimitSetting::PerSecond(overrides) => {
            RateLimits { overrides: overrides.clone(), unlimited: false }
        }
    }
}
