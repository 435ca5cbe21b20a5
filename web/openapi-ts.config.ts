import { defineConfig } from "@hey-api/openapi-ts";

/** Types and one function an operation, from the API's own contract. Made anew whenever the contract changes. */
export default defineConfig({
  input: "../schemas/openapi.json",
  output: { path: "src/api/generated", clean: true },
  plugins: [
    { name: "@hey-api/client-fetch" },
    { name: "@hey-api/typescript", enums: false },
    { name: "@hey-api/sdk" },
  ],
});
