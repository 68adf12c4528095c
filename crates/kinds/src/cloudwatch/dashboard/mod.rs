//! `cloudwatch.dashboard`: a dashboard.

mod check;
mod metrics;

use aws_sdk_cloudwatch::operation::get_dashboard::GetDashboardOutput;
use aws_sdk_cloudwatch::operation::put_dashboard::builders::PutDashboardFluentBuilder;

use super::{CloudWatch, NAME, tags};
use crate::calls;
use crate::json::Json;
use crate::lists::items;
use crate::prelude::*;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place};

/// A dashboard. An account's dashboards are the same in all regions.
#[spec(GetDashboardOutput, request = PutDashboardFluentBuilder)]
pub struct Dashboard {
    /// The dashboard's name, unique in the account. 1–255 of letters, digits, `-` and `_`.
    #[field(required, create_only, value_only, length = 1..=255, pattern = r"^[A-Za-z0-9_-]+$", aws = dashboard_name)]
    pub name: String,
    /// What it shows: `widgets`, and `start`, `end`, `periodOverride` and `variables`, with AWS's own names, as the console has
    /// them under "View/edit source". A grid of 24 columns with up to 500 widgets; in one widget up to 500 metrics, and 2,500
    /// in all.
    #[field(required, value_only, aws = dashboard_body)]
    pub body: Json,
    /// Tags of the dashboard.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

outputs! {
    /// ARN of the dashboard.
    arn,
    /// Name of the dashboard.
    name,
}

impl Kind for Dashboard {
    const NAME: &'static str = "cloudwatch.dashboard";
    const FACTS: Facts = Facts::of(Concern::Logs);
    const CONSOLE: Console =
        Console::Page("cloudwatch/home?region={region}#dashboards/dashboard/{id}");
    const CALLS: &'static [Calls] = calls::CLOUDWATCH_DASHBOARD;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &["{arn}"])];
    const IMPACT_WHILE_ABSENT: &'static str = "nobody sees what it shows";
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        Outputs { arn: Some(arn(place, &identity.name)), name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::body(self.body.as_value(), findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let arn = arn(&aws.place(), id);
        let body = async { Ok(aws.cloudwatch().get_dashboard().dashboard_name(id).send().await?) };
        let Some((mut body, tags)) = aws::whole(body, tags::read(aws, &arn)).await? else {
            return Ok(None);
        };
        body.dashboard_name = Some(id.to_owned());
        let spec = aws::read::<GetDashboardOutput, Self>(body)?;
        let outputs = Outputs { arn: Some(arn), name: Some(id.to_owned()) };
        Ok(spec.map(|spec| Live::new(outputs, Self { tags, ..spec })))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.cloudwatch().put_dashboard())?;
        request.set_tags(Some(tags::to_sdk(&self.tags)?)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        if self.body != live.body {
            // It takes tags of a new dashboard alone.
            self.fill(aws.cloudwatch().put_dashboard())?.send().await?;
        }
        tags::write(aws, &arn(&aws.place(), id), &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.cloudwatch().delete_dashboards().dashboard_names(id).send().await)
    }
}

impl Listed for Dashboard {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let dashboards = items!(aws.cloudwatch().list_dashboards());
        Ok(dashboards.into_iter().filter_map(|dashboard| dashboard.dashboard_name).collect())
    }
}

fn arn(place: &Place, name: &str) -> String {
    place.global_arn("cloudwatch", &format!("dashboard/{name}"))
}
