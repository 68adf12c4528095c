import { ApiError } from "@diatonic/web";
import { useId, useState, type ComponentProps, type ReactNode } from "react";

/** What went wrong, said at once by screen readers. */
export function Problem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const message = error instanceof Error ? error.message : JSON.stringify(error);
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div role="alert" className="problem">
      <p>{message}</p>
      {error instanceof ApiError && error.fields.length > 0 && (
        <ul>
          {error.fields.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              {field}: {message}
            </li>
          ))}
        </ul>
      )}
      {requestId !== undefined && <p className="detail">Request {requestId}</p>}
    </div>
  );
}

/** A field with its label. */
export function Field({ label, ...input }: { label: string } & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} required {...input} />
    </div>
  );
}

interface FormProps {
  /** What the form is for: its name, and the text of its button. */
  action: string;
  /** Takes the fields by name. The form is empty again when it succeeds, and shows the error when it fails. */
  onSubmit: (values: Record<string, string>) => Promise<unknown>;
  children: ReactNode;
}

export function Form({ action, onSubmit, children }: FormProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = async (form: HTMLFormElement) => {
    const values: Record<string, string> = {};
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string") values[name] = value;
    });
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit(values);
      form.reset();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      aria-label={action}
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {children}
      <Problem error={error} />
      <button type="submit" disabled={isBusy}>
        {action}
      </button>
    </form>
  );
}
