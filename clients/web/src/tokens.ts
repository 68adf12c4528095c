/**
 * Gives the id token of whoever is signed in, or nothing. With `forceRefresh` it asks for a new one even if the
 * present one has not expired. Of aws-amplify: `async (options) => (await fetchAuthSession(options)).tokens?.idToken?.toString()`.
 */
export type GetToken = (options: { forceRefresh: boolean }) => Promise<string | null | undefined>;

/** The token of the moment, refreshed once for all requests that are refused at the same time. */
export class Tokens {
  readonly #get: GetToken;
  #refreshing: Promise<string | undefined> | undefined;

  constructor(get: GetToken) {
    this.#get = get;
  }

  async current(): Promise<string | undefined> {
    return (await this.#get({ forceRefresh: false })) ?? undefined;
  }

  /** What to try after `refused`; nothing, if there is no other token. */
  async instead(refused: string | undefined): Promise<string | undefined> {
    const current = await this.current();
    // Another request may have had it refreshed meanwhile.
    const token = current === refused ? await this.#refresh() : current;
    return token === refused ? undefined : token;
  }

  #refresh(): Promise<string | undefined> {
    this.#refreshing ??= this.#get({ forceRefresh: true })
      .then((token) => token ?? undefined)
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }
}
