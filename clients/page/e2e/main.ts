// Tells the story in a browser: `node e2e/main.ts --help`.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Page } from "playwright-core";

import { Fake } from "../../fake/server.ts";
import { openBrowser } from "./browser.ts";
import { tellStory } from "./story.ts";

const HELP = `Tells the story of a newcomer in a headless Chromium, and fails where the page does.

  --page URL            where the page is; with neither this nor --fake, nothing is done
  --fake                the build in dist/ against a platform in memory
  --config FILE         settings in place of those of the page's own config.json, or of the fake's
  --code CODE           the code that the user pool sends to an address (123456, as the emulator's)
  --screenshots FOLDER  one picture a step

CHROMIUM in the environment names the browser; else it is looked for on the PATH.
`;

const { values: options } = parseArgs({
  options: {
    page: { type: "string" },
    fake: { type: "boolean", default: false },
    config: { type: "string" },
    code: { type: "string", default: "123456" },
    screenshots: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (options.help) process.stdout.write(HELP);
else if (options.fake) await againstFake();
else if (options.page !== undefined) await inBrowser(options.page, await givenSettings());
else throw new Error("neither --page nor --fake is given; see --help");

type Settings = Record<string, string>;

async function givenSettings(): Promise<Settings> {
  if (options.config === undefined) return {};
  return JSON.parse(await readFile(options.config, "utf8")) as Settings;
}

async function againstFake(): Promise<void> {
  const fake = await new Fake(join(import.meta.dirname, "../dist")).start();
  const { id, clientId } = fake.userPool;
  const settings = {
    apiUrl: fake.apiUrl,
    userPoolId: id,
    userPoolClientId: clientId,
    userPoolEndpoint: `${fake.origin}/`,
  };
  try {
    await inBrowser(`${fake.origin}/`, { ...settings, ...(await givenSettings()) });
  } finally {
    await fake.stop();
  }
}

async function inBrowser(url: string, settings: Settings): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    page.setDefaultTimeout(10_000);
    if (Object.keys(settings).length > 0) {
      await page.route("**/config.json", (route) => route.fulfill({ json: settings }));
    }
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error") say(`the console says: ${message.text()} (${message.location().url})`);
    });
    await told(page, url);
    assert.deepEqual(errors, [], "nothing is thrown that the page does not expect");
  } finally {
    await browser.close();
  }
}

async function told(page: Page, url: string): Promise<void> {
  let [count, before] = [0, Date.now()];
  const onStep = async (name: string) => {
    count += 1;
    say(`${name}: ${Date.now() - before} ms`);
    await picture(page, `${String(count).padStart(2, "0")}-${name}`);
    before = Date.now();
  };
  try {
    await tellStory({ page, url, code: options.code, onStep });
  } catch (error) {
    await picture(page, "failed");
    say(`the page shows:\n${await page.locator("body").innerText()}`);
    throw error;
  }
}

async function picture(page: Page, name: string): Promise<void> {
  if (options.screenshots === undefined) return;
  await mkdir(options.screenshots, { recursive: true });
  await page.screenshot({ path: join(options.screenshots, `${name}.png`), fullPage: true });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
