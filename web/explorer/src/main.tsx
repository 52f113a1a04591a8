import "@fontsource-variable/inter/index.css";
import "./tokens.css";
import "./base.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { cache } from "./api/ask.ts";
import { watchServer } from "./api/pulse.ts";
import { loadLater } from "./frame/patiently.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
watchServer(cache);
loadLater();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
