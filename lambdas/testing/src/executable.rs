//! A function's executable, as Lambda starts it.

use serde_json::{Value, json};

/// Uploads the executable as `bootstrap` and invokes it.
const INVOKE: &str = r#"
    import boto3, io, json, sys, zipfile
    executable, event, function = sys.argv[1:]
    function = json.loads(function)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, open(executable, "rb").read())
    functions = boto3.client("lambda")
    functions.create_function(
        FunctionName=function["name"], Runtime="provided.al2023", Handler="bootstrap",
        Role="arn:aws:iam::123456789012:role/any", Code={"ZipFile": archive.getvalue()},
        Timeout=function["timeout"], MemorySize=function["memory"],
        Environment={"Variables": function["variables"]})
    functions.get_waiter("function_active_v2").wait(FunctionName=function["name"])
    answer = functions.invoke(FunctionName=function["name"], Payload=event)
    print(answer["Payload"].read().decode())
"#;

/// An executable with the settings of its function.
pub struct Executable<'a> {
    pub name: &'a str,
    pub path: &'a str,
    /// Seconds.
    pub timeout: u32,
    /// MiB.
    pub memory: u32,
    pub variables: &'a [(&'a str, &'a str)],
}

impl Executable<'_> {
    /// Runs it once on the shared ministack, in an account and a region, and gives its answer.
    pub fn invoke(&self, account: &str, region: &str, event: &Value) -> Value {
        let variables: serde_json::Map<String, Value> =
            self.variables.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let function = json!({
            "name": self.name,
            "timeout": self.timeout,
            "memory": self.memory,
            "variables": variables,
        });
        let arguments = [self.path, &event.to_string(), &function.to_string()];
        let endpoint = emulators::shared_ministack().endpoint();
        let environment = emulators::client_environment(endpoint, account, region);
        let answer = emulators::python(INVOKE, &arguments, &environment).unwrap();
        serde_json::from_str(&answer).unwrap()
    }
}
