import { useState } from "react";
import type { Facet } from "../../api/types";
import { useWords } from "../../i18n";
import { useFindWords } from "../../i18n/find";
import { filterOf, has, toggled } from "../../lib/filters";

/** The order in which people narrow down. Others that the server counts come after. */
const ORDER = ["kind", "certified", "domain", "owner", "tag", "source", "fresh", "schema", "deprecated"];
/** Values of one facet before the rest is asked for. */
const SHOWN = 6;

interface Props {
  facets: Facet[];
  q: string;
  onQ: (q: string) => void;
}

/** What was found, counted: each value is a filter that goes on and off. */
export function Facets({ facets, q, onQ }: Props) {
  const { say, or } = useFindWords();
  const names = [...new Set(facets.map((f) => f.facet))].sort((a, b) => place(a) - place(b));
  const groups = names.map((name) => ({ name, values: facets.filter((f) => f.facet === name) }));
  // One value that everything has tells nothing apart, unless it was asked for.
  const useful = groups.filter(({ values }) => values.length > 1 || values.some((f) => on(q, f)));
  if (useful.length === 0) return null;
  return (
    <nav aria-label={say("filters")} data-testid="facets" className="space-y-4 text-sm">
      {useful.map(({ name, values }) => (
        <Group key={name} title={or(name, name)} values={values} q={q} onQ={onQ} />
      ))}
    </nav>
  );
}

function Group({ title, values, q, onQ }: { title: string; values: Facet[]; q: string; onQ: (q: string) => void }) {
  const { say } = useFindWords();
  const [whole, setWhole] = useState(false);
  const shown = whole ? values : values.slice(0, SHOWN);
  return (
    <section aria-label={title}>
      <h2 className="text-xs font-medium text-muted">{title}</h2>
      <ul className="mt-1">
        {shown.map((facet) => (
          <Value key={facet.value} facet={facet} q={q} onQ={onQ} />
        ))}
      </ul>
      {values.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)} className="px-1.5 py-0.5 text-accent hover:underline">
          {say("searchInstead", { n: values.length - shown.length })}
        </button>
      )}
    </section>
  );
}

function Value({ facet, q, onQ }: { facet: Facet; q: string; onQ: (q: string) => void }) {
  const name = useFacetValue();
  const filter = filterOf(facet.facet, facet.value);
  const pressed = on(q, facet);
  return (
    <li>
      <button
        type="button"
        aria-pressed={pressed}
        disabled={filter === null}
        onClick={() => filter && onQ(toggled(q, filter))}
        className={`flex w-full items-baseline justify-between gap-2 rounded px-1.5 py-0.5 text-left ${
          pressed ? "bg-accent-soft font-medium text-accent" : "hover:bg-sunken"
        }`}
      >
        <span className="min-w-0 truncate">{name(facet.facet, facet.value)}</span>
        <span className={`num ${pressed ? "" : "text-muted"}`}>{facet.count}</span>
      </button>
    </li>
  );
}

function place(name: string): number {
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
}

function on(q: string, facet: Facet): boolean {
  const filter = filterOf(facet.facet, facet.value);
  return filter !== null && has(q, filter);
}

/** A facet's value in words, where it is one of ours. */
function useFacetValue() {
  const { or } = useWords();
  const find = useFindWords();
  return (facet: string, value: string) => {
    if (facet === "kind") return or(`kind.${value}`, value);
    return ["certified", "deprecated", "fresh"].includes(facet) ? find.or(value, value) : value;
  };
}
