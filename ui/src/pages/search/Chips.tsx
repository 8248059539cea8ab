import type { ReadAs } from "../../api/types";
import { useFindWords } from "../../i18n/find";
import { without } from "../../lib/filters";

interface Props {
  q: string;
  onQ: (q: string) => void;
  filters: string[];
  readAs: ReadAs[];
}

/** How the query was read: its filters, each with a way off, and words that were taken for others. */
export function Chips({ q, onQ, filters, readAs }: Props) {
  const { say } = useFindWords();
  if (filters.length === 0 && readAs.length === 0) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5 text-sm">
      {filters.length > 0 && (
        <ul aria-label={say("filtersOn")} className="contents">
          {filters.map((filter) => (
            <li key={filter} className="flex items-center rounded-full bg-accent-soft pl-3 text-accent">
              <span className="max-w-64 truncate">{filter}</span>
              <button
                type="button"
                aria-label={say("filterOff", { name: filter })}
                onClick={() => onQ(without(q, filter))}
                className="rounded-full px-2.5 py-0.5 hover:bg-sunken"
              >
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {filters.length > 1 && (
        <button
          type="button"
          className="px-1 text-muted hover:text-ink"
          onClick={() => onQ(filters.reduce((rest, filter) => without(rest, filter), q))}
        >
          {say("clear")}
        </button>
      )}
      {readAs.map((one) => (
        <span key={one.typed} className="text-muted">
          {say("readAs", { typed: one.typed, read: one.read })}
        </span>
      ))}
    </div>
  );
}
