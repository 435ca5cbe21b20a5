import { defineWords } from "./words";

/** How a company stands with the platform: trial, sandbox, suspension. */
export const useStandingWords = defineWords({
  en: () => import("./words.standing.en"),
  fr: () => import("./words.standing.fr"),
});
