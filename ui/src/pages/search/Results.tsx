import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent, ReactNode } from "react";
import { post } from "../../api/client";
import { metrics } from "../../api/queries";
import type { Hit } from "../../api/types";
import { Button } from "../../design/Button";
import { Marked } from "../../design/Marked";
import { Badge, Empty } from "../../design/parts";
import { Successor } from "../../design/Successor";
import { useWords } from "../../i18n";
import { useFindWords } from "../../i18n/find";
import { wordsOfReason } from "../../lib/terms";
import { AssetLink } from "../assets/AssetLink";
import { Why } from "./Why";

/** What a hit is called in the reader's language: a metric has a label in each. */
function useLabels(hits: Hit[]): (hit: Hit) => string | null {
  const { lang } = useWords();
  const asked = lang === "ko" && hits.some((h) => h.kind === "metric");
  const { data } = useQuery({ ...metrics, enabled: asked });
  return (hit) => {
    const korean = asked && hit.kind === "metric" ? data?.metrics.find((m) => m.name === hit.name)?.labelKo : null;
    return korean ?? hit.label;
  };
}

interface Props {
  q: string;
  hits: Hit[];
  total: number;
  /** Words that were looked for besides those that were typed. */
  read: string[];
  stale: boolean;
  more: (() => void) | undefined;
  /** What can be done with the search itself. */
  aside: ReactNode;
}

export function Results({ q, hits, total, read, stale, more, aside }: Props) {
  const { t } = useWords();
  const { say } = useFindWords();
  const label = useLabels(hits);
  if (hits.length === 0 && !stale) {
    return (
      <div className="mt-6">
        <Empty
          title={t("search.empty", { q })}
          action={
            <Link to="/datasets" className="text-accent underline">
              {t("nav.datasets")}
            </Link>
          }
        >
          {t("search.emptyHint")}
        </Empty>
      </div>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {total === 1 ? say("one") : say("total", { n: total })}
        </p>
        {aside}
      </div>
      <ol
        className={`mt-1 divide-y divide-line transition-opacity ${stale ? "opacity-60" : ""}`}
        data-testid="hits"
        onKeyDown={walk}
      >
        {hits.map((hit) => (
          <HitItem key={hit.id} hit={{ ...hit, label: label(hit) }} read={read} onOpen={() => chosen(q, hit.id)} />
        ))}
      </ol>
      {more && (
        <Button onClick={more} className="mt-2">
          {say("more")}
        </Button>
      )}
    </>
  );
}

/** Arrows lead from hit to hit; above the first one is the box again. */
function walk(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("h2 a")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  else if (event.key === "ArrowUp") document.getElementById("search")?.focus();
}

/** What people choose is learned from. Nothing waits for it, and nothing is said if it fails. */
const chosen = (q: string, id: string) => void post("/search/choices", { q, id }).catch(() => undefined);

function HitItem({ hit, read, onOpen }: { hit: Hit; read: string[]; onOpen: () => void }) {
  const { t } = useWords();
  const faded = hit.deprecated !== null;
  // The reasons quote the words that were found.
  const words = [...hit.terms.flatMap((term) => wordsOfReason(term.why)), ...read];
  return (
    <li className="py-4" data-testid="hit" data-id={hit.id}>
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <h2 className={`text-base ${faded ? "text-muted" : ""}`}>
          <HitLink hit={hit} words={words} onOpen={onOpen} />
        </h2>
        {hit.label && hit.kind !== "dashboard" && (
          <span className="font-mono text-sm text-muted">
            <Marked text={hit.name} words={words} />
          </span>
        )}
        <Badge>{t(`kind.${hit.kind}`)}</Badge>
        {hit.certified && <Badge tone="ok">✓ {t("badge.certified")}</Badge>}
        {hit.deprecated && <Badge tone="warn">{t("badge.deprecated")}</Badge>}
      </div>
      {hit.description && (
        <p className="mt-0.5 line-clamp-2 text-muted">
          <Marked text={hit.description} words={words} />
        </p>
      )}
      {hit.deprecated?.successor && (
        <p className="mt-1 text-sm">
          <Successor name={hit.deprecated.successor} />
        </p>
      )}
      {hit.terms.length > 0 && <Why score={hit.score} terms={hit.terms} />}
    </li>
  );
}

function HitLink({ hit, words, onOpen }: { hit: Hit; words: string[]; onOpen: () => void }) {
  const look = "font-semibold text-accent underline-offset-2 hover:underline";
  const text = <Marked text={hit.label || hit.name} words={words} />;
  return <AssetLink id={hit.id} text={text} look={look} onOpen={onOpen} />;
}
