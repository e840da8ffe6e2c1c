import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/telephony/www",
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: "src/index.ts",
      output: {
        entryFileNames: "telephony-card.js",
        codeSplitting: false,
        comments: { legal: true },
      },
    },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
