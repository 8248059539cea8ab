import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { answer } from "../../api/queries";
import type { CanonicalAnswer, Definition, Evidence, LookAlike } from "../../api/types";
import { Badge } from "../../design/parts";
import { useDiscoverWords } from "../../i18n/discover";
import { count, day } from "../../lib/format";
import { AssetLink } from "../assets/AssetLink";
import { useMetricWords } from "../metrics/useMetricLabel";
import { StandingLine } from "../standing/StandingLine";

const LOOKS = {
  canonical: "border-accent",
  contested: "border-warn",
  none: "border-line border-dashed",
} as const;

/** The one answer for a business word, above everything that was found. */
export function Answer({ word }: { word: string }) {
  const { say } = useDiscoverWords();
  const { data: card } = useQuery(answer(word));
  // Where nothing is even near, the list says so.
  if (!card || !(card.metric || card.dataset)) return null;
  const { verdict } = card;
  return (
    <section
      aria-label={say("answer")}
      data-testid="answer"
      data-verdict={verdict}
      className={`mb-5 rounded-xl border bg-surface p-4 sm:p-5 ${LOOKS[verdict]}`}
    >
      <p className={`text-sm font-medium ${verdict === "canonical" ? "text-accent" : "text-warn"}`}>
        {say(`verdict.${verdict}`, { word })}
      </p>
      {card.metric && <Defined metric={card.metric} />}
      {card.dataset && <From dataset={card.dataset} alone={!card.metric} />}
      {card.dashboard && (
        <p className="mt-2 text-sm">
          <span className="text-muted">{say("shownOn")}</span>{" "}
          <AssetLink id={card.dashboard.id} text={card.dashboard.label ?? card.dashboard.name} />
        </p>
      )}
      {card.conflicts.map((other) => (
        <div key={other.name} className="mt-3 rounded-md bg-sunken px-3 py-2">
          <p className="text-xs text-muted">{say("conflict")}</p>
          <Defined metric={other} />
        </div>
      ))}
      {verdict === "none" && <HowTo card={card} />}
      {card.lookAlikes.length > 0 && <NotThese all={card.lookAlikes} />}
    </section>
  );
}

function Defined({ metric: m }: { metric: Definition }) {
  const { say } = useDiscoverWords();
  const { label, value, t } = useMetricWords();
  return (
    <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="text-lg font-semibold">
          <AssetLink id={`metric:${m.name}`} text={label(m)} />{" "}
          <span className="font-mono text-sm font-normal text-muted">{m.name}</span>
        </h2>
        <p>{m.description}</p>
        <code className="mt-1 block font-mono text-sm break-words text-muted">{m.formula}</code>
        <Evidences>
          <StandingLine standing={m.standing} />
          {m.owner ? say("ownedBy", { name: m.owner }) : say("ownedByNobody")}
          {m.people > 0 && say("usedBy", { n: m.people })}
        </Evidences>
      </div>
      <div className="text-right">
        <p className="text-2xl font-semibold tabular-nums">
          {m.day ? (
            value(m.value, m.unit)
          ) : (
            <span className="text-base font-normal text-muted">{t("metrics.notYet")}</span>
          )}
        </p>
        {m.day && <p className="text-sm text-muted">{t("metric.asOf", { day: day(m.day) })}</p>}
      </div>
    </div>
  );
}

function From({ dataset: d, alone }: { dataset: Evidence; alone: boolean }) {
  const { say } = useDiscoverWords();
  const { lang } = useMetricWords();
  return (
    <div className={alone ? "mt-1" : "mt-3 border-t border-line pt-3"}>
      <p className={alone ? "text-lg" : ""}>
        {!alone && <span className="text-sm text-muted">{say("computedFrom")} </span>}
        <AssetLink id={`dataset:${d.name}`} text={d.name} mono /> {d.label && <span>{d.label}</span>}
      </p>
      {alone && d.description && <p>{d.description}</p>}
      <Evidences>
        <StandingLine standing={d.standing} />
        {d.newestDay ? say("newest", { day: day(d.newestDay) }) : say("neverFilled")}
        {d.rows !== null && say("rowsThatDay", { n: count(d.rows, lang) })}
        {d.owner && say("ownedBy", { name: d.owner })}
        {d.people > 0 && say("usedBy", { n: d.people })}
      </Evidences>
    </div>
  );
}

/** What speaks for it, one thing beside the other. */
function Evidences({ children }: { children: ReactNode[] }) {
  const shown = children.filter((child) => child !== null && child !== false && child !== undefined);
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
      {shown.map((child, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of evidence
        <li key={at}>{child}</li>
      ))}
    </ul>
  );
}

/** How to make something canonical: by its owner, on its own page. */
function HowTo({ card }: { card: CanonicalAnswer }) {
  const { say } = useDiscoverWords();
  const { metric, dataset } = card;
  const name = metric?.name ?? dataset?.name ?? "";
  const id = metric ? `metric:${name}` : `dataset:${name}`;
  const standing = (metric ?? dataset)?.standing;
  const key =
    metric && !metric.owner ? "how.noOwner" : standing?.expired ? "how.expired" : metric ? "how.metric" : "how.dataset";
  return (
    <p className="mt-3 rounded-md bg-warn-soft px-3 py-2 text-sm">
      {say(key, { name, why: standing?.expired ?? "" })} <AssetLink id={id} text={say("how.there", { name })} />
    </p>
  );
}

function NotThese({ all }: { all: LookAlike[] }) {
  const { say, or } = useDiscoverWords();
  return (
    <details className="mt-3 text-sm">
      <summary className="inline-block text-muted hover:text-ink">{say("notThese", { n: all.length })}</summary>
      <ul className="mt-2 space-y-1.5">
        {all.map((like) => (
          <li key={like.asset.id} className="flex flex-wrap items-baseline gap-x-2">
            <AssetLink id={like.asset.id} text={like.asset.name} mono />
            {like.whyNot.map((reason) => (
              <Badge key={reason.name} tone={reason.name.startsWith("penalty.") ? "warn" : "plain"}>
                {or(`not.${reason.name}`, reason.why)}
              </Badge>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
