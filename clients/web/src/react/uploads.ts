import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { ApiError } from "../error.js";
import { deleteUpload, getUpload, getUploadUrl } from "../generated/sdk.gen.js";
import type { Upload } from "../generated/types.gen.js";
import { uploadFile, type UploadProgress, type UploadRequest } from "../upload.js";
import { changeHook, itemHook } from "./hooks.js";
import { keys, type Key } from "./keys.js";
import { useApi } from "./provider.js";

const { uploads, uploadUrls, modules } = keys;

export type UploadResult<Input> = UseMutationResult<Upload, ApiError, Input> & {
  /** Of the upload under way; nothing before the platform has permitted it. */
  progress: UploadProgress | undefined;
  /** Ends the upload under way; it rejects with an `AbortError`. */
  cancel: () => void;
};

/** Makes a hook that uploads. When the file has been looked at, everything of the entities of `changed` is fetched anew. */
function uploadHook<Input>(changed: readonly Key[], describe: (input: Input) => UploadRequest) {
  return function useUploading(): UploadResult<Input> {
    const client = useApi();
    const cache = useQueryClient();
    const [progress, setProgress] = useState<UploadProgress>();
    const controller = useRef<AbortController>(undefined);
    const mutation = useMutation<Upload, ApiError, Input>({
      mutationFn: (input) => {
        controller.current = new AbortController();
        setProgress(undefined);
        const { signal } = controller.current;
        return uploadFile(describe(input), { client, signal, onProgress: setProgress });
      },
      onSuccess: () => Promise.all(changed.map((queryKey) => cache.invalidateQueries({ queryKey }))),
    });
    return { ...mutation, progress, cancel: () => controller.current?.abort() };
  };
}

/** Uploads a file for whatever purpose. */
export const useUpload = uploadHook([uploads, modules], (request: UploadRequest) => request);

/** Uploads the content of an education module. */
export const useUploadModuleContent = uploadHook(
  [uploads, modules],
  ({ module_id, file }: { module_id: string; file: File }): UploadRequest => ({
    file,
    purpose: "module_content",
    parentId: module_id,
  }),
);

/** The state of an upload. */
export const useUploadStatus = itemHook(uploads, (call, upload_id: string) =>
  getUpload({ ...call, path: { upload_id } }),
);

/** An address under which the file can be read for 15 minutes. */
export const useUploadUrl = itemHook(uploadUrls, (call, upload_id: string) =>
  getUploadUrl({ ...call, path: { upload_id } }),
);

export const useDeleteUpload = changeHook([uploads, modules], (call, { upload_id }: { upload_id: string }) =>
  deleteUpload({ ...call, path: { upload_id } }),
);
