//! A table of calls: operations in lines, runs in columns.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::runs::Measured;
use crate::workload;

/// How often a run calls an operation, by operation and then in the order of the runs.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    runs: Vec<String>,
    counts: BTreeMap<String, Vec<usize>>,
}

/// The line of the sums.
const TOTAL: &str = "total";

/// How wide a column of numbers is.
const WIDTH: usize = 10;

impl Table {
    pub fn of(measured: &[Measured]) -> Self {
        let counted: Vec<_> = measured.iter().map(|run| run.calls.by_operation()).collect();
        let operations = counted.iter().flat_map(BTreeMap::keys);
        let counts = |operation: &String| {
            counted.iter().map(|run| run.get(operation).copied().unwrap_or(0)).collect()
        };
        Self {
            counts: operations.map(|operation| (operation.clone(), counts(operation))).collect(),
            runs: measured.iter().map(|run| run.name.to_owned()).collect(),
        }
    }

    /// What is more than another table has, in sentences.
    pub fn beyond(&self, budget: &Self) -> Vec<String> {
        let mut excess = Vec::new();
        for (operation, counts) in &self.counts {
            for (run, count) in self.runs.iter().zip(counts) {
                let allowed = budget.allowed(operation, run) + patience(operation, *count);
                if *count > allowed {
                    excess
                        .push(format!("{run} calls `{operation}` {count} times; it may {allowed}"));
                }
            }
        }
        excess
    }

    fn allowed(&self, operation: &str, run: &str) -> usize {
        let column = self.runs.iter().position(|own| own == run);
        let counts = self.counts.get(operation);
        column.and_then(|column| counts?.get(column).copied()).unwrap_or(0)
    }
}

/// How many calls more may ask whether AWS is done: that depends on the machine. Lambda takes half a second for a
/// function, on the emulator too.
fn patience(operation: &str, count: usize) -> usize {
    match operation {
        "lambda GET functions/*" => count.min(3 * workload::FUNCTIONS),
        _ => 0,
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.counts.keys().map(|name| name.chars().count());
        let first = names.max().unwrap_or(0).max(TOTAL.len());
        write!(f, "{:first$}", "")?;
        for run in &self.runs {
            write!(f, " {run:>WIDTH$}")?;
        }
        let sums = (0..self.runs.len())
            .map(|run| self.counts.values().map(|counts| counts[run]).sum())
            .collect();
        let sums = (&TOTAL.to_owned(), &sums);
        for (operation, counts) in std::iter::once(sums).chain(&self.counts) {
            write!(f, "\n{operation:first$}")?;
            for count in counts {
                write!(f, " {count:>WIDTH$}")?;
            }
        }
        writeln!(f)
    }
}

impl FromStr for Table {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let runs = lines.next().ok_or("it has no line")?.split_whitespace();
        let runs: Vec<String> = runs.map(str::to_owned).collect();
        let mut counts = BTreeMap::new();
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            let (name, numbers) = words
                .split_at_checked(words.len().saturating_sub(runs.len()))
                .ok_or_else(|| format!("`{line}` is too short"))?;
            let numbers = numbers.iter().map(|number| number.parse::<usize>());
            let numbers: Result<Vec<_>, _> = numbers.collect();
            let numbers = numbers.map_err(|_| format!("`{line}` holds something else"))?;
            counts.insert(name.join(" "), numbers);
        }
        counts.remove(TOTAL);
        Ok(Self { runs, counts })
    }
}

#[test]
fn a_table_is_read_as_it_is_written() {
    let table = Table {
        runs: vec!["deploy".to_owned(), "no-op".to_owned()],
        counts: [("iam GetRole".to_owned(), vec![6, 6]), ("s3 PUT *".to_owned(), vec![2, 0])]
            .into(),
    };
    assert_eq!(table.to_string().parse::<Table>().as_ref(), Ok(&table));
    let more =
        Table { counts: [("s3 PUT *".to_owned(), vec![2, 1])].into(), runs: table.runs.clone() };
    assert_eq!(more.beyond(&table), ["no-op calls `s3 PUT *` 1 times; it may 0"]);
    assert!("deploy\niam GetRole six".parse::<Table>().is_err());
}
