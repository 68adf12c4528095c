/** Where the platform is. `config.json` beside the page says so, so that one build serves every environment. */
export interface Settings {
  /** The API's address with its stage. */
  apiUrl: string;
  /** It begins with its region, as all user pools' ids do. */
  userPoolId: string;
  userPoolClientId: string;
  /** Where the user pool answers, if that is not AWS: an emulator's address. */
  userPoolEndpoint?: string;
}

const REQUIRED = ["apiUrl", "userPoolId", "userPoolClientId"] as const;

export async function loadSettings(): Promise<Settings> {
  const answer = await fetch("config.json", { cache: "no-cache" });
  if (!answer.ok) throw new Error(`config.json cannot be read (status ${answer.status})`);
  const settings = (await answer.json()) as Settings;
  const absent = REQUIRED.filter((name) => typeof settings[name] !== "string");
  if (absent.length > 0) throw new Error(`config.json lacks ${absent.join(", ")}`);
  return settings;
}
