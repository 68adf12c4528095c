import { useState } from "react";

import { confirm, sendCodeAgain, signIn, signUp } from "./auth";
import { Field, Form } from "./Form";
import { Forgot, Reset } from "./Reset";

type Step = { name: "sign in" | "sign up" | "forgot" } | { name: "confirm" | "reset"; username: string };

export function SignedOut({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [step, setStep] = useState<Step>({ name: "sign in" });
  const [notice, setNotice] = useState("");
  const go = (next: Step, words = "") => {
    setStep(next);
    setNotice(words);
  };
  return (
    <main className="narrow">
      <h1>diatonic</h1>
      <p role="status">{notice}</p>
      {step.name === "sign in" && (
        <SignIn
          onUnconfirmed={(username) =>
            go({ name: "confirm", username }, "Your address is not confirmed yet.")
          }
          onSignedIn={onSignedIn}
          onSignUp={() => go({ name: "sign up" })}
          onForgotten={() => go({ name: "forgot" })}
        />
      )}
      {step.name === "sign up" && (
        <SignUp
          onSignedUp={(username) =>
            go({ name: "confirm", username }, "A code is on its way to your address.")
          }
          onSignIn={() => go({ name: "sign in" })}
        />
      )}
      {step.name === "confirm" && (
        <Confirm
          username={step.username}
          onConfirmed={() => go({ name: "sign in" }, "Your address is confirmed. You can sign in now.")}
          onSentAgain={() => setNotice("Another code is on its way to your address.")}
        />
      )}
      {step.name === "forgot" && (
        <Forgot
          onSent={(username) =>
            go(
              { name: "reset", username },
              "If there is such an account, a code is on its way to its address.",
            )
          }
          onSignIn={() => go({ name: "sign in" })}
        />
      )}
      {step.name === "reset" && (
        <Reset
          username={step.username}
          onReset={() => go({ name: "sign in" }, "Your password is set. You can sign in now.")}
        />
      )}
    </main>
  );
}

interface SignInProps {
  onUnconfirmed: (username: string) => void;
  onSignedIn: () => Promise<void>;
  onSignUp: () => void;
  onForgotten: () => void;
}

function SignIn({ onUnconfirmed, onSignedIn, onSignUp, onForgotten }: SignInProps) {
  const submit = async ({ username = "", password = "" }: Record<string, string>) => {
    if ((await signIn(username, password)) === "unconfirmed") onUnconfirmed(username);
    else await onSignedIn();
  };
  return (
    <>
      <Form action="Sign in" onSubmit={submit}>
        <Field label="User name or e-mail address" name="username" autoComplete="username" autoFocus />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
      </Form>
      <p>
        No account yet?{" "}
        <button type="button" className="link" onClick={onSignUp}>
          Make one
        </button>
      </p>
      <p>
        <button type="button" className="link" onClick={onForgotten}>
          Forgot your password?
        </button>
      </p>
    </>
  );
}

function SignUp({ onSignedUp, onSignIn }: { onSignedUp: (username: string) => void; onSignIn: () => void }) {
  const submit = async ({ username = "", email = "", password = "" }: Record<string, string>) => {
    await signUp(username, email, password);
    onSignedUp(username);
  };
  return (
    <>
      <Form action="Sign up" onSubmit={submit}>
        <Field
          label="User name"
          name="username"
          autoComplete="username"
          pattern="[^@\s]+"
          title="No spaces, no @"
        />
        <Field label="E-mail address" name="email" type="email" autoComplete="email" />
        <Field label="Password" name="password" type="password" autoComplete="new-password" />
      </Form>
      <p>
        You have an account?{" "}
        <button type="button" className="link" onClick={onSignIn}>
          Sign in
        </button>
      </p>
    </>
  );
}

interface ConfirmProps {
  username: string;
  onConfirmed: () => void;
  onSentAgain: () => void;
}

function Confirm({ username, onConfirmed, onSentAgain }: ConfirmProps) {
  const submit = async ({ code = "" }: Record<string, string>) => {
    await confirm(username, code.trim());
    onConfirmed();
  };
  const sendAgain = async () => {
    await sendCodeAgain(username);
    onSentAgain();
  };
  return (
    <>
      <Form action="Confirm" onSubmit={submit}>
        <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus />
      </Form>
      <Form action="Send another code" onSubmit={sendAgain}>
        <p>No code?</p>
      </Form>
    </>
  );
}
