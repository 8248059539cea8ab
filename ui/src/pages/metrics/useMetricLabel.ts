import { useWords } from "../../i18n";
import { withUnit } from "../../lib/format";

/** A metric's label in the reader's language, and a value with its unit. */
export function useMetricWords() {
  const { t, or, lang } = useWords();
  return {
    t,
    lang,
    kind: (kind: string) => or(`metrics.kind.${kind}`, kind),
    label: (m: { name: string; label: string; labelKo?: string | null }) =>
      (lang === "ko" ? m.labelKo : null) || m.label || m.name,
    value: (value: string | null | undefined, unit: string | null) =>
      withUnit(value, unit, (u, n) => or(`unit.${u}`, `${n} ${u}`, { n })),
  };
}
