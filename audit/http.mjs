// Asks the API what GraphQL over HTTP asks of servers, with the audit of its reference implementation:
// node http.mjs URL [TOKEN]. With `-` as the token, as a stranger where credentials are on: then what fails must be
// that nobody is let in.
import { auditServer } from "graphql-http";

const [url, token] = process.argv.slice(2);
const stranger = token === "-";
const known = token && !stranger ? { authorization: `Bearer ${token}` } : {};
const fetchFn = (address, options) => fetch(address, { ...options, headers: { ...options?.headers, ...known } });

const results = await auditServer({ url, fetchFn });
const failed = results.filter((result) => result.status !== "ok");
const meant = (result) => stranger && result.response?.status === 401;
const wrong = failed.filter((result) => !meant(result));
for (const { status, name, reason } of wrong) console.log(`${status}: ${name}: ${reason}`);
const who = stranger ? "for a stranger" : token ? "with a token" : "on this machine";
const others = stranger ? `, ${failed.length - wrong.length} are answered with 401` : "";
console.log(`graphql-http, ${who}: ${results.length - failed.length} of ${results.length} audits hold${others}.`);
process.exit(results.length >= 61 && wrong.length === 0 ? 0 : 1);
