import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Addresses relative to the page, so that it may stand in any folder of a bucket.
  base: "./",
  plugins: [react()],
});
