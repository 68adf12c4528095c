// Looks at the page of a plan in a browser: `node e2e/main.ts --help`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import { openBrowser } from "../../page/e2e/browser.ts";
import { address, savedPlan } from "./saved.ts";

const HELP = `Looks at the page that diatonic prints of a plan with 2,000 steps, in a headless Chromium.

  --diatonic FILE       the program; else DIATONIC in the environment names it
  --screenshots FOLDER  pictures of the page, light, dark and on a phone

CHROMIUM in the environment names the browser; else it is looked for on the PATH.
`;

/** Milliseconds up to the first view of 2,000 steps. */
const FIRST_VIEW = 1_000;
const STEPS = 2_000;

const { values: options } = parseArgs({
  options: {
    diatonic: { type: "string" },
    screenshots: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (options.help) process.stdout.write(HELP);
else await main(options.diatonic ?? process.env["DIATONIC"]);

async function main(diatonic: string | undefined): Promise<void> {
  if (!diatonic) throw new Error("neither --diatonic nor DIATONIC names the program; see --help");
  const folder = await mkdtemp(join(tmpdir(), "plan-"));
  const browser = await openBrowser();
  try {
    const large = await written(folder, diatonic, STEPS);
    const small = await written(folder, diatonic, 12);
    await looksAtLarge(browser, large);
    for (const colorScheme of ["light", "dark"] as const) {
      await isAccessible(browser, small, colorScheme, {
        colorScheme,
        viewport: { width: 1100, height: 800 },
      });
    }
    await isAccessible(browser, small, "phone", {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

/** The page of a plan with so many steps, as a file. */
async function written(folder: string, diatonic: string, steps: number): Promise<string> {
  const plan = join(folder, `${steps}.json`);
  await writeFile(plan, savedPlan(diatonic, steps));
  const page = join(folder, `${steps}.html`);
  const html = execFileSync(diatonic, ["show", plan, "--format", "html"], { maxBuffer: 1 << 28 });
  await writeFile(page, html);
  return page;
}

async function looksAtLarge(browser: Browser, file: string): Promise<void> {
  const page = await opened(browser, file, { viewport: { width: 1100, height: 800 } });
  const view = await page.evaluate(async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    for (let tries = 0; painted() === undefined && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return { painted: painted(), interactive: navigation?.domInteractive };
  });
  const size = (await stat(file)).size;
  say(
    `${STEPS} steps: ${(size / 1e6).toFixed(1)} MB, first view after ${Math.round(view.painted ?? NaN)} ms, all read after ${Math.round(view.interactive ?? NaN)} ms`,
  );
  assert.ok((view.painted ?? Infinity) < FIRST_VIEW, "the first view is there within a second");
  await filters(page);
  await graph(page);
  await page.context().close();
}

async function filters(page: Page): Promise<void> {
  const status = page.locator("#shown");
  await status.filter({ hasText: `${STEPS} of ${STEPS} shown` }).waitFor();
  const before = Date.now();
  await page.getByLabel("Search").fill(`${address(1997)} longer`);
  await status.filter({ hasText: `1 of ${STEPS} shown` }).waitFor();
  say(`the first search took ${Date.now() - before} ms`);
  await page.getByLabel("Search").fill("");
  await page.getByLabel(/deleted$/).uncheck();
  const deleted = Math.floor(STEPS / 3);
  await status.filter({ hasText: `${STEPS - deleted} of ${STEPS} shown` }).waitFor();
  await page.getByLabel(/deleted$/).check();
  // By the keyboard alone.
  await page.locator("#step-0 summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("#step-0 pre").waitFor({ state: "visible" });
}

async function graph(page: Page): Promise<void> {
  await page.locator("#graph").scrollIntoViewIfNeeded();
  await page.locator("#canvas svg").waitFor();
  await page.getByLabel("Resource").fill(address(1));
  await page.locator("#reach").getByText("If it fails, these are not done").waitFor();
  // Those that wait for step 1, and for what waits for it, and so on.
  const links = await page.locator("#reach a").count();
  assert.ok(links >= 10, `${links} links`);
  assert.equal(await page.locator("#canvas .node").count(), STEPS);
  const viewBox = () => page.locator("#canvas svg").getAttribute("viewBox");
  const before = await viewBox();
  await page.locator("#canvas").focus();
  await page.keyboard.press("+");
  const zoomed = await viewBox();
  await page.keyboard.press("ArrowRight");
  const moved = await viewBox();
  assert.equal(new Set([before, zoomed, moved]).size, 3, "keys zoom and move");
  await picture(page, "graph", false);
}

/** What axe-core says of the page, unfolded, with the graph drawn. */
async function isAccessible(
  browser: Browser,
  file: string,
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  const page = await opened(browser, file, options);
  await picture(page, `${name}-folded`);
  await page.getByRole("button", { name: "Unfold all" }).click();
  // What is not on the screen would be neither drawn nor looked at.
  await page.addStyleTag({ content: ".steps > li { content-visibility: visible !important; }" });
  await page.locator("#graph").scrollIntoViewIfNeeded();
  await page.locator("#canvas svg").waitFor();
  await page.getByLabel("Resource").fill(address(1));
  await picture(page, name);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  assert.ok(!wide, `${name}: nothing stands beyond the edge`);
  // The policy of the page lets no script in but its own, so that it is put in by the browser.
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 3).map((node) => node.html),
    }));
  });
  assert.deepEqual(violations, [], `${name}: axe-core finds nothing`);
  say(`${name}: axe-core finds nothing`);
  await page.context().close();
}

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** The page without a network. Whatever it says to the console, or asks the network for, fails. */
async function opened(browser: Browser, file: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, offline: true, bypassCSP: false });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const fail = (what: string) => {
    process.exitCode = 1;
    say(`error: ${what}`);
  };
  page.on("pageerror", (error) => fail(error.stack ?? error.message));
  page.on("console", (message) => fail(`the console says: ${message.text()}`));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href) fail(`the page asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return page;
}

async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  if (options.screenshots === undefined) return;
  await mkdir(options.screenshots, { recursive: true });
  await page.screenshot({ path: join(options.screenshots, `${name}.png`), fullPage });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
