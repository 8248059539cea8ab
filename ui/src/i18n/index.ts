import { useMemo, useSyncExternalStore } from "react";
import type { Lang } from "../lib/format";
import { remember, stored } from "../lib/storage";
import { type Key, type Slots, say, sayOr, type Words } from "./say";

const KEY = "garim.lang";
const listeners = new Set<() => void>();
let current: { lang: Lang; words: Words } | null = null;

/** Only the language that is read is loaded. */
const load: Record<Lang, () => Promise<Words>> = {
  ko: () => import("./ko").then((m) => m.ko),
  en: () => import("./en").then((m) => m.en),
};

function preferred(): Lang {
  const kept = stored(KEY);
  if (kept === "ko" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

async function show(lang: Lang) {
  current = { lang, words: await load[lang]() };
  document.documentElement.lang = lang;
  for (const listener of listeners) listener();
}

/** To be waited for before anything is drawn. */
export const startLang = () => show(preferred());

export function setLang(lang: Lang) {
  remember(KEY, lang);
  void show(lang);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `t` says a known sentence, `or` a word that may have no translation. */
export function useWords() {
  const now = useSyncExternalStore(subscribe, () => current);
  if (now === null) throw new Error("drawn before the language was there");
  return useMemo(
    () => ({
      lang: now.lang,
      t: (key: Key, slots?: Slots) => say(now.words, key, slots),
      or: (key: string, otherwise: string, slots?: Slots) => sayOr(now.words, key, otherwise, slots),
    }),
    [now],
  );
}
