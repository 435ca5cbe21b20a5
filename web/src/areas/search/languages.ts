import { useCallback } from "react";
import { useLanguage } from "@/app/words";
import { useSearchingWords } from "./words";

/** What a language is called; every one when it is none. */
export function useLanguageOf(): (locale: string) => string {
  const t = useSearchingWords();
  const language = useLanguage();
  return useCallback(
    (locale: string) => {
      if (!locale) return t("everyLanguage");
      const name = new Intl.DisplayNames([language], { type: "language" }).of(locale) ?? locale;
      return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
    },
    [t, language],
  );
}

/** Languages whose words have stems. */
export const LANGUAGES = ["en", "fr", "de", "es", "it", "nl", "pt", "ar"] as const;
