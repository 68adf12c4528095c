import { resetPassword, sendResetCode } from "./auth";
import { Field, Form } from "./Form";

interface ForgotProps {
  onSent: (username: string) => void;
  onSignIn: () => void;
}

/** Asks for a code with which to set another password. */
export function Forgot({ onSent, onSignIn }: ForgotProps) {
  const submit = async ({ username = "" }: Record<string, string>) => {
    await sendResetCode(username);
    onSent(username);
  };
  return (
    <>
      <Form action="Send a code" onSubmit={submit}>
        <Field label="User name or e-mail address" name="username" autoComplete="username" autoFocus />
      </Form>
      <p>
        You know it again?{" "}
        <button type="button" className="link" onClick={onSignIn}>
          Sign in
        </button>
      </p>
    </>
  );
}

/** Sets another password, with the code that was sent. */
export function Reset({ username, onReset }: { username: string; onReset: () => void }) {
  const submit = async ({ code = "", password = "" }: Record<string, string>) => {
    await resetPassword(username, code.trim(), password);
    onReset();
  };
  return (
    <Form action="Set the password" onSubmit={submit}>
      <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus />
      <Field label="New password" name="password" type="password" autoComplete="new-password" />
    </Form>
  );
}
