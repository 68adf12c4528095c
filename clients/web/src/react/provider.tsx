import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, useContext, useState, type ReactNode } from "react";

import type { ApiClient } from "../client.js";

const Api = createContext<ApiClient | undefined>(undefined);

export interface ApiProviderProps {
  client: ApiClient;
  /**
   * Whose data is shown: tenant and user, such as `${tenantId}/${userId}` of `identityOf`. When it changes, what was
   * fetched before is gone, and the components below begin anew.
   */
  session: string;
  /** Makes the cache of a session; {@link createQueryClient} unless given. */
  createCache?: (() => QueryClient) | undefined;
  children: ReactNode;
}

/** Gives the hooks below it the client, and each session a cache of its own. */
export function ApiProvider({ client, session, createCache, children }: ApiProviderProps) {
  return (
    <Api.Provider value={client}>
      <SessionCache key={session} create={createCache ?? createQueryClient}>
        {children}
      </SessionCache>
    </Api.Provider>
  );
}

/** A new cache rather than a cleared one: an answer still on its way can only reach the old. */
function SessionCache({ create, children }: { create: () => QueryClient; children: ReactNode }) {
  const [cache] = useState(create);
  return <QueryClientProvider client={cache}>{children}</QueryClientProvider>;
}

/** A cache whose queries fail at once: the client has tried again already. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 30_000 }, mutations: { retry: false } },
  });
}

/** The client of the nearest {@link ApiProvider}, for functions that no hook covers. */
export function useApi(): ApiClient {
  const client = useContext(Api);
  if (client === undefined) throw new Error("this hook needs an <ApiProvider> above it");
  return client;
}
