//! Lambda Insights: the layer of CloudWatch's that measures a function, which each region has under another ARN.

use super::spec::Function;
use super::types::Architecture;
use crate::prelude::*;
use aws::Place;

/// Regions, the account that has the layers there, and the numbers of their versions on `x86_64` and `arm64`: version
/// 1.0.404.0 of the extension (CloudWatch user guide, "Available versions of the Lambda Insights extension", as AWS's
/// CDK lists it). A newer one is named in `layers`.
#[rustfmt::skip]
const LAYERS: &[(&str, &str, u32, Option<u32>)] = &[
    ("af-south-1", "012438385374", 47, Some(21)), ("ap-east-1", "519774774795", 47, Some(21)),
    ("ap-northeast-1", "580247275435", 83, Some(34)), ("ap-northeast-2", "580247275435", 55, Some(22)),
    ("ap-northeast-3", "194566237122", 37, Some(20)), ("ap-south-1", "580247275435", 54, Some(25)),
    ("ap-south-2", "891564319516", 29, Some(9)), ("ap-southeast-1", "580247275435", 56, Some(23)),
    ("ap-southeast-2", "580247275435", 56, Some(23)), ("ap-southeast-3", "439286490199", 33, Some(21)),
    ("ap-southeast-4", "158895979263", 24, None), ("ap-southeast-5", "590183865173", 4, None),
    ("ap-southeast-7", "761018874580", 3, None), ("ca-central-1", "580247275435", 55, Some(21)),
    ("ca-west-1", "946466191631", 16, None), ("cn-north-1", "488211338238", 46, None),
    ("cn-northwest-1", "488211338238", 46, None), ("eu-central-1", "580247275435", 56, Some(23)),
    ("eu-central-2", "033019950311", 30, None), ("eu-north-1", "580247275435", 53, Some(21)),
    ("eu-south-1", "339249233099", 47, Some(21)), ("eu-south-2", "352183217350", 31, Some(9)),
    ("eu-west-1", "580247275435", 56, Some(23)), ("eu-west-2", "580247275435", 56, Some(23)),
    ("eu-west-3", "580247275435", 55, Some(21)), ("il-central-1", "459530977127", 23, None),
    ("me-central-1", "732604637566", 30, None), ("me-south-1", "285320876703", 47, Some(21)),
    ("mx-central-1", "879381266642", 3, None), ("sa-east-1", "580247275435", 55, Some(21)),
    ("us-east-1", "580247275435", 56, Some(23)), ("us-east-2", "580247275435", 56, Some(25)),
    ("us-gov-east-1", "122132214140", 24, Some(6)), ("us-gov-west-1", "751350123760", 24, Some(6)),
    ("us-west-1", "580247275435", 56, Some(21)), ("us-west-2", "580247275435", 56, Some(23)),
];

/// The layer of a region and a processor, if there is one.
fn layer(place: &Place, architecture: Architecture) -> Option<String> {
    let (region, account, intel, arm) = LAYERS.iter().find(|row| row.0 == place.region)?;
    let (name, number) = match architecture {
        Architecture::Arm => ("LambdaInsightsExtension-Arm64", (*arm)?),
        _ => ("LambdaInsightsExtension", *intel),
    };
    let partition = place.partition;
    Some(format!("arn:{partition}:lambda:{region}:{account}:layer:{name}:{number}"))
}

impl Function {
    /// Takes the layer of Lambda Insights out of the others, and says `insights` in its place.
    pub(super) fn tell_insights(&mut self) {
        let is_it = |arn: &String| {
            let region = arn.split(':').nth(3).unwrap_or_default();
            layer(&Place::new("", region), self.architecture).as_ref() == Some(arn)
        };
        let count = self.layers.len();
        let others = self.layers.iter().filter(|arn| !is_it(arn)).cloned().collect();
        self.layers = others;
        self.insights |= self.layers.len() < count;
    }

    /// The same function with the layer of Lambda Insights among the others, as AWS has it.
    pub(super) fn with_insights(&self, place: &Place) -> Self {
        let mut full = self.clone();
        full.layers.extend(layer(place, self.architecture).filter(|_| self.insights));
        full
    }

    pub(super) fn check_insights(&self, place: &Place, findings: &mut Findings) {
        rules! { findings;
            Error "insights" if self.insights && layer(place, self.architecture).is_none() =>
                format!("no layer of Lambda Insights is known in {}", place.region),
                format!("there is none for `{}` in AWS's list", self.architecture.as_str()),
                "name the layer in `layers`, if there is one by now";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_has_its_own_layer() {
        let of = |region, architecture| layer(&Place::new("123456789012", region), architecture);
        for (region, architecture, arn) in [
            (
                "us-east-2",
                Architecture::Arm,
                Some(
                    "arn:aws:lambda:us-east-2:580247275435:layer:LambdaInsightsExtension-Arm64:25",
                ),
            ),
            (
                "cn-north-1",
                Architecture::X86,
                Some("arn:aws-cn:lambda:cn-north-1:488211338238:layer:LambdaInsightsExtension:46"),
            ),
            ("cn-north-1", Architecture::Arm, None),
            ("xx-north-1", Architecture::X86, None),
        ] {
            assert_eq!(of(region, architecture).as_deref(), arn);
        }
    }
}
