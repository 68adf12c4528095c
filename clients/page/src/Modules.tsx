import type { Module } from "@diatonic/web";
import { useCreateModule, useEducationModules, useUploadModuleContent } from "@diatonic/web/react";
import { useId } from "react";

import { Field, Form, Problem } from "./Form";
import { More } from "./More";

export function Modules() {
  const modules = useEducationModules({});
  const create = useCreateModule();
  const make = ({ title = "", description = "" }: Record<string, string>) =>
    create.mutateAsync({ title, description, content_type: "mixed" });
  return (
    <section aria-labelledby="modules">
      <h2 id="modules">Modules</h2>
      <Form action="Make a module" onSubmit={make}>
        <Field label="Title of the module" name="title" maxLength={200} />
        <Field label="What it teaches" name="description" maxLength={1000} />
      </Form>
      <Problem error={modules.error} />
      {modules.data?.length === 0 && <p>There are no modules yet.</p>}
      <ul className="items">
        {modules.data?.map((module) => (
          <li key={module.id}>
            <ModuleItem module={module} />
          </li>
        ))}
      </ul>
      <More list={modules} />
    </section>
  );
}

function ModuleItem({ module }: { module: Module }) {
  const id = useId();
  const upload = useUploadModuleContent();
  return (
    <>
      <h3>{module.title}</h3>
      <p>{module.description}</p>
      {module.content_url && (
        <p>
          <a href={module.content_url}>Content of {module.title}</a>
        </p>
      )}
      <label htmlFor={id}>File for {module.title}</label>
      <input
        id={id}
        type="file"
        disabled={upload.isPending}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) upload.mutate({ module_id: module.id, file });
        }}
      />
      {upload.isPending && (
        <>
          <progress
            max={1}
            value={upload.progress?.fraction ?? 0}
            aria-label={`Upload for ${module.title}`}
          />
          <button type="button" className="quiet" onClick={upload.cancel}>
            Cancel
          </button>
        </>
      )}
      <p role="status">{outcome(upload)}</p>
      <Problem error={upload.isError && !isCancelled(upload.error) ? upload.error : undefined} />
    </>
  );
}

function outcome({ isPending, progress, data, error }: ReturnType<typeof useUploadModuleContent>): string {
  if (isPending)
    return progress?.phase === "checking" ? "The file is being checked." : "The file is on its way.";
  if (data?.status === "ready") return `${data.file_name} is ready.`;
  if (data?.status === "rejected")
    return `${data.file_name} was rejected${data.reason ? `: ${data.reason}` : ""}.`;
  return isCancelled(error) ? "The upload was cancelled." : "";
}

function isCancelled(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
