import type { RequestDetail } from "../../api/types";
import { Card } from "../../design/parts";
import { useWords } from "../../i18n";
import { clock } from "../../lib/format";
import { STEPS } from "./state";

/** Each step as it is done; a request that was interrupted goes on at the first that is open. */
export function Steps({ request: r }: { request: RequestDetail }) {
  const { t, or, lang } = useWords();
  const done = new Map(r.steps.map((s) => [s.step, s]));
  const names = [...STEPS, ...r.steps.map((s) => s.step).filter((s) => !(STEPS as readonly string[]).includes(s))];
  const finished = names.filter((name) => done.has(name)).length;
  return (
    <Card
      title={t("request.steps")}
      aside={
        <span className="text-sm text-muted">{t("request.stepsDone", { done: finished, all: names.length })}</span>
      }
    >
      <progress
        aria-label={t("request.steps")}
        value={finished}
        max={names.length}
        className="mb-4 block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]"
      />
      <ol className="space-y-2">
        {names.map((name) => {
          const step = done.get(name);
          const now = r.state === "running" && !step && r.next === name;
          return (
            <li key={name} aria-current={now ? "step" : undefined} className="flex items-baseline gap-3">
              <span
                aria-hidden="true"
                className={`w-4 text-center ${step ? "text-ok" : now ? "animate-pulse text-accent" : "text-line-strong"}`}
              >
                {step ? "✓" : now ? "●" : "○"}
              </span>
              <span className={step ? "" : now ? "font-medium" : "text-muted"}>{or(`step.${name}`, name)}</span>
              {step?.note && <span className="text-sm text-muted">{step.note}</span>}
              {step && (
                <span className="ml-auto text-xs whitespace-nowrap text-muted tabular-nums">
                  {clock(step.at, lang)}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
