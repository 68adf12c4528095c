import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "../../api/openapi.json",
  output: { path: "src/generated", module: { extension: ".js" } },
  plugins: [
    { name: "@hey-api/typescript", enums: false },
    { name: "@hey-api/client-fetch", throwOnError: true, bundle: true },
    // No client but the one that is handed in, and no token but the transport's.
    { name: "@hey-api/sdk", responseStyle: "data", client: false, auth: false },
  ],
});
