import type { Day, Instant } from "../api/types";

export type Lang = "ko" | "en";

const locale = (lang: Lang) => (lang === "ko" ? "ko-KR" : "en-GB");

/** `2020-10-25` of `20201025`; what is already written so stays. */
export function day(value: Day | null | undefined): string {
  if (!value) return "–";
  return /^\d{8}$/.test(value) ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : value;
}

/** `20201025`, as partitions are named. */
export const dt = (value: Day): string => value.replaceAll("-", "");

/** Seconds since 1970 of a day's midnight in UTC: a position on an axis, not an instant. */
export const daySeconds = (value: Day): number => Date.parse(`${day(value)}T00:00:00Z`) / 1000;

export function toDate(value: Instant): Date {
  return new Date(value);
}

/** An instant in the reader's own time zone. */
export function instant(value: Instant | null | undefined, lang: Lang): string {
  if (value === null || value === undefined || value === "") return "–";
  const date = toDate(value);
  if (Number.isNaN(date.getTime())) return String(value);
  return new Intl.DateTimeFormat(locale(lang), { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** The day of an instant, in the reader's own time zone. */
export function date(value: Instant | null, lang: Lang): string {
  const at = value === null ? Number.NaN : toDate(value).getTime();
  return Number.isNaN(at) ? "–" : new Intl.DateTimeFormat(locale(lang), { dateStyle: "medium" }).format(at);
}

/** The time of day, with seconds: for what happens one after the other. */
export function clock(value: Instant, lang: Lang): string {
  const date = toDate(value);
  if (Number.isNaN(date.getTime())) return String(value);
  return new Intl.DateTimeFormat(locale(lang), { timeStyle: "medium", hourCycle: "h23" }).format(date);
}

/** `1.2 s`, `3 min 20 s`; nothing while it still runs. */
export function duration(from: Instant, to: Instant | null): string {
  if (to === null || to === undefined) return "…";
  const ms = toDate(to).getTime() - toDate(from).getTime();
  if (ms < 1000) return `${Math.max(0, ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function count(value: number | null | undefined, lang: Lang): string {
  return value === null || value === undefined ? "–" : new Intl.NumberFormat(locale(lang)).format(value);
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

/** Exact decimal text grouped by thousands, without its trailing zeros; never through a float. */
export function decimal(value: string | null | undefined): string {
  if (value === null || value === undefined) return "–";
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return value;
  const [, sign = "", whole = "0", fraction = ""] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rest = fraction.replace(/0+$/, "");
  return `${sign}${grouped}${rest ? `.${rest}` : ""}`;
}

/** The same with at most `places` digits behind the point, rounded half away from zero: for tiles, not for tables. */
export function short(value: string | null | undefined, places = 2): string {
  if (value === null || value === undefined) return "–";
  const match = /^(-?)(\d+)\.(\d+)$/.exec(value);
  if (!match) return decimal(value);
  const [, sign = "", whole = "0", fraction = ""] = match;
  if (fraction.length <= places) return decimal(value);
  const kept = BigInt(whole + fraction.slice(0, places)) + (Number(fraction[places]) >= 5 ? 1n : 0n);
  const digits = kept.toString().padStart(places + 1, "0");
  const cut = digits.length - places;
  return decimal(`${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`);
}

const SIGNS: Record<string, string> = { KRW: "₩", USD: "$", EUR: "€" };

/** A value with its unit: `₩12,300`, `81 users`. */
export function withUnit(
  value: string | null | undefined,
  unit: string | null,
  say: (unit: string, text: string) => string,
): string {
  const text = short(value);
  if (text === "–" || !unit) return text;
  const sign = SIGNS[unit];
  if (sign) return text.startsWith("-") ? `-${sign}${text.slice(1)}` : `${sign}${text}`;
  return say(unit, text);
}
