import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { queries } from "@/api/query";
import { Questions } from "./confirm";
import { Messages } from "./messages";
import { router } from "./router";
import { surfaces, themes } from "./theme";
import { useLanguage } from "./words";

const colours = localStorageColorSchemeManager({ key: "duka.appearance" });

/** The server gives each page a word that its own styles may name; other inline styles are refused by the browser. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}

// where the library that keeps the page still behind a dialog looks for it
Object.assign(globalThis, { __webpack_nonce__: nonce() });

export function Console() {
  const language = useLanguage();
  return (
    <StrictMode>
      <MantineProvider
        theme={themes[language]}
        cssVariablesResolver={surfaces}
        colorSchemeManager={colours}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={queries}>
          <Suspense fallback={null}>
            <RouterProvider router={router} />
          </Suspense>
          <Messages />
          <Questions />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
