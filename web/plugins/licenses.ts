import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

interface Manifest {
  name?: string;
  version?: string;
  license?: string;
}

/**
 * Collects the packages whose modules enter a bundle; `collect` also serves the workers, which are bundles of
 * their own, and `write` adds one file with every licence to the main bundle.
 */
export function licenses(): { collect: () => Plugin; write: () => Plugin } {
  const texts = new Map<string, string>();

  const collect = (): Plugin => ({
    name: "journeygraph:collect-licenses",
    generateBundle() {
      for (const id of this.getModuleIds()) {
        const found = packageOf(id.replace(/^\0/, "").replace(/\?.*$/, ""));
        if (found) texts.set(...found);
      }
    },
  });

  const write = (): Plugin => ({
    name: "journeygraph:write-licenses",
    enforce: "post",
    generateBundle() {
      const source = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text).join("\n\n");
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: `${source}\n` });
    },
  });

  return { collect, write };
}

/** The name and the licence of the package that a module belongs to. */
function packageOf(module: string): [string, string] | undefined {
  if (!module.includes("/node_modules/")) return undefined;
  for (let folder = dirname(module); !folder.endsWith("/node_modules"); folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (!existsSync(path)) continue;
    const { name, version, license } = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    if (!name || !version) continue;
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying|third)/i.test(file)).sort();
    const full = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
    const title = `${name} ${version} (${license ?? "see below"})`;
    return [title, [title, "-".repeat(title.length), ...full].join("\n")];
  }
  return undefined;
}
