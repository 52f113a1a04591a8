/** Cut a text into lines of at most `room` letters, between words where that is possible; what is left over ends in `…`. */
export function wrap(text: string, room: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (longer.length <= room || !line) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line) lines.push(line);
  const kept = lines.slice(0, most).map((one) => (one.length > room ? `${one.slice(0, room - 1)}…` : one));
  const last = kept.at(-1);
  if (lines.length > most && last !== undefined) kept[most - 1] = `${last.slice(0, room - 1)}…`;
  return kept;
}
