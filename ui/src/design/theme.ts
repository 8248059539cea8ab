import { remember, stored } from "../lib/storage";

/** What the person chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

const KEY = "garim.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const value = stored(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

export function setTheme(next: Theme) {
  remember(KEY, next);
  apply();
}

function apply() {
  const chosen = theme();
  const shown = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.theme = shown;
  window.dispatchEvent(new Event("garim:theme"));
}

/** Sets the theme before the first paint, and follows the device. */
export function startTheme() {
  apply();
  dark.addEventListener("change", apply);
}
