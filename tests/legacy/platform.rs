//! A project at ministack whose account holds what Terraform has made there.

use serde_json::Value;

use crate::project::{Run, TestProject};
use crate::states::{block, state};

/// Where everything is.
const REGION: &str = "us-east-2";

/// A project with its account, and the folder in which Terraform's state is.
pub struct Platform {
    pub project: TestProject,
    pub account: String,
}

impl Platform {
    /// A project with an empty account.
    pub fn empty(specs: &str) -> Self {
        let account = emulators::fresh_account();
        let endpoint = emulators::shared_ministack().endpoint();
        let environment = format!(
            "account: \"{account}\"\nregion: {REGION}\nproject: nexus\nendpoint_url: {endpoint}\n\
             rate_limits: unlimited\n"
        );
        Self {
            project: TestProject::empty()
                .file("environments/dev.yaml", &environment)
                .file("specs/app.yaml", specs),
            account,
        }
    }

    /// The platform as Terraform has made it: 61 resources, and 5 blocks without any.
    pub fn made() -> Self {
        let mut platform = Self::empty("{}");
        let printed = platform.boto(include_str!("nexus.py"));
        let said: Vec<(String, Value)> = serde_json::from_str(&printed).expect("JSON");
        let mut document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a10", &said);
        let resources = document["resources"].as_array_mut().expect("a list");
        for (type_name, name) in [
            ("aws_api_gateway_base_path_mapping", "ai_nexus"),
            ("aws_api_gateway_domain_name", "ai_nexus"),
            ("aws_cloudfront_distribution", "ai_nexus"),
            ("aws_cloudfront_response_headers_policy", "ai_nexus"),
            ("aws_route53_record", "ai_nexus"),
        ] {
            resources.push(block(type_name, name));
        }
        platform.write("terraform.tfstate", &document);
        platform
    }

    /// Writes a state into the project's folder.
    pub fn write(&mut self, name: &str, document: &Value) {
        let path = self.project.path().join(name);
        let folder = path.parent().expect("a folder");
        std::fs::create_dir_all(folder).expect("a writable folder");
        std::fs::write(path, format!("{document:#}\n")).expect("a writable file");
    }

    /// What a script of boto3 prints.
    pub fn boto(&self, script: &str) -> String {
        let endpoint = emulators::shared_ministack().endpoint();
        emulators::boto(endpoint, &self.account, REGION, script).expect("boto3 answers")
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.project.command(arguments);
        command
            .args(["--env", "dev"])
            .env("AWS_ACCESS_KEY_ID", &self.account)
            .env("AWS_SECRET_ACCESS_KEY", "test");
        command.output().expect("the binary runs").into()
    }

    /// Runs what must succeed, and gives what it printed.
    pub fn must(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(
            run.code,
            Some(0),
            "{arguments:?}\n{}{}",
            run.stdout,
            run.stderr
        );
        run.stdout
    }
}
