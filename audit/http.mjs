// Asks the API what GraphQL over HTTP asks of servers, with the audit of its reference implementation.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter((result) => result.status !== "ok");
for (const { status, name, reason } of failed) console.log(`${status}: ${name}: ${reason}`);
console.log(`graphql-http: ${results.length - failed.length} of ${results.length} audits hold.`);
process.exit(results.length >= 61 && failed.length === 0 ? 0 : 1);
