/** The font files of the page as a style sheet that holds them, as far as a text needs them. */
export async function lettersFor(text: string): Promise<string> {
  const used = new Set([...text].map((letter) => letter.codePointAt(0) ?? 0));
  const faces = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const said = (name: string) => rule.style.getPropertyValue(name);
      const file = /url\("?([^")]+)"?\)/.exec(said("src"))?.[1];
      const needed = [...used].some((code) => inRange(code, said("unicode-range")));
      return file && needed ? [{ said, address: new URL(file, sheet.href ?? document.baseURI) }] : [];
    }),
  );
  const rules = faces.map(async ({ said, address }) => {
    const names = ["font-family", "font-style", "font-weight", "unicode-range"];
    return `@font-face{${names.map((name) => `${name}:${said(name)}`).join(";")};src:url(${await inside(address)})}`;
  });
  return (await Promise.all(rules)).join("");
}

/** Whether a letter lies in a range as style sheets write it: `U+0-FF, U+131, U+4??`. */
export function inRange(code: number, range: string): boolean {
  return range.split(",").some((part) => {
    const [first = "", last = first] = part.trim().replace(/^U\+/i, "").split("-");
    return code >= Number.parseInt(first.replaceAll("?", "0"), 16) && code <= Number.parseInt(last.replaceAll("?", "F"), 16);
  });
}

/** A file as an address that holds it. */
async function inside(address: URL): Promise<string> {
  const file = await (await fetch(address)).blob();
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
