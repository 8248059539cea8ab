/** Without a server in the environment the tests run against the mock, so that the page can be checked alone. */
export default async function setup() {
  if (process.env.GARIM_E2E_URL) return undefined;
  // @ts-expect-error: a plain script
  const { startMock } = await import("../dev/mock.mjs");
  const { server, base, urls } = await startMock({ port: 0 });
  process.env.GARIM_E2E_URL = base;
  process.env.GARIM_E2E_LINK = urls.kim;
  process.env.GARIM_E2E_LINK_DPO = urls.park;
  process.env.GARIM_E2E_SUBJECT = "42";
  return () => server.close();
}
