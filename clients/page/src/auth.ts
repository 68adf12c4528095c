// The user pool, asked directly: passwords never pass through the platform's own servers.

import * as cognito from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify } from "@aws-amplify/core";
import { identityOf, type Identity } from "@diatonic/web";

import type { Settings } from "./settings";

/** What the package `aws-amplify` does for whoever takes the whole of it, which brings storage, analytics and more. */
export function configure({ userPoolId, userPoolClientId, userPoolEndpoint }: Settings): void {
  const endpoint = userPoolEndpoint === undefined ? {} : { userPoolEndpoint };
  const auth = { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
  cognitoUserPoolsTokenProvider.setAuthConfig(auth);
  Amplify.configure({ Auth: auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
}

/** The id token, refreshed if it has expired or if that is asked for; nothing if nobody is signed in. */
export async function idToken(options?: { forceRefresh: boolean }): Promise<string | undefined> {
  const session = await cognito.fetchAuthSession(options);
  return session.tokens?.idToken?.toString();
}

/** Who is signed in, of an earlier visit perhaps. */
export async function currentIdentity(): Promise<Identity | undefined> {
  const token = await idToken();
  return token === undefined ? undefined : identityOf(token);
}

export async function signUp(username: string, email: string, password: string): Promise<void> {
  await cognito.signUp({ username, password, options: { userAttributes: { email } } });
}

export async function confirm(username: string, confirmationCode: string): Promise<void> {
  await cognito.confirmSignUp({ username, confirmationCode });
}

export async function sendCodeAgain(username: string): Promise<void> {
  await cognito.resendSignUpCode({ username });
}

/** Has a code sent, with which the password is set. The pool tells nobody whether there is such a user. */
export async function sendResetCode(username: string): Promise<void> {
  await cognito.resetPassword({ username });
}

export async function resetPassword(
  username: string,
  confirmationCode: string,
  newPassword: string,
): Promise<void> {
  await cognito.confirmResetPassword({ username, confirmationCode, newPassword });
}

/** Resolves with `unconfirmed` when the address has to be confirmed first. */
export async function signIn(username: string, password: string): Promise<"done" | "unconfirmed"> {
  const { isSignedIn, nextStep } = await cognito.signIn({ username, password });
  if (isSignedIn) return "done";
  if (nextStep.signInStep === "CONFIRM_SIGN_UP") return "unconfirmed";
  throw new Error(`Your account asks for a step that this page does not have: ${nextStep.signInStep}`);
}

export async function signOut(): Promise<void> {
  await cognito.signOut();
}
