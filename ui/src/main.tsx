import "./design/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/client";
import { client } from "./api/queries";
import { startTheme } from "./design/theme";
import { startLang } from "./i18n";
import { router } from "./router";

startTheme();

/** A session that ended sends to the sign-in page, wherever that is noticed. */
function signedOut(error: unknown) {
  const { pathname, href } = router.state.location;
  if (!(error instanceof Problem) || error.status !== 401 || pathname === "/sign-in") return;
  client.clear();
  void router.navigate({ to: "/sign-in", search: href === "/" ? {} : { next: href } });
}
client.getQueryCache().config.onError = signedOut;
client.getMutationCache().config.onError = signedOut;

const at = document.getElementById("root");
if (at) {
  await startLang();
  createRoot(at).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
