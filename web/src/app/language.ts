/** Which language this browser speaks. Alone in its file, since it is asked before everything else is loaded. */

export type Language = "en" | "fr";

export const KEPT_LANGUAGE = "duka.language";

/** What was chosen here, or else what the browser asks for. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEPT_LANGUAGE);
  if (kept === "en" || kept === "fr") return kept;
  return navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";
}
