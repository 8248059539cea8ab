import { type ReactNode, useEffect } from "react";
import { useWords } from "../i18n";

type Tone = "plain" | "accent" | "ok" | "warn" | "danger" | "person" | "sealed";

const TONES: Record<Tone, string> = {
  plain: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  person: "bg-person-soft text-person",
  sealed: "bg-person-soft text-person hatch",
};

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`inline-block rounded px-1.5 py-0.5 text-xs leading-4 whitespace-nowrap ${TONES[tone]}`}>
      {children}
    </span>
  );
}

/** The tone of a class: how closely it touches a person. */
export function classTone(name: string): Tone {
  if (name === "none") return "plain";
  if (name === "unclassified") return "sealed";
  if (name === "identifier") return "accent";
  if (name.startsWith("quasi.")) return "warn";
  if (name === "secret") return "danger";
  return "person";
}

export function Card({ title, aside, children }: { title?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-surface p-4 sm:p-5">
      {(title || aside) && (
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
          {title && <h2 className="text-base font-semibold">{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** What an empty place says: what is missing, and what to do. */
export function Empty({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="rounded-lg border border-dashed border-line px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children && <p className="mx-auto mt-1 max-w-prose text-muted">{children}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

export function Loading() {
  const { t } = useWords();
  return (
    <p role="status" className="animate-pulse py-8 text-muted">
      {t("common.loading")}
    </p>
  );
}

/** The page's heading, which is also the tab's title. */
export function Title({ text, children }: { text: string; children?: ReactNode }) {
  useTitle(text);
  return <h1 className="text-2xl font-semibold tracking-tight">{children ?? text}</h1>;
}

export function useTitle(text: string) {
  useEffect(() => {
    document.title = `${text} · Garim`;
  }, [text]);
}

/** Names with their values, one beside the other. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
