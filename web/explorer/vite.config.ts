import { defineConfig } from "vite";
import { compress } from "../plugins/compress.ts";
import { licenses } from "../plugins/licenses.ts";
import { quiet } from "../plugins/quiet.ts";

const { collect, write } = licenses();

// The base is absolute, because the page is served at every address of the explorer.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/explorer/" : "/",
  build: {
    outDir: "../../api/static/explorer",
    emptyOutDir: true,
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    // Nothing as data: in styles or scripts, so that the policy can refuse it.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: quiet,
  },
  css: { modules: { localsConvention: "camelCaseOnly" } },
  plugins: [collect(), write(), compress()],
  server: { proxy: { "/graphql": "http://127.0.0.1:8000", "/uploads": "http://127.0.0.1:8000" } },
  logLevel: "warn",
}));
