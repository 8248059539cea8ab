/** An RFC 9457 problem, or what came instead of one. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;

  constructor(status: number, title: string, detail: string | null) {
    super(detail ?? title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

const PREFIX = "/api/v1";

async function problem(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new Problem(response.status, response.statusText, null);
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  return new Problem(response.status, body.title ?? response.statusText, body.detail ?? null);
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  // A form of another site cannot send this header: see SECURITY.md on forged requests.
  if (method !== "GET") headers["x-garim"] = "1";
  if (body !== undefined) headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  const response = await fetch(PREFIX + path, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Problem(0, "unreachable", null);
  });
  if (!response.ok) throw await problem(response);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}) => call<T>("POST", path, body);
export const put = <T>(path: string, body: unknown) => call<T>("PUT", path, body);
export const del = <T>(path: string) => call<T>("DELETE", path);

/** `a=1&b=2` of what is given. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") out.set(key, String(value));
  }
  const text = out.toString();
  return text === "" ? "" : `?${text}`;
}

/** A name as one part of a path. */
export const part = encodeURIComponent;
