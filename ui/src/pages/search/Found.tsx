import { lazy, type ReactNode, Suspense } from "react";
import type { Found as Page } from "../../api/types";
import { useFindWords } from "../../i18n/find";
import { wordsOf } from "../../lib/filters";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { Results } from "./Results";

const Answer = lazy(() => import("./Answer").then((m) => ({ default: m.Answer })));
const Keep = lazy(() => import("./Keep").then((m) => ({ default: m.Keep })));

interface Props {
  q: string;
  onQ: (q: string) => void;
  first: Page;
  pages: Page[];
  stale: boolean;
  more: (() => void) | undefined;
}

/** The facets beside the results; where there is no room, folded above them. */
export function Found({ q, onQ, first, pages, stale, more }: Props) {
  if (q === "") return null;
  const words = wordsOf(q, first.filters);
  const facets = <Facets facets={first.facets} q={q} onQ={onQ} />;
  return (
    <>
      <Chips q={q} onQ={onQ} filters={first.filters} readAs={first.readAs} />
      <div className="mt-3 gap-8 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)]">
        <aside className="lg:pt-1">
          <div className="hidden lg:block">{facets}</div>
          {first.facets.length > 0 && <Folded>{facets}</Folded>}
        </aside>
        <div>
          {words !== "" && words === q && !stale && (
            <Suspense>
              <Answer word={words} />
            </Suspense>
          )}
          <Results
            q={q}
            hits={pages.flatMap((page) => page.hits)}
            total={first.total}
            read={first.readAs.map((r) => r.read)}
            stale={stale}
            more={more}
            aside={
              <Suspense>
                <Keep q={q} />
              </Suspense>
            }
          />
        </div>
      </div>
    </>
  );
}

function Folded({ children }: { children: ReactNode }) {
  const { say } = useFindWords();
  return (
    <details className="mb-2 lg:hidden">
      <summary className="inline-block text-sm text-muted">{say("filters")}</summary>
      <div className="mt-2 rounded-lg border border-line bg-surface p-3">{children}</div>
    </details>
  );
}
