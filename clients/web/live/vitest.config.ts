import { defineConfig } from "vitest/config";

/** The client against a deployed API. See README.md of the package. */
export default defineConfig({
  test: { dir: import.meta.dirname, include: ["*.test.ts"], testTimeout: 30_000, fileParallelism: false },
});
