import type { Term } from "../../api/types";
import { useWords } from "../../i18n";
import { useTermWords } from "../../i18n/terms";
import { addsUp, bars, slotsOf, sum } from "../../lib/terms";

/** The score's terms as bars; they add up to the score, and say so if they do not. */
export function Why({ score, terms }: { score: number; terms: Term[] }) {
  const { t } = useWords();
  const say = useTermWords();
  const shown = bars(terms);
  return (
    <details className="mt-1.5 text-sm">
      <summary className="inline-block text-muted hover:text-ink">{t("search.why")}</summary>
      <ul className="mt-2 space-y-1.5 border-l-2 border-line pl-3">
        {shown.map(({ term, share }) => (
          <li key={term.name} className="grid grid-cols-[1fr_auto] items-center gap-x-3 sm:grid-cols-[7rem_3.5rem_1fr]">
            <span aria-hidden="true" className="hidden h-1.5 rounded-full bg-sunken sm:block">
              <span
                className={`block h-full rounded-full ${term.value < 0 ? "bg-warn" : "bg-accent"}`}
                style={{ width: `${Math.max(2, share * 100)}%` }}
              />
            </span>
            <span className="num order-last sm:order-none">
              {term.value > 0 ? "+" : ""}
              {term.value.toFixed(2)}
            </span>
            <span>
              {say(term.name, term.why, slotsOf(term.why))}{" "}
              <span className="font-mono text-xs text-muted">{term.name}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted">
        {addsUp(score, terms)
          ? t("search.addsUp", { score: score.toFixed(2) })
          : t("search.addsNot", { sum: sum(terms).toFixed(2), score: score.toFixed(2) })}
      </p>
    </details>
  );
}
