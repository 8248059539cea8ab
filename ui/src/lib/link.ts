/** The token of a one-time sign-in link, `/sign-in#token=…`, or null. */
export function tokenOf(hash: string): string | null {
  const value = new URLSearchParams(hash.replace(/^#/, "")).get("token");
  return value === null || value === "" ? null : value;
}

/** Takes the token out of the address bar, so that it stays in no history. */
export function takeToken(): string | null {
  const token = tokenOf(window.location.hash);
  if (token !== null) window.history.replaceState(window.history.state, "", window.location.pathname);
  return token;
}

/** A place in this page to go on to after signing in; anything else is the start page. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
