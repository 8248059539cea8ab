import { useState } from "react";
import { setTheme, type Theme, theme } from "../design/theme";
import { setLang, useWords } from "../i18n";

/** The language, written in itself, so that whoever cannot read the page finds it. */
export function LanguageSwitch() {
  const { lang, t } = useWords();
  return (
    <fieldset className="flex text-sm" aria-label={t("lang.label")}>
      {(["ko", "en"] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={lang === each}
          onClick={() => setLang(each)}
          className={`rounded px-2 py-1 ${lang === each ? "bg-sunken font-medium text-ink" : "text-muted hover:text-ink"}`}
        >
          {each === "ko" ? "한국어" : "English"}
        </button>
      ))}
    </fieldset>
  );
}

export function ThemeSwitch() {
  const { t } = useWords();
  const [chosen, choose] = useState<Theme>(theme());
  return (
    <fieldset className="flex text-sm" aria-label={t("theme.label")}>
      {(["system", "light", "dark"] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={chosen === each}
          onClick={() => {
            setTheme(each);
            choose(each);
          }}
          className={`rounded px-2 py-1 ${chosen === each ? "bg-sunken font-medium text-ink" : "text-muted hover:text-ink"}`}
        >
          {t(`theme.${each}`)}
        </button>
      ))}
    </fieldset>
  );
}
