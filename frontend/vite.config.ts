import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    // What the browsers understand that Home Assistant gives its older build.
    target: "es2019",
    outDir: "../custom_components/telephony/www",
    emptyOutDir: false,
    // A library, as Vite's help for pages that load their parts has no use here.
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "telephony-card.js" },
    rolldownOptions: {
      output: { codeSplitting: false, comments: { legal: true }, minify: true },
    },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
