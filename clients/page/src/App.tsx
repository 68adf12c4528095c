import { createClient, type Identity } from "@diatonic/web";
import { ApiProvider } from "@diatonic/web/react";
import { useMemo, useState } from "react";

import { currentIdentity, idToken, signOut } from "./auth";
import { Courses } from "./Courses";
import { Modules } from "./Modules";
import type { Settings } from "./settings";
import { SignedOut } from "./SignedOut";

/** Whoever uses a keyboard goes on here, where the form for signing in was. */
const focus = (main: HTMLElement | null) => main?.focus();

/** Takes who was signed in when the page was opened. */
export function App({ settings, before }: { settings: Settings; before: Identity | undefined }) {
  const [identity, setIdentity] = useState(before);
  const client = useMemo(() => {
    const getToken = async (options: { forceRefresh: boolean }) => {
      const token = await idToken(options);
      // The session has ended, perhaps in another tab.
      if (token === undefined) setIdentity(undefined);
      return token;
    };
    return createClient({ baseUrl: settings.apiUrl, getToken });
  }, [settings.apiUrl]);

  if (identity === undefined) {
    return <SignedOut onSignedIn={async () => setIdentity(await currentIdentity())} />;
  }
  const leave = async () => {
    try {
      await signOut();
    } finally {
      setIdentity(undefined);
    }
  };
  return (
    <ApiProvider client={client} session={`${identity.tenantId}/${identity.userId}`}>
      <header>
        <h1>diatonic</h1>
        <p>
          Signed in as <strong>{identity.name}</strong>
          {identity.isAlone || `, ${identity.role} of ${identity.tenantId}`}
        </p>
        <button type="button" className="quiet" onClick={() => void leave()}>
          Sign out
        </button>
      </header>
      <main tabIndex={-1} ref={focus}>
        <Courses />
        <Modules />
      </main>
    </ApiProvider>
  );
}
