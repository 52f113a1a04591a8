import { defineConfig } from "vite";
import { licenses } from "../plugins/licenses.ts";
import { quiet } from "../plugins/quiet.ts";

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
    rolldownOptions: quiet,
  },
  worker: { format: "es", plugins: () => [collect()] },
  plugins: [collect(), write()],
  logLevel: "warn",
});
