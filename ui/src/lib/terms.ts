import type { Term } from "../api/types";

/** How far the printed terms may be from the printed score: they are rounded one by one. */
const ROUNDING = 0.005;

export const sum = (terms: Term[]): number => terms.reduce((total, term) => total + term.value, 0);

/** Whether the explanation recomputes the score. */
export function addsUp(score: number, terms: Term[]): boolean {
  return Math.abs(sum(terms) - score) <= ROUNDING * Math.max(1, terms.length);
}

/** Each term's length as a share of the largest, 0 to 1, largest first; terms that add nothing are left out. */
export function bars(terms: Term[]): { term: Term; share: number }[] {
  const top = Math.max(...terms.map((t) => Math.abs(t.value)), 0);
  if (top === 0) return [];
  return terms
    .filter((t) => t.value !== 0)
    .map((term) => ({ term, share: Math.abs(term.value) / top }))
    .sort((a, b) => Math.abs(b.term.value) - Math.abs(a.term.value));
}

/** The words that a reason quotes. */
export const wordsOfReason = (why: string): string[] => [...why.matchAll(/`([^`]*)`/g)].map((m) => m[1] ?? "");

/** What a reason speaks of, for saying it in another language: the words that it quotes and its first number. */
export function slotsOf(why: string): { words: string; n: string } {
  const words = wordsOfReason(why)
    .map((word) => `“${word}”`)
    .join(", ");
  return { words, n: why.match(/\d+/)?.[0] ?? "" };
}
