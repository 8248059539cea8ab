import type { Key } from "./en";

export type { Key } from "./en";
export type Words = Record<Key, string>;
export type Slots = Record<string, string | number>;

/** The sentence for `key`, with its slots filled. */
export function say(words: Words, key: Key, slots: Slots = {}): string {
  const [one = "", other] = words[key].split("|");
  const text = other !== undefined && Number(String(slots.n).replaceAll(",", "")) !== 1 ? other : one;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in slots ? String(slots[name]) : whole));
}

/** A word that the server may extend: its own name where there is no translation. */
export function sayOr(words: Words, key: string, otherwise: string, slots?: Slots): string {
  return key in words ? say(words, key as Key, slots) : otherwise;
}
