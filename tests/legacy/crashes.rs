//! An adoption that is killed is finished by the next one: whatever call was under way, everything is owned
//! once in the end, and nothing but tags has changed.
//!
//! A small platform with one object of each kind, our state in a bucket beside it, and a proxy in between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::fs::File;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use crate::platform::{Look, Platform, importing};
use crate::proxy::{Call, Proxy, Treatment};
use crate::random::{self, Random};
use crate::witness::Witness;

/// Platforms on which rounds are played at once. At the end of a round each is as it was.
const WIDTH: usize = 2;

/// Deaths in a sample.
const SAMPLE: usize = 8;

/// What the platform has: one object of each kind.
const OBJECTS: usize = 14;

const ADOPTION: [&str; 2] = ["--adopt", "--auto-approve"];

/// When a process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// The call is on its way, and the service has not heard of it.
    Before,
    /// The service has carried the call out, and the process has not heard of it.
    After,
}

/// A process is killed at a call that writes: the how-manieth of its operation, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Death {
    moment: Moment,
    operation: String,
    number: usize,
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = match self.moment {
            Moment::Before => "before",
            Moment::After => "after",
        };
        write!(f, "killed {moment} {}#{}", self.operation, self.number)
    }
}

#[test]
fn an_adoption_that_is_killed_is_finished_by_the_next() {
    let seed = random::seed();
    let (writes, marks) = undisturbed();
    let deaths = deaths(&writes, seed);
    println!("{} deaths with the seed {seed}", deaths.len());
    let queue = Mutex::new(VecDeque::from(deaths));
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..WIDTH {
            scope.spawn(|| {
                let mut world = World::new();
                while let Some(death) = { queue.lock().expect("the queue").pop_front() } {
                    if let Err(failure) = world.survives(&death, marks) {
                        let failure = format!("{death}: {failure}");
                        failures.lock().expect("the failures").push(failure);
                        world = World::new();
                    }
                }
                if let Err(failure) = world.is_marked(0) {
                    failures.lock().expect("the failures").push(failure);
                }
            });
        }
    });
    let failures = failures.into_inner().expect("the failures");
    assert!(failures.is_empty(), "with DIATONIC_FAULTS_SEED={seed}:\n{}", failures.join("\n\n"));
}

/// An adoption in which nobody dies: the operations that write, and how many answers have our tags then.
fn undisturbed() -> (Vec<String>, usize) {
    let mut world = World::new();
    let (status, output) = world.adopt(None);
    assert!(status.success(), "{output}");
    let writes = world.director.script().writes.clone();
    (writes, world.look().marked.len())
}

/// Deaths in some of the operations, another sample for each seed; with `DIATONIC_FAULTS=all`, before and after
/// every call.
fn deaths(writes: &[String], seed: u64) -> Vec<Death> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    let mut deaths = Vec::new();
    for operation in writes {
        let number = counts.entry(operation).or_default();
        *number += 1;
        deaths.extend([Moment::Before, Moment::After].map(|moment| Death {
            moment,
            operation: operation.clone(),
            number: *number,
        }));
    }
    let mut random = Random::new(seed);
    random.shuffle(&mut deaths);
    if std::env::var("DIATONIC_FAULTS").is_ok_and(|how| how == "all") {
        return deaths;
    }
    let mut seen = BTreeSet::new();
    deaths.retain(|death| seen.insert(death.operation.clone()));
    deaths.truncate(SAMPLE);
    deaths
}

