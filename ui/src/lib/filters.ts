/** One word of a query as the server cuts it: at spaces, but for those in quotes after a colon. */
interface Piece {
  raw: string;
  /** Without its quotes, as the server repeats it. */
  text: string;
}

export function pieces(q: string): Piece[] {
  const all: Piece[] = [];
  let raw = "";
  let text = "";
  let quoted = false;
  const end = () => {
    if (text !== "") all.push({ raw, text });
    raw = "";
    text = "";
  };
  for (const letter of q) {
    if (letter === '"' && (quoted || /[:,]$/.test(text))) {
      quoted = !quoted;
      raw += letter;
    } else if (/\s/.test(letter) && !quoted) end();
    else {
      raw += letter;
      text += letter;
    }
  }
  end();
  return all;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The filter that a facet's value is. A comma would read as "or": such values can be counted, not clicked. */
export const filterOf = (facet: string, value: string): string | null =>
  /[",]/.test(value) ? null : `${facet}:${/\s/.test(value) ? `"${value}"` : value}`;

const textOf = (filter: string) => pieces(filter)[0]?.text ?? filter;

export const has = (q: string, filter: string): boolean => pieces(q).some((p) => same(p.text, textOf(filter)));

/** The query without a word. */
export const without = (q: string, filter: string): string =>
  pieces(q)
    .filter((p) => !same(p.text, textOf(filter)))
    .map((p) => p.raw)
    .join(" ");

/** The query with a filter put on, or taken off if it is there. */
export const toggled = (q: string, filter: string): string =>
  has(q, filter) ? without(q, filter) : [q.trim(), filter].filter(Boolean).join(" ");

/** What is looked for, without the filters that the server has read. */
export const wordsOf = (q: string, filters: string[]): string =>
  pieces(q)
    .filter((p) => !filters.some((f) => same(f, p.text)))
    .map((p) => p.raw)
    .join(" ");

/** A text in parts, those that are some of the words marked. Longer words first; in Hangul also inside of a word. */
export function marked(text: string, words: string[]): { text: string; hit: boolean }[] {
  const sought = [...new Set(words.filter((w) => w.length > 1 || /[가-힣]/.test(w)))].sort(
    (a, b) => b.length - a.length,
  );
  if (sought.length === 0) return [{ text, hit: false }];
  const escaped = sought.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${escaped.join("|")})`, "giu"));
  return parts.map((part, at) => ({ text: part, hit: at % 2 === 1 })).filter((p) => p.text !== "");
}
