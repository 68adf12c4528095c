//! `cargo xtask demo`: the real executable against a real server, from nothing to nothing.
//!
//! It reads like a shell transcript, and each step states what must hold: a step that does not
//! fails the demo. The steps are the list [`STEPS`].

use crate::clients;
use crate::deployment::{Deployment, ENVIRONMENT, Host};
use crate::emulator::ACCOUNT;
use crate::failure::Result;
use crate::terminal::say;
use crate::workspace::{self, build, install_emulators_during};

const API: &str = "aws-devops-local-api";
const POOL: &str = "ai-nexus-workbench-local-user-pool";
const CLIENT: &str = "ai-nexus-workbench-local-web-client";
const KEY: &str = "aws-devops-local-web";
const WEBSITE: &str = "aws-devops-local-website";
const FUNCTION: &str = "aws-devops-local-auth-post-authentication";
const PROFILES: &str = "aws-devops-local-user-profiles";
const SESSIONS: &str = "aws-devops-local-user-sessions";
const LOGS: &str = "aws-devops-local-system-logs";
const SIGN_IN_EVENT: &str = include_str!("../../../lambdas/post-authentication/tests/event.json");

/// One step of the demo.
enum Step {
    /// Runs `diatonic`, which must exit with 0.
    Diatonic(&'static [&'static str]),
    /// Does in a browser what a newcomer does with the page.
    Story,
    /// Looks at the account with boto3, through a Python script that must succeed.
    Look { what: &'static str, script: &'static str, arguments: &'static [&'static str] },
}

const STEPS: &[Step] = &[
    Step::Diatonic(&["validate"]),
    Step::Diatonic(&["plan"]),
    Step::Diatonic(&["apply", "--auto-approve"]),
    // With this option 0 says that nothing is left to do.
    Step::Diatonic(&["plan", "--detailed-exitcode"]),
    Step::Look {
        what: "courses are made, published, taken and completed, and nobody sees what is another's",
        script: concat!(include_str!("client.py"), include_str!("education_api.py")),
        arguments: &[API, ENVIRONMENT, POOL, CLIENT, KEY],
    },
    Step::Look {
        what: "a file is uploaded, looked at, kept, read and deleted, and another is rejected",
        script: concat!(include_str!("client.py"), include_str!("uploads_api.py")),
        arguments: &[API, ENVIRONMENT, POOL, CLIENT, KEY],
    },
    Step::Look {
        what: "users register, sign in, call the API, and are refused where they should be",
        script: concat!(include_str!("client.py"), include_str!("users_api.py")),
        arguments: &[API, ENVIRONMENT, POOL, CLIENT, KEY, PROFILES, LOGS],
    },
    Step::Look {
        // By hand, with AWS's own event; the sign-ins above have called it as well.
        what: "Cognito reports a sign-in: the function runs, and its tables hold what it wrote",
        script: include_str!("sign_in.py"),
        arguments: &[FUNCTION, SIGN_IN_EVENT, PROFILES, SESSIONS, LOGS],
    },
    Step::Story,
    Step::Diatonic(&["plan", "--detailed-exitcode"]),
];

/// Left out with `--keep`.
const CLEAN_UP: &[Step] = &[
    Step::Diatonic(&["destroy", "--auto-approve"]),
    Step::Look {
        what: "an independent look: the account is empty",
        script: include_str!("leftovers.py"),
        arguments: &[],
    },
];

/// Run diatonic from plan to destroy against an emulator
#[derive(clap::Args)]
pub struct Arguments {
    /// Destroy nothing, and leave the emulator running
    #[arg(long)]
    keep: bool,
    /// The emulator's port on 127.0.0.1 [default: a free one, or 4566 with --keep]
    #[arg(long, value_name = "PORT")]
    emulator_port: Option<u16>,
}

pub fn run(arguments: &Arguments) -> Result {
    install_emulators_during(build)?;
    clients::build_page()?;
    let demo = Demo::start(arguments)?;
    say("$ # The account of the emulator");
    say(format!("$ export AWS_ACCESS_KEY_ID={ACCOUNT} AWS_SECRET_ACCESS_KEY=test"));
    for step in STEPS {
        demo.take(step)?;
    }
    if arguments.keep {
        demo.deployment.say_how_to_go_on(&demo.page());
        return Ok(());
    }
    for step in CLEAN_UP {
        demo.take(step)?;
    }
    say("\nThe demo has passed.");
    Ok(())
}

struct Demo {
    deployment: Deployment,
}

impl Demo {
    fn start(arguments: &Arguments) -> Result<Self> {
        let host = if arguments.keep {
            Host::kept(arguments.emulator_port)?
        } else {
            Host::passing(arguments.emulator_port)?
        };
        let endpoint = host.endpoint();
        let variables = [
            "website=true".to_owned(),
            format!("emulator_url={endpoint}"),
            format!(
                "web_origins=[{}, http://localhost:3000, http://localhost:8080]",
                origin(endpoint)
            ),
        ];
        Ok(Self { deployment: Deployment::new(host, variables.into())? })
    }

    fn take(&self, step: &Step) -> Result {
        match step {
            Step::Diatonic(arguments) => self.deployment.run_diatonic(arguments),
            Step::Story => self.tell_story(),
            Step::Look { what, script, arguments } => {
                say(format!("\n# {what}"));
                self.deployment.look(script, arguments)
            }
        }
    }

    fn tell_story(&self) -> Result {
        say("\n# a newcomer opens the page, signs up, makes a course, enrols, and uploads a file");
        let pictures = workspace::pictures()?;
        match clients::tell_story(&self.page(), &pictures)? {
            true => say(format!("The pictures are in {}", pictures.display())),
            false => say("left out: there is no Chromium on this machine"),
        }
        Ok(())
    }

    fn page(&self) -> String {
        format!("{}/{WEBSITE}/index.html", origin(self.deployment.endpoint()))
    }
}

/// Where the page comes from: Cognito takes addresses without TLS of `localhost` alone.
fn origin(endpoint: &str) -> String {
    endpoint.replace("127.0.0.1", "localhost")
}