/// A platform, and the runs that take it over.
struct World {
    platform: Platform,
    before: Look,
    witness: Witness,
    proxy: Proxy,
    director: Director,
    /// The runs whose adoptions were given up again.
    undone: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        let endpoint = emulators::shared_ministack().endpoint();
        let mut witness = Witness::new(endpoint, "legacy", include_str!("accounts.py"));
        let mut platform = Platform::with_remote_state("varied");
        let state = witness.ask(&format!("make {}", platform.account));
        platform.write("terraform.tfstate", &state);
        platform.import(&["--write", "specs/legacy"]);
        let director = Director::default();
        let rule = director.clone();
        Self {
            before: look(&mut witness, &platform),
            platform,
            witness,
            proxy: Proxy::start(endpoint, move |call| rule.treat(call)),
            director,
            undone: BTreeSet::new(),
        }
    }

    /// Kills an adoption, has the next one finish it, and gives everything up again.
    fn survives(&mut self, death: &Death, marks: usize) -> Result<(), String> {
        let (status, output) = self.adopt(Some(death));
        // How often the state is written differs, so the last time may not come.
        if status.code().is_some_and(|code| code != 0) {
            return Err(format!("it ended with {status}:\n{output}"));
        }
        self.goes_on()?;
        self.succeeds(&["plan", "--detailed-exitcode"])?;
        self.owns(OBJECTS)?;
        self.is_marked(marks)?;
        for run in self.platform.adoptions() {
            if self.undone.insert(run.clone()) {
                self.succeeds(&["import-legacy", "--undo", &run, "--auto-approve"])?;
            }
        }
        self.owns(0)
    }

    /// Takes everything over, and dies if it is to. Gives what it printed as well.
    fn adopt(&self, death: Option<&Death>) -> (ExitStatus, String) {
        *self.director.script() = Script { death: death.cloned(), ..Script::default() };
        let path = self.platform.project.path().join("output");
        let output = File::create(&path).expect("a file");
        let mut command = self.platform.command(&importing(&ADOPTION));
        command
            .args(["--endpoint-url", &self.proxy.endpoint])
            .stdout(output.try_clone().expect("a file"))
            .stderr(output);
        self.director.script().process = Some(command.spawn().expect("the binary starts"));
        let status = self.director.wait();
        let output = std::fs::read_to_string(&path).expect("what it printed");
        (status, output)
    }

    /// Removes the lock that a process has left, and finishes what it has begun.
    fn goes_on(&mut self) -> Result<(), String> {
        let lock = self.witness.ask(&format!("lock {}", self.platform.account));
        if let Some(id) = lock["id"].as_str() {
            self.succeeds(&["unlock", id])?;
        }
        self.succeeds(&importing(&ADOPTION)).map(drop)
    }

    /// So many objects are in our state.
    fn owns(&self, objects: usize) -> Result<(), String> {
        match self.succeeds(&["state", "list"])?.lines().count() {
            found if found == objects => Ok(()),
            found => Err(format!("{found} objects are owned")),
        }
    }

    /// So many answers of AWS have our tags in them, and all else is as it was.
    fn is_marked(&mut self, marks: usize) -> Result<(), String> {
        let now = self.look();
        let changes = now.changes_since(&self.before).join("\n");
        match now.marked.len() == marks && changes.is_empty() {
            true => Ok(()),
            false => Err(format!("our tags are in {:?}\n{changes}", now.marked)),
        }
    }

    fn succeeds(&self, arguments: &[&str]) -> Result<String, String> {
        let run = self.platform.run(arguments);
        let printed = format!("{}{}", run.stdout, run.stderr);
        match run.code {
            Some(0) => Ok(run.stdout),
            code => Err(format!("{arguments:?} ends with {code:?}:\n{printed}")),
        }
    }

    fn look(&mut self) -> Look {
        look(&mut self.witness, &self.platform)
    }
}

fn look(witness: &mut Witness, platform: &Platform) -> Look {
    let answer = witness.ask(&format!("look {}", platform.account));
    serde_json::from_value(answer).expect("what was seen")
}

/// Stands at the proxy and ends the run when its time has come.
#[derive(Clone, Default)]
struct Director {
    script: Arc<Mutex<Script>>,
}

#[derive(Default)]
struct Script {
    death: Option<Death>,
    /// The operations that have written so far.
    writes: Vec<String>,
    process: Option<Child>,
}

impl Director {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().expect("the script")
    }

    /// The rule of the proxy.
    fn treat(&self, call: &Call) -> Treatment {
        if !writes(call) {
            return Treatment::Forward;
        }
        let operation = format!("{} {}", call.service, call.operation);
        let mut script = self.script();
        script.writes.push(operation.clone());
        let number = script.writes.iter().filter(|one| **one == operation).count();
        let death = script.death.as_ref();
        let death = death.filter(|death| death.operation == operation && death.number == number);
        match death.map(|death| death.moment) {
            None => Treatment::Forward,
            Some(Moment::Before) => {
                script.kill();
                Treatment::DropBefore
            }
            Some(Moment::After) => {
                let director = self.clone();
                Treatment::Afterwards(Arc::new(move || director.script().kill()))
            }
        }
    }

    /// Waits for the end of the run, and lets go from time to time, as a call may end it.
    fn wait(&self) -> ExitStatus {
        loop {
            {
                let mut script = self.script();
                let process = script.process.as_mut().expect("a process");
                if let Some(status) = process.try_wait().expect("a status") {
                    return status;
                }
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Script {
    /// SIGKILL: the process does nothing any more.
    fn kill(&mut self) {
        let process = self.process.as_mut().expect("a process");
        process.kill().expect("a process that can be killed");
    }
}

/// Whether a call changes anything.
fn writes(call: &Call) -> bool {
    let reads = ["Describe", "Get", "List"];
    !["GET", "HEAD"].contains(&call.method.as_str())
        && !reads.iter().any(|verb| call.operation.starts_with(verb))
}
