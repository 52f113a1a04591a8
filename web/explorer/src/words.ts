/** Numbers, dates and counts as people read them. */

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

export const day = (time: string | number | Date) => DAY.format(new Date(time));
export const clock = (time: string | number | Date) => CLOCK.format(new Date(time));

/** A number with narrow spaces between thousands: `1 904`. */
export const number = (value: number) => NUMBER.format(value).replaceAll(",", "\u202f");

/** `1 stage`, `3 stages`, `no stages`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return value === 0 ? `no ${many}` : `${number(value)} ${value === 1 ? one : many}`;
}

/** A score with its sign, as `−0.8` or `+0.4`. */
export function score(value: number): string {
  return value === 0 ? "0" : `${value < 0 ? "−" : "+"}${NUMBER.format(Math.abs(value))}`;
}

/** How old something is: `today`, `3 days old`, `10 weeks old`, `2 years old`. */
export function age(days: number): string {
  if (days < 1) return "today";
  if (days < 21) return `${count(days, "day")} old`;
  if (days < 90) return `${count(Math.round(days / 7), "week")} old`;
  if (days < 730) return `${count(Math.round(days / 30.4), "month")} old`;
  return `${count(Math.round(days / 365.25), "year")} old`;
}

/** A text with a capital at its beginning. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words with commas and a last `and`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
