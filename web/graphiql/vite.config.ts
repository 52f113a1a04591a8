import { defineConfig } from "vite";
import { licenses } from "../plugins/licenses.ts";

const { collect, write } = licenses();

// The base is absolute, so that the page works at /graphql as well as under /static/graphiql/.
export default defineConfig({
  base: "/static/graphiql/",
  build: {
    outDir: "../../api/static/graphiql",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 5000,
    reportCompressedSize: false,
    // "use client" and "use no memo" speak to compilers that do not run here.
    rolldownOptions: {
      onLog: (level, log, handle) => (log.code === "MODULE_LEVEL_DIRECTIVE" ? undefined : handle(level, log)),
    },
  },
  worker: { format: "es", plugins: () => [collect()] },
  plugins: [collect(), write()],
  logLevel: "warn",
});
