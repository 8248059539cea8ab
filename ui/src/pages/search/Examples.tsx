import { useWords } from "../../i18n";

/** Words to begin with. */
export function Examples({ onPick }: { onPick: (text: string) => void }) {
  const { t } = useWords();
  return (
    <div className="mt-5 space-y-3 text-center text-sm text-muted">
      <p className="flex flex-wrap justify-center gap-2">
        <span className="py-1">{t("search.tryThese")}</span>
        {(["search.example1", "search.example2", "search.example3", "search.example4"] as const).map((key) => (
          <button
            key={key}
            type="button"
            onClick={() => onPick(t(key))}
            className="rounded-full border border-line bg-surface px-3 py-1 text-ink hover:bg-sunken"
          >
            {t(key)}
          </button>
        ))}
      </p>
      <p>{t("search.hint")}</p>
    </div>
  );
}
