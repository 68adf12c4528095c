//! For how long somebody who has passed a test is not tested again.

use aws_sdk_wafv2::types as sdk;

use crate::conversions::conversions;
use crate::prelude::*;

fn time(seconds: i64) -> Result<sdk::ImmunityTimeProperty> {
    Ok(sdk::ImmunityTimeProperty::builder().immunity_time(seconds).build()?)
}

conversions! {
    captcha: Option<i64>, sdk::CaptchaConfig {
        |said| Some(said.and_then(|it| it.immunity_time_property).map(|it| it.immunity_time)),
        |seconds| match seconds {
            Some(seconds) => {
                let config = sdk::CaptchaConfig::builder();
                Some(config.immunity_time_property(time(*seconds)?).build())
            }
            None => None,
        },
    }
    challenge: Option<i64>, sdk::ChallengeConfig {
        |said| Some(said.and_then(|it| it.immunity_time_property).map(|it| it.immunity_time)),
        |seconds| match seconds {
            Some(seconds) => {
                let config = sdk::ChallengeConfig::builder();
                Some(config.immunity_time_property(time(*seconds)?).build())
            }
            None => None,
        },
    }
}
