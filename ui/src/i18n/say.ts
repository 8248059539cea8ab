import type { Key } from "./en";

export type { Key } from "./en";
export type Words = Record<Key, string>;
export type Slots = Record<string, string | number>;

/** The sentence for `key`, with its slots filled. */
export function say(words: Words, key: Key, slots: Slots = {}): string {
  return filled(words[key], slots);
}

function filled(sentence: string, slots: Slots): string {
  const [one = "", other] = sentence.split("|");
  const text = other !== undefined && Number(String(slots.n).replaceAll(",", "")) !== 1 ? other : one;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in slots ? String(slots[name]) : whole));
}

/** A word that the server may extend: its own name where there is no translation. */
export function sayOr(words: Record<string, string>, key: string, otherwise: string, slots: Slots = {}): string {
  const text = words[key];
  return text === undefined ? otherwise : filled(text, slots);
}

/** What says words of a dictionary, with their slots filled. */
export function wordsOf<Key extends string>(words: Record<Key, string>) {
  const all: Record<string, string> = words;
  return {
    say: (key: Key, slots: Slots = {}) => filled(words[key], slots),
    or: (key: string, otherwise: string, slots: Slots = {}) => filled(all[key] ?? otherwise, slots),
  };
}
