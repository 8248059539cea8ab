import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { session } from "../api/queries";
import { useWords } from "../i18n";
import { Account } from "./Account";
import { Mark } from "./Mark";
import { LanguageSwitch } from "./Preferences";

const PLACES = [
  ["/", "nav.search"],
  ["/datasets", "nav.datasets"],
  ["/metrics", "nav.metrics"],
  ["/sql", null],
  ["/requests", "nav.requests"],
  ["/status", "nav.status"],
] as const;

/** The frame around every page that needs a session. */
export function Shell() {
  const { t } = useWords();
  const { data } = useSuspenseQuery(session);
  const main = useMainFocus();
  useSlash();
  return (
    <>
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:bg-surface focus:p-3">
        {t("nav.skip")}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-5 gap-y-2 px-4 py-2.5">
          <Link to="/" className="flex items-center gap-2 font-semibold tracking-tight">
            <Mark />
            <span>Garim</span>
            <span className="font-normal text-muted">{data.project}</span>
          </Link>
          <nav
            aria-label={t("nav.label")}
            className="order-last -mx-2 flex w-full flex-wrap gap-x-1 md:order-none md:w-auto"
          >
            {PLACES.map(([to, key]) => (
              <Link
                key={to}
                to={to}
                activeOptions={{ exact: to === "/", includeSearch: false }}
                className="rounded-md px-2 py-1 text-sm text-muted hover:text-ink"
                activeProps={{ className: "bg-accent-soft text-accent! font-medium" }}
              >
                {key ? t(key) : "SQL"}
              </Link>
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-3">
            <LanguageSwitch />
            <Account />
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none">
        <Outlet />
      </main>
    </>
  );
}

/** After going to another page, the keyboard starts at its beginning. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current !== pathname && !main.current?.contains(document.activeElement))
      main.current?.focus({ preventScroll: true });
    last.current = pathname;
  }, [pathname]);
  return main;
}

/** `/` goes to the search box from anywhere but a field. */
function useSlash() {
  const navigate = useNavigate();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const at = event.composedPath()[0] as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
      event.preventDefault();
      const box = document.getElementById("search");
      if (box) box.focus();
      else void navigate({ to: "/" });
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [navigate]);
}
