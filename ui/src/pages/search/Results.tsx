import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { metrics } from "../../api/queries";
import type { Hit } from "../../api/types";
import { Badge, Empty } from "../../design/parts";
import { Successor } from "../../design/Successor";
import { useWords } from "../../i18n";
import { isForeign } from "../../lib/lineage";
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

export function Results({ q, hits, stale }: { q: string; hits: Hit[]; stale: boolean }) {
  const { t } = useWords();
  const label = useLabels(hits);
  if (q === "") return null;
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
      <p role="status" className="mt-3 text-sm text-muted">
        {t("search.hits", { n: hits.length })}
      </p>
      <ol className={`mt-1 divide-y divide-line transition-opacity ${stale ? "opacity-60" : ""}`} data-testid="hits">
        {hits.map((hit) => (
          <HitItem key={hit.id} hit={{ ...hit, label: label(hit) }} />
        ))}
      </ol>
    </>
  );
}

function HitItem({ hit }: { hit: Hit }) {
  const { t } = useWords();
  const faded = hit.deprecated !== null;
  return (
    <li className="py-4" data-testid="hit" data-id={hit.id}>
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <h2 className={`text-base ${faded ? "text-muted" : ""}`}>
          <HitLink hit={hit} />
        </h2>
        <span className="font-mono text-sm text-muted">{hit.label ? hit.name : null}</span>
        <Badge>{t(`kind.${hit.kind}`)}</Badge>
        {hit.certified && <Badge tone="ok">✓ {t("badge.certified")}</Badge>}
        {hit.deprecated && <Badge tone="warn">{t("badge.deprecated")}</Badge>}
      </div>
      {hit.description && <p className="mt-0.5 line-clamp-2 text-muted">{hit.description}</p>}
      {hit.deprecated?.successor && (
        <p className="mt-1 text-sm">
          <Successor name={hit.deprecated.successor} />
        </p>
      )}
      {hit.terms.length > 0 && <Why score={hit.score} terms={hit.terms} />}
    </li>
  );
}

function HitLink({ hit }: { hit: Hit }) {
  const look = "font-semibold text-accent underline-offset-2 hover:underline";
  const text = hit.label || hit.name;
  if (isForeign(hit.id)) {
    return (
      <Link to="/assets" search={{ node: hit.id }} className={look}>
        {text}
      </Link>
    );
  }
  if (hit.kind === "dataset") {
    return (
      <Link to="/datasets/$name" params={{ name: hit.name }} className={look}>
        {text}
      </Link>
    );
  }
  if (hit.kind === "metric") {
    return (
      <Link to="/metrics/$name" params={{ name: hit.name }} className={look}>
        {text}
      </Link>
    );
  }
  return <span className="font-mono text-sm">{text}</span>;
}
