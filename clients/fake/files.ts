import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

import type { Answer } from "./server.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** The files of a folder, and others that stand beside them in memory alone. */
export class Files {
  readonly #folder: string | undefined;

  constructor(folder?: string) {
    this.#folder = folder;
  }

  async answer(pathname: string): Promise<Answer> {
    const path = normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    if (this.#folder === undefined) return { status: 404 };
    try {
      const body = await readFile(join(this.#folder, path));
      return {
        status: 200,
        headers: { "content-type": TYPES[extname(path)] ?? "application/octet-stream" },
        body,
      };
    } catch {
      return { status: 404 };
    }
  }
}
