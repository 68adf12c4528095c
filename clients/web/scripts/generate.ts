// Writes src/generated from ../../api/openapi.json. With --check it writes nothing, and fails if that would change it.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient, type UserConfig } from "@hey-api/openapi-ts";

const PACKAGE = join(import.meta.dirname, "..");
const GENERATED = join(PACKAGE, "src/generated");

if (process.argv.includes("--check")) await check();
else await generate(GENERATED);

async function generate(folder: string): Promise<void> {
  const config: UserConfig = {
    input: join(PACKAGE, "../../api/openapi.json"),
    output: { path: folder, module: { extension: ".js" } },
    logs: { level: "silent" },
    plugins: [
      "@hey-api/typescript",
      { name: "@hey-api/client-fetch", throwOnError: true },
      // No client but the one that is handed in, and no token but the transport's.
      { name: "@hey-api/sdk", responseStyle: "data", client: false, auth: false },
    ],
  };
  await createClient(config);
}

async function check(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "generated-"));
  try {
    await generate(folder);
    const [expected, actual] = [await filesOf(folder), await filesOf(GENERATED)];
    const names = [...new Set([...expected.keys(), ...actual.keys()])].sort();
    const stale = names.filter((name) => expected.get(name) !== actual.get(name));
    if (stale.length === 0) return;
    process.stderr.write(
      `not what api/openapi.json gives:\n${stale.map((name) => `  clients/web/src/generated/${name}\n`).join("")}` +
        "run `cargo xtask clients --generate` and commit what it writes\n",
    );
    process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The files of a folder with their text, by their paths in it. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (file: string) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const;
  return new Map(await Promise.all(files.map(read)));
}
