import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import { examples } from "./examples";

// A header that a form on another site can't send: the API takes it as proof that the request is from here.
const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  headers: { "X-Journeygraph": "graphiql" },
  enableIncrementalDelivery: false,
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
createRoot(root).render(<GraphiQL fetcher={fetcher} defaultTabs={examples} />);
