// What a newcomer does with the page, from the first visit to a file that is ready.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import type { Page, Request } from "playwright-core";

/** How the story is told. */
export interface Telling {
  page: Page;
  /** The page's address. */
  url: string;
  /** The code that the user pool sends. */
  code: string;
  /** Called after each step, with a name for it. */
  onStep: (name: string) => Promise<void>;
}

export async function tellStory({ page, url, code, onStep }: Telling): Promise<void> {
  const user = newUser();
  const form = (name: string) => page.getByRole("form", { name });
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const status = (text: string) => page.getByRole("status").filter({ hasText: text }).waitFor();

  await page.goto(url);
  await button("Make one").click();
  await field("User name").fill(user.name);
  await field("E-mail address").fill(user.email);
  await field("Password").fill(user.password);
  await onStep("sign-up");
  await button("Sign up").click();

  await status("A code is on its way");
  await field("Code").fill(code);
  await onStep("confirm");
  await button("Confirm").click();
  await status("Your address is confirmed");

  const signIn = async (password: string) => {
    // The emulator does not take a confirmed address for a verified one, so that it knows nobody by it.
    await field("User name or e-mail address").fill(user.name);
    await field("Password").fill(password);
    // As most people do, who never touch the mouse here.
    await page.keyboard.press("Enter");
  };
  await signIn(`${user.password}-not`);
  await form("Sign in").getByRole("alert").filter({ hasText: "Incorrect username or password" }).waitFor();
  await onStep("wrong-password");

  const another = newUser().password;
  await button("Forgot your password?").click();
  await field("User name or e-mail address").fill(user.name);
  await button("Send a code").click();
  await status("a code is on its way to its address");
  await field("Code").fill(code);
  await field("New password").fill(another);
  await onStep("reset");
  await button("Set the password").click();
  await status("Your password is set");
  await signIn(user.password);
  await form("Sign in").getByRole("alert").filter({ hasText: "Incorrect username or password" }).waitFor();
  await signIn(another);
  await page.getByText("There are no courses yet.").waitFor();
  await onStep("signed-in");

  // Without a mouse, from where the page puts those who have signed in.
  await page.keyboard.press("Tab");
  await page.keyboard.type("Numbers");
  await page.keyboard.press("Tab");
  await page.keyboard.type("From one to all of them");
  await page.keyboard.press("Enter");
  await button("Publish Numbers").click();
  await button("Enrol in Numbers").click();
  await page.getByText("You are enrolled.").waitFor();
  await onStep("enrolled");

  await field("Title of the module").fill("Primes");
  await field("What it teaches").fill("What has no divisors");
  await button("Make a module").click();
  const film = {
    name: "primes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("2, 3, 5, 7, 11, 13\n".repeat(1000)),
  };
  await field("File for Primes").setInputFiles(film);
  await status("primes.txt is ready.");
  await onStep("uploaded");

  // Long after the tokens have expired: the page gets new ones.
  await page.clock.setSystemTime(Date.now() + 25 * 60 * 60 * 1000);
  const refresh = page.waitForRequest((request) => isRefresh(request));
  await page.reload();
  await refresh;
  await page.getByText("You are enrolled.").waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await onStep("dark");
  await page.setViewportSize({ width: 360, height: 740 });
  await onStep("narrow");
  const overflow = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  assert.equal(overflow, 0, "the page is as wide as a telephone");

  await button("Sign out").click();
  await form("Sign in").waitFor();
  await page.reload();
  await form("Sign in").waitFor();
  await onStep("signed-out");
}

/** Of either operation with which Cognito gives new tokens. */
function isRefresh(request: Request): boolean {
  const operation = request.headers()["x-amz-target"] ?? "";
  return (
    operation.endsWith(".GetTokensFromRefreshToken") ||
    (operation.endsWith(".InitiateAuth") && (request.postData() ?? "").includes("REFRESH_TOKEN"))
  );
}

function newUser() {
  const name = `ada-${randomBytes(6).toString("hex")}`;
  return { name, email: `${name}@example.org`, password: `Aa1!${randomBytes(9).toString("base64url")}` };
}
