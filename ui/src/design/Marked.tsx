import { marked } from "../lib/filters";

/** A text in which the words that were looked for stand out. */
export function Marked({ text, words }: { text: string; words: string[] }) {
  let at = 0;
  return marked(text, words).map((part) => {
    at += part.text.length;
    return part.hit ? (
      <mark key={at} className="rounded-xs bg-accent-soft text-inherit">
        {part.text}
      </mark>
    ) : (
      part.text
    );
  });
}
