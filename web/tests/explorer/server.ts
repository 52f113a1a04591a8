import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server of a test's own, on the database of all; it can be stopped, and started anew at the same address. */
export interface OwnServer {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Make a token of a role; from then on nobody is let in without one. */
  token(name: string, role: "reader" | "editor"): string;
}

const COMMAND = process.env.JOURNEYGRAPH ?? "journeygraph";

export async function ownServer(): Promise<OwnServer> {
  const home = mkdtempSync(join(tmpdir(), "explorer-"));
  const environment = { ...process.env, JOURNEYGRAPH_HOME: home };
  const port = await freePort();
  let running: ChildProcess | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    async start() {
      const started = spawn(COMMAND, ["serve", "--port", String(port)], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
      running = started;
      await new Promise<void>((ready, failed) => {
        let said = "";
        const hear = (part: Buffer) => {
          said += part.toString();
          if (said.includes("Serving")) ready();
        };
        started.stdout.on("data", hear);
        started.stderr.on("data", hear);
        started.on("exit", () => failed(new Error(said)));
      });
    },
    async stop() {
      const ending = running;
      if (!ending || ending.exitCode !== null) return;
      const ended = new Promise((done) => ending.once("exit", done));
      ending.kill("SIGTERM");
      await ended;
    },
    token(name, role) {
      const said = execFileSync(COMMAND, ["token", "create", name, "--role", role], { env: environment, encoding: "utf8" });
      return /jg_[\w-]+/.exec(said)?.[0] ?? said;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address ? address.port : 0;
}
