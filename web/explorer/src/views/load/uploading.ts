import { headers, reach, read, told } from "../../api/client.ts";

/** A file that somebody dropped, with its place in what was dropped. */
export interface Dropped {
  readonly path: string;
  readonly file: File;
}

/** Send a file as it is; the id by which the server knows it. Throws a Failure. */
export async function upload({ path, file }: Dropped, signal?: AbortSignal): Promise<string> {
  const response = await reach(`/uploads?path=${encodeURIComponent(path)}`, {
    method: "POST",
    headers: headers({ "Content-Type": "application/octet-stream" }),
    body: file,
    ...(signal && { signal }),
  });
  const answer = await read(response);
  if (answer.errors?.[0]) throw told(answer.errors[0], response);
  return (answer as { id: string }).id;
}

/** What every bundle has beside its files. */
const BUNDLE = /^dataset\.ya?ml$/i;

/** A bundle is a folder: where its files were given without one, they get one in common. */
export function together(files: readonly Dropped[]): Dropped[] {
  const loose = ({ path }: Dropped) => !path.includes("/");
  if (!files.some((one) => loose(one) && BUNDLE.test(one.path))) return [...files];
  return files.map((one) => (loose(one) ? { ...one, path: `bundle/${one.path}` } : one));
}

/** Files that were chosen, with their paths where a folder was. */
export function chosen(files: FileList | null): Dropped[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** All files in what was dropped; folders are looked into. */
export async function dropped(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map(filesIn));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<Dropped[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  // A browser gives a folder's entries in parts, and ends with an empty one.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) break;
    inside.push(...part);
  }
  return (await Promise.all(inside.map(filesIn))).flat();
}

/** `1.2 kB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
