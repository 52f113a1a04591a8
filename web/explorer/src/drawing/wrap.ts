/**
 * Cut a text into lines that have room, between words where that is possible; what is left over ends in `…`. Without
 * another way to measure, room is a number of letters.
 */
export function wrap(text: string, room: number, most: number, long: (text: string) => number = ({ length }) => length): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (!line || long(longer) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line) lines.push(line);
  const over = lines.length > most;
  return lines.slice(0, most).map((one, place) => ((over && place === most - 1) || long(one) > room ? cut(one, room, long) : one));
}

function cut(line: string, room: number, long: (text: string) => number): string {
  let kept = line;
  while (kept && long(`${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
